"""Texts read by other processes: the same outcomes in the same order, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rules.model import Message, Reading
from tests.worker.jobs.scans import letters, mailbox, read, scanned
from worker.jobs import hands as module
from worker.jobs.hands import hands
from worker.jobs.texts import Broken, Text, Verdict, here
from worker.ports import ConfigurationError, Packed, Store
from worker.store.rows import pack

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks here")


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_may_fork", lambda: True)
    monkeypatch.setattr(module, "MANY", 3)


def touchy(message: Message) -> Reading:
    """Cannot read the second letter."""
    if "number 1" in message.body.text:
        raise ValueError(message.body.text)
    return read(message)


def texts(count: int) -> list[Text]:
    whole = [Text(one.content, NOON) for one in letters(count)]
    circular = b"From: News <n@news.example>\r\nList-Id: <n.news.example>\r\n\r\nMeet us."
    cut = b"From: Ida <ida@broms.example>\r\n\r\n> So you said.\r\n"
    return [
        *whole,
        Text(circular, NOON),
        Text(cut, NOON, more=True),
    ]


def test_other_processes_read_as_this_one_does() -> None:
    some = texts(9)
    with hands(touchy, pack=pack) as reader:
        first, second = reader(some), reader(some[:2])
        apart, few = first(), second()
    assert apart == [pack(one) if isinstance(one, Reading) else one for one in here(touchy)(some)()]
    assert few == apart[:2]
    assert apart[1] == Broken("ValueError while reading the signals")
    assert apart[-2:] == [Verdict.PASSED_OVER, Verdict.SHORT]


def test_a_few_texts_are_read_here_without_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ProcessPoolExecutor", None)
    with hands(read, pack=pack) as reader:
        assert len(reader(texts(0))()) == 2


def test_where_memory_is_short_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(module, "ROOM", 10**9)
    monkeypatch.setattr(module, "ProcessPoolExecutor", None)
    with hands(read, pack=pack) as reader:
        assert len(reader(texts(100))()) == 102


def test_a_scan_with_many_hands_keeps_the_same(store: Store) -> None:
    with hands(touchy, pack=pack) as reader:
        report = scanned(mailbox(*letters(40)), store, reader=reader)
    assert (report.new, report.quarantined) == (29, 11)  # the letters 1 and 10 to 19
    assert store.quarantined()[0].reason == "ValueError while reading the signals"


SCAN = """
import os, sys, time
from tests.worker.jobs.test_hands import texts
from tests.worker.jobs.scans import read
from worker.jobs import hands as module
from worker.store.rows import pack
module.MANY, module._may_fork = 1, lambda: True
with module.hands(read, pack=pack) as reader:
    reader(texts(9))()
    print(*reader._pool._processes, flush=True)
    time.sleep(60)
"""


def test_killed_in_the_middle_it_leaves_no_process_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", SCAN], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        others = [int(word) for word in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
    assert others
    until = time.monotonic() + 10
    while any(_runs(pid) for pid in others):
        assert time.monotonic() < until
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_what_reading_needs_is_there_before_the_others_begin() -> None:
    held: list[str] = []

    def knowing(message: Message) -> Reading:
        assert held == ["words"]  # in the other process too
        return read(message)

    def learn() -> None:
        time.sleep(0.2)
        held.append("words")

    some = texts(9)
    with hands(knowing, pack=pack, learn=learn) as reader:
        outcomes = reader(some)()
    assert outcomes == [pack(one) if isinstance(one, Reading) else one for one in here(read)(some)()]


def test_of_a_first_scan_even_a_few_texts_are_read_by_the_others() -> None:
    with hands(read, pack=pack, learn=lambda: None) as reader:
        assert reader([])() == []
        (outcome,) = reader(texts(1)[:1])()
    assert isinstance(outcome, Packed)  # as they hand it back


def test_what_cannot_be_learned_is_told_by_who_reads_and_by_nobody_else() -> None:
    def learn() -> None:
        raise ConfigurationError("a phrase pack cannot be used", advice="Mend it.")

    def knowing(message: Message) -> Reading:
        raise ConfigurationError("a phrase pack cannot be used", advice="Mend it.")

    with hands(knowing, pack=pack, learn=learn) as reader, pytest.raises(ConfigurationError) as told:
        reader(texts(9))()
    assert told.value.advice == "Mend it."
