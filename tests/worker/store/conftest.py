"""The stores under test: the real one in a file and on a server, and the one in memory: one contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from tests.doubles.store import MemoryStore
from tests.servers.postgresql import PostgresServer
from worker.ports import Store
from worker.store import open_store
from worker.store.sql import SqlStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store's file may come to lie."""
    return tmp_path / "state" / "introloop.db"


@pytest.fixture
def sqlite(path: Path) -> Iterator[SqlStore]:
    with closing(open_store(path)) as store:
        yield store


@pytest.fixture
def on_server(postgres: PostgresServer) -> Iterator[SqlStore]:
    """A store on PostgreSQL, of an owner whom nobody else is."""
    with closing(open_store(postgres.url(), owner=f"owner {uuid4()}")) as store:
        yield store


@pytest.fixture(params=["sqlite", "on_server"])
def real(request: pytest.FixtureRequest) -> SqlStore:
    """Either of the two real ones."""
    store: SqlStore = request.getfixturevalue(request.param)
    return store


@pytest.fixture(params=["sqlite", "on_server", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    """Any of the three: what a test asks of it, all must do."""
    if request.param == "memory":
        return MemoryStore()
    store: Store = request.getfixturevalue(request.param)
    return store
