"""Calendar parts to an Invitation (RFC 5545, RFC 5546)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from rules.model import Invitation, InvitationMethod
from worker.mime import limits
from worker.mime.addresses import email_of
from worker.mime.parts import Part

TEXT = 100_000  # characters of a calendar part that are read

_KINDS = ("text/calendar", "application/ics")
_FOLD = re.compile(r"\r?\n[ \t]")
# A rule of a time zone is worked out from 1601 on: one by the second never ends. We need no other rules.
_RULE = re.compile(r"^(?:RRULE|RDATE|EXRULE|EXDATE)\b.*\n?", re.MULTILINE | re.IGNORECASE)
_YEARLY = re.compile(
    r"RRULE:FREQ=YEARLY(?:;(?:INTERVAL|BYMONTH|BYDAY|WKST|UNTIL)=[-+\w]{1,20})*\s*\Z", re.IGNORECASE
)
_MOST_RULES = 50


def invitation_of(root: Part) -> Invitation | None:
    """The first event of the first calendar part that can be read; None where there is none."""
    for part in root.walk():
        if part.kind in _KINDS:
            found = read_calendar(part.text(), method=part.parameters.get("method", ""))
            if found:
                return found
    return None


def read_calendar(text: str, *, method: str = "") -> Invitation | None:
    """The first event of an iCalendar text; a text cut in the middle is closed and tried again."""
    from icalendar import Calendar  # takes long to load, and few mails are invitations
    from icalendar.timezone import tzp

    text = _harmless(text[:TEXT])
    for attempt in (text, _closed(text)):
        try:
            tzp.use_default()  # else a zone one message defines would be remembered for all others
            calendar: Any = Calendar.from_ical(attempt)
            events = calendar.walk("VEVENT")[: limits.EVENTS]
            if events:
                return _invitation(events[0], _method(str(calendar.get("METHOD", method) or method)))
        except Exception:  # noqa: S112  # the library raises what it pleases on broken input
            continue
    return None


def _harmless(text: str) -> str:
    """A calendar text without rules that take long to work out."""
    text = _FOLD.sub("", text)
    if len(_RULE.findall(text)) > _MOST_RULES:
        return _RULE.sub("", text)
    return _RULE.sub(lambda rule: rule[0] if _YEARLY.match(rule[0]) else "", text)


def _invitation(event: Any, method: InvitationMethod) -> Invitation:
    start = _instant(event.get("DTSTART"))
    end = _instant(event.get("DTEND"))
    if end is None and start is not None and event.get("DURATION") is not None:
        end = start + event["DURATION"].dt
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    return Invitation(
        uid=str(event.get("UID", ""))[: limits.IDENTIFIER],
        method=method,
        start=start,
        end=end,
        organizer=email_of(str(event.get("ORGANIZER", ""))),
        attendees=tuple(_attendee(a) for a in attendees[: limits.ADDRESSES] if email_of(str(a))),
        sequence=_number(event.get("SEQUENCE", 0)),
    )


def _attendee(value: Any) -> tuple[str, str]:
    return email_of(str(value)), str(value.params.get("PARTSTAT", "needs-action")).lower()


def _method(name: str) -> InvitationMethod:
    """An unknown or missing METHOD is a plain event."""
    try:
        return InvitationMethod(name.strip().lower())
    except ValueError:
        return InvitationMethod.PUBLISH


def _instant(value: Any) -> datetime | None:
    """DTSTART or DTEND in UTC; a floating time is UTC; a whole day is its noon: one day nearly everywhere."""
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(12), UTC) if isinstance(moment, date) else None


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _closed(text: str) -> str:
    """A text that was cut: its last whole line, then the ENDs that are missing."""
    lines = text.replace("\r\n", "\n").split("\n")[:-1]
    open_components: list[str] = []
    for line in lines:
        name, _, value = line.strip().partition(":")
        if name.upper() == "BEGIN":
            open_components.append(value)
        elif name.upper() == "END" and open_components:
            open_components.pop()
    return "\r\n".join([*lines, *(f"END:{name}" for name in reversed(open_components)), ""])
