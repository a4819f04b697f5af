"""The stores of many owners in one database, over connections that they share."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from worker.store import forgetting
from worker.store.engine import Database
from worker.store.schema import metadata
from worker.store.sql import SqlStore, opened


class Stores:
    """One database, and a store in it for each owner."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, path_or_url: Path | str, *, patience: float) -> Stores:
        """Connect and migrate."""
        return cls(opened(path_or_url, patience=patience))

    @property
    def address(self) -> str:
        """The database as libpq reads it, with its password."""
        url = self.database.engine.url.set(drivername="postgresql")
        return url.render_as_string(hide_password=False)

    def of(self, owner: str) -> SqlStore:
        """The store of one owner; to close it lets go of nothing."""
        return SqlStore(self.database, owner=owner, shared=True)

    def remove(self, owner: str) -> int:
        """Delete every row of an owner, in one step; how many those were."""
        with self.database.writing(owner) as tx:
            children_first = reversed(metadata.sorted_tables)
            gone = [tx.execute(sa.delete(table).where(tx.mine(table))).rowcount for table in children_first]
        if self.database.file and any(gone):  # a server gives room back by itself (autovacuum)
            forgetting.overwrite(self.database)
        return sum(gone)

    def close(self) -> None:
        """Let go of the database."""
        self.database.engine.dispose()
