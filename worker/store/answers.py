"""What the owner wrote back: letters not heard yet, and those that were. And the drafts laid for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from rules.model import Decision, PersonNote
from worker.ports import Heard, LaidDraft, LaidPhase, Line, Spot, Unheard
from worker.store import words
from worker.store.engine import Transaction
from worker.store.loading import Loader
from worker.store.mail import PACKED
from worker.store.rows import storable
from worker.store.schema import answer, laid_draft, location, message, micros


def unheard(
    tx: Transaction, senders: Collection[str], since: datetime, *, after: int, of: Collection[int]
) -> tuple[Unheard, ...]:
    """Mail from these addresses of that instant or later that no answer was made of, the oldest first."""
    known = sa.select(answer.c.message_id).where(tx.mine(answer))
    place = (location.c.account, location.c.folder, location.c.uidvalidity, location.c.uid)
    asked = (
        sa.select(*PACKED, message.c.id, *place)
        .join(location, location.c.message == message.c.id)
        .where(tx.mine(message), message.c.sender.in_(senders), message.c.date >= micros(since))
        .where(message.c.message_id.not_in(known))
        .where(sa.or_(message.c.id > after, message.c.id.in_(of)))
        .order_by(message.c.date, message.c.message_id, *place)
    )
    rows = tx.execute(asked).all()
    return tuple(_unheard(list(same)) for _, same in groupby(rows, key=lambda row: row.message_id))


def _unheard(rows: Sequence[Any]) -> Unheard:
    spots = (Spot(row.account, row.folder, row.uidvalidity, row.uid) for row in rows)
    return Unheard(rows[0].id, Loader().header(rows[0][: len(PACKED)]), tuple(spots))


def hear(
    tx: Transaction,
    said: Heard,
    *,
    decisions: Sequence[Decision],
    undone: Sequence[Decision],
    notes: Sequence[PersonNote],
) -> bool:
    """Keep a letter with all that it changes; False, and nothing changes, where it was heard before."""
    same = sa.select(answer.c.id).where(tx.mine(answer), answer.c.message_id == storable(said.message_id))
    if tx.execute(same).first():
        return False
    tx.execute(sa.insert(answer), _row(said) | {"owner": tx.owner})
    for one in undone:
        words.undo(tx, one)
    for one in decisions:
        words.decide(tx, one)
    for note in notes:
        words.note(tx, note)
    return True


def heard(tx: Transaction) -> tuple[Heard, ...]:
    """All letters that said something, in the order in which they were heard."""
    rows = tx.execute(sa.select(answer).where(tx.mine(answer), answer.c.lines != "").order_by(answer.c.id))
    return tuple(to_heard(row) for row in rows)


def without(lines: Sequence[Line], scrubbed: Callable[[str], str]) -> tuple[Line, ...]:
    """The lines with somebody scrubbed out of them."""
    return tuple(replace(line, said=scrubbed(line.said), about=scrubbed(line.about)) for line in lines)


def lines_json(lines: Sequence[Line]) -> str:
    """The lines as their column keeps them."""
    return json.dumps([asdict(line) for line in lines]) if lines else ""


def to_heard(row: Any) -> Heard:
    """The answer of a row of its table."""
    lines = tuple(Line(**line) for line in json.loads(row.lines or "[]"))
    return Heard(row.message_id, row.at, row.heard, row.digest, lines)


def _row(said: Heard) -> dict[str, Any]:
    return {
        "message_id": storable(said.message_id),
        "at": said.at,
        "heard": said.taken,
        "digest": storable(said.digest),
        "lines": lines_json(said.lines),
    }


# ── Drafts in the mailbox ───────────────────────────────────────────────────────────────────


def lay(tx: Transaction, draft: LaidDraft) -> None:
    """Keep where a draft stands, in place of what was known of it."""
    same = (tx.mine(laid_draft), laid_draft.c.account == draft.account, laid_draft.c.mark == draft.mark)
    tx.execute(sa.delete(laid_draft).where(*same))
    tx.execute(sa.insert(laid_draft), asdict(draft) | {"owner": tx.owner, "phase": draft.phase.value})


def laid(tx: Transaction) -> tuple[LaidDraft, ...]:
    """Every draft that was ever intended, in any account."""
    names = LaidDraft.__dataclass_fields__
    rows = tx.execute(sa.select(laid_draft).where(tx.mine(laid_draft)).order_by(laid_draft.c.id)).mappings()
    return tuple(
        LaidDraft(**{name: row[name] for name in names} | {"phase": LaidPhase(row["phase"])}) for row in rows
    )
