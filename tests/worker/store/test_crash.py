"""Many processes on one store, and processes that die: nothing is lost, doubled or half-written."""

from __future__ import annotations

import multiprocessing
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from tests.worker.store.facts import NOON, batch, many
from worker.ports import Planned, Store
from worker.store import open_store
from worker.store.sql import SqlStore

DIGEST = Planned("weekly", "2026-W47", "<w47@introloop.example>", b"Subject: Loops\n\nHello", NOON)
STEP = 40
WORKERS = 8

SCAN = f"""
import sys
from tests.worker.store.facts import batch, many
from worker.store import open_store
store = open_store(sys.argv[1])
held = store.bookmark("work", "INBOX")
start = held.uid if held else 0
while True:
    store.save(batch(*many({STEP}, start=start), first=start + 1))
    start += {STEP}
    print("saved", flush=True)
"""


def test_a_scan_killed_at_any_moment_goes_on_where_it_stood(path: Path) -> None:
    chance, uid = random.Random(4), 0
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", SCAN, str(path)], stdout=subprocess.PIPE) as scan:
            assert scan.stdout
            for _ in range(chance.randint(1, 6)):
                assert scan.stdout.readline() == b"saved\n"
            time.sleep(chance.uniform(0, 0.02))
            scan.send_signal(signal.SIGKILL)
        uid = whole_batches(path, at_least=uid + STEP)


def whole_batches(path: Path, *, at_least: int) -> int:
    """The bookmark, which agrees with the messages: the first so many, each once, in whole steps."""
    with closing(open_store(path)) as store:
        mark = store.bookmark("work", "INBOX")
        uid = mark.uid if mark else 0
        assert list(store.readings()) == many(uid)
    assert uid % STEP == 0
    assert uid >= at_least
    return uid


def race(work: Callable[[int], object]) -> list[object]:
    """The same work in so many processes at once."""
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        return pool.map(work, range(WORKERS), chunksize=1)


class Claimant:
    """One process that wants to send the digest."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, number: int) -> bool:
        with closing(open_store(self.path)) as store:
            return store.claim(DIGEST, by=f"worker {number}", now=NOON, lease=900)


def test_of_eight_processes_exactly_one_may_send(path: Path) -> None:
    with closing(open_store(path)) as store:
        store.plan(DIGEST)
    assert sorted(race(Claimant(path)), key=bool) == [False] * (WORKERS - 1) + [True]


def test_of_eight_threads_on_one_store_exactly_one_may_send(sqlite: SqlStore) -> None:
    sqlite.plan(DIGEST)
    with ThreadPool(WORKERS) as pool:
        won = pool.map(lambda n: sqlite.claim(DIGEST, by=str(n), now=NOON, lease=900), range(WORKERS))
    assert won.count(True) == 1


class Scanner:
    """One process that opens a store nobody has opened before, and saves a folder of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, number: int) -> int:
        with closing(open_store(self.path)) as store:
            return store.save(batch(*many(STEP, start=number * STEP), folder=f"Folder {number}"))


def test_eight_processes_may_open_a_new_store_at_once(path: Path) -> None:
    assert race(Scanner(path)) == [STEP] * WORKERS
    with closing(open_store(path)) as store:
        assert list(store.readings()) == many(STEP * WORKERS)


def test_a_review_sees_the_mail_as_it_stood_when_it_began(sqlite: SqlStore) -> None:
    sqlite.save(batch(*many(1500)))
    rest = sqlite.readings()
    next(rest)
    sqlite.save(batch(*many(10, start=1500), first=1501))
    assert len(list(rest)) == 1499


@pytest.mark.parametrize("count", [3000])
def test_a_mailbox_is_saved_and_loaded_fast_enough_to_review_it_often(sqlite: Store, count: int) -> None:
    mails = many(count)
    began = time.perf_counter()
    for start in range(0, count, 500):
        sqlite.save(batch(*mails[start : start + 500], first=start + 1))
    saved = time.perf_counter()
    assert len(list(sqlite.readings())) == count
    loaded = time.perf_counter()
    assert count / (saved - began) > 1500  # 20,000 a second where nothing else runs
    assert count / (loaded - saved) > 3000  # 30,000
