"""Formal or familiar: how a letter turns to somebody, in languages that tell the two apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from rules.model import Case, Reading
from rules.sentences import words
from rules.suggest.desk import Desk
from rules.wordings import Wordings

_GREETING = 2  # words of a sentence that may greet


def is_formal(label: str, case: Case, desk: Desk, said: Wordings) -> bool:
    """As they wrote last; else as I wrote to them; else formal to strangers, familiar to known people.

    Where the introducer speaks familiarly to both at once, so may the two.
    """
    for reading in chain(desk.theirs(label, case), desk.mine(label, case)):
        shown = _shown(reading, said) if reading.language == said.language else None
        if shown is not None:
            return shown
    known = bool(case.steps) and desk.is_known(label, case.steps[0].at)
    return not known and not _is_among_friends(label, case, desk, said)


def _is_among_friends(label: str, case: Case, desk: Desk, said: Wordings) -> bool:
    """Whether the introducer's newest mail to them and to me that shows a register is familiar."""
    theirs, brought = desk.addresses(label), desk.written_by(case.introducer or "", case)
    for reading in brought:
        to = {a.email for a in (*reading.header.to, *reading.header.cc)}
        together = not to.isdisjoint(theirs) and not to.isdisjoint(desk.owner.addresses)
        shown = _shown(reading, said) if together and reading.language == said.language else None
        if shown is not None:
            return not shown
    return False


def _shown(reading: Reading, said: Wordings) -> bool | None:
    """Whether the sentences we keep of a mail are formal; None where they show neither.

    A word that turns to several as well ("vous") shows nothing in a mail to several. How they greet
    tells only where nothing else does: "Estimada Mara" is written with "tú" too.
    """
    several = len(reading.header.to) + len(reading.header.cc) > 1
    silent = said.address.get("plural", frozenset()) if several else frozenset()
    sentences = dict.fromkeys(s.sentence for s in reading.signals if s.writer is None)
    spoken = list(_words(sentences))
    formal = _count(spoken, said.address.get("formal", frozenset()) - silent)
    familiar = _count(spoken, said.address.get("familiar", frozenset()) - silent)
    if formal or familiar:
        return formal >= familiar
    return _is_greeted(sentences, said.address.get("greeting", frozenset())) or None


def _is_greeted(sentences: Iterable[str], table: frozenset[str]) -> bool:
    """Whether a sentence begins with a formal greeting: "Sehr geehrte Frau Roth", "Gentile Mara"."""
    return any(word.lower() in table for sentence in sentences for word in words(sentence)[:_GREETING])


def _words(sentences: Iterable[str]) -> Iterator[str]:
    """The words of sentences, the first of each without its capital: there it says nothing ("Sie", "Lei").

    A hyphen parts words, and so does "t'" for "te": "pourrais-tu", "je t'écris".
    """
    for sentence in sentences:
        first, *others = words(_apart(sentence)) or [""]
        yield from (first.lower(), *others)


def _apart(sentence: str) -> str:
    return sentence.replace("-", " ").replace("’", "'").replace(" t'", " te ")


def _count(spoken: Iterable[str], table: frozenset[str]) -> int:
    """How many words are in a table, a capital being part of a word: "Sie" is no "sie"."""
    return sum(word in table for word in spoken)
