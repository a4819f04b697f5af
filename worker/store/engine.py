"""The door to the database: its file, its connections, its transactions, its errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EISDIR
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from worker.ports import StoreBusy, StoreError, StoreFull
from worker.store import server

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # a mail recorded as sent stays so when the power fails
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA temp_store = MEMORY",  # VACUUM copies; no copy may lie outside the state directory
)
_PAUSE = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Transaction:
    """A connection inside a transaction, and the owner whose rows it may see."""

    connection: sa.Connection
    owner: str

    def mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The condition that stands in every query."""
        return table.c.owner == self.owner

    def execute(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Run one statement, once or for each of many rows."""
        return self.connection.execute(statement, rows)


@dataclass(frozen=True, slots=True)
class Database:
    """One database: where it is, and how to talk to it. `file` is None where a server holds it.

    `reads` and `writes` are what a transaction of the kind is begun with.
    """

    engine: sa.Engine
    file: Path | None
    reads: Mapping[str, Any]
    writes: Mapping[str, Any]

    @property
    def where(self) -> str:
        """How an error names it: the file, or the URL without its password, which may stand in its query."""
        url = self.engine.url.set(drivername=self.engine.dialect.name, query={})
        return str(self.file or url.render_as_string(hide_password=True))

    def files(self) -> Iterator[Path]:
        """The file and all that lies beside it under its name: the write-ahead log, older copies."""
        return _family(self.file) if self.file else iter(())

    @contextmanager
    def reading(self, owner: str) -> Iterator[Transaction]:
        """One consistent view; other processes may write meanwhile."""
        with self._transaction(owner, self.reads) as tx:
            yield tx

    @contextmanager
    def writing(self, owner: str) -> Iterator[Transaction]:
        """One transaction, all or nothing, that waits its turn at the start and not half-way."""
        with self._transaction(owner, self.writes) as tx:
            yield tx

    @contextmanager
    def _transaction(self, owner: str, kind: Mapping[str, Any]) -> Iterator[Transaction]:
        begun = self.engine.execution_options(owner=owner, **kind)
        with translated(self.where), begun.begin() as connection:
            yield Transaction(connection, owner)

    @contextmanager
    def bare(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection outside any transaction, for VACUUM, checkpoints and copies."""
        with translated(self.where):
            pooled = self.engine.raw_connection()
            try:
                yield pooled.driver_connection  # type: ignore[misc] # the driver is pysqlite where file is set
            finally:
                pooled.close()


def connect(path_or_url: Path | str, *, patience: float) -> Database:
    """A database that is not yet opened; its file is made, and closed to others, at once."""
    url = _url(path_or_url)
    if url.get_backend_name() != "sqlite":
        return Database(server.engine(url, patience=patience), None, server.READING, server.WRITING)
    file = Path(url.database or "")
    with translated(str(file)):
        _claim_file(file)
    # hide_parameters: what a statement carried is people and subjects, and no error may tell it.
    engine = sa.create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)
    sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, patience))
    sa.event.listen(engine, "begin", _begin)
    return Database(engine, file, {}, {"writes": True})


def _url(path_or_url: Path | str) -> sa.URL:
    if isinstance(path_or_url, str) and "://" in path_or_url:
        return _parsed(path_or_url)
    return sa.URL.create("sqlite+pysqlite", database=str(Path(path_or_url).absolute()))


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except ArgumentError:
        advice = "Write it like postgresql://user@host/name, or name a file."
        raise StoreError(
            "The URL of the database cannot be read.", advice=advice
        ) from None  # it may hold a password


def _prepare(connection: sqlite3.Connection, patience: float) -> None:
    connection.isolation_level = None  # transactions begin where we say so (_begin), and nowhere else
    for setting in _SETTINGS:
        connection.execute(setting)
    _write_ahead(connection, patience)


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Turn on write-ahead logging, so that readers and the one writer do not wait for each other.

    Of processes that open a new file at once SQLite lets only one do so, and does not let the others wait.
    """
    until = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_PAUSE)


def _begin(connection: sa.Connection) -> None:
    # A reader that turns into a writer fails at once, whatever the time-out: so writers say so at the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _claim_file(file: Path) -> None:
    """Make the file 0600 and its directory 0700; -wal and -shm take the file's mode.

    An existing directory is closed to others only where nothing but the store lies in it: one shared with
    other files is not ours to close.
    """
    if file.is_dir():
        raise IsADirectoryError(EISDIR, "it is a directory")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():  # the times of one that is there tell when it was written: worker.kept goes by them
        file.touch(mode=0o600)
    for ours in _family(file):
        with suppress(FileNotFoundError):  # another process that closes the store takes its log along
            ours.chmod(0o600)
    if set(file.parent.iterdir()) == set(_family(file)):
        file.parent.chmod(0o700)


def _family(file: Path) -> Iterator[Path]:
    return (one for one in file.parent.iterdir() if one.name.startswith(file.name))


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn the errors of database and disk into the port's, saying whether trying again can help."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(error, where) from error
    except DBAPIError as error:
        ours = isinstance(error.orig, sqlite3.Error)
        raise (_ours(error.orig, where) if ours else server.refused(error, where)) from error
    except OSError as error:
        raise StoreError(
            f"The store {where} cannot be used: {error.strerror}.",
            advice="Check that the directory exists on a writable disk and belongs to this user.",
        ) from error


def _ours(error: BaseException | None, where: str) -> StoreError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the primary code; the rest says which system call
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(
                f"Another process is writing to {where}.", advice="Wait for it to finish, then try again."
            )
        case sqlite3.SQLITE_FULL:
            return StoreFull(
                f"No space is left for {where}; nothing of this step was kept.",
                advice="Free some space on that disk, then run the same command again.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreError(
                f"{where} is damaged, or is not a store of Introloop.",
                advice="Move it away and put a backup in its place, or scan again from the mailbox.",
            )
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                f"The disk refused to read or write {where}; nothing of this step was kept.",
                advice="Check the disk: its free space, its quota, its health, and limits on file size.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreError(
                f"{where} cannot be opened for writing.",
                advice="Check that file and directory belong to this user and lie on a writable disk.",
            )
    return StoreError(f"The database {where} refused a statement.", advice="Please report this as a bug.")
