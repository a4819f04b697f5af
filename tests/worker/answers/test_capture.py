"""Mail to an address of the owner's with a tag: it opens a case, or comes back on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from rules.model import Header, Kind, Turn
from tests.builders import Mail, mail, when
from tests.worker.answers.home import MARA, ME, Home
from worker.answers.capture import Capture, captures_in, tag_of
from worker.answers.judge import Refused
from worker.jobs import capturing
from worker.mime import read_header

OTTO = "Otto Brandt <otto@brandt.example>"
VERA = "Vera Lund <vera@nordvik.example>"
MONDAY = date(2026, 11, 16)


@pytest.fixture
def home() -> Home:
    home = Home()
    home.clock.at = when("Mon 2026-11-16 09:00")
    return home


def mine(to: str, says: str, *, subject: str = "Vera", tag: str = "intro") -> Mail:
    """A mail of the owner's with a tagged address of theirs in Bcc, as it lies in Sent."""
    bcc = f"mara+{tag}@lindqvist.example"
    return mail(MARA, says, on="Mon 2026-11-16 09:30", to=[to], bcc=[bcc], subject=subject)


def sent(home: Home, one: Mail) -> int:
    return home.hears(one.content, "Sent")


def case_of(home: Home, one: Mail) -> tuple[Kind, Turn, str | None]:
    (case,) = [case for case in home.ear().review(()).cases if one.message_id in case.messages]
    return case.kind, case.turn, case.awaiting


def test_a_bcc_opens_a_case_from_a_mail_whose_words_do_not_say_so(home: Home) -> None:
    ask = mine(OTTO, "Remember Vera Lund, from the ferries? It would be good to talk with her some day.")
    before = [case for case in home.ear().review(()).cases if ask.message_id in case.messages]
    assert before == []
    assert sent(home, ask) == 1
    assert case_of(home, ask) == (Kind.ASKED_BY_ME, Turn.THEM, "otto@brandt.example")
    assert home.said() == [("+intro", "")]


def test_it_can_be_taken_back(home: Home) -> None:
    ask = mine(OTTO, "Remember Vera Lund, from the ferries? It would be good to talk with her some day.")
    sent(home, ask)
    home.store.undo()
    assert all(ask.message_id not in case.messages for case in home.ear().review(()).cases)


def test_a_forward_opens_a_case_from_the_mail_it_sends_on(home: Home) -> None:
    told = mail(
        OTTO,
        "Vera Lund at Nordvik may be worth a word.",
        on="Thu 2026-11-12 10:00",
        to=[MARA, VERA],
        subject="Vera",
    )
    home.deliver(told.content, "INBOX")
    forward = mail(
        MARA,
        f"\n---------- Forwarded message ---------\nFrom: {OTTO}\nDate: Thu, 12 Nov 2026 at 10:00\n"
        f"Subject: Vera\nTo: {MARA}\n\nVera Lund at Nordvik may be worth a word.",
        on="Mon 2026-11-16 09:30",
        to=["mara+intro@lindqvist.example"],
        subject="Fwd: Vera",
    )
    assert sent(home, forward) == 1
    assert home.said() == [("+intro", "")]
    assert case_of(home, told)[0] is Kind.MADE_FOR_ME


def test_a_forward_with_references_needs_no_quote(home: Home) -> None:
    told = mail(
        OTTO,
        "Vera Lund at Nordvik may be worth a word.",
        on="Thu 2026-11-12 10:00",
        to=[MARA, VERA],
        subject="Vera",
    )
    home.deliver(told.content, "INBOX")
    headers: Mapping[str, str] = {"References": told.message_id}
    forward = mail(
        MARA,
        "see below",
        on="Mon 2026-11-16 09:30",
        to=["mara+intro@lindqvist.example"],
        subject="Fwd: V",
        headers=headers,
    )
    sent(home, forward)
    assert case_of(home, told)[0] is Kind.MADE_FOR_ME


def test_a_follow_up_waits_for_its_day_and_then_it_is_time(home: Home) -> None:
    question = mine(OTTO, "Here is the plan we spoke of.", tag="2w")
    assert sent(home, question) == 1
    kind, _, awaiting = case_of(home, question)
    assert (kind, awaiting) == (Kind.FAVOUR, "otto@brandt.example")
    assert home.store.decisions()[-1].day == date(2026, 11, 30)

    def suggested() -> bool:
        return any(question.message_id in s.case.messages for s in home.ear().review(()).suggestions)

    assert not suggested()
    home.clock.at = when("Fri 2026-11-27 09:00")
    assert not suggested()
    home.clock.at = when("Tue 2026-12-01 09:00")
    assert suggested()


def test_their_answer_ends_the_wait(home: Home) -> None:
    question = mine(OTTO, "Here is the plan we spoke of.", tag="friday")
    sent(home, question)
    assert home.store.decisions()[-1].day == date(2026, 11, 20)
    answer = mail(
        OTTO, "Thank you, I passed it on to Vera.", on="Tue 2026-11-17 09:00", to=[MARA], answers=question
    )
    home.clock.at = when("Wed 2026-11-18 09:00")
    home.deliver(answer.content, "INBOX")
    assert case_of(home, question)[1] is not Turn.THEM


def test_in_a_case_that_is_open_the_day_is_that_cases(home: Home) -> None:
    (introduction,) = [r for r in home.store.readings() if "harbour" in r.header.sender.email]
    headers = {"References": introduction.header.message_id}
    reminder = mail(
        MARA,
        "later",
        on="Mon 2026-11-16 09:30",
        to=["mara+2026-12-01@lindqvist.example"],
        subject="Fwd",
        headers=headers,
    )
    assert sent(home, reminder) == 1
    (decision,) = home.store.decisions()
    assert (decision.verb.value, decision.day) == ("snooze", date(2026, 12, 1))
    assert "+2026-12-01” (Tomas Ruud)" in home.notes()[0]


def test_what_is_followed_already_is_not_opened_again(home: Home) -> None:
    (introduction,) = [r for r in home.store.readings() if "harbour" in r.header.sender.email]
    headers = {"References": introduction.header.message_id}
    again = mail(
        MARA,
        "x",
        on="Mon 2026-11-16 09:30",
        to=["mara+intro@lindqvist.example"],
        subject="Fwd",
        headers=headers,
    )
    sent(home, again)
    assert home.said() == [("+intro", capturing.FOLLOWED)]
    assert home.verbs == []


def test_two_tags_open_a_case_and_date_it(home: Home) -> None:
    ask = mail(
        MARA,
        "Remember Vera Lund, from the ferries? It would be good to talk with her some day.",
        on="Mon 2026-11-16 09:30",
        to=[OTTO],
        bcc=["mara+intro@lindqvist.example", "mara+2w@lindqvist.example"],
        subject="Vera",
    )
    sent(home, ask)
    assert home.verbs == ["intro", "snooze"]


def test_a_forward_of_what_is_not_in_the_mailbox_is_told(home: Home) -> None:
    lost = mail(
        MARA, "look", on="Mon 2026-11-16 09:30", to=["mara+intro@lindqvist.example"], subject="Fwd: Lost"
    )
    sent(home, lost)
    assert home.said() == [("+intro", capturing.NOT_HERE)]


def test_what_shows_nobody_is_told_and_leaves_no_trace(home: Home) -> None:
    crowd = mail(
        MARA,
        "Hello all",
        on="Mon 2026-11-16 09:30",
        to=[f"Guest <guest{n}@example.com>" for n in range(9)],
        bcc=["mara+2w@lindqvist.example"],
        subject="Party",
    )
    sent(home, crowd)
    assert home.said() == [("+2w", capturing.NOT_TOLD)]
    assert home.verbs == []


def test_only_the_owner_captures(home: Home) -> None:
    """From anybody else it is no letter of the owner's; in the owner's name it needs the same proofs."""
    theirs = mail(OTTO, "hello", on="Mon 2026-11-16 09:30", to=["mara+intro@lindqvist.example"])
    forged = mail(
        MARA, "hello", on="Mon 2026-11-16 09:31", to=["mara+intro@lindqvist.example"], subject="Fwd: x"
    )
    home.hears(theirs.content, "INBOX")
    home.hears(forged.content, "INBOX")
    home.clock.forward(days=2)
    home.listen()
    assert home.verbs == []
    assert all(why in ("", Refused.UNPROVEN) for _, why in home.said())


def test_tags_are_read_from_every_place_that_names_a_recipient() -> None:
    mine = {ME}

    def read(line: str) -> tuple[Capture, ...]:
        header: Header = read_header(f"From: {MARA}\n{line}\n".encode())
        return captures_in(header, mine, said_on=MONDAY)

    assert read("To: mara+intro@lindqvist.example") == (Capture("intro"),)
    assert read("Cc: mara+tomorrow@lindqvist.example") == (Capture("tomorrow", date(2026, 11, 17)),)
    assert read("Bcc: mara+3d@lindqvist.example") == (Capture("3d", date(2026, 11, 19)),)
    assert read("Delivered-To: mara+2026-12-01@lindqvist.example") == (
        Capture("2026-12-01", date(2026, 12, 1)),
    )
    assert read("To: mara+freitag@lindqvist.example") == (Capture("freitag", date(2026, 11, 20)),)
    assert read("To: mara+shopping@lindqvist.example") == ()
    assert read("To: mara+yesterday@lindqvist.example") == ()
    assert read("To: otto+intro@brandt.example, mara@lindqvist.example") == ()


def test_an_address_that_has_a_plus_of_its_own_is_no_tag() -> None:
    assert tag_of("mara+work@lindqvist.example", {"mara+work@lindqvist.example"}) == ""
