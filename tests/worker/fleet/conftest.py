"""A fleet in a database of its own, by a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.doubles.clock import SetClock
from tests.servers.account import ImapServer
from tests.servers.imap import imap_server
from tests.servers.postgresql import PostgresServer
from worker.wiring.fleet import Fleets, open_fleet

SUNDAY = datetime(2026, 11, 15, 9, tzinfo=UTC)


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """An empty database."""
    return postgres.create(f"fleet_{uuid4().hex}")


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
