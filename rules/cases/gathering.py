"""A matter while it is gathered, and the people seen so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rules.addresses import company_of
from rules.matter import Directory, Event, Matter, Role, Who
from rules.mentions import short_of
from rules.model import Address, Kind, Owner, Person, Reading
from rules.names import fold, human_name
from rules.phrases import words

FOR_ME = frozenset({Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.MADE_FOR_ME})
BY_ME = frozenset({Kind.ASKED_OF_ME, Kind.MADE_BY_ME})


@dataclass(slots=True)
class Gathering:
    """One matter in the making. `words` are what a mail must say to speak of it: names and companies."""

    id: str
    opening: Kind
    roles: dict[Role, Who]
    begun: datetime
    form: str = ""
    purpose: str = ""
    organisation: str = ""
    strangers: set[str] = field(default_factory=set)  # persons first met through this matter
    threads: set[str] = field(default_factory=set)
    message_ids: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    @property
    def last(self) -> datetime:
        return self.events[-1].at if self.events else self.begun

    def persons(self) -> set[str]:
        return {who.person for who in self.roles.values()}

    def role_of(self, person: str) -> Role | None:
        return next((role for role, who in self.roles.items() if who.person == person), None)

    def names(self, *, but: Role | None = None) -> set[str]:
        """Folded words that name the matter: its people (all but one role) and its company."""
        found = {w for role, who in self.roles.items() if role is not but for w in naming_words(who)}
        return found | {w for w in fold(self.organisation).split() if len(w) > 2}

    def spoken_of(self, said: frozenset[str], *, by: Role | None = None) -> bool:
        """Whether folded words of a mail name somebody of the matter, or its company, beside the writer."""
        names = self.names(but=by)
        return any(name in said for name in names) or any(
            short_of(name, word) for name in names if len(name) > 3 for word in said
        )

    def finish(self) -> Matter:
        return Matter(
            self.id,
            self.opening,
            dict(self.roles),
            tuple(self.events),
            self.organisation,
            self.purpose,
            self.form,
        )


def naming_words(who: Who) -> set[str]:
    """The folded words of a name, and the company of an address."""
    shown = fold(who.name or ("" if "@" in who.label else who.label))
    company = fold(company_of(who.label)) if "@" in who.label else ""
    return {w for w in (*shown.split(), *company.split()) if len(w) > 2}


def said_in(reading: Reading) -> frozenset[str]:
    """The folded words of a mail that we keep: its names, its subject, and the sentences of its signals."""
    kept = (
        *reading.names,
        reading.header.subject,
        *(s.sentence for s in reading.signals if s.writer is None),
    )
    return frozenset(fold(w).removesuffix("'s") for text in kept for w in words(text))


@dataclass(slots=True)
class Circle:
    """Whom the owner knows, as of the message being read (DOMAIN.md section 5, "a known person")."""

    owner: Owner
    people: Directory
    written_to: set[str] = field(default_factory=set)
    heard_from: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)

    def known(self, person: str) -> bool:
        return person in self.introduced or (person in self.written_to and person in self.heard_from)

    def met_before(self, person: str) -> bool:
        return person in self.introduced or person in self.written_to or person in self.heard_from

    def is_me(self, address: Address) -> bool:
        return address.email in self.owner.addresses

    def who(self, address: Address) -> Who:
        """Somebody on a header line."""
        person = self.people.of(address)
        return Who(address.email, person.id, human_name(address) or person.name)

    def named(self, name: str) -> Who:
        """Somebody named in a text: an address, a person we can tell, or a bare name."""
        person: Person | None = self.people.find(name)
        if "@" in name:
            return Who(name, person.id if person else name, person.name if person else "")
        if person and person.addresses:
            return Who(person.addresses[0], person.id, person.name)
        return Who(name, f"name:{fold(name)}", name)

    def others(self, addresses: Iterable[Address]) -> tuple[Who, ...]:
        """Everybody of some header lines but the owner, one of each person, in order."""
        found: dict[str, Who] = {}
        for address in addresses:
            if not self.is_me(address):
                who = self.who(address)
                found.setdefault(who.person, who)
        return tuple(found.values())

    def note(self, reading: Reading) -> None:
        """Remember who wrote to whom, after the message has been read."""
        header = reading.header
        if self.is_me(header.sender):
            self.written_to.update(w.person for w in self.others((*header.to, *header.cc, *header.bcc)))
        else:
            self.heard_from.add(self.who(header.sender).person)
