"""The roster of a fleet, on PostgreSQL: its members, when each of their jobs is due, and which are in hand.

Its two tables alone are read across owners; they hold nothing of anybody's mail. A turn is handed out by
moving its `due` to the end of a lease, so that one whose worker vanished comes up again by itself; its
count of claims makes harmless whoever comes back late from an older one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from worker.ports import StoreError
from worker.ports.fleet import FleetHealth, Member, Outcome, Standing, Task, Turn
from worker.store.engine import Database, Transaction
from worker.store.rows import storable
from worker.store.schema import EPOCH
from worker.store.turns import HAND_OUT, members, metadata, turns

LEASE = timedelta(hours=2)  # longer than all but the first scan of a very large mailbox
NEVER = EPOCH + timedelta(days=365_000)  # when a turn is due that is handed out no more
KEY_LENGTH = 32  # bytes
ROUND = "fleet: a round"  # the lock of whoever hands out; no member is called so

Deliver = Callable[[Sequence[Turn], Any], None]  # the turns, and the driver's connection of the transaction


class Roster:
    """The two tables of one fleet, in the database that its members' stores share."""

    def __init__(self, database: Database) -> None:
        if database.file is not None:
            raise StoreError(
                f"{database.where} is a file: a fleet needs a database server.",
                advice="Name a PostgreSQL server: --database postgresql://user@host/name",
            )
        self._database = database
        with database.writing(ROUND) as tx:
            metadata.create_all(tx.connection)

    # ── Members ─────────────────────────────────────────────────────────────────────────────

    def add(self, member: Member, jobs: Mapping[str, str], *, now: datetime) -> bool:
        """Take a member in, or their changed settings; True where they are new. `jobs` are names with hosts.

        Each job is due at once, and the troubles it had are forgiven; one that is no more goes.
        """
        row = {"name": member.name, "config": member.config, "place": member.place}
        with self._database.writing(ROUND) as tx:
            known = tx.execute(sa.select(members.c.name).where(members.c.name == member.name)).first()
            said = insert(members).values(row | {"key": secrets.token_bytes(KEY_LENGTH)})
            tx.execute(said.on_conflict_do_update(index_elements=["name"], set_=row))
            theirs = turns.c.member == member.name
            tx.execute(sa.delete(turns).where(theirs, turns.c.job.not_in(list(jobs))))
            rows = [
                {"member": member.name, "job": job, "host": host, "due": now} for job, host in jobs.items()
            ]
            tx.execute(_anew(), rows)
        return known is None

    def retire(self, name: str, *, now: datetime) -> int:
        """Hand out no more of a member's turns; how many are in hand still."""
        theirs = turns.c.member == name
        with self._database.writing(ROUND) as tx:
            held = sa.and_(theirs, sa.func.coalesce(turns.c.until > now, sa.false()))
            tx.execute(sa.update(turns).where(theirs, sa.not_(held)).values(due=NEVER))
            in_hand = sa.select(sa.func.count()).select_from(turns).where(held)
            count: int = tx.execute(in_hand).scalar_one()
        return count

    def remove(self, name: str) -> bool:
        """Delete a member and their turns; False where there is none of that name."""
        with self._database.writing(ROUND) as tx:
            return tx.execute(sa.delete(members).where(members.c.name == name)).rowcount > 0

    # ── Turns ───────────────────────────────────────────────────────────────────────────────

    def hand_out(self, deliver: Deliver, *, now: datetime, per_host: int, most: int) -> int:
        """Hand out what is due, and deliver it in the same step; how many turns."""
        with self._round() as tx:
            return _hand_out(tx, deliver, now=now, per_host=per_host, most=most)

    def task(self, turn: Turn) -> Task | None:
        """What a turn is about; None where it was handed out anew since, or is no more."""
        asked = sa.select(turns, members).join(members).where(*_still(turn))
        with self._database.reading(ROUND) as tx:
            row = tx.execute(asked).one_or_none()
        if row is None:
            return None
        member = Member(row.name, row.config, row.place, row.key)
        return Task(turn, member, row.job, row.host, errors=row.errors, refusals=row.refusals)

    def end(self, task: Task, outcome: Outcome, deliver: Deliver, *, now: datetime, per_host: int) -> None:
        """Record how a turn ended, and hand the place at its host to the next that is due there."""
        ended = {
            "until": None,
            "due": outcome.due,
            "errors": outcome.errors,
            "refusals": outcome.refusals,
            "trouble": outcome.trouble,
            "advice": storable(outcome.advice),
        } | ({} if outcome.trouble else {"done": now})
        with self._round() as tx:
            tx.execute(sa.update(turns).where(*_still(task.turn)).values(ended))
            _hand_out(tx, deliver, now=now, per_host=per_host, most=1, host=task.host)

    @contextmanager
    def _round(self) -> Iterator[Transaction]:
        """A step that does not wait for the disk: what a power failure takes of it comes up by its lease."""
        with self._database.writing(ROUND) as tx:
            tx.execute(sa.text("SET LOCAL synchronous_commit = off"))
            yield tx

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time, for what is to be made once."""
        with self._database.writing(ROUND):
            yield

    # ── Looking ─────────────────────────────────────────────────────────────────────────────

    def standings(self, *, now: datetime) -> Iterator[Standing]:
        """Every job of every member, by name."""
        asked = sa.select(turns).order_by(turns.c.member, turns.c.job).execution_options(yield_per=1000)
        with self._database.reading(ROUND) as tx:
            for row in tx.execute(asked):
                at_work = row.until is not None and row.until > now
                said = (row.member, row.job, row.host, row.due, row.done, at_work, row.trouble, row.advice)
                yield Standing(*said)

    def health(self, *, now: datetime) -> FleetHealth:
        """The fleet in figures."""
        at_work = sa.func.coalesce(turns.c.until > now, sa.false())
        due = sa.and_(turns.c.due <= now, sa.not_(at_work))
        asked = sa.select(
            sa.select(sa.func.count()).select_from(members).scalar_subquery(),
            sa.func.count(),
            sa.func.count().filter(due),
            sa.func.count().filter(at_work),
            sa.func.count().filter(turns.c.trouble != ""),
            sa.func.min(turns.c.due).filter(due),
        ).select_from(turns)
        with self._database.reading(ROUND) as tx:
            return FleetHealth(*tuple(tx.execute(asked).one()))


def _anew() -> sa.Insert:
    """A job that is due at once, whether new or known; one in hand stays so."""
    new = insert(turns)
    due = sa.case((turns.c.until.is_(None), new.excluded.due), else_=turns.c.due)
    fresh = {"host": new.excluded.host, "due": due, "errors": 0, "refusals": 0, "trouble": "", "advice": ""}
    return new.on_conflict_do_update(constraint="fleet_turn_job", set_=fresh)


def _still(turn: Turn) -> tuple[sa.ColumnElement[bool], ...]:
    return turns.c.number == turn.number, turns.c.claim == turn.claim, turns.c.until.is_not(None)


def _hand_out(
    tx: Transaction, deliver: Deliver, *, now: datetime, per_host: int, most: int, host: str | None = None
) -> int:
    said = {"now": now, "until": now + LEASE, "per_host": per_host, "most": most, "host": host}
    handed = [Turn(row.number, row.claim) for row in tx.execute(HAND_OUT.bindparams(**said))]
    if handed:
        deliver(handed, tx.connection.connection.driver_connection)
    return len(handed)
