"""The schema, brought up to date when a store is opened: copied first, all or nothing.

A new store is made of the tables as they stand (a test holds the migrations to the same), and one that is up
to date opens as it is: alembic, which a service would hold ever after, is imported for an older one alone.
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
from worker.store.schema import VERSION, metadata

SCRIPTS = "worker.store:migrations"
_VERSIONS = sa.Table(  # as alembic makes it
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


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
                upgrade(tx, target=target, scripts=scripts) if held else _create(tx)


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


def _create(tx: Transaction) -> None:
    metadata.create_all(tx.connection)
    _VERSIONS.create(tx.connection)
    tx.execute(sa.insert(_VERSIONS), {"version_num": VERSION})


def upgrade(tx: Transaction, *, target: str = VERSION, scripts: str = SCRIPTS) -> None:
    """Run the migrations that lie between the schema and `target`."""
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
