"""The store's file: who may read it, what is in it, and what is said when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.builders import mail, owner
from tests.worker.store.facts import NOON, batch, many, reading
from worker.ports import (
    IntroloopError,
    StoreBusy,
    StoreError,
    StoreFull,
)
from worker.store import open_store
from worker.store.engine import _write_ahead
from worker.store.schema import metadata
from worker.store.sql import SqlStore


@contextmanager
def generous_umask() -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)


# ── Modes ───────────────────────────────────────────────────────────────────────────────────


def test_nobody_else_can_read_the_store_whatever_the_umask(path: Path) -> None:
    with generous_umask(), closing(open_store(path)) as store:
        store.save(batch(*many(3)))
        files = {file.name: mode(file) for file in path.parent.iterdir()}
    assert files == dict.fromkeys(("introloop.db", "introloop.db-wal", "introloop.db-shm"), "0o600")
    assert mode(path.parent) == "0o700"


def test_a_store_that_was_open_to_others_is_closed_to_them(path: Path) -> None:
    open_store(path).close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    open_store(path).close()
    assert (mode(path), mode(path.parent)) == ("0o600", "0o700")


def test_a_directory_shared_with_other_files_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").touch()
    open_store(tmp_path / "introloop.db").close()
    assert (mode(tmp_path), mode(tmp_path / "introloop.db")) == ("0o755", "0o600")


def test_a_file_that_is_listed_and_then_gone_is_no_error(path: Path) -> None:
    """A log that another process takes along, a copy of the status that gets its name just now."""
    open_store(path).close()
    path.with_name(f"{path.name}.status.new").symlink_to("gone")  # listed, and not there
    open_store(path).close()


# ── What is in it ───────────────────────────────────────────────────────────────────────────


def test_no_word_of_a_body_is_stored_but_the_sentences_that_show_something(path: Path) -> None:
    told = mail(
        "Dana Okoye <dana@okoye.example>",
        "Hi Mara,\n\nplease meet Tomas Ruud, copied here.\n\nThe canarybird sings at dawn.\n\nDana",
        to=("Mara Lindqvist <mara@lindqvist.example>", "Tomas Ruud <tomas@ruud.example>"),
        on="Mon 2026-11-16 09:00",
        subject="Introduction",
    )
    with closing(open_store(path)) as store:
        store.save(batch(told.reading(owner())))
        held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"dana@okoye.example" in held
    assert b"canarybird" not in held


def test_no_table_has_a_column_for_a_body() -> None:
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert columns.isdisjoint({"body", "text", "html", "source", "raw"})
    assert [t.name for t in metadata.tables.values() if "content" in t.columns] == ["outbox"]


# ── Errors ──────────────────────────────────────────────────────────────────────────────────


def advised(error: pytest.ExceptionInfo[IntroloopError], path: Path) -> str:
    """An error names the file and says what to do next."""
    assert str(path) in str(error.value)
    assert error.value.advice
    return str(error.value)


def test_a_store_that_another_process_writes_to_is_busy_and_trying_again_can_help(path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(open_store(path, patience=0.05)) as store:
            with pytest.raises(StoreBusy) as error:
                store.save(batch(reading("1")))
            assert error.value.transient
            assert list(store.readings()) == []  # readers do not wait
    assert "Another process" in advised(error, path)


@contextmanager
def read_by_another(path: Path) -> Iterator[sqlite3.Connection]:
    """A new file that another process is reading, so that write-ahead logging cannot be turned on yet."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE other (name TEXT)")
        other.execute("BEGIN")
        other.execute("SELECT * FROM other").fetchall()
        yield other


def test_a_new_file_that_another_process_holds_is_busy(path: Path) -> None:
    with read_by_another(path), pytest.raises(StoreBusy):
        open_store(path, patience=0.05)
    open_store(path).close()


class Refused(sqlite3.Connection):
    """A connection that is refused the log once, as of two that ask at the same moment one is."""

    refusals = 1

    def execute(self, statement: str, *given: object) -> sqlite3.Cursor:
        if "journal_mode" in statement and self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(statement)


def test_of_two_that_open_a_new_file_at_one_moment_the_second_waits(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "introloop.db", factory=Refused)) as connection:
        _write_ahead(connection, patience=10)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_keeps_nothing_half_written_at_whatever_page_it_fills_up(path: Path) -> None:
    with closing(open_store(path)) as store:
        store.save(batch(*many(50)))
        before = list(store.readings()), store.bookmark("work", "INBOX")
        step, refused = batch(*many(60, start=50), first=51), 0
        pages = path.stat().st_size // 4096
        for limit in range(pages, pages + 60):
            with sqlite_limited(store, limit):
                try:
                    store.save(step)
                    break
                except StoreFull as error:
                    assert error.advice  # noqa: PT017 # the last one of the loop succeeds
                    refused += 1
            assert (list(store.readings()), store.bookmark("work", "INBOX")) == before
        assert refused > 3
        assert len(list(store.readings())) == 110


@contextmanager
def sqlite_limited(store: SqlStore, pages: int) -> Iterator[None]:
    """A database that may not grow beyond so many pages: what SQLite sees of a full disk."""
    engine = store._database.engine

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    engine.dispose()
    sa.event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", limit)
        engine.dispose()


LIMITED = """
import resource, sys
from tests.worker.store.facts import batch, many
from worker.ports import StoreError
from worker.store import open_store
store = open_store(sys.argv[1])
store.save(batch(*many(20)))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    store.save(batch(*many(5000, start=20), first=21))
except StoreError as error:
    print(type(error).__name__, error, error.advice)
"""


def test_a_disk_that_refuses_to_write_is_reported_and_the_store_stays_whole(path: Path) -> None:
    child = python(LIMITED, str(path))
    assert "refused to read or write" in child.stdout, child.stderr
    assert "quota" in child.stdout
    with closing(open_store(path)) as store:
        assert len(list(store.readings())) == 20


@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says" * 50, b"SQLite format 3\0" + b"\7" * 4096]
)
def test_a_damaged_file_is_reported_with_what_to_do(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as error:
        open_store(path)
    advised(error, path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_hold_a_store_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as error:
        open_store(tmp_path / "file" / "introloop.db")
    advised(error, tmp_path / "file" / "introloop.db")
    with pytest.raises(StoreError, match="directory"):
        open_store(tmp_path)


def test_a_store_that_lost_its_directory_is_reported(path: Path, sqlite: SqlStore) -> None:
    sqlite._database.engine.dispose()
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    with pytest.raises(StoreError) as error:
        list(sqlite.readings())
    advised(error, path)


def test_a_statement_the_database_refuses_is_a_bug_to_report(path: Path, sqlite: SqlStore) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE clock")
    with pytest.raises(StoreError, match="refused a statement"):
        sqlite.highest_now(NOON)


def test_what_was_recorded_outlives_a_power_failure_and_what_was_deleted_is_overwritten(
    sqlite: SqlStore,
) -> None:
    with sqlite._database.bare() as connection:
        held = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")
        ]
    assert held == [2, 1]  # FULL: on the disk before it counts; ON


def test_no_error_tells_what_a_statement_carried(path: Path, sqlite: SqlStore) -> None:
    step = batch(reading("1", subject="Meet Dana"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE message")
    with pytest.raises(StoreError) as caught:
        sqlite.save(step)
    told = "".join(traceback.format_exception(caught.value))
    assert "no such table" in told
    assert "Meet Dana" not in told
    assert "@mail.example" not in told


# ── Copies ──────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_a_whole_store_that_nobody_else_can_read(tmp_path: Path, sqlite: SqlStore) -> None:
    sqlite.save(batch(*many(30)))
    copy = tmp_path / "copy.db"
    with generous_umask():
        sqlite.backup(str(copy))
    assert mode(copy) == "0o600"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["copy.db"]
    with closing(open_store(copy)) as store:
        assert list(store.readings()) == list(sqlite.readings())


def test_a_backup_never_replaces_a_file(tmp_path: Path, sqlite: SqlStore) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(StoreError, match=r"copy\.db exists") as error:
        sqlite.backup(str(tmp_path / "copy.db"))
    assert error.value.advice
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_backup_into_a_directory_that_is_not_there_is_reported(tmp_path: Path, sqlite: SqlStore) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        sqlite.backup(str(tmp_path / "nowhere" / "copy.db"))


# ── Doors ───────────────────────────────────────────────────────────────────────────────────


def test_a_store_can_be_named_by_its_url(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:
        store.save(batch(reading("1")))
    assert mode(path) == "0o600"


@pytest.mark.parametrize(
    "url", ["postgresql+nodriver://u:secret@localhost/x", "cobol://u:secret@localhost/x", "x y://u:secret@"]
)
def test_a_url_that_leads_to_no_database_is_reported_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert error.value.advice
    assert "secret" not in str(error.value)


def test_importing_the_store_imports_no_database_and_opening_it_again_no_migrations(path: Path) -> None:
    open_store(path).close()
    code = (
        "import sys, worker.store; assert 'sqlalchemy' not in sys.modules;"
        "worker.store.open_store(sys.argv[1]).close();"
        "assert 'sqlalchemy' in sys.modules; assert 'alembic' not in sys.modules; print('well')"
    )
    assert python(code, str(path)).stdout == "well\n"
