"""What was seen in the mailbox: messages, where they lie, how far we read, and what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from rules.model import Header, Reading
from worker.ports import (
    Batch,
    Bookmark,
    Coverage,
    Folder,
    FolderCoverage,
    FolderRole,
    Packed,
    Quarantined,
    Sighting,
    Traffic,
)
from worker.store.engine import Transaction
from worker.store.loading import Loader
from worker.store.presence import clear, in_folder, slices
from worker.store.rows import fingerprint, storable, to_row, told_apart
from worker.store.schema import bookmark, folder, location, message, quarantine, traffic

_CHUNK = 1000  # rows fetched at a time
PACKED = tuple(message.c[name] for name in Packed._fields)
HALVES = frozenset({FolderRole.INBOX, FolderRole.SENT, FolderRole.ALL})  # without one nothing is known


class _Seen(NamedTuple):
    uid: int
    row: dict[str, Any]
    fresh: bool  # not held before


# ── Saving ──────────────────────────────────────────────────────────────────────────────────


def save(tx: Transaction, batch: Batch) -> int:
    """Bookmark, messages, locations and quarantine of one step of a scan; how many messages were new."""
    _move(tx, batch)
    seen = list(_identified(tx, batch.sightings))
    fresh = [each.row for each in seen if each.fresh]
    if fresh:
        tx.execute(sa.insert(message), fresh)
    _locate(tx, batch.bookmark, {each.uid: each.row["message_id"] for each in seen})
    _quarantine(tx, batch)
    if batch.traffic and batch.traffic.octets:
        _count(tx, batch.bookmark.account, batch.traffic)
    return len(fresh)


def _move(tx: Transaction, batch: Batch) -> None:
    """Widen what is read; it never shrinks within its UIDVALIDITY, and a step saved twice counts once."""
    new = batch.bookmark
    here = sa.and_(tx.mine(bookmark), in_folder(bookmark, new.account, new.folder))
    old = tx.execute(sa.select(bookmark).where(here)).one_or_none()
    looked_at = len(batch.sightings) + len(batch.quarantined) + batch.skipped
    row = _reach(new) | {"read": looked_at, "skipped": batch.skipped}
    if old is None:
        place = {"owner": tx.owner, "account": new.account, "folder": new.folder}
        tx.execute(sa.insert(bookmark), place | row)
        return
    if old.uidvalidity != new.uidvalidity:
        _void(tx, new)
        row |= {"gone": 0, "modseq": 0, "doubted": None}
    elif new.uid > old.uid or new.floor < old.floor:
        row = _reach(widened(_bookmark(old), new))
        row |= {"read": old.read + looked_at, "skipped": old.skipped + batch.skipped}
    else:
        return
    tx.execute(sa.update(bookmark).where(here).values(row))


def _reach(mark: Bookmark) -> dict[str, Any]:
    return {"uidvalidity": mark.uidvalidity, "uid": mark.uid, "floor": mark.floor, "since": mark.since}


def widened(old: Bookmark, new: Bookmark) -> Bookmark:
    """What both say was read; they are of one UIDVALIDITY, and adjoin."""
    lowest = min(old, new, key=lambda mark: mark.floor)
    return replace(lowest, uid=max(old.uid, new.uid))


def _void(tx: Transaction, mark: Bookmark) -> None:
    """A new UIDVALIDITY makes every UID of the folder meaningless (RFC 3501 section 2.3.1.1)."""
    for table in (location, quarantine):
        tx.execute(sa.delete(table).where(tx.mine(table), in_folder(table, mark.account, mark.folder)))


def _identified(tx: Transaction, sightings: Sequence[Sighting]) -> Iterator[_Seen]:
    """Each sighting under the id it goes by. What is held already stays as first read.

    A Message-ID held by another message (other Date, From or Subject) is told apart: the first one seen
    keeps the id, the later one carries its fingerprint in it.
    """
    rows = [to_row(sighting.reading) | {"owner": tx.owner} for sighting in sightings]
    named = [(row["message_id"], row["fingerprint"]) for row in rows]
    held = _fingerprints(tx, {name for name, _ in named})
    first = dict(held)
    held |= _fingerprints(tx, {told_apart(*each) for each in named if first.setdefault(*each) != each[1]})
    for sighting, row, (name, mark) in zip(sightings, rows, named, strict=True):
        if held.get(name, mark) != mark:
            row["message_id"] = told_apart(name, mark)
        fresh = row["message_id"] not in held
        held.setdefault(row["message_id"], row["fingerprint"])
        yield _Seen(sighting.uid, row, fresh)


def _fingerprints(tx: Transaction, ids: Collection[str]) -> dict[str, str]:
    asked = sa.select(message.c.message_id, message.c.fingerprint).where(tx.mine(message))
    return {
        row.message_id: row.fingerprint
        for some in slices(ids)
        for row in tx.execute(asked.where(message.c.message_id.in_(some)))
    }


def _locate(tx: Transaction, mark: Bookmark, found: dict[int, str]) -> None:
    asked = sa.select(message.c.message_id, message.c.id).where(tx.mine(message))
    keys: dict[str, int] = {
        row.message_id: row.id
        for some in slices(set(found.values()))
        for row in tx.execute(asked.where(message.c.message_id.in_(some)))
    }
    place = {
        "owner": tx.owner,
        "account": mark.account,
        "folder": mark.folder,
        "uidvalidity": mark.uidvalidity,
    }
    rows = [place | {"uid": uid, "message": keys[message_id]} for uid, message_id in found.items()]
    _replace(tx, location, mark, list(found), rows)


def _quarantine(tx: Transaction, batch: Batch) -> None:
    """Keep what could not be read; what was read after all leaves quarantine."""
    rows = [
        {
            "owner": tx.owner,
            "account": held.account,
            "folder": held.folder,
            "uidvalidity": held.uidvalidity,
            "uid": held.uid,
            "reason": storable(held.reason),
        }
        for held in batch.quarantined
    ]
    uids = [*(s.uid for s in batch.sightings), *(q.uid for q in batch.quarantined), *batch.released]
    _replace(tx, quarantine, batch.bookmark, uids, rows)


def _replace(
    tx: Transaction, table: sa.Table, mark: Bookmark, uids: list[int], rows: list[dict[str, Any]]
) -> None:
    clear(tx, table, mark, uids)
    if rows:
        tx.execute(sa.insert(table), rows)


def _count(tx: Transaction, account: str, read: Traffic) -> None:
    """Add to the bytes of the day; another day, later or not, begins anew."""
    here = sa.and_(tx.mine(traffic), traffic.c.account == account)
    today = sa.update(traffic).where(here, traffic.c.day == read.day)
    if tx.execute(today.values(octets=traffic.c.octets + read.octets)).rowcount == 0:
        tx.execute(sa.delete(traffic).where(here))
        place = {"owner": tx.owner, "account": account}
        tx.execute(sa.insert(traffic), place | {"day": read.day, "octets": read.octets})


# ── Asking ──────────────────────────────────────────────────────────────────────────────────


def held_bookmark(tx: Transaction, account: str, name: str) -> Bookmark | None:
    """How far a folder was read; None where it never was."""
    asked = sa.select(bookmark).where(
        tx.mine(bookmark), bookmark.c.account == account, bookmark.c.folder == name
    )
    row = tx.execute(asked).one_or_none()
    return row and _bookmark(row)


def _bookmark(row: Any) -> Bookmark:
    return Bookmark(row.account, row.folder, row.uidvalidity, row.uid, row.floor, row.since)


def held_traffic(tx: Transaction, account: str) -> Traffic | None:
    """What an account's server sent on the newest day that is known of."""
    asked = sa.select(traffic.c.day, traffic.c.octets).where(tx.mine(traffic), traffic.c.account == account)
    row = tx.execute(asked).one_or_none()
    return row and Traffic(row.day, row.octets)


def known(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    """Those of the Message-IDs that are held."""
    named = {storable(message_id): message_id for message_id in ids}
    return frozenset(named[held] for held in _fingerprints(tx, named))


def holds(tx: Transaction, headers: Sequence[Header]) -> tuple[bool, ...]:
    """Of each message whether it is held, under its own id or told apart from another of that id."""
    named = [(storable(header.message_id), fingerprint(header)) for header in headers]
    held = _fingerprints(tx, {*(name for name, _ in named), *(told_apart(*each) for each in named)})
    return tuple(held.get(name) == mark or told_apart(name, mark) in held for name, mark in named)


def readings(tx: Transaction) -> Iterator[Reading]:
    """Every reading in order of (date, Message-ID), fetched as it is asked for."""
    asked = sa.select(*PACKED).where(tx.mine(message)).order_by(message.c.date, message.c.message_id)
    return map(Loader().reading, tx.execute(asked.execution_options(yield_per=_CHUNK)))


def numbered(tx: Transaction, after: int) -> Iterator[tuple[int, Reading]]:
    """Every reading with its number, rising, from behind that number."""
    asked = sa.select(message.c.id, *PACKED).where(tx.mine(message), message.c.id > after)
    found = tx.execute(asked.order_by(message.c.id).execution_options(yield_per=_CHUNK))
    for rows in found.partitions():
        load = Loader().reading  # nobody holds them all: what they share goes with them
        yield from ((row.id, load(row[1:])) for row in rows)


def readings_of(tx: Transaction, numbers: Collection[int]) -> dict[int, Reading]:
    """The readings of those numbers."""
    asked, load = sa.select(message.c.id, *PACKED).where(tx.mine(message)), Loader().reading
    return {
        row.id: load(row[1:])
        for some in slices(sorted(numbers))
        for row in tx.execute(asked.where(message.c.id.in_(some)))
    }


def folders_selected(tx: Transaction, account: str, folders: Sequence[Folder]) -> None:
    """Note which folders of an account are read: a new one is not complete, one left out goes."""
    here = sa.and_(tx.mine(folder), folder.c.account == account)
    held = set(tx.execute(sa.select(folder.c.folder).where(here)).scalars())
    roles = {each.name: each.role.value for each in folders}
    for gone in held - roles.keys():
        tx.execute(sa.delete(folder).where(here, folder.c.folder == gone))
    place = {"owner": tx.owner, "account": account}
    if new := [place | {"folder": name, "role": roles[name]} for name in roles if name not in held]:
        tx.execute(sa.insert(folder), new)


def folder_read(tx: Transaction, coverage: FolderCoverage) -> None:
    """Note a folder read to its end; a failed reading leaves the last complete one standing."""
    here = sa.and_(tx.mine(folder), in_folder(folder, coverage.account, coverage.folder))
    facts: dict[str, Any] = {"role": coverage.role.value, "problem": storable(coverage.problem)}
    if coverage.complete is not None:
        facts |= {"complete": coverage.complete, "read": coverage.read}
    if tx.execute(sa.update(folder).where(here).values(facts)).rowcount == 0:
        place = {"owner": tx.owner, "account": coverage.account, "folder": coverage.folder}
        tx.execute(sa.insert(folder), place | {"read": coverage.read} | facts)


def coverage(tx: Transaction) -> Coverage:
    """What was read and what could not be (invariant 7)."""
    counted = {
        (row.account, row.folder): row for row in tx.execute(sa.select(bookmark).where(tx.mine(bookmark)))
    }
    asked = sa.select(folder).where(tx.mine(folder)).order_by(folder.c.account, folder.c.folder)
    folders = tuple(_covered_folder(row, counted.get((row.account, row.folder))) for row in tx.execute(asked))
    held = sa.select(sa.func.count()).select_from(quarantine).where(tx.mine(quarantine))
    skipped = sum(row.skipped for row in counted.values())
    whole = covered(folders, quarantined=tx.execute(held).scalar_one(), skipped=skipped)
    return replace(whole, since=read_since(map(_bookmark, counted.values())))


def read_since(marks: Iterable[Bookmark]) -> datetime | None:
    """The day to which every folder was read back; None where all were read to their beginning."""
    return max((mark.since for mark in marks if mark.floor and mark.since), default=None)


def _covered_folder(row: Any, counted: Any) -> FolderCoverage:
    """`read` is what was said, or what was counted while saving where that is more; what lies below the
    bookmark is left."""
    read, left = (max(row.read, counted.read), counted.floor) if counted else (row.read, 0)
    role = FolderRole(row.role)
    return FolderCoverage(row.account, row.folder, role, row.complete, read, row.problem, left)


def covered(folders: tuple[FolderCoverage, ...], *, quarantined: int, skipped: int) -> Coverage:
    """The whole from its folders: complete since the day the last of those that count was.

    A folder with a problem counts only where half of the evidence lies: its problem is said beside.
    """
    days = [f.complete for f in folders if f.role in HALVES or not f.problem]
    read = [day for day in days if day is not None]
    return Coverage(
        last_complete=min(read) if read and len(read) == len(days) else None,
        folders=folders,
        quarantined=quarantined,
        problems=tuple(f"{f.folder}: {f.problem}" for f in folders if f.problem),
        skipped=skipped,
    )


def quarantined(tx: Transaction) -> tuple[Quarantined, ...]:
    """What could not be read, by account, folder and UID."""
    order = (quarantine.c.account, quarantine.c.folder, quarantine.c.uidvalidity, quarantine.c.uid)
    asked = sa.select(quarantine).where(tx.mine(quarantine)).order_by(*order)
    return tuple(
        Quarantined(row.account, row.folder, row.uidvalidity, row.uid, row.reason)
        for row in tx.execute(asked)
    )
