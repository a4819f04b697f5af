"""A disk that fills up at the n-th write, as the operating system says it to a scan that a user runs.

strace answers in the kernel's place. Every single write of the sending is gone through by SQLite's own means
in tests/worker/jobs/test_disk_faults.py.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.account import ImapServer
from tests.servers.imap import imap_server
from tests.servers.strace import why_no_strace
from tests.whole_way import WholeWay, fill, small_talk, whole_way

pytestmark = pytest.mark.dovecot

STRACE = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e")
LETTERS = 30
# Writes after which there is no room: while the store is made, and while it is filled.
FULL_AT = (1, 12, 25)


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


def scan_on_a_disk_that_is_full_at(way: WholeWay, n: int) -> subprocess.CompletedProcess[str]:
    """`introloop scan`, of whose writes into files the n-th and all after it find no room."""
    where = ("--config", str(way.configuration), "--state", str(way.state))
    full = f"inject=pwrite64:error=ENOSPC:when={n}+"
    uncovered = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return subprocess.run(
        [*STRACE, full, sys.executable, "-m", "worker", "scan", *where],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        env=uncovered | {"PYTHONUNBUFFERED": "1"},  # whoever counts lines finds no room either
    )


def is_whole(state: Path) -> bool:
    (database,) = state.glob("*.db")
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("n", FULL_AT)
def test_at_whatever_write_the_disk_fills_up_it_is_said_and_the_next_scan_reads_all(
    server: ImapServer, tmp_path: Path, n: int
) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    with whole_way(server, tmp_path) as way:
        fill(way.account, small_talk(LETTERS))
        full = scan_on_a_disk_that_is_full_at(way, n)
        assert full.returncode == 1, full.stdout
        assert re.search("[Ff]ree (some )?space", full.stdout)
        assert "nothing" in full.stdout.lower()
        assert "Traceback" not in full.stdout
        assert is_whole(way.state)
        way.said_by("scan")
        assert len({reading.header.subject for reading in way.readings()}) == len(way.readings()) == LETTERS
