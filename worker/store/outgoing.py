"""Mail to the owner, planned and frozen before it is sent: at most one a kind and period.

RELIABILITY.md, "The digest, exactly once": one transaction plans and freezes, a conditional update
claims, and SENT is final. Also the highest clock reading, which makes a clock that steps back visible.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.ports import FolderMark, Phase, Planned, Trail
from worker.ports.store import TICK
from worker.store.engine import Transaction
from worker.store.schema import EPOCH, MICROSECOND, clock, micros, outbox

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
        "marks": _packed(new.trail),
    }
    tx.execute(sa.insert(outbox), row)
    return new


def planned(tx: Transaction, kind: str, period: str) -> Planned | None:
    """The mail of that kind and period; None where none is planned."""
    row = tx.execute(sa.select(outbox).where(_this(tx, kind, period))).one_or_none()
    return row and to_planned(row)


def unsent(tx: Transaction, *, by: datetime | None) -> tuple[Planned, ...]:
    """Planned, in doubt, or claimed with a lease that has run out by `by` or the highest clock reading."""
    run_out = outbox.c.lease_until <= sa.func.coalesce(_highest(tx), outbox.c.lease_until)
    if by:
        run_out = sa.or_(run_out, outbox.c.lease_until <= by)
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


def handed_since(tx: Transaction, instant: datetime) -> tuple[Planned, ...]:
    """Mails that began to go out at or after an instant, sent or not, the oldest first."""
    handed = (
        sa.select(outbox).where(tx.mine(outbox), outbox.c.marks != "").order_by(outbox.c.due, outbox.c.id)
    )
    mails = (to_planned(row) for row in tx.execute(handed))
    return tuple(mail for mail in mails if any(at >= instant for at in mail.trail.handed))


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


def renew(
    tx: Transaction, mail: Planned, *, by: str, now: datetime, lease: float, trail: Trail | None
) -> bool:
    """One conditional update: true where the claim still is `by`'s, which runs anew from now."""
    held = sa.and_(
        outbox.c.phase == Phase.CLAIMED.value, outbox.c.claimed_by == by, outbox.c.lease_until > now
    )
    kept = {"lease_until": now + timedelta(seconds=lease)} | _kept(trail)
    ours = sa.update(outbox).where(_this(tx, mail.kind, mail.period), held)
    return tx.execute(ours.values(kept)).rowcount == 1


def settle(
    tx: Transaction, mail: Planned, phase: Phase, *, at: datetime, by: str | None, trail: Trail | None
) -> None:
    """Record how a sending ended and give the claim back. SENT is final, and true whoever says it.

    A mail whose content was forgotten has nothing left to send: it can only still be found sent.
    """
    allowed = [outbox.c.phase != Phase.SENT.value]
    ended: dict[str, Any] = {"phase": phase.value, "claimed_by": "", "lease_until": None, "settled": at}
    if phase is Phase.SENT:
        ended["sent"] = at
    else:
        allowed.append(outbox.c.content != b"")
        allowed += [outbox.c.claimed_by == by] if by else []
    where = _this(tx, mail.kind, mail.period)
    tx.execute(sa.update(outbox).where(where, *allowed).values(ended | _kept(trail)))


def highest(tx: Transaction) -> datetime | None:
    """The latest clock reading that is kept, None before the first."""
    return tx.execute(sa.select(clock.c.highest).where(tx.mine(clock))).scalar_one_or_none()


def highest_now(tx: Transaction, now: datetime) -> datetime:
    """The latest clock reading ever passed in, this one included; what adds less than TICK is not written."""
    held = highest(tx)
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
        trail=_trail(row.marks),
    )


def _kept(trail: Trail | None) -> dict[str, str]:
    return {} if trail is None else {"marks": _packed(trail)}


def _packed(trail: Trail) -> str:
    """The trail as JSON, "" where there is none."""
    if trail == Trail():
        return ""
    marks = [[mark.account, mark.folder, mark.uidvalidity, mark.uidnext] for mark in trail.marks]
    return json.dumps({"handed": [micros(at) for at in trail.handed], "looks": trail.looks, "marks": marks})


def _trail(packed: str) -> Trail:
    held = json.loads(packed or "{}")
    return Trail(
        handed=tuple(EPOCH + at * MICROSECOND for at in held.get("handed", ())),
        looks=held.get("looks", 0),
        marks=tuple(FolderMark(*mark) for mark in held.get("marks", ())),
    )
