"""Google Contacts: the columns of today and those before 2024 ("Given Name", "Group Membership"). Data."""

from __future__ import annotations

from worker.contacts.columns import Column, Format, headers

GOOGLE = Format(
    "google",
    headers(
        {
            Column.NAME: "Name|File As",
            Column.FIRST: "First Name|Given Name",
            Column.MIDDLE: "Middle Name|Additional Name",
            Column.LAST: "Last Name|Family Name",
            Column.ADDRESS: "E-mail 1 - Value",
            Column.ORGANISATION: "Organization Name|Organization 1 - Name",
            Column.POSITION: "Organization Title|Organization 1 - Title",
            Column.LABELS: "Labels|Group Membership",
            Column.NOTE: "Notes",
            Column.PROFILE: "Website 1 - Value",
        }
    ),
)
