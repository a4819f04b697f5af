"""Schemas of other days: older ones are copied and migrated, newer ones are left alone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.worker.store.facts import batch, many
from worker.ports import StoreTooNew
from worker.store import migrations, open_store, server
from worker.store.engine import Database, connect
from worker.store.migrate import bring_up_to_date, upgrade
from worker.store.schema import VERSION, metadata
from worker.store.sql import SqlStore

SCRIPTS = Path(migrations.__file__).parent
NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{before}"
def upgrade():
    op.add_column("message", sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
    {then}
"""


def next_version(directory: Path, *, then: str = "pass") -> str:
    """The migrations as they are, and one more after them."""
    scripts = directory / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_moods.py").write_text(NEXT.format(before=VERSION, then=then))
    return str(scripts)


def version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (held,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(held)


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(message)")}


def migrate(path: Path, scripts: str) -> None:
    database = connect(path, patience=10)
    try:
        bring_up_to_date(database, target="9999", scripts=scripts)
    finally:
        database.engine.dispose()


@pytest.fixture
def old(path: Path) -> Path:
    """A store of today, which is yesterday's once there is one more migration."""
    with closing(open_store(path)) as store:
        store.save(batch(*many(20)))
    return path


def test_an_older_store_is_copied_and_then_migrated_with_all_it_holds(old: Path, tmp_path: Path) -> None:
    migrate(old, next_version(tmp_path))
    copy = old.with_name("introloop.db.before-9999")
    assert (version(old), version(copy)) == ("9999", VERSION)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "mood" in columns(old)
    with closing(open_store(copy)) as store:
        assert len(list(store.readings())) == 20


def test_a_migration_that_fails_leaves_the_store_as_it_was(old: Path, tmp_path: Path) -> None:
    scripts = next_version(tmp_path, then="raise RuntimeError('half-way')")
    before = columns(old)
    with pytest.raises(RuntimeError, match="half-way"):
        migrate(old, scripts)
    assert (version(old), columns(old)) == (VERSION, before)
    with closing(open_store(old)) as store:
        assert len(list(store.readings())) == 20


def test_a_new_store_leaves_no_copy_behind(path: Path) -> None:
    open_store(path).close()
    assert [file.name for file in path.parent.iterdir()] == ["introloop.db"]


def test_a_store_of_a_newer_version_is_refused_and_left_alone(old: Path, tmp_path: Path) -> None:
    migrate(old, next_version(tmp_path))
    with pytest.raises(StoreTooNew, match="newer Introloop") as error:
        open_store(old)
    assert ".before-9999" in error.value.advice
    assert version(old) == "9999"


def test_the_newest_migration_is_the_version_this_code_knows() -> None:
    newest = sorted(file.name for file in (SCRIPTS / "versions").glob("[0-9]*.py"))[-1]
    assert newest.startswith(f"{VERSION}_")


def test_a_new_store_has_the_tables_that_the_code_uses(real: SqlStore) -> None:
    assert differences(real._database) == []


class Undone(Exception):
    """Whoever else uses the server never sees what was tried."""


def test_the_migrations_make_what_a_new_store_is_made_of(real: SqlStore) -> None:
    database, found = real._database, [object()]
    with suppress(Undone), database.writing("") as tx:
        if database.file is None:
            server.lift_guard(tx.connection)
        metadata.drop_all(tx.connection)
        tx.connection.exec_driver_sql("DROP TABLE alembic_version")
        upgrade(tx)
        found = list(compare_metadata(MigrationContext.configure(tx.connection), metadata))
        raise Undone
    assert found == []


def test_a_new_file_is_to_the_letter_what_the_migrations_make(tmp_path: Path) -> None:
    new, migrated = tmp_path / "new.db", tmp_path / "migrated.db"
    open_store(new).close()
    database = connect(migrated, patience=10)
    with database.writing("") as tx:
        upgrade(tx)
    database.engine.dispose()
    assert told(new) == told(migrated)


def test_a_new_store_is_made_without_alembic(tmp_path: Path) -> None:
    made = (
        f"import sys; from worker.store import open_store; open_store({str(tmp_path / 'new.db')!r}).close()"
    )
    asked = f"{made}; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def told(path: Path) -> dict[str, object]:
    """What SQLite tells of each table, whatever the order of its columns."""
    asked = ("table_xinfo", "foreign_key_list", "index_list")
    with closing(sqlite3.connect(path)) as file:
        tables = [
            row
            for row in file.execute("PRAGMA table_list").fetchall()
            if not row[1].startswith("sqlite_") and row[0] == "main"
        ]
        return {
            row[1]: (
                row[2:],
                *({line[1:] for line in file.execute(f"PRAGMA {it}({row[1]})")} for it in asked),
            )
            for row in tables
        }


def test_every_table_has_an_owner() -> None:
    assert [table.name for table in metadata.sorted_tables if "owner" not in table.columns] == []
