"""What address books say of people: kept apart from what the owner typed, and never above it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import sqlalchemy as sa

from rules.model import ContactType, PersonNote
from rules.who.groups import Groups
from rules.who.notes import joined
from worker.ports import ReviseBook
from worker.store.engine import Transaction
from worker.store.rows import storable
from worker.store.schema import book_entry


def book(tx: Transaction) -> tuple[PersonNote, ...]:
    """Every entry, in the order in which they came."""
    return tuple(keyed_book(tx).values())


def keyed_book(tx: Transaction) -> Mapping[int, PersonNote]:
    """Every entry by its row's key."""
    rows = tx.execute(sa.select(book_entry).where(tx.mine(book_entry)).order_by(book_entry.c.id))
    return {row.id: _to_entry(row) for row in rows}


def revise(tx: Transaction, revised: ReviseBook) -> None:
    """Make of the entries held what `revised` makes of them; those that it leaves keep their row."""
    held = keyed_book(tx)
    wanted = dict.fromkeys(revised(tuple(held.values())))
    gone = [{"this": key} for key, entry in held.items() if entry not in wanted]
    known = frozenset(held.values())
    new = [row_of(entry) | {"owner": tx.owner} for entry in wanted if entry not in known]
    if gone:
        this = sa.and_(tx.mine(book_entry), book_entry.c.id == sa.bindparam("this"))
        tx.execute(sa.delete(book_entry).where(this), gone)
    if new:
        tx.execute(sa.insert(book_entry), new)


def overlaid(typed: Sequence[PersonNote], entries: Sequence[PersonNote]) -> tuple[PersonNote, ...]:
    """Both as one: what shares an address is about one human, and the typed word outranks the book's."""
    if not entries:
        return tuple(typed)
    groups = Groups()
    for note in (*typed, *entries):
        groups.join(note.addresses)
    said: dict[str, list[PersonNote]] = defaultdict(list)
    for entry in entries:
        if entry.addresses:
            said[groups.find(entry.addresses[0])].append(entry)
    for note in typed:
        if note.addresses:
            said[groups.find(note.addresses[0])].append(note)
    nameless = [note for note in (*typed, *entries) if not note.addresses]
    return (*(reduce(joined, same) for same in said.values()), *nameless)


def row_of(entry: PersonNote) -> dict[str, Any]:
    """An entry as its table keeps it."""
    words = ("name", "organisation", "note", "position", "profile")
    return {name: storable(getattr(entry, name)) for name in words} | {
        "addresses": json.dumps(entry.addresses),
        "contact_type": entry.contact_type or "",
    }


def _to_entry(row: Any) -> PersonNote:
    return PersonNote(
        addresses=tuple(json.loads(row.addresses)),
        name=row.name,
        organisation=row.organisation,
        contact_type=ContactType(row.contact_type) if row.contact_type else None,
        note=row.note,
        position=row.position,
        profile=row.profile,
        from_book=True,
    )
