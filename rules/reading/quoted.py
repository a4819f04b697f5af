"""What a message answers: the words it quotes first, evidence about their writer (DOMAIN.md rule 13)."""

from __future__ import annotations

import re

from rules.model import Act, Message, Quoted, Span, SpanKind
from rules.packs import Entry

MOST_QUOTES = 3  # of a mail; the oldest words of a long exchange tell nothing new
MOST_CHARACTERS = 1_000  # of a quote; what it does stands near its beginning
_MARKS = re.compile(r"^(?:[ \t]*>)+ ?", re.MULTILINE)

# What the quoted words do -> what the answer to them is called as a feature of its shape.
ANSWERS: dict[Act, str] = {
    Act.INTRODUCES: "answers_introduction",
    Act.ASKS_FOR_INTRODUCTION: "answers_ask",
    Act.OPT_IN_QUESTION: "answers_opt_in",
    Act.PROPOSES_TIMES: "answers_times",
    Act.CONFIRMS_MEETING: "answers_times",
    Act.RESCHEDULES: "answers_times",
    Act.ASKS_FAVOUR: "answers_favour",
    Act.PROMISES_INTRODUCTION: "answers_promise",
}

_HINT, _LIKELY = 1.0, 2.0  # log odds
_TELLING = ANSWERS.keys() | {Act.REPLIES_TO_INTRODUCTION, Act.GIVES_FAVOUR, Act.REPORTS_OUTCOME, Act.DECLINES}


def answers(act: Act, form: str) -> str:
    """What an answer to words of this kind is called as a feature; "" where it is nothing in particular."""
    if act is Act.REPLIES_TO_INTRODUCTION and form == "outreach":  # it is a warm introduction too
        return ANSWERS[Act.INTRODUCES]
    return ANSWERS.get(act, "")


def worth_reading(entry: Entry) -> bool:
    """Whether what a quote says can tell something: of what is answered, or of a mail we do not hold."""
    if entry.act is Act.INTRODUCES:  # here the shape may say the rest
        return entry.weight >= _HINT
    return entry.act in _TELLING and entry.weight >= _LIKELY


def first_quote(message: Message) -> Span | None:
    """The first words quoted whose writer is known and not the sender: what the message answers."""
    quote = next((s for s in message.body.spans if s.kind is SpanKind.QUOTE), None)
    if quote is None or quote.writer is None or quote.writer.email == message.header.sender.email:
        return None
    return quote


def quoted_text(message: Message, quote: Span) -> str:
    """The beginning of a quote without the marks that clients put before its lines."""
    text = message.body.text[quote.start : min(quote.end, quote.start + MOST_CHARACTERS)]
    return _MARKS.sub("", text)


def quoted_headers(message: Message) -> tuple[Quoted, ...]:
    """What is told of the mails a message quotes, each once, in their order: the newest first."""
    quotes = (span for span in message.body.spans if span.kind is SpanKind.QUOTE)
    told = dict.fromkeys(Quoted(q.writer, q.date, q.subject) for q in quotes if q.writer or q.date)
    return tuple(told)[:MOST_QUOTES]
