"""Signals: what header, calendar, text and quote of one message say, and that no text breaks the reading."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import (
    Act,
    Address,
    Body,
    Invitation,
    InvitationMethod,
    Mark,
    Message,
    Signal,
    Span,
    SpanKind,
)
from rules.reading.signals import FLOOR, STRONG, matters
from tests.builders import MARA, Mail, mail, owner
from tests.rules.readings import HEADER, INES, NOON, TOMAS, reading_of, sure, typed

# ── What is worth reading ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("marks", "worth_it"),
    [
        (set(), True),
        ({Mark.LIST}, False),
        ({Mark.BULK, Mark.NO_REPLY}, False),
        ({Mark.AUTO_GENERATED}, False),
        ({Mark.OWN_DIGEST}, False),
        ({Mark.AUTO_REPLY, Mark.AUTO_GENERATED}, True),
        ({Mark.REPORT}, True),
        ({Mark.APPLICATION, Mark.NO_REPLY}, True),
        ({Mark.CALENDAR}, True),
    ],
)
def test_a_text_is_fetched_where_a_human_typed_it_or_it_reports_on_mine(
    marks: set[Mark], worth_it: bool
) -> None:
    assert matters(replace(HEADER, marks=frozenset(marks))) is worth_it


# ── Header and calendar ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mark", "act"),
    [
        (Mark.REPORT, Act.BOUNCE),
        (Mark.APPLICATION, Act.APPLICATION_ACK),
        (Mark.AUTO_REPLY, Act.AUTO_REPLY),
        (Mark.LIST, Act.LIST_OR_BULK),
        (Mark.BULK, Act.LIST_OR_BULK),
    ],
)
def test_a_mark_of_the_header_is_a_signal(mark: Mark, act: Act) -> None:
    marks = frozenset({mark, Mark.BULK})
    (signal,) = [
        s for s in reading_of(typed("", replace(HEADER, marks=marks))).signals if s.rule[:7] == "header."
    ]
    assert (signal.act, signal.sentence, signal.rule) == (act, "Moorings", f"header.{mark}")
    assert signal.confidence > STRONG


@pytest.mark.parametrize(
    ("method", "sequence", "status", "act"),
    [
        (InvitationMethod.REQUEST, 0, "needs-action", Act.PROPOSES_TIMES),
        (InvitationMethod.REQUEST, 1, "needs-action", Act.RESCHEDULES),
        (InvitationMethod.COUNTER, 0, "tentative", Act.RESCHEDULES),
        (InvitationMethod.CANCEL, 3, "declined", Act.RESCHEDULES),
        (InvitationMethod.REPLY, 0, "accepted", Act.CONFIRMS_MEETING),
        (InvitationMethod.REPLY, 0, "declined", Act.DECLINES),
        (InvitationMethod.PUBLISH, 0, "accepted", Act.PROPOSES_TIMES),
    ],
)
def test_an_invitation_is_a_signal_of_its_day(
    method: InvitationMethod, sequence: int, status: str, act: Act
) -> None:
    event = Invitation("1@x", method, NOON, None, "ines@harbour.example", (("mara@x", status),), sequence)
    (signal,) = reading_of(typed("", invitation=event)).signals
    assert (signal.act, signal.rule, signal.day) == (act, f"calendar.{method}", date(2026, 11, 3))


def test_an_invitation_without_a_start_has_no_day() -> None:
    event = Invitation("1@x", InvitationMethod.REQUEST, None, None, "ines@harbour.example")
    (signal,) = reading_of(typed("", invitation=event)).signals
    assert signal.day is None


# ── The new text ────────────────────────────────────────────────────────────────────────────


def test_a_reading_keeps_what_the_rules_need_and_no_text() -> None:
    text = "Hi Mara,\n\ncould you introduce me to Vera Moreau? Friday the 13th, or vera@moreau.example."
    body = Body(
        f"{text}\nInes\nHarbour Works Ltd",
        (
            Span(SpanKind.NEW, 0, len(text)),
            Span(SpanKind.SIGNATURE, len(text), len(text) + 23),
        ),
    )
    reading = reading_of(Message(HEADER, body, failed=("x@y.example",)))
    assert reading.language == "en"
    assert reading.greeted == ("mara",)
    assert reading.names == ("Vera Moreau", "vera@moreau.example")
    assert reading.organisation == "Harbour Works Ltd"
    assert reading.questions == 1
    assert reading.days == (date(2026, 11, 13),)
    assert reading.words == 18
    assert reading.failed == ("x@y.example",)
    (ask,) = [s for s in reading.signals if s.act is Act.ASKS_FOR_INTRODUCTION]
    assert ask.names == ("Vera Moreau",)
    assert ask.sentence == "could you introduce me to Vera Moreau?"
    assert (ask.language, ask.rule) == ("en", "en.asks_for_introduction.introduce-me")


def test_signals_stand_in_order_of_how_sure_they_are_and_none_is_below_the_floor() -> None:
    reading = reading_of(typed("Could you introduce me to Vera? I'll send the plans. Thanks for your help."))
    found = [s.confidence for s in reading.signals]
    assert found == sorted(found, reverse=True)
    assert min(found) >= FLOOR


def test_a_sentence_without_a_name_is_about_whom_the_sentences_before_it_named() -> None:
    reading = reading_of(typed("I saw Vera Moreau last week. Could you introduce me to her?"))
    assert sure(reading)[Act.ASKS_FOR_INTRODUCTION].names == ("Vera Moreau",)


def test_a_sentence_without_a_name_is_about_whom_the_next_one_names() -> None:
    reading = reading_of(typed("Could you introduce me to her? I mean Vera Moreau."))
    assert sure(reading)[Act.ASKS_FOR_INTRODUCTION].names == ("Vera Moreau",)


def test_a_subject_of_its_own_is_read_and_that_of_an_answer_is_not() -> None:
    asking = replace(HEADER, subject="Could you introduce me to Vera Moreau?")
    assert Act.ASKS_FOR_INTRODUCTION in sure(reading_of(typed("It would help a lot.", asking)))
    answering = replace(asking, subject=f"Re: {asking.subject}")
    assert Act.ASKS_FOR_INTRODUCTION not in sure(reading_of(typed("It would help a lot.", answering)))


def test_a_promise_is_for_the_last_day_named_and_thanks_look_back() -> None:
    promise = sure(reading_of(typed("On Monday I return, and I'll send you the plans by Friday.")))
    assert promise[Act.PROMISES_SOMETHING].day == date(2026, 11, 6)
    thanks = sure(reading_of(typed("Thank you for your time on Friday.")))
    assert thanks[Act.THANKS].day == date(2026, 10, 30)
    thanks = sure(reading_of(typed("Thank you for the call yesterday.")))
    assert thanks[Act.THANKS].day == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("says", "act", "by"),
    [
        ("I'll introduce you to Wim this week.", Act.PROMISES_INTRODUCTION, date(2026, 11, 6)),
        ("I'll introduce you to Wim next week.", Act.PROMISES_INTRODUCTION, date(2026, 11, 13)),
        ("I'll send you the plans this month.", Act.PROMISES_SOMETHING, date(2026, 11, 30)),
        ("I worked on it all week, and I'll send you the plans.", Act.PROMISES_SOMETHING, None),
    ],
)
def test_a_promise_for_a_week_or_a_month_is_for_the_end_of_it(says: str, act: Act, by: date | None) -> None:
    assert sure(reading_of(typed(says)))[act].day == by


def test_who_asks_to_wait_until_next_week_means_its_first_day() -> None:
    waits = sure(reading_of(typed("Please get back to me next week, I am swamped until then.")))
    assert waits[Act.DEFERS].day == date(2026, 11, 9)


def test_no_rush_is_no_day() -> None:
    unhurried = sure(reading_of(typed("No rush at all, Friday is fine.")))[Act.DEFERS]
    assert (unhurried.form, unhurried.day) == ("no_rush", None)


def test_of_an_automatic_reply_only_the_day_of_return_counts() -> None:
    away = replace(HEADER, marks=frozenset({Mark.AUTO_REPLY}))
    text = "I am away, and will be back in the office on 16 November."
    assert reading_of(typed(text, away)).days == (date(2026, 11, 16),)
    assert reading_of(typed("I am away.", away)).days == ()


def test_what_sells_or_goes_to_everybody_introduces_nobody() -> None:
    text = "Mara, meet Tomas Keller, our new candidate. Tomas, Mara runs the yard."
    both = replace(HEADER, to=(*HEADER.to, Address("tomas@nordvik.example", "Tomas Keller")))
    assert Act.INTRODUCES in sure(reading_of(typed(text, both)))
    for more in (
        " You receive this newsletter because you are a member. Unsubscribe here.",
        " I came across your profile; we help teams like yours with our platform. May I show you a demo?",
    ):
        cold = sure(reading_of(typed(text + more, both)))
        assert cold.keys() & {Act.LIST_OR_BULK, Act.COLD_SELF_INTRODUCTION}
        assert cold.get(Act.INTRODUCES, Signal(Act.THANKS, 0, "", "", "")).confidence < 0.9


def test_an_empty_mail_says_nothing() -> None:
    reading = reading_of(typed("", replace(HEADER, subject="")))
    assert (reading.signals, reading.words, reading.days, reading.greeted) == ((), 0, (), ())


def test_a_long_sentence_is_shown_by_its_beginning() -> None:
    (signal,) = [
        s
        for s in reading_of(typed("Could you introduce me to Vera " + "and to Vera " * 25 + "?")).signals
        if s.act is Act.ASKS_FOR_INTRODUCTION
    ]
    assert len(signal.sentence) == 300


# ── Whatever comes ──────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=300), st.text(max_size=80))
def test_no_text_and_no_subject_breaks_the_reading(text: str, subject: str) -> None:
    reading = reading_of(typed(text, replace(HEADER, subject=subject)))
    assert all(FLOOR <= s.confidence <= 1 for s in reading.signals)


@pytest.mark.parametrize(
    "bait",
    [
        "introduce you to ",
        "could you would you please kindly introduce ",
        "Vera Moreau ",
        "Mara Lindqvist, ",
        "vera@moreau.example ",
        "a.",
        "@",
        "(" * 50 + " ",
        "> ",
        "Friday or Monday at 10? ",
        "Thank you, Ines. Dear Tomas, ",
        "020 5550 1234 ",
        "i'll ",
        "Aa ",
        "1/1/",
    ],
)
def test_no_bait_of_a_million_characters_slows_the_reading(bait: str) -> None:
    message = typed(bait * (1_000_000 // len(bait)))
    reading_of(message)  # what is read once is known: a first time measures the packs
    begun = time.process_time()
    reading_of(message)
    assert time.process_time() - begun < 0.4  # 50 ms, several times over where coverage is measured


def test_a_mail_to_a_crowd_is_read_as_fast_as_any() -> None:
    crowd = tuple(Address(f"p{n}@q{n}.example", f"Person{n} Name{n}") for n in range(5000))
    message = typed("Hello Vera. " * 1000, replace(HEADER, to=crowd, cc=crowd))
    begun = time.process_time()
    reading_of(message)
    assert time.process_time() - begun < 1.0


def test_the_same_mail_gives_the_same_reading() -> None:
    written: Mail = mail(
        INES, "Could you introduce me to Vera Moreau?", on="Tue 2026-11-03 09:00", to=[MARA, TOMAS]
    )
    assert written.reading(owner()) == written.reading(owner())
