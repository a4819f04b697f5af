"""What a run leaves behind goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from rules.scales import _Meaning
from rules.sentences import fold, sentences
from tests.worker.daemon.test_daemon import Machine, Runs
from worker.daemon import Job, loop, memory
from worker.packs import packs


def resident() -> float:
    """Of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc gives back what lies between the rest"
)
def test_what_is_free_between_what_is_not_goes_back() -> None:
    held = [bytes(2000) for _ in range(50_000)]
    del held[::2], held[::2]
    held = held[::10]
    before = resident()
    memory.give_back()
    assert before - resident() > 40


def test_the_words_of_mail_are_forgotten_and_what_comes_along_is_not() -> None:
    (said,), held = sentences("Vera Moreau restores boats."), packs()
    weighed = held.languages["en"].learned().weighed(said)
    gc.freeze()
    memory.give_back()
    assert fold.cache_info().currsize == 0
    assert packs() is held
    assert held.languages["en"].learned().weighed(said) == weighed


def test_what_is_read_after_words_were_forgotten_means_what_it_meant_and_they_do_not_stay() -> None:
    memory.give_back()
    before, held = weighed("en"), list[int]()
    for _ in range(2):
        memory.give_back()
        held.append(sum(type(one) is _Meaning for one in gc.get_objects()))
        assert weighed("en") == before
    assert held[0] == held[1]


def weighed(language: str) -> list[Sequence[int]]:
    """How far sentences of many words lean, which are said for the first time as far as anybody knows."""
    learned = packs().languages[language].learned()
    words = sorted(learned.known)[::40]
    return [learned.weighed(sentence) for sentence in sentences(". ".join(map(" ".join, batched(words))))]


def batched(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[start : start + 9] for start in range(0, len(words), 9))


def test_another_thread_goes_on_reading_meanwhile() -> None:
    done = Event()

    def slowly() -> Iterator[int]:
        for number in range(50):
            time.sleep(0)
            yield number

    def read() -> set[tuple[int, ...]]:
        found = {tuple(slowly())}
        while not done.is_set():
            found.add(tuple(slowly()))
        return found

    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read)
        for _ in range(10):
            memory.give_back()
        done.set()
        assert reading.result() == {tuple(range(50))}


def test_what_somebody_points_at_that_is_gone_is_passed_over() -> None:
    pointed = Machine()
    gone = weakref.proxy(pointed)
    del pointed
    gc.collect()
    with pytest.raises(ReferenceError):
        gone.stop()
    memory.give_back()


def test_without_glibc_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    memory.share_one_heap()
    memory.give_back()


def work(seconds: float) -> Callable[[], None]:
    """Keeps a processor busy for so long."""

    def run() -> None:
        begun = time.thread_time()
        while time.thread_time() - begun < seconds:
            sum(range(1000))

    return run


@pytest.mark.parametrize(
    ("runs", "given_after"),
    [
        ([work(memory.WORKED + 0.05), lambda: time.sleep(memory.WORKED + 0.1)], [1]),
        ([work(memory.WORKED * 0.6), work(memory.WORKED * 0.6), lambda: None], [2]),
    ],
    ids=["a long run", "several short ones"],
)
def test_it_is_given_back_after_much_work_and_at_no_other_time(
    monkeypatch: pytest.MonkeyPatch, runs: list[Callable[[], None]], given_after: list[int]
) -> None:
    given: list[int] = []
    machine = Machine()
    scanning = Runs(*runs, machine.stop)
    monkeypatch.setattr(loop, "TICK", 0.02)
    monkeypatch.setattr(loop, "give_back", lambda: given.append(len(scanning.told)))
    machine.runs(Job("scan home", scanning, every=0.01))
    assert given == given_after
