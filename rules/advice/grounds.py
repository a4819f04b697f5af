"""What all advice stands on: the mail, the people, the cases, and the owner's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rules.due import local_day
from rules.matter import Contact, Directory
from rules.model import ME, Address, Case, Decision, Evidence, Owner, Person, PersonNote, Reading, Turn
from rules.who.addresses import canonical, company_of

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts of one review, as its other steps left them."""

    owner: Owner
    now: datetime
    readings: Sequence[Reading]  # in order of date
    people: Directory
    persons: Sequence[Person]
    cases: Sequence[Case]
    contacts: Mapping[str, Contact]  # by address
    thread_of: Mapping[str, str]  # by Message-ID
    notes: Sequence[PersonNote] = ()
    decisions: Sequence[Decision] = ()
    _notes: Mapping[str, Sequence[PersonNote]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_mailbox: dict[str, list[PersonNote]] = defaultdict(list)
        for note in self.notes:
            for key in map(canonical, note.addresses) if note.addresses else (note.name,):
                by_mailbox[key].append(note)
        object.__setattr__(self, "_notes", by_mailbox)

    @property
    def today(self) -> date:
        """The owner's day."""
        return local_day(self.now, self.owner.calendar)

    def day(self, instant: datetime) -> date:
        """The owner's day of an instant."""
        return local_day(instant, self.owner.calendar)

    def is_me(self, label: str) -> bool:
        """Whether a case or a header means the owner."""
        return label == ME or label in self.owner.addresses

    def person(self, label: str) -> Person:
        """Whom a case means by an address or a bare name."""
        return self.people.of(label)

    def name(self, label: str) -> str:
        """What somebody is called."""
        return self.person(label).name or label

    def address(self, person: Person) -> Address:
        """How to write to somebody: at the address of their newest mail."""
        labels = (self.contacts[a].label for a in person.addresses if a in self.contacts)
        return Address(next(labels, next(iter(person.addresses), "")), person.name)

    def notes_on(self, person: Person) -> Iterator[PersonNote]:
        """What the owner or a book says of somebody."""
        seen: list[PersonNote] = []
        for key in (*map(canonical, person.addresses), person.id):
            for note in self._notes.get(key, ()):
                if note not in seen:
                    seen.append(note)
                    yield note

    def last_with(self, person: Person) -> Contact | None:
        """How mail with somebody stands; None where the owner never wrote to them."""
        held = (self.contacts[a] for a in person.addresses if a in self.contacts)
        return next(held, None)


def roles(case: Case) -> tuple[str, ...]:
    """Everybody a case names, by label."""
    named = (case.introducer, case.requester, case.helper, *case.targets)
    return tuple(label for label in named if label)


def places(case: Case, grounds: Grounds) -> Iterator[str]:
    """The companies a case is about, by name: its own, and where its targets work."""
    if case.organisation:
        yield case.organisation
    for target in case.targets:
        person = grounds.person(target)
        yield from filter(None, (person.organisation, *map(company_of, person.addresses)))
        if "@" not in target:
            yield target


def is_open(case: Case) -> bool:
    """Whether anything may still come of it."""
    return case.turn is not Turn.CLOSED


def unknown(rule: str) -> Evidence:
    """Nothing shows it."""
    return Evidence("", "", rule)
