"""Quotes: what a mail answers, read as its writer's words and never as the sender's act (rule 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.model import Act, Address, Body, Mark, Message, Quoted, Span, SpanKind
from rules.packs import Entry
from rules.reading.quoted import answers, first_quote, quoted_headers, quoted_text, worth_reading
from tests.builders import MARA, mail, owner
from tests.rules.readings import HEADER, INES, TOMAS, answer, reading_of, sure

ASKED = "Could you introduce me to Vera Moreau?"


def test_words_quoted_are_evidence_of_their_writer_and_never_the_senders_act() -> None:
    reading = answer("I will think about it.", ASKED)
    (quoted,) = [s for s in reading.signals if s.act is Act.ASKS_FOR_INTRODUCTION]
    assert quoted.writer == Address("ines@harbour.example", "Ines Duarte")
    assert Act.ASKS_FOR_INTRODUCTION not in sure(reading)
    assert [s.writer for s in reading.signals] == sorted(
        (s.writer for s in reading.signals), key=lambda w: w is not None
    )


@pytest.mark.parametrize(
    ("says", "to", "act"),
    [
        ("Sure thing.", ASKED, Act.PROMISES_INTRODUCTION),
        ("Perfect.", "Shall we say Thursday at 10?", Act.CONFIRMS_MEETING),
        ("Sure, why not.", "Would you be open to meeting Arjun Pillai?", Act.OPTS_IN),
    ],
)
def test_a_few_words_are_understood_by_what_they_answer(says: str, to: str, act: Act) -> None:
    assert act in sure(answer(says, to))
    assert act not in sure(answer(says, "The boats are in."))


def test_an_answer_to_an_introduction_is_known_by_what_it_quotes() -> None:
    made = "Mara, meet Tomas Keller, who runs the yard. Tomas, Mara draws schools."
    assert Act.REPLIES_TO_INTRODUCTION in sure(answer("The plans are attached.", made, receiver=TOMAS))
    assert Act.REPLIES_TO_INTRODUCTION not in sure(answer("The plans are attached.", "Yes.", receiver=TOMAS))


def test_what_is_only_sent_on_is_not_answered() -> None:
    made = "Mara, meet Tomas Keller, who runs the yard. Tomas, Mara draws schools."
    first = mail(INES, made, on="Mon 2026-11-02 09:00", to=[MARA, TOMAS], subject="Boats")
    sent_on = mail(
        MARA, "Call him today.", on="Tue 2026-11-03 09:00", to=TOMAS, subject="Fwd: Boats", answers=first
    )
    assert Act.REPLIES_TO_INTRODUCTION not in sure(sent_on.reading(owner()))


def test_an_answer_to_outreach_answers_an_introduction() -> None:
    told = "I got your name from Vera Moreau, who suggested that I write to you about tide mills."
    reading = answer("Thank you for writing, glad that Vera thought of me. Send me the drawings.", told)
    assert Act.REPLIES_TO_INTRODUCTION in sure(reading)
    assert answers(Act.REPLIES_TO_INTRODUCTION, "answer") == answers(Act.THANKS, "") == ""


def test_a_quote_of_the_senders_own_or_of_nobody_known_is_not_read() -> None:
    text = "No.\n> Could you introduce me to Vera?\n"
    quote = Span(SpanKind.QUOTE, 4, len(text))
    body = Body(text, (Span(SpanKind.NEW, 0, 4), quote))
    for writer in (None, HEADER.sender):
        message = Message(HEADER, replace(body, spans=(body.spans[0], replace(quote, writer=writer))))
        assert first_quote(message) is None
        assert all(s.writer is None for s in reading_of(message).signals)


def test_of_machines_nothing_quoted_is_read() -> None:
    text = "Away.\n> Could you introduce me to Vera?\n"
    spans = (
        Span(SpanKind.NEW, 0, 6),
        Span(SpanKind.QUOTE, 6, len(text), writer=Address("vera@moreau.example")),
    )
    away = replace(HEADER, marks=frozenset({Mark.AUTO_REPLY}))
    assert all(s.writer is None for s in reading_of(Message(away, Body(text, spans))).signals)
    assert any(s.writer for s in reading_of(Message(HEADER, Body(text, spans))).signals)


def test_quoted_words_count_from_the_day_they_were_written() -> None:
    text = "Fine.\n> I'll introduce you to Vera by Friday.\n"
    spans = (
        Span(SpanKind.NEW, 0, 6),
        Span(SpanKind.QUOTE, 6, len(text), Address("vera@moreau.example"), datetime(2026, 9, 1, tzinfo=UTC)),
    )
    (quoted,) = [s for s in reading_of(Message(HEADER, Body(text, spans))).signals if s.writer]
    assert quoted.day == date(2026, 9, 4)


def test_a_quote_is_read_without_its_marks_and_to_a_limit() -> None:
    text = "> one\n>> two\n three\n" + "> x\n" * 2000
    quote = Span(SpanKind.QUOTE, 0, len(text), writer=Address("vera@moreau.example"))
    read_ = quoted_text(Message(HEADER, Body(text, (quote,))), quote)
    assert read_.startswith("one\ntwo\n three\nx\nx\n")
    assert len(read_) < 2000


@pytest.mark.parametrize(
    ("act", "weight", "worth_it"),
    [
        (Act.INTRODUCES, 1.0, True),
        (Act.INTRODUCES, 0.9, False),
        (Act.GIVES_FAVOUR, 2.0, True),
        (Act.GIVES_FAVOUR, 1.9, False),
        (Act.ASKS_QUESTION, 3.0, False),
    ],
)
def test_a_quote_is_read_whole_only_where_it_says_something_telling(
    act: Act, weight: float, worth_it: bool
) -> None:
    assert worth_reading(Entry(act, weight, "xx")) is worth_it


def test_a_reading_keeps_what_is_told_of_the_mails_it_quotes() -> None:
    asked = mail(INES, ASKED, on="Mon 2026-11-02 09:00", to=MARA, subject="Boats")
    reading = mail(MARA, "Yes.", on="Tue 2026-11-03 09:00", to=INES, answers=asked).reading(owner())
    assert [(q.writer and q.writer.email, q.date and q.date.date()) for q in reading.quoted] == [
        ("ines@harbour.example", date(2026, 11, 2))
    ]


def test_of_a_long_exchange_the_newest_three_mails_are_kept_each_once() -> None:
    days = [datetime(2026, 9, day, tzinfo=UTC) for day in (9, 9, 7, 5, 3)]
    quotes = [Span(SpanKind.QUOTE, i, i + 1, Address("", "Vera"), day, "Mills") for i, day in enumerate(days)]
    silent = Span(SpanKind.QUOTE, 5, 6)
    message = Message(HEADER, Body("......", (silent, *quotes)))
    assert quoted_headers(message) == tuple(
        Quoted(Address("", "Vera"), day, "Mills") for day in (days[0], days[2], days[3])
    )
