"""A PostgreSQL server as the store's database: how it is reached, how it keeps owners apart, what it refuses.

Writers of one owner wait for each other at the start of their transaction, as SQLite's BEGIN IMMEDIATE
has it, and those of two owners never do. Below the condition on the owner that stands in every query
lies a second one, the server's own (row-level security): a query that forgot the first finds nothing.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from worker.ports import StoreBusy, StoreError, StoreFull, StoreUnreachable
from worker.store.schema import metadata

DRIVER = "postgresql+psycopg"
NAMES = frozenset({"postgres", "postgresql", DRIVER})

# One consistent view, however many statements it takes: the counterpart of SQLite's read transaction.
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
# Each statement sees all that was committed before it; the lock at the start is what puts them in a row.
WRITING: dict[str, Any] = {"isolation_level": "READ COMMITTED", "writes": True}

_BEGIN = "SELECT set_config('lock_timeout', %s, true), set_config('introloop.owner', %s, true)"
_TURN = f"{_BEGIN}, pg_advisory_xact_lock(%s)"
_SILENCE = 30  # seconds after which a connection that hears nothing is given up


def engine(url: sa.URL, *, patience: float) -> sa.Engine:
    """Connections to a server; nothing is connected yet. Raises StoreError where no driver is there."""
    if url.drivername not in NAMES:
        raise _no_driver(url)
    said = {
        "connect_timeout": max(2, round(patience)),
        "application_name": "introloop",
        "tcp_user_timeout": _SILENCE * 1000,
        "keepalives_idle": _SILENCE,
    }
    try:
        # hide_parameters: what a statement carried is people and subjects, and no error may tell it.
        made = sa.create_engine(
            url.set(drivername=DRIVER),
            connect_args=said | dict(url.query),
            hide_parameters=True,
            pool_pre_ping=True,  # a server that was restarted is met by a new connection
            max_overflow=-1,
        )
    except (ImportError, ArgumentError) as error:
        raise _no_driver(url) from error
    sa.event.listen(made, "begin", lambda connection: _begin(connection, patience))
    return made


def _no_driver(url: sa.URL) -> StoreError:
    if url.drivername in NAMES:
        what = 'python3 -m pip install "introloop[postgres]"'
    else:
        what = "Name a file, or a PostgreSQL server: postgresql://user@host/name."
    return StoreError(f"Nothing here speaks to a {url.get_backend_name()} database.", advice=what)


def _begin(connection: sa.Connection, patience: float) -> None:
    """Say whose rows may be seen, how long to wait for a lock, and take the owner's turn to write."""
    options = connection.get_execution_options()
    owner: str = options.get("owner", "")
    said: tuple[str | int, ...] = (f"{patience * 1000:.0f}", owner)
    if options.get("writes"):
        connection.exec_driver_sql(_TURN, (*said, turn(owner)))
    else:
        connection.exec_driver_sql(_BEGIN, said)


def turn(name: str) -> int:
    """The number of the advisory lock that the writers of an owner take."""
    return int.from_bytes(blake2b(f"introloop {name}".encode(), digest_size=8).digest(), signed=True)


# ── The guard of the rows ───────────────────────────────────────────────────────────────────


def lift_guard(connection: sa.Connection) -> None:
    """Let a migration see the rows of all owners, until the guard stands again."""
    held = set(sa.inspect(connection).get_table_names())
    for table in metadata.tables.keys() & held:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')


def set_guard(connection: sa.Connection) -> None:
    """Of every table show a transaction the rows of its owner alone, to the role that owns the table too."""
    for table in metadata.tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f'DROP POLICY IF EXISTS own_rows ON "{table}"')
        connection.exec_driver_sql(
            f"CREATE POLICY own_rows ON \"{table}\" USING (owner = current_setting('introloop.owner', true))"
        )


def vacuum(engine: sa.Engine) -> None:
    """Give the room of deleted rows back, so that no query can reach them."""
    tables = ", ".join(f'"{table}"' for table in metadata.tables)
    with engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql(f"VACUUM {tables}")


# ── Errors ──────────────────────────────────────────────────────────────────────────────────


def refused(error: DBAPIError, where: str) -> StoreError:
    """The port's error for one of the server's, by its code (PostgreSQL, appendix A)."""
    code: str = getattr(error.orig, "sqlstate", None) or ""
    match code:
        case "55P03" | "40001" | "40P01":  # a lock, and two transactions that cross
            return StoreBusy(
                f"Another process is writing to {where}.", advice="Wait for it to finish, then try again."
            )
        case "53100":
            return StoreFull(
                f"No space is left on the server for {where}; nothing of this step was kept.",
                advice="Free some space on the server's disk, then run the same command again.",
            )
        case "42501" | "25006":  # no privilege; a server that only reads
            return StoreError(
                f"{where} may not be written to by this role.",
                advice="Its role must own the database, and the server must not be a standby.",
            )
    cut_off = not code and isinstance(error, OperationalError)
    if cut_off or code[:2] in {"08", "28", "3D", "53", "57"}:  # connecting, letting in, shutting down
        return StoreUnreachable(
            f"{where} cannot be reached, or lets nobody in.",
            advice="Does the server run, does the database exist, and is the password in ~/.pgpass? "
            "psql with the same URL says more.",
        )
    return StoreError(f"The database {where} refused a statement.", advice="Please report this as a bug.")
