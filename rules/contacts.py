"""Mail with each person apart from any case: who wrote last, and how long they usually take to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from rules.due import business_days_between, clock, local_day
from rules.matter import Contact, Directory
from rules.model import Address, Header, Mark, Owner, Person, Thread

_NOT_HUMAN = frozenset(
    {Mark.LIST, Mark.BULK, Mark.AUTO_GENERATED, Mark.AUTO_REPLY, Mark.NO_REPLY, Mark.REPORT}
)


@dataclass(slots=True)
class _Mail:
    """The mail with one person, while it is gone through."""

    person: Person
    addresses: set[str] = field(default_factory=set)
    label: str = ""
    last: Header | None = None
    sent: Header | None = None  # the last of mine
    received: Header | None = None
    unanswered: int = 0

    def take(self, header: Header, address: str, *, mine: bool) -> None:
        """One mail, from them or of mine to that address of theirs."""
        self.addresses.add(address)
        self.label, self.last = address, header
        if mine:
            self.sent, self.unanswered = header, self.unanswered + 1
        else:
            self.received, self.unanswered = header, 0


def contacts(headers: Iterable[Header], *, owner: Owner, people: Directory) -> Mapping[str, Contact]:
    """Everybody the owner wrote to, by each of their addresses; headers in order of date."""
    found: dict[str, _Mail] = {}
    person_of = cache(people.of)
    for header in headers:
        mine = header.sender.email in owner.addresses
        for address in _others(header, owner):
            person = person_of(address)
            mail = found.get(person.id) or found.setdefault(person.id, _Mail(person))
            mail.take(header, address.email, mine=mine)
    known = ((mail, _contact(mail, mail.last, owner)) for mail in found.values() if mail.sent and mail.last)
    return {address: contact for mail, contact in known for address in mail.addresses}


def _contact(mail: _Mail, last: Header, owner: Owner) -> Contact:
    return Contact(
        label=mail.label,
        person=mail.person.id,
        last_at=last.date,
        last_message=last.message_id,
        last_sent=local_day(mail.sent.date, owner.calendar) if mail.sent else None,
        last_received=local_day(mail.received.date, owner.calendar) if mail.received else None,
        unanswered=mail.unanswered,
        contact_type=mail.person.contact_type,
    )


def _others(header: Header, owner: Owner) -> Iterator[Address]:
    """Whom a human mail is with: the sender, or everybody I wrote to."""
    if header.marks & _NOT_HUMAN:
        return
    mine = header.sender.email in owner.addresses
    for address in (*header.to, *header.cc, *header.bcc) if mine else (header.sender,):
        if address.email not in owner.addresses:
            yield address


# ── Rule 9 ────────────────────────────────────────────────────────────────────────────────────


def answer_times(
    headers: Iterable[Header], *, threads: Iterable[Thread], owner: Owner, people: Directory
) -> Mapping[str, int]:
    """The business days within which a person gives 90 % of their first answers to me, by person.

    From their answers to my last 20 answered mails, where there are at least 5; floor 3, ceiling 10.
    """
    taken: dict[str, list[tuple[date, date]]] = defaultdict(list)
    by_id, person_of = {header.message_id: header for header in headers}, cache(people.of)
    for thread in threads:
        mail = [by_id[message_id] for message_id in thread.message_ids if message_id in by_id]
        for person, asked, answered in _answers(mail, owner, person_of) if len(mail) > 1 else ():
            two = local_day(asked.date, owner.calendar), local_day(answered.date, owner.calendar)
            taken[person].append(two)
    least, last = clock(owner, "rule9.least"), clock(owner, "rule9.answers")
    return {
        person: _usual([business_days_between(*two, owner.calendar) for two in sorted(days)[-last:]], owner)
        for person, days in taken.items()
        if len(days) >= least
    }


def _answers(
    mail: Iterable[Header], owner: Owner, person_of: Callable[[Address], Person]
) -> Iterator[tuple[str, Header, Header]]:
    """(person, my mail, their first answer) in one thread: my first mail since they wrote, and their next."""
    waiting: dict[str, Header] = {}
    for header in mail:
        mine = header.sender.email in owner.addresses
        for address in _others(header, owner) if mine or waiting else ():
            person = person_of(address).id
            if mine:
                waiting.setdefault(person, header)
            elif person in waiting:
                yield person, waiting.pop(person), header


def _usual(days: list[int], owner: Owner) -> int:
    """The 90th percentile by nearest rank, between floor and ceiling."""
    at = -(-len(days) * 9 // 10) - 1
    return min(max(sorted(days)[at], clock(owner, "rule9.floor")), clock(owner, "rule9.ceiling"))
