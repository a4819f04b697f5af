from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Invitation, InvitationMethod, Mark
from tests.worker.mime.letters import letter, mixed
from worker.mime import read_message

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:coffee@okoye.example
SEQUENCE:2
DTSTART:20260310T140000Z
DTEND:20260310T150000Z
ORGANIZER;CN=Dana:mailto:Dana@okoye.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:mara@lindqvist.example
ATTENDEE:mailto:ines@carvalho.example
ATTENDEE:invalid
END:VEVENT
END:VCALENDAR
"""
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Our Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:{}
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
"""


def invited(calendar: str, *, kind: str = "text/calendar; charset=utf-8") -> Invitation | None:
    content = mixed(
        "Content-Type: text/plain\n\nCome", f"Content-Type: {kind}\n\n{calendar}", kind="alternative"
    )
    return read_message(content).invitation


def test_an_invitation_is_read_whole() -> None:
    assert invited(CALENDAR) == Invitation(
        uid="coffee@okoye.example",
        method=InvitationMethod.REQUEST,
        start=datetime(2026, 3, 10, 14, tzinfo=UTC),
        end=datetime(2026, 3, 10, 15, tzinfo=UTC),
        organizer="dana@okoye.example",
        attendees=(("mara@lindqvist.example", "accepted"), ("ines@carvalho.example", "needs-action")),
        sequence=2,
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_invitation_cut_anywhere_after_its_time_still_tells_the_time(ending: str) -> None:
    cut = CALENDAR[: CALENDAR.index("ORGANIZER") + 12].replace("\n", ending)
    found = invited(cut)
    assert found is not None
    assert found.start == datetime(2026, 3, 10, 14, tzinfo=UTC)


def test_what_is_no_calendar_is_no_invitation() -> None:
    assert invited("nonsense") is None
    assert invited("BEGIN:VCALENDAR\nEND:VCALENDAR\n") is None


def test_mail_that_a_calendar_sent_is_marked_and_an_attached_event_is_not() -> None:
    sent = read_message(letter(CALENDAR, kind="text/calendar; method=REQUEST"))
    assert Mark.CALENDAR in sent.header.marks
    part = "Content-Type: text/calendar\n\n" + CALENDAR.replace("METHOD:REQUEST\n", "")
    attached = read_message(mixed("\nSee the event", part))
    assert attached.invitation is not None
    assert attached.invitation.method is InvitationMethod.PUBLISH
    assert Mark.CALENDAR not in attached.header.marks
    answered = read_message(mixed("\nAccepted", part.replace("text/calendar", "text/calendar; method=REPLY")))
    assert answered.invitation is not None
    assert answered.invitation.method is InvitationMethod.REPLY
    assert Mark.CALENDAR in answered.header.marks


def test_an_unknown_method_is_a_plain_event() -> None:
    found = invited(CALENDAR.replace("METHOD:REQUEST", "METHOD:DANCE"))
    assert found is not None
    assert found.method is InvitationMethod.PUBLISH


def test_days_durations_and_floating_times_have_an_instant() -> None:
    day = CALENDAR.replace("DTSTART:20260310T140000Z", "DTSTART;VALUE=DATE:20260310").replace(
        "DTEND:20260310T150000Z\n", ""
    )
    found = invited(day)
    assert found is not None
    assert (found.start, found.end) == (datetime(2026, 3, 10, 12, tzinfo=UTC), None)
    found = invited(
        CALENDAR.replace("T140000Z", "T140000").replace("DTEND:20260310T150000Z", "DURATION:PT30M")
    )
    assert found is not None
    assert (found.start, found.end) == (
        datetime(2026, 3, 10, 14, tzinfo=UTC),
        datetime(2026, 3, 10, 14, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("offset", ["+0100", "+0500"])
def test_a_zone_that_one_message_defines_does_not_reach_another(offset: str) -> None:
    own = CALENDAR.replace("BEGIN:VEVENT", OUTLOOK_ZONE.format(offset) + "BEGIN:VEVENT")
    found = invited(own.replace("DTSTART:20260310T140000Z", "DTSTART;TZID=Our Time:20260310T140000"))
    assert found is not None
    assert found.start == datetime(2026, 3, 10, 14 - int(offset[2]), tzinfo=UTC)


def test_a_zone_of_windows_is_known_by_its_name() -> None:
    found = invited(
        CALENDAR.replace("DTSTART:20260310T140000Z", "DTSTART;TZID=W. Europe Standard Time:20260310T140000")
    )
    assert found is not None
    assert found.start == datetime(2026, 3, 10, 13, tzinfo=UTC)


def test_a_sequence_that_is_no_number_is_zero() -> None:
    found = invited(CALENDAR.replace("SEQUENCE:2", "SEQUENCE:two"))
    assert found is not None
    assert found.sequence == 0
