"""Drafts: ready to send by the owner's hand, in the wordings of a language's pack (DOMAIN.md section 7)."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.model import Address, Draft, Header
from rules.subjects import normal_subject
from rules.who.addresses import is_role_address

_HOURS = ("10:00", "15:00")


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a pack says of drafts: texts by key, and how the language writes days."""

    language: str
    texts: Mapping[str, Sequence[Sequence[str]]]
    greeting: str = ""
    signed: str = "{owner}"
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    slot: str = "{day} {hour}"
    prefix: str = "Re: "

    def in_words(self, day: date) -> str:
        """ "Tuesday 24 November", as the language writes it."""
        if not self.days or not self.months:
            return day.isoformat()
        return f"{self.days[day.weekday()]} {day.day} {self.months[day.month - 1]}"

    def at(self, day: date, hour: str) -> str:
        """ "Tuesday 24 November at 10:00"."""
        return self.slot.format(day=self.in_words(day), hour=hour)


def wordings(language: str, table: Mapping[str, object]) -> Wordings:
    """The [drafts] table of a pack as Wordings."""
    texts = table.get("text", {})
    plain = {k: str(v) for k, v in table.items() if isinstance(v, str)}
    return Wordings(
        language=language,
        texts=texts if isinstance(texts, dict) else {},
        greeting=plain.get("greeting", ""),
        signed=plain.get("signed", "{owner}"),
        days=tuple(plain.get("days", "").split()),
        months=tuple(plain.get("months", "").split()),
        slot=plain.get("slot", "{day} {hour}"),
        prefix=plain.get("prefix", "Re: "),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a draft is made of but its words."""

    to: tuple[Address, ...]
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    answers: Header | None = None  # the mail it answers: threading headers come from it


def drafts(
    letter: Letter, *, keys: Sequence[str], facts: Mapping[str, str], said: Wordings
) -> tuple[Draft, ...]:
    """One draft for each variant of the first key that says anything; none where an address is missing."""
    if not letter.to or any(not a.email for a in letter.to):
        return ()
    for key in keys:
        written = (_text(lines, facts, said) for lines in said.texts.get(key, ()))
        if found := tuple(_draft(letter, text, said) for text in written if text):
            return found
    return ()


def _draft(letter: Letter, text: str, said: Wordings) -> Draft:
    answered = letter.answers
    stripped = normal_subject(answered.subject)[0] if answered else ""
    references = (*answered.references[-20:], answered.message_id) if answered else ()
    return Draft(
        to=letter.to,
        cc=(),
        bcc=letter.bcc,
        subject=f"{said.prefix}{stripped}" if stripped else letter.subject,
        text=text,
        language=said.language,
        in_reply_to=answered.message_id if answered else "",
        references=tuple(dict.fromkeys(references)),
    )


def _text(lines: Iterable[str], facts: Mapping[str, str], said: Wordings) -> str:
    body = [line for line in (_filled(line, facts) for line in lines) if line is not None]
    if not any(line.strip() for line in body):
        return ""
    whole = [_filled(said.greeting, facts), "", *body, "", _filled(said.signed, facts)]
    return "\n".join(line for line in whole if line is not None).strip() + "\n"


def _filled(line: str, facts: Mapping[str, str]) -> str | None:
    """A line with its facts, or None where one of them is not known."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(line) if name}
    return line.format(**facts) if all(facts.get(name) for name in wanted) else None


def slots(days: Sequence[date], said: Wordings) -> dict[str, str]:
    """Two concrete times on the given days."""
    named = {
        f"slot{i + 1}": said.at(day, hour) for i, (day, hour) in enumerate(zip(days, _HOURS, strict=False))
    }
    return named | ({"slot1day": said.in_words(days[0])} if days else {})


def first_name(who: Address) -> str:
    """What a letter calls somebody; "" for a desk or an address without a name."""
    return "" if not who.name or is_role_address(who.email) else who.name.split()[0]
