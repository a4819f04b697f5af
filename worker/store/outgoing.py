"""Mail to the owner, planned and frozen before it is sent: at most one a kind and period.

RELIABILITY.md, "The digest, exactly once": one transaction plans and freezes, a conditional update
claims, and SENT is final. Also the highest clock reading, which makes a clock that steps back visible.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.ports import Phase, Planned
from worker.ports.store import TICK
from worker.store.engine import Transaction
from worker.store.schema import clock, outbox

_OPEN = (Phase.PLANNED.value, Phase.IN_DOUBT.value)


def plan(tx: Transaction, new: Planned) -> Planned:
    """Freeze a mail; where its kind and period are planned already, that one is returned unchanged."""
    held = planned(tx, new.kind, new.period)
    if held is not None:
        return held
    row = {
        "owner": tx.owner,
        "kind": new.kind,
        "period": new.period,
        "message_id": new.message_id,
        "content": new.content,
        "due": new.due,
        "phase": new.phase.value,
        "attempts": new.attempts,
        "sent": new.sent,
        "settled": new.settled,
    }
    tx.execute(sa.insert(outbox), row)
    return new


def planned(tx: Transaction, kind: str, period: str) -> Planned | None:
    """The mail of that kind and period; None where none is planned."""
    row = tx.execute(sa.select(outbox).where(_this(tx, kind, period))).one_or_none()
    return row and to_planned(row)


def unsent(tx: Transaction) -> tuple[Planned, ...]:
    """Planned, in doubt, or claimed with a lease that has run out by the highest clock reading."""
    run_out = outbox.c.lease_until <= sa.func.coalesce(_highest(tx), outbox.c.lease_until)
    waiting = sa.or_(
        outbox.c.phase.in_(_OPEN),
        sa.and_(outbox.c.phase == Phase.CLAIMED.value, run_out),
    )
    rows = tx.execute(sa.select(outbox).where(tx.mine(outbox), waiting).order_by(outbox.c.due, outbox.c.id))
    return tuple(to_planned(row) for row in rows)


def last_sent(tx: Transaction, kind: str) -> Planned | None:
    """The mail of that kind sent last."""
    sent = sa.select(outbox).where(tx.mine(outbox), outbox.c.kind == kind, outbox.c.phase == Phase.SENT.value)
    row = tx.execute(sent.order_by(outbox.c.sent.desc(), outbox.c.id.desc()).limit(1)).one_or_none()
    return row and to_planned(row)


def sent_since(tx: Transaction, instant: datetime) -> tuple[Planned, ...]:
    """Mails of every kind sent at or after an instant, the oldest first."""
    sent = sa.select(outbox).where(tx.mine(outbox), outbox.c.sent >= instant)
    return tuple(to_planned(row) for row in tx.execute(sent.order_by(outbox.c.sent, outbox.c.id)))


def claim(tx: Transaction, mail: Planned, *, by: str, now: datetime, lease: float) -> bool:
    """One conditional update: true for exactly one claimant until the lease runs out."""
    free = sa.or_(
        outbox.c.phase.in_(_OPEN),
        sa.and_(outbox.c.phase == Phase.CLAIMED.value, outbox.c.lease_until <= now),
    )
    taken = {
        "phase": Phase.CLAIMED.value,
        "claimed_by": by,
        "lease_until": now + timedelta(seconds=lease),
        "attempts": outbox.c.attempts + 1,
    }
    ours = sa.update(outbox).where(_this(tx, mail.kind, mail.period), free)
    return tx.execute(ours.values(taken)).rowcount == 1


def settle(tx: Transaction, mail: Planned, phase: Phase, *, at: datetime) -> None:
    """Record how a sending ended and give the claim back. SENT is final.

    A mail whose content was forgotten has nothing left to send: it can only still be found sent.
    """
    allowed = [outbox.c.phase != Phase.SENT.value]
    ended: dict[str, Any] = {"phase": phase.value, "claimed_by": "", "lease_until": None, "settled": at}
    if phase is Phase.SENT:
        ended["sent"] = at
    else:
        allowed.append(outbox.c.content != b"")
    tx.execute(sa.update(outbox).where(_this(tx, mail.kind, mail.period), *allowed).values(ended))


def highest_now(tx: Transaction, now: datetime) -> datetime:
    """The latest clock reading ever passed in, this one included; what adds less than TICK is not written."""
    held = tx.execute(sa.select(clock.c.highest).where(tx.mine(clock))).scalar_one_or_none()
    if held is None:
        tx.execute(sa.insert(clock), {"owner": tx.owner, "highest": now})
    elif now - held >= TICK:
        tx.execute(sa.update(clock).where(tx.mine(clock)).values(highest=now))
    return now if held is None else max(held, now)


def _highest(tx: Transaction) -> sa.ScalarSelect[Any]:
    return sa.select(clock.c.highest).where(tx.mine(clock)).scalar_subquery()


def _this(tx: Transaction, kind: str, period: str) -> sa.ColumnElement[bool]:
    return sa.and_(tx.mine(outbox), outbox.c.kind == kind, outbox.c.period == period)


def to_planned(row: Any) -> Planned:
    """The mail of a row of table `outbox`."""
    return Planned(
        kind=row.kind,
        period=row.period,
        message_id=row.message_id,
        content=row.content,
        due=row.due,
        phase=Phase(row.phase),
        attempts=row.attempts,
        sent=row.sent,
        settled=row.settled,
    )
