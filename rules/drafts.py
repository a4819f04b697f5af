"""Drafts: ready to send by the owner's hand, in the wordings of a language's pack (DOMAIN.md section 7)."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.model import Address, Draft, Header
from rules.subjects import normal_subject
from rules.who.addresses import is_role_address
from rules.who.names import fold
from rules.wordings import Line, Wordings

_HOURS = (10, 15)
_MOST_REFERENCES = 20  # RFC 5322 section 3.6.4 sets no limit; lines have one


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
        bodies = (body(lines, facts, said) for lines in said.texts.get(key, ()))
        if found := tuple(_draft(letter, text, facts, said) for text in bodies if text):
            return found
    return ()


def body(lines: Iterable[Line], facts: Mapping[str, str], said: Wordings) -> str:
    """The lines whose facts are known, as paragraphs; "" where that says nothing.

    "" begins a new paragraph. What ends with a colon is for the owner to finish, and ends its line.
    """
    paragraphs = [""]
    for line in (_filled(line, facts, said) for line in lines):
        if line == "":
            paragraphs.append("")
        elif line is not None:
            paragraphs[-1] += _after(paragraphs[-1]) + line
    return "\n\n".join(text for text in paragraphs if text)


def _after(text: str) -> str:
    """What stands between a paragraph so far and its next line."""
    if not text:
        return ""
    return "\n" if text.rstrip().endswith(":") else " "


def _draft(letter: Letter, text: str, facts: Mapping[str, str], said: Wordings) -> Draft:
    answered = letter.answers
    stripped = normal_subject(answered.subject)[0] if answered else ""
    references = (*answered.references[-_MOST_REFERENCES:], answered.message_id) if answered else ()
    greeting = said.greeting if len(letter.to) == 1 else ""
    whole = (_filled(greeting, facts, said), text, _filled(said.signed, facts, said))
    return Draft(
        to=letter.to,
        cc=(),
        bcc=letter.bcc,
        subject=f"{said.prefix}{stripped}" if stripped else letter.subject,
        text="\n\n".join(part for part in whole if part) + "\n",
        language=said.language,
        in_reply_to=answered.message_id if answered else "",
        references=tuple(dict.fromkeys(references)),
    )


def _filled(line: Line, facts: Mapping[str, str], said: Wordings) -> str | None:
    """A line with its facts, the first of its forms of which all are known; None where there is none."""
    for form in [line] if isinstance(line, str) else line:
        parts = [(literal, name) for literal, name, _, _ in string.Formatter().parse(form)]
        if all(facts.get(name) for _, name in parts if name):
            return "".join(_joined(literal, facts[name] if name else "", said) for literal, name in parts)
    return None


def _joined(literal: str, fact: str, said: Wordings) -> str:
    """Words and the fact after them: "merci à" and "Anna"; "de" and "Anna" are "d'Anna"."""
    before, blank, word = literal.removesuffix(" ").rpartition(" ")
    elision = said.elided.get(word.lower()) if fact and literal.endswith(" ") else None
    if elision is None or not fold(fact).startswith(elision.before):
        return literal + fact
    becomes = elision.becomes.capitalize() if word[:1].isupper() else elision.becomes
    gap = "" if becomes.endswith("'") else " "
    return f"{before}{blank}{becomes}{gap}{fact}"


def slots(days: Sequence[date], said: Wordings) -> dict[str, str]:
    """Two concrete times on the given days."""
    return dict(_slots(days, said))


def _slots(days: Sequence[date], said: Wordings) -> Iterator[tuple[str, str]]:
    for number, (day, hour) in enumerate(zip(days, _HOURS, strict=False), start=1):
        yield f"slot{number}", said.at(day, hour)
    if days:
        yield "slot1day", said.in_words(days[0])


def first_name(who: Address) -> str:
    """What a letter calls somebody: no mere initial; "" for a desk or an address without a name."""
    if not who.name or is_role_address(who.email):
        return ""
    first = who.name.split()[0]
    return who.name if len(first.rstrip(".")) < 2 else first
