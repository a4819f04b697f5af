"""What suggestions are made from beside the cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from rules.drafts import first_name
from rules.model import Address, Case, Header, Owner, Person, Reading
from rules.wordings import Wordings

_LAST_RESORT = "en"
_FEW = 8  # words and marks: fewer may be of any language


@dataclass(frozen=True, slots=True)
class Desk:
    """The owner, the day, and what is known of mail and people by their labels: addresses, or bare names."""

    owner: Owner
    today: date
    readings: Mapping[str, Reading]  # by Message-ID
    names: Mapping[str, str]  # of people, by address
    people: Mapping[str, Person]  # by address
    said: Mapping[str, Wordings]  # by language
    name_words: frozenset[str] = frozenset()  # of everybody's name, folded
    mail: Mapping[str, Sequence[Reading]] = field(default_factory=dict)  # by address: correspondence()

    def address(self, label: str) -> Address:
        """An address with the name it goes by; a bare name where no address is known."""
        return Address(label, self.names.get(label, "")) if "@" in label else Address("", label)

    def name(self, label: str) -> str:
        """What the digest calls somebody."""
        who = self.address(label)
        return who.name or who.email

    def called(self, label: str) -> str:
        """What a letter calls somebody: by their first name, or the bare name that is all we know."""
        who = self.address(label)
        return first_name(who) if who.email else who.name

    def called_owner(self) -> str:
        """How the owner signs among people who know them."""
        return first_name(Address("", self.owner.name))

    def about(self, case: Case) -> str:
        """Whom or what a case is about: its first target who is not the owner, else its company; maybe ""."""
        target = self.target(case)
        return self.name(target) if target else case.organisation or ""

    def target(self, case: Case) -> str:
        """The label of the first target who is not the owner; "" where there is none."""
        return next((target for target in case.targets if target not in self.owner.addresses), "")

    # ── Mail with somebody ──────────────────────────────────────────────────────────────────

    def addresses(self, label: str) -> tuple[str, ...]:
        """Every address of whoever this is."""
        return self.people[label].addresses if label in self.people else (label,)

    def held(self, case: Case) -> Iterator[Reading]:
        """The mail of a case that we hold, the newest first."""
        return (self.readings[m] for m in reversed(case.messages) if m in self.readings)

    def written_by(self, label: str, case: Case) -> Iterator[Reading]:
        """What somebody wrote in a case, the newest first."""
        theirs = self.addresses(label)
        return (r for r in self.held(case) if r.header.sender.email in theirs)

    def with_them(self, label: str, case: Case) -> Iterator[Reading]:
        """What somebody wrote or received in a case, the newest first."""
        theirs = self.addresses(label)
        return (r for r in self.held(case) if any(a.email in theirs for a in _parties(r.header)))

    def theirs(self, label: str, case: Case) -> Iterator[Reading]:
        """What somebody wrote: in a case, then anywhere, the newest first."""
        addresses = self.addresses(label)
        yield from self.written_by(label, case)
        yield from (r for r in self._mail_with(label) if r.header.sender.email in addresses)

    def mine(self, label: str, case: Case) -> Iterator[Reading]:
        """What the owner wrote to somebody alone: in a case, then anywhere, the newest first."""
        addresses = self.addresses(label)
        for reading in chain(self.with_them(label, case), self._mail_with(label)):
            header = reading.header
            alone = all(a.email in addresses for a in (*header.to, *header.cc))
            if alone and header.sender.email in self.owner.addresses:
                yield reading

    def _mail_with(self, label: str) -> Iterator[Reading]:
        return chain.from_iterable(self.mail.get(address, ()) for address in self.addresses(label))

    def is_known(self, label: str, before: datetime) -> bool:
        """Whether there was mail in both directions, begun before some moment (DOMAIN.md section 5)."""
        person = self.people.get(label)
        if person is None or person.first_seen is None:
            return False
        return bool(person.sent and person.received) and person.first_seen < before

    def wordings(self, label: str, case: Case) -> Wordings:
        """In the language they write, else in which I write to them, else of the case, else English."""
        mail = chain(
            self.theirs(label, case),
            self.mine(label, case),
            self.with_them(label, case),
            self.held(case),
        )
        spoken = chain((reading.language for reading in mail), (_LAST_RESORT,))
        known = (self.said[language] for language in spoken if language in self.said)
        return next((said for said in known if said.texts), Wordings(_LAST_RESORT, {}))


def correspondence(readings: Iterable[Reading], owner: Owner) -> Mapping[str, Sequence[Reading]]:
    """By address, the newest first: what somebody wrote, and what the owner wrote to them alone.

    What a machine sends, and what has only a few words, shows nobody's language.
    """
    found: dict[str, list[Reading]] = defaultdict(list)
    told = [reading for reading in readings if reading.words >= _FEW and not reading.header.marks]
    for reading in sorted(told, key=lambda r: (r.header.date, r.header.message_id), reverse=True):
        header = reading.header
        others = {a.email for a in _parties(header)} - owner.addresses
        whose = others if header.sender.email in owner.addresses else {header.sender.email}
        if len(whose) == 1:
            found[whose.pop()].append(reading)
    return found


def _parties(header: Header) -> tuple[Address, ...]:
    return (header.sender, *header.to, *header.cc)
