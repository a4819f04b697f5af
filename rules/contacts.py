"""Mail with each person apart from any case: who wrote last, and how long they usually take to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from rules.due import business_days_between, clock, local_day
from rules.matter import Contact, Directory
from rules.model import Address, Header, Mark, Owner, Thread

_NOT_HUMAN = frozenset(
    {Mark.LIST, Mark.BULK, Mark.AUTO_GENERATED, Mark.AUTO_REPLY, Mark.NO_REPLY, Mark.REPORT}
)


def contacts(headers: Iterable[Header], *, owner: Owner, people: Directory) -> Mapping[str, Contact]:
    """Everybody the owner wrote to, by each of their addresses; headers in order of date."""
    found: dict[str, Contact] = {}
    addresses: dict[str, set[str]] = defaultdict(set)
    for header in headers:
        for address in _others(header, owner):
            person = people.of(address)
            addresses[person.id].add(address.email)
            new = Contact(
                address.email, person.id, header.date, header.message_id, contact_type=person.contact_type
            )
            found[person.id] = _after(found.get(person.id, new), header, address, owner)
    written = ((person, contact) for person, contact in found.items() if contact.last_sent)
    return {address: contact for person, contact in written for address in addresses[person]}


def _others(header: Header, owner: Owner) -> Iterator[Address]:
    """Whom a human mail is with: the sender, or everybody I wrote to."""
    if header.marks & _NOT_HUMAN:
        return
    mine = header.sender.email in owner.addresses
    for address in (*header.to, *header.cc, *header.bcc) if mine else (header.sender,):
        if address.email not in owner.addresses:
            yield address


def _after(before: Contact, header: Header, address: Address, owner: Owner) -> Contact:
    day, mine = local_day(header.date, owner.calendar), header.sender.email in owner.addresses
    return replace(
        before,
        label=address.email,
        last_at=header.date,
        last_message=header.message_id,
        last_sent=day if mine else before.last_sent,
        last_received=before.last_received if mine else day,
        unanswered=before.unanswered + 1 if mine else 0,
    )


# ── Rule 9 ────────────────────────────────────────────────────────────────────────────────────


def answer_times(
    headers: Iterable[Header], *, threads: Iterable[Thread], owner: Owner, people: Directory
) -> Mapping[str, int]:
    """The business days within which a person gives 90 % of their first answers to me, by person.

    From their answers to my last 20 answered mails, where there are at least 5; floor 3, ceiling 10.
    """
    taken: dict[str, list[tuple[date, int]]] = defaultdict(list)
    by_id = {header.message_id: header for header in headers}
    for thread in threads:
        mail = [by_id[message_id] for message_id in thread.message_ids if message_id in by_id]
        for person, asked, answered in _answers(mail, owner, people):
            taken[person].append((asked, business_days_between(asked, answered, owner.calendar)))
    least, last = clock(owner, "rule9.least"), clock(owner, "rule9.answers")
    return {
        person: _usual([days for _, days in sorted(times)[-last:]], owner)
        for person, times in taken.items()
        if len(times) >= least
    }


def _answers(mail: Iterable[Header], owner: Owner, people: Directory) -> Iterator[tuple[str, date, date]]:
    """(person, my mail, their first answer) in one thread: my first mail since they wrote, and their next."""
    waiting: dict[str, date] = {}
    for header in mail:
        day, mine = local_day(header.date, owner.calendar), header.sender.email in owner.addresses
        for address in _others(header, owner):
            person = people.of(address).id
            if mine:
                waiting.setdefault(person, day)
            elif person in waiting:
                yield person, waiting.pop(person), day


def _usual(days: list[int], owner: Owner) -> int:
    """The 90th percentile by nearest rank, between floor and ceiling."""
    at = -(-len(days) * 9 // 10) - 1
    return min(max(sorted(days)[at], clock(owner, "rule9.floor")), clock(owner, "rule9.ceiling"))
