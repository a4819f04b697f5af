"""One message as it arrives at the desk: everything that is asked of it more than once."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from rules.cases.circle import Circle
from rules.cases.found import found_once
from rules.matter import Who, failures
from rules.model import Act, Address, Header, Mark, Reading, Signal
from rules.phrases import words
from rules.who.addresses import company_of, is_role_address
from rules.who.names import fold

STRONG = 0.5  # DOMAIN.md rule 10: only strong evidence moves a state
_REPORTS = frozenset({Mark.AUTO_REPLY, Mark.REPORT})
_NOBODY_WROTE = frozenset({Mark.AUTO_GENERATED, Mark.LIST, Mark.BULK, Mark.NO_REPLY, Mark.OWN_DIGEST})


@dataclass(frozen=True)
class Arrival:
    """A reading, the thread it stands in, and the people as the circle knows them by then."""

    reading: Reading
    thread: str
    circle: Circle

    @property
    def header(self) -> Header:
        return self.reading.header

    @found_once
    def signals(self) -> dict[Act, Signal]:
        """The strong signals of its own words, one an act; quoted words are not its own (rule 13)."""
        found: dict[Act, Signal] = {}
        if not self.reading.signals:  # as of most mail
            return found
        for signal in sorted(self.reading.signals, key=lambda s: (-s.confidence, s.rule)):
            if signal.confidence >= STRONG and signal.writer is None:
                found.setdefault(signal.act, signal)
        return found

    @found_once
    def by_me(self) -> bool:
        return self.circle.is_me(self.header.sender)

    @found_once
    def sender(self) -> Who:
        return self.circle.who(self.header.sender)

    @found_once
    def recipients(self) -> tuple[Who, ...]:
        """Everybody it is visibly to, but the owner."""
        return self.circle.others((*self.header.to, *self.header.cc))

    @found_once
    def everybody(self) -> tuple[Who, ...]:
        """Everybody on it but the owner."""
        header = self.header
        return self.circle.others((header.sender, *header.to, *header.cc, *header.bcc))

    @found_once
    def persons(self) -> frozenset[str]:
        return frozenset([who.person for who in self.everybody])

    @found_once
    def failed(self) -> tuple[str, ...]:
        """The addresses it says are unreachable."""
        return failures(self.reading)

    @found_once
    def unreachable(self) -> tuple[Who, ...]:
        """Whose addresses those are."""
        return self.circle.others(map(Address, self.failed)) if self.failed else ()

    @found_once
    def is_report(self) -> bool:
        """Whether it is an automatic answer or a delivery report: it opens nothing."""
        return bool(self.header.marks & _REPORTS)

    @found_once
    def is_to_everybody(self) -> bool:
        """Whether a list or a machine sent it, and it is no report on mail: it is no part of any matter."""
        return bool(self.header.marks & _NOBODY_WROTE) and not self.is_report

    @found_once
    def to_me(self) -> bool:
        """Whether it is addressed to the owner: on To, or on a Bcc that no Cc repeats."""
        header = self.header
        shown = {a.email for a in header.cc}
        hidden = (a for a in header.bcc if a.email not in shown)
        return any(self.circle.is_me(a) for a in (*header.to, *hidden))

    @found_once
    def said(self) -> frozenset[str]:
        """Its words; but the owner's own company is on everybody's lips, and says nothing."""
        return frozenset(w for w in said_in(self.reading) if not self.circle.is_own_company(w))

    @found_once
    def cold(self) -> float:
        """How sure we are that its writer sells themselves, be it a hint."""
        hints = (s for s in self.reading.signals if s.act is Act.COLD_SELF_INTRODUCTION and s.writer is None)
        return max((s.confidence for s in hints), default=0.0)

    @found_once
    def addresses_given(self) -> tuple[str, ...]:
        """The addresses that its text gives."""
        return tuple(name for name in self.reading.names if "@" in name)

    @found_once
    def houses(self) -> frozenset[str]:
        """The companies of everybody on it, folded."""
        header = self.header
        found = (company_of(a.email) for a in (header.sender, *header.to, *header.cc))
        return frozenset(fold(house) for house in found if house)

    def one_human(self) -> Who | None:
        """The one it is to, where it is to one or two and no desk."""
        direct = self.circle.others(self.header.to)
        return direct[0] if 0 < len(direct) < 3 and not is_role_address(direct[0].label) else None


def said_in(reading: Reading) -> Set[str]:
    """The folded words of a message that are kept: names, the subject, the sentences of its own signals."""
    sentences = (s.sentence for s in reading.signals if s.writer is None)
    kept = (*reading.names, *reading.greeted, reading.header.subject, *sentences)
    return {fold(word).removesuffix("'s") for text in kept for word in words(text)}
