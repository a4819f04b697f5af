"""What holds for every test: no way beyond loopback, nobody's home, nobody's time zone."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import settings

from tests.servers.dovecot import dovecot_program
from tests.servers.engine import why_no_engine
from tests.servers.machine import why_no_machine
from tests.servers.postgresql import QUICK, PostgresServer, postgres_programs, postgresql
from tests.servers.strace import why_no_strace

# A failure found by hypothesis is the same on every machine; a slow machine is not a failure.
settings.register_profile("introloop", deadline=None, derandomize=True, database=None)
settings.load_profile("introloop")

WITHOUT_DOVECOT = (
    "Dovecot is missing: the mailbox was tested against the stand-in pymap only. "
    "To run every test, type: sudo apt-get install dovecot-imapd"
)
WITHOUT_POSTGRESQL = (
    "PostgreSQL is missing: the store was tested on SQLite alone, and fleets were not tested. "
    "To run every test, type: sudo apt-get install postgresql"
)


def pytest_report_header() -> list[str]:
    programs = postgres_programs()
    return [
        "IMAP server: Dovecot" if dovecot_program() else WITHOUT_DOVECOT,
        f"Database server: PostgreSQL in {programs}" if programs else WITHOUT_POSTGRESQL,
        *_at_work(),
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not dovecot_program():
        terminalreporter.write_line(WITHOUT_DOVECOT, yellow=True)
    if not postgres_programs():
        terminalreporter.write_line(WITHOUT_POSTGRESQL, yellow=True)
    for line in _at_work():
        terminalreporter.write_line(line, yellow="NOT" in line)


def _at_work() -> list[str]:
    """Whether the unit and the image are really run, and the disk really fills up, and why not."""
    found = {
        "Unit on a booted Debian": why_no_machine(),
        "Image in a container": why_no_engine(),
        "Disk that fills up at the n-th write": why_no_strace(),
    }
    return [f"{what}: {f'NOT RUN: {why}' if why else 'run'}" for what, why in found.items()]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests of a process; they keep out of each other's way by owner or database."""
    if not postgres_programs():
        pytest.skip(WITHOUT_POSTGRESQL)
    with postgresql(*QUICK) as server:
        yield server


def is_loopback(host: object) -> bool:
    """Whether a host of `connect` or `getaddrinfo` is this machine; names are never looked up."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(name)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Names resolve and connections open on this machine only, as on one without any network."""
    connect, sendto, getaddrinfo = socket.socket.connect, socket.socket.sendto, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
            raise OSError(errno.ENETUNREACH, "Tests do not reach beyond loopback")
        connect(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *where: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(where[-1][0]):
            raise OSError(errno.ENETUNREACH, "Tests do not reach beyond loopback")
        return sendto(self, data, *where)

    def guarded_getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        if not is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, "Tests do not reach beyond loopback")
        return getaddrinfo(host, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "sendto", guarded_sendto)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True, scope="session")
def nobodys_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty home and an unusual time zone: a test that leans on this machine's own fails."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("XDG_", "INTROLOOP_"))]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TZ", "NPT-5:45")  # as POSIX writes UTC+5:45: no zone file is needed
        time.tzset()
        yield
    time.tzset()
