"""A store on a PostgreSQL server: owners side by side, writers in a row, and what is said when it fails."""

from __future__ import annotations

import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from tests.servers.ports import free_port
from tests.servers.postgresql import PostgresServer
from tests.worker.store.facts import NOON, batch, many, reading
from tests.worker.store.test_migrations import next_version
from worker.ports import Planned, StoreBusy, StoreError, StoreFull, StoreTooNew, StoreUnreachable
from worker.store import open_store
from worker.store.engine import connect
from worker.store.migrate import bring_up_to_date
from worker.store.schema import metadata
from worker.store.server import refused
from worker.store.sql import SqlStore

DIGEST = Planned("weekly", "2026-W47", "<w47@introloop.example>", b"Subject: Loops\n\nHello", NOON)
WORKERS = 8


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """An empty database of its own."""
    return postgres.create(f"test_{uuid4().hex}")


# ── Many at once ────────────────────────────────────────────────────────────────────────────


def test_of_eight_connections_exactly_one_may_send(on_server: SqlStore) -> None:
    on_server.plan(DIGEST)
    with ThreadPoolExecutor(WORKERS) as pool:
        won = pool.map(lambda n: on_server.claim(DIGEST, by=str(n), now=NOON, lease=900), range(WORKERS))
    assert sorted(won) == [False] * (WORKERS - 1) + [True]


def test_writers_of_one_owner_wait_for_each_other_and_lose_nothing(on_server: SqlStore) -> None:
    """What is held is read, then written: without a turn at the start two would write the same message."""
    with ThreadPoolExecutor(WORKERS) as pool:
        new = pool.map(lambda n: on_server.save(batch(*many(20), folder=f"Folder {n}")), range(WORKERS))
    assert sum(new) == 20
    assert list(on_server.readings()) == many(20)


def test_eight_may_open_a_new_database_at_once(url: str) -> None:
    def scan(number: int) -> int:
        with closing(open_store(url)) as store:
            return store.save(batch(*many(5, start=number * 5), folder=f"Folder {number}"))

    with ThreadPoolExecutor(WORKERS) as pool:
        assert list(pool.map(scan, range(WORKERS))) == [5] * WORKERS


def test_a_writer_that_takes_too_long_makes_the_next_one_busy_and_no_other_owner(
    postgres: PostgresServer,
) -> None:
    slow, other = f"slow {uuid4()}", f"other {uuid4()}"
    with (
        closing(open_store(postgres.url(), owner=slow)) as first,
        closing(open_store(postgres.url(), owner=slow, patience=0.1)) as second,
        closing(open_store(postgres.url(), owner=other, patience=0.1)) as third,
        first._database.writing(slow),
    ):
        with pytest.raises(StoreBusy) as error:
            second.save(batch(reading("1")))
        assert error.value.transient
        assert list(second.readings()) == []  # readers do not wait
        assert third.save(batch(reading("1"))) == 1


def test_a_review_sees_the_mail_as_it_stood_when_it_began(on_server: SqlStore) -> None:
    on_server.save(batch(*many(1500)))
    rest = on_server.readings()
    next(rest)
    on_server.save(batch(*many(10, start=1500), first=1501))
    assert len(list(rest)) == 1499


# ── Owners ──────────────────────────────────────────────────────────────────────────────────


def test_a_query_that_forgets_the_owner_finds_nothing_of_another(postgres: PostgresServer) -> None:
    """The server's own guard: it holds for the role that owns the tables, and for whoever names no owner."""
    mine, theirs = f"mine {uuid4()}", f"theirs {uuid4()}"
    with closing(open_store(postgres.url(), owner=mine)) as store:
        store.save(batch(reading("1")))
        everything = sa.text("SELECT DISTINCT owner FROM message")
        with store._database.reading(mine) as tx:
            assert [row.owner for row in tx.execute(everything)] == [mine]
        with store._database.reading(theirs) as tx:
            assert tx.execute(everything).all() == []
        with store._database.writing(theirs) as tx:
            assert tx.execute(sa.text("DELETE FROM message")).rowcount == 0
            assert tx.execute(sa.text("UPDATE location SET account = 'x'")).rowcount == 0
        with store._database.engine.connect() as connection:  # whoever comes by another door
            assert connection.execute(everything).all() == []


def test_no_row_can_be_written_in_the_name_of_another_owner(on_server: SqlStore) -> None:
    forged = sa.text("INSERT INTO clock (owner, highest) VALUES ('somebody else', 0)")
    with pytest.raises(StoreError), on_server._database.writing("me") as tx:
        tx.execute(forged)


def test_every_table_is_guarded(url: str) -> None:
    open_store(url).close()
    asked = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    with closing(open_store(url)) as store, store._database.engine.connect() as connection:
        assert set(connection.execute(sa.text(asked)).scalars()) == set(metadata.tables)


# ── Schemas of other days ───────────────────────────────────────────────────────────────────


def test_a_migration_reaches_the_rows_of_every_owner_and_the_guard_stands_again(
    url: str, tmp_path: Path
) -> None:
    for owner in ("one", "two"):
        with closing(open_store(url, owner=owner)) as store:
            store.save(batch(*many(3)))
    then = """op.execute("UPDATE message SET mood = 'glad'")"""
    database = connect(url, patience=10)
    bring_up_to_date(database, target="9999", scripts=next_version(tmp_path, then=then))
    glad = sa.text("SELECT count(*) FROM message WHERE mood = 'glad'")
    for owner in ("one", "two"):
        with database.reading(owner) as tx:
            assert tx.execute(glad).scalar() == 3
    database.engine.dispose()
    with pytest.raises(StoreTooNew):
        open_store(url)


# ── Forgetting, copies ──────────────────────────────────────────────────────────────────────


def test_what_was_forgotten_can_be_reached_by_no_query(url: str) -> None:
    with closing(open_store(url)) as store:
        store.save(batch(*many(20)))
        assert store.forget("dana.okoye@example.org") == 20
        with store._database.engine.connect() as connection:
            dead = connection.execute(
                sa.text("SELECT n_live_tup + n_dead_tup FROM pg_stat_user_tables WHERE relname = 'message'")
            ).scalar()
    assert dead == 0


def test_a_backup_by_the_servers_tools_holds_all_owners_or_fails_loudly(
    postgres: PostgresServer, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """pg_dump by the store's own role is refused: it would leave out the rows of every owner."""
    for owner in ("one", "two"):
        with closing(open_store(url, owner=owner)) as store:
            store.save(batch(*many(3)))
    dump, name = tmp_path_factory.mktemp("dump") / "all.sql", url.rpartition("/")[2]
    tool = str(postgres.programs / "pg_dump")
    refused = subprocess.run([tool, url], capture_output=True, text=True)
    assert refused.returncode, "row-level security" in refused.stderr
    subprocess.run([tool, "-f", str(dump), postgres.url(name, role="admin")], check=True)
    again = postgres.create(f"again_{uuid4().hex}")
    psql = [str(postgres.programs / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump)]
    subprocess.run([*psql, postgres.url(again.rpartition("/")[2], role="admin")], check=True)
    for owner in ("one", "two"):
        with closing(open_store(again, owner=owner)) as store:
            assert list(store.readings()) == many(3)


def test_a_store_on_a_server_is_not_copied_by_us(on_server: SqlStore) -> None:
    with pytest.raises(StoreError) as error:
        on_server.backup("copy")
    assert "pg_dump" in error.value.advice


# ── Errors ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("url", ["me:secret@127.0.0.1:{}/introloop", "me@127.0.0.1:{}/i?password=secret"])
def test_a_server_that_is_not_there_is_said_without_a_password_and_may_come_back(url: str) -> None:
    closed = f"postgresql://{url.format(free_port())}"
    with pytest.raises(StoreUnreachable) as error:
        open_store(closed, patience=1)
    assert error.value.transient
    assert "psql" in error.value.advice
    assert "secret" not in "".join(traceback.format_exception(error.value))


def test_a_database_that_is_not_there_is_said(postgres: PostgresServer) -> None:
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        open_store(postgres.url("nowhere"))


def test_a_role_that_may_not_write_is_told_so(postgres: PostgresServer, url: str) -> None:
    open_store(url).close()
    name = url.rpartition("/")[2]
    postgres.say(f'CREATE ROLE "guest_{name}" LOGIN')
    with pytest.raises(StoreError, match="may not be written to by this role"):
        open_store(postgres.url(name, role=f"guest_{name}"))


def test_a_statement_the_server_refuses_is_a_bug_to_report_and_tells_no_mail(url: str) -> None:
    step = batch(reading("1", subject="Meet Dana"))
    with closing(open_store(url)) as store:
        with store._database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE message CASCADE")
        with pytest.raises(StoreError, match="refused a statement") as error:
            store.save(step)
    assert "Meet Dana" not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    ("code", "kind", "transient"),
    [
        ("53100", StoreFull, False),  # disk_full
        ("40P01", StoreBusy, True),  # deadlock_detected
        ("25006", StoreError, False),  # read_only_sql_transaction: a standby
        ("57P01", StoreUnreachable, True),  # admin_shutdown
        ("08006", StoreUnreachable, True),  # connection_failure
        ("42601", StoreError, False),  # syntax_error
    ],
)
def test_what_a_server_refuses_says_whether_trying_again_can_help(
    code: str, kind: type[StoreError], transient: bool
) -> None:
    told = psycopg.errors.lookup(code)("the server's own words")
    error = refused(sa.exc.DBAPIError("SELECT", None, told), "postgresql://db.example/introloop")
    assert (type(error), error.transient) == (kind, transient)
    assert error.advice
    assert "own words" not in str(error)


def test_a_store_outlives_that_the_server_cuts_its_connections(postgres: PostgresServer, url: str) -> None:
    with closing(open_store(url)) as store:
        store.save(batch(reading("1")))
        name = url.rpartition("/")[2]
        postgres.say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - a name of ours
        assert len(list(store.readings())) == 1


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError) as error:
        open_store("postgresql://me@127.0.0.1/introloop")
    assert "introloop[postgres]" in error.value.advice
