"""What the owner says: decisions about cases, and notes about people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from rules.model import ContactType, Decision, PersonNote, Verb
from worker.store.engine import Transaction
from worker.store.rows import storable
from worker.store.schema import decision, person_address, person_note

# ── Decisions ───────────────────────────────────────────────────────────────────────────────


def decide(tx: Transaction, said: Decision) -> None:
    """Keep a decision; one that stands already, word for word, is not kept twice."""
    fields = _decision_row(said)
    same = [decision.c[name] == value for name, value in fields.items() if value is not None]
    if not tx.execute(sa.select(decision.c.id).where(*_standing(tx), *same).limit(1)).first():
        tx.execute(sa.insert(decision), fields | {"owner": tx.owner})


def undo(tx: Transaction) -> Decision | None:
    """Take back the decision recorded last that still stands; its row stays, marked as undone."""
    newest = sa.select(decision).where(*_standing(tx)).order_by(decision.c.id.desc()).limit(1)
    row = tx.execute(newest).one_or_none()
    if row is None:
        return None
    tx.execute(sa.update(decision).where(tx.mine(decision), decision.c.id == row.id).values(undone=True))
    return to_decision(row)


def decisions(tx: Transaction) -> tuple[Decision, ...]:
    """Those that stand, in the order in which they were recorded."""
    rows = tx.execute(sa.select(decision).where(*_standing(tx)).order_by(decision.c.id))
    return tuple(to_decision(row) for row in rows)


def _standing(tx: Transaction) -> tuple[sa.ColumnElement[bool], ...]:
    return tx.mine(decision), decision.c.undone.is_(sa.false())


def _decision_row(said: Decision) -> dict[str, Any]:
    return {
        "at": said.at,
        "verb": said.verb.value,
        "message_id": storable(said.message_id),
        "who": storable(said.who),
        "what": storable(said.what),
        "day": said.day,
        "note": storable(said.note),
    }


def to_decision(row: Any) -> Decision:
    """The decision of a row of its table."""
    return Decision(row.at, Verb(row.verb), row.message_id, row.who, row.what, row.day, row.note)


# ── People ──────────────────────────────────────────────────────────────────────────────────


def note(tx: Transaction, said: PersonNote) -> None:
    """Add to or replace what is said of a person: what the new note leaves empty stays as it was."""
    keys = _keys(tx, said)
    whole = said
    for old in reversed(_notes(tx, keys)):
        whole = joined(old, whole)
    _drop(tx, keys)
    row = {
        "owner": tx.owner,
        "name": storable(whole.name),
        "organisation": storable(whole.organisation),
        "contact_type": whole.contact_type.value if whole.contact_type else "",
        "note": storable(whole.note),
    }
    (key,) = tx.execute(sa.insert(person_note).returning(person_note.c.id), row).one()
    places = enumerate(storable(address) for address in whole.addresses)
    rows = [{"owner": tx.owner, "address": address, "place": i, "note": key} for i, address in places]
    if rows:
        tx.execute(sa.insert(person_address), rows)


def joined(old: PersonNote, new: PersonNote) -> PersonNote:
    """Two notes about one human: all their addresses, and the newer word wherever there is one."""
    return PersonNote(
        addresses=tuple(dict.fromkeys(old.addresses + new.addresses)),
        name=new.name or old.name,
        organisation=new.organisation or old.organisation,
        contact_type=new.contact_type or old.contact_type,
        note=new.note or old.note,
    )


def notes(tx: Transaction) -> tuple[PersonNote, ...]:
    """All of them, in the order of their last change."""
    keys = tx.execute(sa.select(person_note.c.id).where(tx.mine(person_note))).scalars().all()
    return _notes(tx, keys)


def _keys(tx: Transaction, said: PersonNote) -> Sequence[int]:
    """The notes that speak of the same human: by any address, or by name where there is no address."""
    if said.addresses:
        asked = sa.select(person_address.c.note).where(
            tx.mine(person_address), person_address.c.address.in_([storable(a) for a in said.addresses])
        )
    else:
        asked = sa.select(person_note.c.id).where(
            tx.mine(person_note), person_note.c.name == storable(said.name)
        )
    return sorted(set(tx.execute(asked).scalars()))


def _drop(tx: Transaction, keys: Sequence[int]) -> None:
    tx.execute(sa.delete(person_address).where(tx.mine(person_address), person_address.c.note.in_(keys)))
    tx.execute(sa.delete(person_note).where(tx.mine(person_note), person_note.c.id.in_(keys)))


def _notes(tx: Transaction, keys: Sequence[int]) -> tuple[PersonNote, ...]:
    if not keys:
        return ()
    span = (min(keys), max(keys))
    addresses: dict[int, list[str]] = {}
    asked = sa.select(person_address).where(tx.mine(person_address), person_address.c.note.between(*span))
    for row in tx.execute(asked.order_by(person_address.c.place)):
        addresses.setdefault(row.note, []).append(row.address)
    asked = sa.select(person_note).where(tx.mine(person_note), person_note.c.id.between(*span))
    rows = tx.execute(asked.order_by(person_note.c.id))
    wanted = set(keys)
    return tuple(_note(row, addresses.get(row.id, [])) for row in rows if row.id in wanted)


def _note(row: Any, addresses: list[str]) -> PersonNote:
    kind = ContactType(row.contact_type) if row.contact_type else None
    return PersonNote(tuple(addresses), row.name, row.organisation, kind, row.note)
