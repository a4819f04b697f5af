"""What came into a store, and what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

import pytest

from rules.model import Calendar, Owner, Reading
from tests.doubles.store import MemoryStore
from tests.worker.store.facts import DANA, ME, NOON, TOMAS, batch, many, reading
from worker.jobs.surroundings import Surroundings

OWNER = Owner(addresses=frozenset({ME.email}), calendar=Calendar(zone=UTC))
LATER = NOON + timedelta(days=1)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.save(batch(*many(3)))
    return store


def told(came: Sequence[Reading] | None) -> list[str]:
    return [one.header.message_id for one in came or ()]


def test_what_came_is_told_once_and_at_first_nobody_knows(store: MemoryStore) -> None:
    around = Surroundings(OWNER)
    assert around.came(store) is None
    assert told(around.came(store)) == []
    store.save(batch(reading("new"), first=4))
    assert told(around.came(store)) == ["<new@mail.example>"]
    assert told(around.came(store)) == []


def test_much_that_comes_at_once_is_found_as_well(store: MemoryStore) -> None:
    around = Surroundings(OWNER)
    around.came(store)
    store.save(batch(*many(700, start=3), first=4))
    came = around.came(store)
    assert came is not None
    assert len(came) == 700
    assert around.review(came[-1:], store, packs=None, now=LATER).people[0].received == 703


def test_where_the_newest_was_forgotten_everything_is_looked_at_anew(store: MemoryStore) -> None:
    store.save(batch(reading("last", sender=TOMAS, date=LATER), first=4))
    around = Surroundings(OWNER)
    around.came(store)
    store.forget(TOMAS.email)
    store.save(batch(reading("new"), first=5))
    assert around.came(store) is None
    assert DANA.email in {a for person in store_people(around, store) for a in person}


def store_people(around: Surroundings, store: MemoryStore) -> list[tuple[str, ...]]:
    """The addresses of everybody whom a review around Dana's newest mail knows."""
    said = around.review([reading("new")], store, packs=None, now=LATER)
    return [person.addresses for person in said.people]
