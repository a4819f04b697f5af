"""A real PostgreSQL as an ordinary process on a free port, in a directory that goes when it ends.

It runs as whoever runs the tests; as root it drops to `nobody` first, since PostgreSQL refuses root.
The store's own role is no superuser: a superuser would pass by the guard of the rows.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.servers.ports import free_port

ADMIN, ROLE = "admin", "introloop"
_INSTALLED = Path("/usr/lib/postgresql")  # Debian keeps its programs there, a directory for each version

# For tests alone: a power failure would cost the whole database.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SETTINGS = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """Where it listens on 127.0.0.1, its programs, and the files of its databases."""

    port: int
    programs: Path
    data: Path

    def url(self, database: str = "introloop", *, role: str = ROLE) -> str:
        """As the owner would write it into config.toml."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """A new, empty database of the store's role; its URL."""
        self.say(f'CREATE DATABASE "{database}" OWNER {ROLE}')
        return self.url(database)

    def say(self, statement: str, *, database: str = "postgres") -> None:
        """Run a statement as the administrator, outside any transaction."""
        engine = sa.create_engine(
            self.url(database, role=ADMIN).replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def postgres_programs() -> Path | None:
    """The directory that initdb and postgres lie in: the newest of Debian's, else the one on the path."""
    installed = [
        found.parent for found in _INSTALLED.glob("*/bin/postgres") if (found.parent / "initdb").exists()
    ]
    on_path = shutil.which("postgres")
    newest = sorted(installed, key=_version)[-1:]
    return newest[0] if newest else Path(on_path).resolve().parent if on_path else None


def _version(programs: Path) -> int:
    return int(re.sub(r"\D", "", programs.parent.name) or 0)


@contextmanager
def postgresql(*settings: str) -> Iterator[PostgresServer]:
    """A running server with the role and an empty database "introloop". About two seconds to start."""
    programs = postgres_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    root = Path(tempfile.mkdtemp(prefix="introloop-postgresql-", dir="/tmp"))
    server = PostgresServer(free_port(), programs, root / "data")
    try:
        _give_away(root)
        made = _run(
            server, "initdb", "-U", ADMIN, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"
        )
        assert made.wait(timeout=60) == 0, made.stdout and made.stdout.read()
        options = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
        process = _run(server, "postgres", "-p", str(server.port), *options)
        try:
            _wait(server, process)
            server.say(f"CREATE ROLE {ROLE} LOGIN")
            server.create("introloop")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing in it is to be kept
            process.wait(timeout=20)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _give_away(root: Path) -> None:
    if os.geteuid() == 0:
        os.chown(root, _nobody().pw_uid, _nobody().pw_gid)


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _run(server: PostgresServer, program: str, *options: str) -> subprocess.Popen[bytes]:
    root_starts_it = os.geteuid() == 0
    return subprocess.Popen(
        [str(server.programs / program), "-D", str(server.data), *options],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=(server.data.parent / "log").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
        user=_nobody().pw_uid if root_starts_it else None,
        group=_nobody().pw_gid if root_starts_it else None,
        extra_groups=[] if root_starts_it else None,
    )


def _wait(server: PostgresServer, process: subprocess.Popen[bytes], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.say("SELECT 1")
            return
        except sa.exc.OperationalError:
            time.sleep(0.02)
    raise RuntimeError(_log(server))


def _log(server: PostgresServer) -> str:
    return (server.data.parent / "log").read_text(errors="replace")[-2000:]
