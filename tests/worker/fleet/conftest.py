"""A fleet in a database of its own, by a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.doubles.clock import SetClock
from tests.servers.account import ImapServer
from tests.servers.imap import imap_server
from tests.servers.postgresql import PostgresServer
from worker.fleet.queue import Queue
from worker.wiring.fleet import Fleets, open_fleet

SUNDAY = datetime(2026, 11, 15, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def database(postgres: PostgresServer) -> str:
    """A database that is ready for a fleet."""
    url = postgres.create("fleet")
    with open_fleet(url) as fleets:
        Queue(fleets.stores.address).prepare()
    return url


@pytest.fixture
def url(postgres: PostgresServer, database: str) -> str:
    """The same, with nothing left in it of the test before."""
    engine = sa.create_engine(database.replace("://", "+psycopg://"))
    tables = set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    named = ", ".join(f'"{table}"' for table in tables)
    postgres.say(f"TRUNCATE {named} RESTART IDENTITY CASCADE", database="fleet")
    return database


@pytest.fixture
def clock() -> SetClock:
    return SetClock(SUNDAY)


@pytest.fixture
def fleets(url: str, clock: SetClock) -> Iterator[Fleets]:
    with open_fleet(url, clock=clock) as fleets:
        yield fleets


@pytest.fixture(scope="session")
def imap() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server
