"""No byte of a forgotten person is left in the database's files, nor in the log beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rules.model import Act, Decision, PersonNote, Verb
from tests.worker.store.facts import DANA, ME, NOON, TOMAS, batch, reading, signal
from worker.ports import Heard, LaidDraft, LaidPhase, Line, Planned, StoreBusy
from worker.store import open_store
from worker.store.sql import SqlStore

GONE = DANA.email

CANARIES = (
    "dana",
    "Okoye",
    "dana.okoye@example.org",
    "canary sentence",
    "canary note",
    "canary who",
    "canary mail",
)


def remaining(directory: Path) -> set[str]:
    """The canaries that some file of the state directory still holds, the log beside it too, in any case."""
    held = b"".join(file.read_bytes() for file in directory.rglob("*") if file.is_file())
    return {canary for canary in CANARIES if canary.casefold().encode() in held.lower()}


def fill(store: SqlStore) -> None:
    for start in range(0, 300, 50):
        mails = [
            reading(str(i), signals=(signal(f"canary sentence {i}"),), cc=(TOMAS,), subject=f"Okoye {i}")
            for i in range(start, start + 50)
        ]
        store.save(batch(*mails, first=start + 1))
    said = {"greeted": ("mira", "dana"), "names": ("OKOYE", "dana okoye"), "organisation": "Okoye & Co"}
    lower = signal("dana okoye said hello, and DANA waved", act=Act.THANKS, names=("DANA",))
    mixed = reading("x", sender=TOMAS, to=(ME, DANA), subject="Okoye and bridges", signals=(lower,), **said)
    store.save(batch(mixed, first=900))
    line = Line("met dana", about="DANA OKOYE", unclear=True)
    store.hear(Heard("<answer@mail.example>", NOON, NOON, "<w@x>", (line,)))
    store.lay(LaidDraft("work", "1f2e reply 2026-11-16", "1f2e", LaidPhase.LAID, at=NOON))
    store.note(PersonNote((GONE,), "Dana Okoye", note="canary note"))
    store.decide(Decision(NOON, Verb.DONE, "<1@mail.example>", who="canary who"))
    store.undo()
    content = b"Subject: Loops\n\nDana Okoye: canary mail"
    store.plan(Planned("weekly", "2026-W47", "<w@x>", content, NOON))


def test_no_byte_of_a_forgotten_person_is_left_in_any_file(path: Path, sqlite: SqlStore) -> None:
    fill(sqlite)
    older = path.with_name("introloop.db.before-0001")
    sqlite.backup(str(older))
    assert b"canary note" in older.read_bytes()
    assert remaining(path.parent) == set(CANARIES)
    sqlite.forget(GONE)
    assert remaining(path.parent) == set()
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert [r.header.subject for r in sqlite.readings()] == ["… and bridges"]


def test_while_another_process_reads_the_owner_is_told_to_forget_again(path: Path) -> None:
    with closing(open_store(path, patience=0.1)) as store, closing(open_store(path)) as reader:
        fill(store)
        rest = reader.readings()
        next(rest)
        with pytest.raises(StoreBusy, match="still reads"):
            store.forget(GONE)
        assert list(rest)
        assert store.forget(GONE) == 0
        assert remaining(path.parent) == set()
