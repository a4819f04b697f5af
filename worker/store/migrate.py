"""The schema, brought up to date when a store is opened: copied first, all or nothing.

Alembic is imported only when there is something to do: a store that is up to date opens without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from worker.ports import StoreError, StoreTooNew
from worker.store import server
from worker.store.engine import Database, Transaction, translated
from worker.store.schema import VERSION

SCRIPTS = "worker.store:migrations"
_VERSIONS = sa.table("alembic_version", sa.column("version_num", sa.String))


def bring_up_to_date(database: Database, *, target: str = VERSION, scripts: str = SCRIPTS) -> None:
    """Migrate to `target`; a schema newer than that raises StoreTooNew and is left as it is."""
    with database.reading("") as tx:
        held = _version(tx, database.where, target)
    if held == target:
        return
    with database.writing("") as tx:  # of two processes the second waits, then finds nothing left to do
        held = _version(tx, database.where, target)
        if held and held != target and database.file:
            copy(database, Path(f"{database.file}.before-{target}"), replace=True)
        if held != target:
            with _unguarded(tx, database):
                _upgrade(tx, target, scripts)


@contextmanager
def _unguarded(tx: Transaction, database: Database) -> Iterator[None]:
    """On a server: with the rows of all owners in sight, and afterwards every table guarded."""
    if database.file is None:
        server.lift_guard(tx.connection)
    yield
    if database.file is None:
        server.set_guard(tx.connection)


def _version(tx: Transaction, where: str, target: str) -> str:
    """The schema's version, "" where there is none yet."""
    if not sa.inspect(tx.connection).has_table(_VERSIONS.name):
        return ""
    held: str = tx.execute(sa.select(_VERSIONS)).scalar() or ""
    if held > target:
        raise StoreTooNew(
            f"{where} was written by a newer Introloop (schema {held}, this one knows {target}).",
            advice="Install the newer version again, or put back the copy it left beside the store "
            f"(its name ends in .before-{held}).",
        )
    return held


def _upgrade(tx: Transaction, target: str, scripts: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", scripts)
    config.attributes["connection"] = tx.connection
    command.upgrade(config, target)


def copy(database: Database, path: Path, *, replace: bool = False) -> None:
    """A consistent copy in a new file of mode 0600, whatever other processes write meanwhile."""
    if path.exists() and not replace:
        raise StoreError(f"{path} exists already.", advice="Name a new file for the copy.")
    part = path.with_name(f"{path.name}.part")
    with translated(str(path)):
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
    with translated(str(path)), database.bare() as source:
        try:
            with closing(sqlite3.connect(part)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
