"""Who wrote last to whom, and when: mail with each person apart from any case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rules.due import local_day
from rules.matter import Contact, Directory
from rules.model import Header, Mark, Owner

_NOT_HUMAN = frozenset(
    {Mark.LIST, Mark.BULK, Mark.AUTO_GENERATED, Mark.AUTO_REPLY, Mark.NO_REPLY, Mark.REPORT}
)


def contacts(headers: Iterable[Header], *, owner: Owner, people: Directory) -> dict[str, Contact]:
    """Contacts by the address used last, from headers in order of date. Only those the owner wrote to."""
    found: dict[str, Contact] = {}
    for header in headers:
        if header.marks & _NOT_HUMAN:
            continue
        mine = header.sender.email in owner.addresses
        others = (*header.to, *header.cc, *header.bcc) if mine else (header.sender,)
        for address in others:
            if address.email in owner.addresses:
                continue
            person = people.of(address)
            before = found.get(person.id) or Contact(
                address.email, header.date, header.message_id, None, None, 0, person.contact_type
            )
            found[person.id] = _after(before, header, address.email, owner, mine=mine)
    return {c.label: c for c in found.values() if c.last_sent}


def _after(before: Contact, header: Header, label: str, owner: Owner, *, mine: bool) -> Contact:
    day = local_day(header.date, owner.calendar)
    return replace(
        before,
        label=label,
        last_at=header.date,
        last_message=header.message_id,
        last_sent=day if mine else before.last_sent,
        last_received=before.last_received if mine else day,
        unanswered=before.unanswered + 1 if mine else 0,
    )
