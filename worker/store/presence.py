"""What lies in each folder by our count, and what does no more: places go, what was read stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from worker.ports import Bookmark, Presence
from worker.store.engine import Transaction
from worker.store.rows import storable
from worker.store.schema import bookmark, location, message, quarantine

_SLICE = 1000  # parameters of one IN: below every database's limit


def slices(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Portions that one statement can name."""
    every = list(values)
    for start in range(0, len(every), _SLICE):
        yield every[start : start + _SLICE]


def in_folder(table: sa.Table, account: str, folder: str) -> sa.ColumnElement[bool]:
    """Whether a row of a table is of that folder."""
    return sa.and_(table.c.account == account, table.c.folder == folder)


def presences(tx: Transaction, account: str) -> tuple[Presence, ...]:
    """Of each folder of an account that was ever read, by name."""
    asked = sa.select(bookmark).where(tx.mine(bookmark), bookmark.c.account == account)
    return tuple(
        Presence(row.account, row.folder, row.uidvalidity, row.read - row.gone, row.modseq, row.doubted)
        for row in tx.execute(asked.order_by(bookmark.c.folder))
    )


def located(tx: Transaction, presence: Presence) -> tuple[int, ...]:
    """UIDs of the messages of that folder that are held, rising."""
    asked = sa.select(location.c.uid).where(_here(tx, location, presence)).order_by(location.c.uid)
    return tuple(tx.execute(asked).scalars())


def _here(tx: Transaction, table: sa.Table, place: Presence | Bookmark) -> sa.ColumnElement[bool]:
    folder = in_folder(table, place.account, place.folder)
    return sa.and_(tx.mine(table), folder, table.c.uidvalidity == place.uidvalidity)


def clear(tx: Transaction, table: sa.Table, place: Presence | Bookmark, uids: Iterable[int]) -> None:
    """Take out the rows of these messages of a folder."""
    for some in slices(uids):
        tx.execute(sa.delete(table).where(_here(tx, table, place), table.c.uid.in_(some)))


def expunged(tx: Transaction, presence: Presence, uids: Collection[int]) -> None:
    """Let go of the places of these messages, and keep what lies there now."""
    for table in (location, quarantine):
        clear(tx, table, presence, uids)
    facts = {
        "gone": bookmark.c.read - presence.messages,
        "modseq": presence.modseq,
        "doubted": presence.doubted,
    }
    tx.execute(sa.update(bookmark).where(_here(tx, bookmark, presence)).values(facts))


def folder_gone(tx: Transaction, account: str, folder: str) -> None:
    """Let go of a folder, with how far it was read."""
    for table in (location, quarantine, bookmark):
        tx.execute(sa.delete(table).where(tx.mine(table), in_folder(table, account, folder)))


def nowhere(tx: Transaction, message_ids: Collection[str]) -> frozenset[str]:
    """Those of the messages held that have no place."""
    asked = (
        sa.select(message.c.message_id)
        .outerjoin(location, location.c.message == message.c.id)
        .where(tx.mine(message), location.c.message.is_(None))
    )
    named = {storable(message_id): message_id for message_id in message_ids}
    return frozenset(
        named[held]
        for some in slices(named)
        for held in tx.execute(asked.where(message.c.message_id.in_(some))).scalars()
    )
