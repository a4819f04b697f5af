"""Forgetting one person to the last byte, and showing what is held of them."""

from __future__ import annotations

import email
import email.policy
import secrets
from collections.abc import Collection, Iterator
from dataclasses import asdict
from html import unescape
from typing import Any

import sqlalchemy as sa

from rules.model import Decision, Reading
from rules.who.said import loosened, merged_notes, said
from worker.ports import Phase, StoreBusy
from worker.store import answers, book, mail, server, words
from worker.store.engine import Database, Transaction, translated
from worker.store.rows import to_json, to_row
from worker.store.schema import (
    answer,
    book_entry,
    decision,
    location,
    message,
    outbox,
    person_address,
    person_note,
)
from worker.store.traces import Traces
from worker.store.tracing import find


def forget(tx: Transaction, address: str, mine: Collection[str]) -> int:
    """Delete or rewrite every row the person stands in; how many those were."""
    traces = _traces(tx, address, mine)
    forgotten = (
        _forget_messages,
        _forget_decisions,
        _forget_notes,
        _forget_entries,
        _forget_outgoing,
        _forget_answers,
    )
    return sum(each(tx, traces) for each in forgotten)


def _traces(tx: Transaction, address: str, mine: Collection[str] = ()) -> Traces:
    decisions = words.decisions(tx)
    notes = (*loosened((*words.notes(tx), *book.book(tx)), decisions), *merged_notes(decisions))
    alone = said(decisions).alone
    salt, owner = secrets.token_bytes(16), frozenset(mine)
    return find(address, lambda: mail.readings(tx), notes, alone=alone, mine=owner, salt=salt)


def _forget_messages(tx: Transaction, traces: Traces) -> int:
    changed = [(r.header.message_id, rest) for r in mail.readings(tx) if (rest := traces.without(r)) != r]
    this = sa.and_(tx.mine(message), message.c.message_id == sa.bindparam("this"))
    gone = [{"this": message_id} for message_id, rest in changed if rest is None]
    kept = [{"this": message_id} | _rewritten(rest) for message_id, rest in changed if rest is not None]
    if gone:
        tx.execute(sa.delete(message).where(this), gone)
    if kept:
        tx.execute(sa.update(message).where(this), kept)
    return len(changed)


def _rewritten(reading: Reading) -> dict[str, Any]:
    row = to_row(reading)
    return {
        name: row[name] for name in ("header", "signals", "facts")
    }  # the fingerprint stays: a rescan knows it


def _forget_decisions(tx: Transaction, traces: Traces) -> int:
    count = 0
    for row in tx.execute(sa.select(decision).where(tx.mine(decision))).all():
        held = words.to_decision(row)
        rest = traces.without_decision(held)
        if rest != held:
            _keep_or_drop(tx, decision, row.id, _scrubbed(rest) if rest else None)
            count += 1
    return count


def _scrubbed(rest: Decision) -> dict[str, Any]:
    return {"message_id": rest.message_id, "who": rest.who, "note": rest.note, "other": rest.other}


def _forget_notes(tx: Transaction, traces: Traces) -> int:
    count = 0
    for key, held in words.keyed_notes(tx).items():
        rest = traces.without_note(held)
        if rest != held:
            _keep_or_drop(tx, person_note, key, words.note_row(tx, rest) if rest else None)
            theirs = (tx.mine(person_address), person_address.c.note == key)
            kept = rest.addresses if rest else ()
            tx.execute(sa.delete(person_address).where(*theirs, person_address.c.address.not_in(kept)))
            count += 1
    return count


def _forget_entries(tx: Transaction, traces: Traces) -> int:
    count = 0
    for key, held in book.keyed_book(tx).items():
        rest = traces.without_note(held)
        if rest != held:
            _keep_or_drop(tx, book_entry, key, book.row_of(rest) if rest else None)
            count += 1
    return count


def _keep_or_drop(tx: Transaction, table: sa.Table, key: int, rest: dict[str, Any] | None) -> None:
    this = (tx.mine(table), table.c.id == key)
    tx.execute(sa.delete(table).where(*this) if rest is None else sa.update(table).where(*this).values(rest))


def _forget_answers(tx: Transaction, traces: Traces) -> int:
    """What was said of the person in a line that was not understood; notes stand with the decisions."""
    count = 0
    for held in answers.heard(tx):
        rest = answers.without(held.lines, traces.scrubbed)
        if rest != held.lines:
            this = (tx.mine(answer), answer.c.message_id == held.message_id)
            tx.execute(sa.update(answer).where(*this).values(lines=answers.lines_json(rest)))
            count += 1
    return count


def _forget_outgoing(tx: Transaction, traces: Traces) -> int:
    """A mail not yet sent is planned afresh; of one that may be out only the fact of it stays."""
    count = 0
    for row, _ in _outgoing(tx, traces):
        held = Phase.SENT if row.phase == Phase.SENT else Phase.HELD
        planned = row.phase == Phase.PLANNED
        _keep_or_drop(tx, outbox, row.id, None if planned else {"content": b"", "phase": held.value})
        count += 1
    return count


def _outgoing(tx: Transaction, traces: Traces) -> Iterator[tuple[Any, str]]:
    for row in tx.execute(sa.select(outbox).where(tx.mine(outbox)).order_by(outbox.c.id)).all():
        if names_them(row.content, traces):
            yield row, readable(row.content)


def names_them(content: bytes, traces: Traces) -> bool:
    """Whether a mail of ours names the person; the things it numbers in its header do by their address."""
    fields = email.message_from_bytes(content, policy=email.policy.default).values()
    return any(map(traces.nearby.search, (*map(str, fields), readable(content))))


def readable(content: bytes) -> str:
    """All words of a mail of ours: its subject and its text parts, decoded."""
    mail_out = email.message_from_bytes(content, policy=email.policy.default)
    parts = [part.get_content() for part in mail_out.walk() if part.get_content_maintype() == "text"]
    return unescape("\n".join([str(mail_out["Subject"] or ""), *parts]))


# ── The bytes ───────────────────────────────────────────────────────────────────────────────


def overwrite(database: Database) -> None:
    """Leave no byte of what was deleted in any file: older copies, free pages, the write-ahead log.

    On a server no query reaches it any more; what its files and logs keep is its administrator's
    (worker/store/README.md).
    """
    if database.file is None:
        with translated(database.where):
            server.vacuum(database.engine)
        return
    for older in database.files():
        if older.name.startswith((f"{database.file.name}.before-", f"{database.file.name}.status")):
            older.unlink(missing_ok=True)
    with database.bare() as connection:
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreBusy(
            f"Another process still reads {database.where}: what was deleted may stand in its log.",
            advice="Stop it, then run the same command again.",
        )


# ── Export ──────────────────────────────────────────────────────────────────────────────────


def export(tx: Transaction, address: str) -> Iterator[dict[str, object]]:
    """Every row that `forget` would delete or rewrite, as JSON objects."""
    traces = _traces(tx, address)
    for reading in mail.readings(tx):
        if traces.shown(reading):
            yield {"table": "message"} | to_json(reading) | {"locations": _locations(tx, reading)}
    for held in words.decisions(tx, undone=True):
        if traces.without_decision(held) != held:
            yield {"table": "decision"} | words.decision_json(held)
    for note in words.notes(tx):
        if traces.without_note(note) != note:
            yield {"table": "person_note"} | asdict(note)
    for entry in book.book(tx):
        if traces.without_note(entry) != entry:
            yield {"table": "book_entry"} | asdict(entry)
    yield from _answers(tx, traces)
    for row, text in _outgoing(tx, traces):
        shown = {"kind": row.kind, "period": row.period, "message_id": row.message_id, "phase": row.phase}
        yield {"table": "outbox"} | shown | {"due": row.due.isoformat(), "text": text}


def _answers(tx: Transaction, traces: Traces) -> Iterator[dict[str, object]]:
    for held in answers.heard(tx):
        rest = answers.without(held.lines, traces.scrubbed)
        if lines := [asdict(line) for line in held.lines if line not in rest]:
            yield {"table": "answer", "at": held.at.isoformat(), "lines": lines}


def _locations(tx: Transaction, reading: Reading) -> list[dict[str, object]]:
    columns = (location.c.account, location.c.folder, location.c.uidvalidity, location.c.uid)
    asked = sa.select(*columns).join(message, message.c.id == location.c.message)
    rows = tx.execute(
        asked.where(tx.mine(message), message.c.message_id == reading.header.message_id).order_by(*columns)
    )
    return [dict(row) for row in rows.mappings()]
