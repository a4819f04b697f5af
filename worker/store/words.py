"""What the owner says: decisions about cases, and notes about people."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import reduce
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from rules.model import Answer, ContactType, Decision, Element, PersonNote, Scope, Verb
from rules.who.notes import joined
from worker.store.engine import Transaction
from worker.store.rows import storable
from worker.store.schema import decision, person_address, person_note

# ── Decisions ───────────────────────────────────────────────────────────────────────────────


def decide(tx: Transaction, said: Decision) -> None:
    """Keep a decision; one that stands already, word for word, is not kept twice."""
    if not tx.execute(sa.select(decision.c.id).where(*_standing(tx), *_same(said)).limit(1)).first():
        tx.execute(sa.insert(decision), _decision_row(said) | {"owner": tx.owner})


def undo(tx: Transaction, said: Decision | None = None) -> Decision | None:
    """Take back a decision that stands, else the one recorded last; its row stays, marked as undone."""
    meant = _same(said) if said else ()
    newest = sa.select(decision).where(*_standing(tx), *meant).order_by(decision.c.id.desc()).limit(1)
    row = tx.execute(newest).one_or_none()
    if row is None:
        return None
    tx.execute(sa.update(decision).where(tx.mine(decision), decision.c.id == row.id).values(undone=True))
    return to_decision(row)


def decisions(tx: Transaction, *, undone: bool = False) -> tuple[Decision, ...]:
    """Those that stand (with `undone`, all ever made), in the order in which they were recorded."""
    wanted = (tx.mine(decision),) if undone else _standing(tx)
    rows = tx.execute(sa.select(decision).where(*wanted).order_by(decision.c.id))
    return tuple(to_decision(row) for row in rows)


def _standing(tx: Transaction) -> tuple[sa.ColumnElement[bool], ...]:
    return tx.mine(decision), decision.c.undone.is_(sa.false())


def _same(said: Decision) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(decision.c[name] == value for name, value in _decision_row(said).items())


def _decision_row(said: Decision) -> dict[str, Any]:
    return {
        "at": said.at,
        "verb": said.verb.value,
        "message_id": storable(said.message_id),
        "who": storable(said.who),
        "what": storable(said.what),
        "day": said.day,
        "note": storable(said.note),
        "scope": said.scope.value,
        "other": storable(said.other),
    }


def to_decision(row: Any) -> Decision:
    """The decision of a row of its table."""
    return Decision(
        at=row.at,
        verb=Verb(row.verb),
        message_id=row.message_id,
        who=row.who,
        what=row.what,
        day=row.day,
        note=row.note,
        scope=Scope(row.scope),
        other=row.other,
    )


def decision_json(said: Decision) -> dict[str, object]:
    """A decision as the owner may read it."""
    day = said.day and said.day.isoformat()
    return asdict(said) | {"at": said.at.isoformat(), "day": day}


# ── People ──────────────────────────────────────────────────────────────────────────────────


def note(tx: Transaction, said: PersonNote) -> None:
    """Add to or replace what is said of a person: what the new note leaves empty stays as it was."""
    same = keyed_notes(tx, _about(tx, said))
    whole = reduce(joined, (*same.values(), said))
    tx.execute(sa.delete(person_note).where(tx.mine(person_note), person_note.c.id.in_(list(same))))
    (key,) = tx.execute(sa.insert(person_note).returning(person_note.c.id), note_row(tx, whole)).one()
    places = enumerate(storable(address) for address in whole.addresses)
    rows = [{"owner": tx.owner, "address": address, "place": i, "note": key} for i, address in places]
    if rows:
        tx.execute(sa.insert(person_address), rows)


def notes(tx: Transaction) -> tuple[PersonNote, ...]:
    """All of them, in the order of their last change."""
    return tuple(keyed_notes(tx).values())


def keyed_notes(tx: Transaction, wanted: sa.Select[tuple[int]] | None = None) -> dict[int, PersonNote]:
    """Notes by their row's key: all of them, or those whose key is `wanted`."""
    some = sa.true() if wanted is None else person_note.c.id.in_(wanted)
    joint = sa.outerjoin(person_note, person_address, person_address.c.note == person_note.c.id)
    asked = (
        sa.select(person_note, person_address.c.address).select_from(joint).where(tx.mine(person_note), some)
    )
    rows = tx.execute(asked.order_by(person_note.c.id, person_address.c.place)).all()
    return {key: _to_note(list(same)) for key, same in groupby(rows, key=lambda row: row.id)}


def _about(tx: Transaction, said: PersonNote) -> sa.Select[tuple[int]]:
    """The notes about the same human: by any address, or by name where there is no address."""
    if said.addresses:
        asked = sa.select(person_address.c.note).where(tx.mine(person_address))
        return asked.where(person_address.c.address.in_([storable(a) for a in said.addresses]))
    asked = sa.select(person_note.c.id).where(tx.mine(person_note))
    return asked.where(person_note.c.name == storable(said.name))


def note_row(tx: Transaction, said: PersonNote) -> dict[str, Any]:
    """A note as its table keeps it; the addresses stand in their own."""
    return {
        "owner": tx.owner,
        "name": storable(said.name),
        "organisation": storable(said.organisation),
        "contact_type": said.contact_type.value if said.contact_type else "",
        "note": storable(said.note),
        "elements": json.dumps(dict(said.elements)),
        "inside": json.dumps([storable(company) for company in said.inside]),
    }


def _to_note(rows: list[Any]) -> PersonNote:
    first = rows[0]
    addresses = tuple(row.address for row in rows if row.address is not None)
    kind = ContactType(first.contact_type) if first.contact_type else None
    elements = json.loads(first.elements or "{}").items()
    return PersonNote(
        addresses,
        first.name,
        first.organisation,
        kind,
        first.note,
        elements=tuple((Element(name), Answer(answer)) for name, answer in elements),
        inside=tuple(json.loads(first.inside or "[]")),
    )
