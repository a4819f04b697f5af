"""The store: facts and decisions of one owner, on SQLAlchemy.

SQLAlchemy is imported here and nowhere else, and only once a store is opened: `introloop --help`
does not wait for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.store.roster import Roster
    from worker.store.sql import SqlStore
    from worker.store.stores import Stores

PATIENCE = 10.0  # seconds to wait for another process that writes (RELIABILITY.md: database lock 10 s)


def open_store(path_or_url: Path | str, *, owner: str = "owner", patience: float = PATIENCE) -> SqlStore:
    """Open the store in a file, or behind a database URL, and bring its schema up to date.

    A file is created with mode 0600 in a directory of mode 0700. Before an older schema is migrated the
    file is copied beside itself, e.g. to `introloop.db.before-0002`. Raises StoreTooNew, StoreBusy,
    StoreFull or StoreError.
    """
    from worker.store.sql import SqlStore

    return SqlStore.open(path_or_url, owner=owner, patience=patience)


def open_stores(path_or_url: Path | str, *, patience: float = PATIENCE) -> Stores:
    """The same for many owners, who share its connections."""
    from worker.store.stores import Stores

    return Stores.open(path_or_url, patience=patience)


def roster_of(stores: Stores) -> Roster:
    """The roster of the fleet in that database; raises StoreError where it is a file."""
    from worker.store.roster import Roster

    return Roster(stores.database)


__all__ = ["PATIENCE", "open_store", "open_stores", "roster_of"]
