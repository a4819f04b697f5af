"""People and headers for the tests of who is who."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from rules.model import Address, Calendar, Header, Mark, Owner, PersonNote, Reading
from rules.who.people import People, people

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MARA = Address("mara@lindqvist.example", "Mara Lindqvist")
OWNER = Owner(addresses=frozenset({MARA.email}), calendar=Calendar(zone=UTC))
HOME = Address("noor.haddad@gmail.com", "Noor Haddad")
WORK = Address("nh@carewell.example", "Haddad, Noor")
TOMAS = Address("tomas@ruud.example", "Tomas Ruud")


def header(
    number: int,
    sender: Address,
    *to: Address,
    marks: Iterable[Mark] = (),
    delivered_to: Sequence[str] = (),
    cc: Sequence[Address] = (),
    bcc: Sequence[Address] = (),
) -> Header:
    return Header(
        message_id=f"<{number}@test>",
        date=NOON + timedelta(days=number),
        sender=sender,
        to=to,
        cc=tuple(cc),
        bcc=tuple(bcc),
        marks=frozenset(marks),
        delivered_to=tuple(delivered_to),
    )


def everybody(*headers: Header | Reading, notes: Iterable[PersonNote] = ()) -> People:
    return people(headers, owner=OWNER, notes=notes)


def humans(known: People) -> set[frozenset[str]]:
    return {frozenset(person.addresses) for person in known.persons}
