"""A machine that wakes: the connection from before is dead, and mail is read over a new one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from rules.model import Reading
from tests.servers.account import Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.daemon.test_daemon import Machine
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.daemon import Job, Told, backoff, loop
from worker.jobs.watch import Watch
from worker.ports import Unreachable
from worker.store import open_store

pytestmark = pytest.mark.dovecot

SOON = 60.0  # seconds, on a machine that has much to do; the wait that is to be ended would last for 270


def until(holds: Callable[[], object]) -> bool:
    """Whether it came to hold soon."""
    end = time.monotonic() + SOON
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(holds())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the store is, of a daemon that does not take its time."""
    for module, name, value in ((loop, "TICK", 0.02), (loop, "REST", 0.05), (backoff, "FIRST", 0.1)):
        monkeypatch.setattr(module, name, value)
    return tmp_path / "introloop.db"


def subjects(place: Path) -> set[str]:
    with closing(open_store(place)) as store:
        return {reading.header.subject for reading in store.readings()}


def test_mail_that_came_while_the_machine_slept_is_read_over_a_new_connection(
    account: Account, proxy: RecordingProxy, place: Path
) -> None:
    machine, lost, heard = Machine(), list[Unreachable](), list[bool]()
    account.append(letter("Before"))
    kept = Watch(
        mailbox=lambda: imap_mailbox(account, port=proxy.port, timeout=2),
        store=lambda: open_store(place),
        read=lambda message: Reading(message.header),
        clock=machine,
        every=timedelta(minutes=15),
        current=lambda: None,
    )

    def run(told: Told) -> dict[str, int]:
        try:
            return {"new": kept.run(told.stop, reconnect=told.reconnect).new}
        except Unreachable as error:
            lost.append(error)
            proxy.swallows = False
            raise

    def story() -> None:
        heard.append(until(lambda: any(b"IDLE" in line for line in proxy.lines)))
        proxy.swallows = True
        account.append(letter("Meanwhile"), arrived=datetime.now(UTC))
        machine.set_clock(timedelta(hours=8))
        heard.append(until(lambda: "Meanwhile" in subjects(place)))
        machine.stop()

    Thread(target=story).start()
    machine.runs(Job("scan home", run, every=0, interrupt=kept.interrupt))

    assert heard == [True, True]
    assert (len(lost), proxy.connections) == (1, 2)
