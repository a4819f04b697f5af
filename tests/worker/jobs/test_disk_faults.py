"""A disk that is full or broken at any write: nothing is damaged, nothing goes out unrecorded, or twice."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import owner, when
from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.doubles.outbox import MemoryOutbox
from tests.servers.faulty_disk import Disk, faulty_disk
from worker.jobs.digest import Schedule, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import Post
from worker.packs import packs
from worker.ports import FolderCoverage, FolderRole, StoreError
from worker.store import open_store

ADDRESS = "mara@lindqvist.example"
MONDAY = when("Mon 2026-11-16 09:00")
TICKS = (0, 16, 15, 16)  # minutes: a lease, a doubt


@dataclass
class Home:
    """An owner with a store on a disk that may fail, and a mailbox in which their mail arrives."""

    file: Path
    clock: SetClock = field(default_factory=lambda: SetClock(MONDAY))
    outbox: MemoryOutbox = field(default_factory=lambda: MemoryOutbox(frozenset({ADDRESS})))
    mailbox: MemoryMailbox = field(default_factory=lambda: MemoryMailbox("home"))

    def send(self) -> str:
        """What the service does when the digest is due; the error's class where it fails."""
        before = len(self.outbox.sent)
        try:
            with closing(open_store(self.file)) as store:
                desk = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
                post = Post(desk, self.outbox, self.clock, by="me", mailboxes=(self.mailbox,))
                return str(send_due(post, schedule=Schedule(weekday=0, hour=8, minute=0)))
        except StoreError as error:
            return type(error).__name__
        finally:
            self.mailbox.put(*self.outbox.sent[before:])

    def phase_and_trail(self) -> tuple[str, str]:
        """Of the digest, as they lie on the disk; "" where it was not planned."""
        with closing(sqlite3.connect(self.file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found: tuple[str, str] | None = connection.execute("SELECT phase, marks FROM outbox").fetchone()
        return found or ("", "")


@pytest.fixture(scope="module")
def read_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a mailbox that was read to its end."""
    file = tmp_path_factory.mktemp("store") / "read.db"
    with closing(open_store(file)) as store:
        store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, MONDAY))
    return file


@pytest.fixture
def disk() -> Iterator[Disk]:
    with faulty_disk() as running:
        yield running


def fresh(read_store: Path, tmp_path: Path, name: str) -> Home:
    return Home(Path(shutil.copyfile(read_store, tmp_path / f"{name}.db")))


@pytest.mark.parametrize(
    ("error", "stays", "said"), [(errno.ENOSPC, True, "StoreFull"), (errno.EIO, False, "StoreError")]
)
def test_at_every_write_it_fails_cleanly_and_the_digest_still_comes_once(
    read_store: Path, tmp_path: Path, disk: Disk, error: int, stays: bool, said: str
) -> None:
    undisturbed = fresh(read_store, tmp_path, "undisturbed")
    disk.writes = 0
    assert undisturbed.send() == "sent"
    writes = disk.writes
    failed = []
    for n in range(1, writes + 1):
        home = fresh(read_store, tmp_path, f"{n}")
        disk.fail(n, error, stays=stays)
        failed.append(home.send())
        disk.mend()
        _, trail = home.phase_and_trail()
        assert "handed" in trail or not home.outbox.sent, n
        for minutes in TICKS:
            home.clock.at += timedelta(minutes=minutes)
            if home.send() == "not due":
                break
        assert (len(home.outbox.sent), home.phase_and_trail()[0]) == (1, "sent"), n
    assert writes > 20
    assert set(failed) <= {"sent", "StoreFull", "StoreError"}
    assert said in failed
    assert failed.count("sent") < writes / 2
