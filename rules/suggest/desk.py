"""What suggestions are made from beside the cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rules.drafts import first_name
from rules.model import Address, Case, Header, Owner, Person, Reading
from rules.wordings import Wordings

_LAST_RESORT = "en"


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

    def is_known(self, label: str, before: datetime) -> bool:
        """Whether there was mail in both directions, begun before some moment (DOMAIN.md section 5)."""
        person = self.people.get(label)
        if person is None or person.first_seen is None:
            return False
        return bool(person.sent and person.received) and person.first_seen < before

    def wordings(self, label: str, case: Case) -> Wordings:
        """In the language they wrote last, else of the newest mail with them or of the case, else English."""
        mail = (*self.written_by(label, case), *self.with_them(label, case), *self.held(case))
        spoken = (*(reading.language for reading in mail), _LAST_RESORT)
        known = (self.said[language] for language in spoken if language in self.said)
        return next((said for said in known if said.texts), Wordings(_LAST_RESORT, {}))


def _parties(header: Header) -> tuple[Address, ...]:
    return (header.sender, *header.to, *header.cc)
