"""The stores under test: the real one in a file, and the one in memory, under one contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.store import MemoryStore
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


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    """Either of the two: what a test asks of it, both must do."""
    if request.param == "memory":
        return MemoryStore()
    real: Store = request.getfixturevalue("sqlite")
    return real
