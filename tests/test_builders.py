"""The builders tell mail as clients write it."""

from __future__ import annotations

import pytest

from rules.model import Mark, SpanKind
from tests.builders import MARA, STOCKHOLM, bounce, invitation, mail, owner, when

INES = "Ines Carvalho <ines@harbour.example>"


def test_an_answer_keeps_the_thread_and_quotes_below() -> None:
    ask = mail(MARA, "Do you know anyone at Nordvik?", on="Mon 2026-11-02 09:00", to=INES, subject="Nordvik")
    yes = mail(INES, "I do: Tomas.", on="Mon 2026-11-02 11:00", answers=ask).message
    assert yes.header.subject == "Re: Nordvik"
    assert yes.header.references == (ask.message_id,)
    assert yes.body.of(SpanKind.NEW).strip() == "I do: Tomas."
    assert "anyone at Nordvik" in yes.body.of(SpanKind.QUOTE)


def test_an_invitation_is_read_as_one() -> None:
    at = when("Tue 2026-11-10 14:00")
    part = invitation(at, organizer=INES, guests=[MARA], accepted=True)
    read = mail(INES, "See you.", on="2026-11-03 08:00", subject="Coffee", part=part).message.invitation
    assert read is not None
    assert (read.start, read.attendees) == (at, (("mara@lindqvist.example", "accepted"),))


def test_a_bounce_names_the_address_that_failed() -> None:
    asked = mail(MARA, "Hello", on="2026-11-02 09:00", to="Dana <dana@gone.example>", subject="Hello")
    told = bounce(asked, failed="dana@gone.example", on="2026-11-02 09:01").message
    assert told.failed == ("dana@gone.example",)
    assert Mark.REPORT in told.header.marks


def test_a_mail_can_be_read_for_its_owner() -> None:
    assert mail(INES, "Lunch?", on="2026-11-02 09:00", subject="Lunch").reading(owner()).questions == 1


def test_a_wrong_weekday_is_a_mistake() -> None:
    assert when("Mon 2026-11-02 09:00").tzinfo is STOCKHOLM
    with pytest.raises(ValueError, match="is a Mon, not a Tue"):
        when("Tue 2026-11-02 09:00")
