"""Reviews at once: the jobs of a service are threads, and several of them may review."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC
from threading import Event, Thread

from rules.model import Calendar, Owner, Reading
from tests.worker.store.facts import ME, NOON, reading
from worker.jobs.review import review_of

OWNER = Owner(addresses=frozenset({ME.email}), calendar=Calendar(zone=UTC))
SOON = 10  # seconds


def reviewed(readings: Iterator[Reading]) -> None:
    review_of(readings, (), (), owner=OWNER, packs=None, now=NOON)


def test_nobody_looks_for_cycles_until_the_last_of_several_reviews_has_ended_and_then_again() -> None:
    begun, other_begun, looked = Event(), Event(), list[bool]()

    def first() -> Iterator[Reading]:
        yield reading("1")
        begun.set()
        assert other_begun.wait(SOON)

    def other() -> Iterator[Reading]:
        other_begun.set()
        beside.join(SOON)
        looked.append(gc.isenabled())
        yield reading("2")

    beside = Thread(target=reviewed, args=(first(),))
    beside.start()
    assert begun.wait(SOON)
    reviewed(other())
    assert (looked, gc.isenabled()) == ([False], True)
