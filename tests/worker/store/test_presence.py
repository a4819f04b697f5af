"""Where messages lie, what is gone from a folder, and what a server sent on a day."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.worker.store.facts import NOON, batch, many, reading
from worker.ports import Batch, Bookmark, Presence, Quarantined, Store, Traffic
from worker.store import open_store
from worker.store.engine import connect
from worker.store.migrate import upgrade

LOST = Quarantined("work", "INBOX", 7, 3, "the server did not serve it")
ALL = Presence("work", "INBOX", 7, 5)
TODAY = NOON.date()


@pytest.fixture
def read(store: Store) -> Store:
    """Two messages that are held, one that could not be read, and two that cannot matter."""
    store.save(batch(reading("1"), reading("2"), quarantined=(LOST,), skipped=2, upto=5))
    return store


def test_what_lies_in_a_folder_is_all_that_was_read_of_it(read: Store) -> None:
    read.save(batch(reading("1"), folder="Archive"))
    read.save(replace(batch(reading("9")), bookmark=Bookmark("home", "INBOX", 7, 1)))
    assert read.presences("work") == (Presence("work", "Archive", 7, 1), ALL)
    assert read.presences("nobody") == ()
    assert (read.located(ALL), read.located(replace(ALL, folder="Sent"))) == ((1, 2), ())


def test_a_message_that_is_gone_is_kept_and_its_place_is_not(read: Store) -> None:
    left = replace(ALL, messages=3, modseq=40, doubted=NOON)
    read.expunged(left, [2, 3])
    assert (read.presences("work"), read.located(ALL), read.quarantined()) == ((left,), (1,), ())
    assert len(list(read.readings())) == 2
    assert read.nowhere(["<1@mail.example>", "<2@mail.example>", "<x@mail.example>"]) == {"<2@mail.example>"}


def test_what_comes_later_adds_to_what_is_left(read: Store) -> None:
    read.expunged(replace(ALL, messages=3, modseq=40), [2])
    read.save(batch(reading("6"), first=6))
    assert read.presences("work") == (replace(ALL, messages=4, modseq=40),)


def test_a_message_that_lies_in_another_folder_too_is_not_gone(read: Store) -> None:
    read.save(batch(reading("2"), folder="Archive"))
    read.expunged(replace(ALL, messages=4), [2])
    assert read.nowhere(["<2@mail.example>"]) == frozenset()


def test_under_another_uidvalidity_all_is_counted_anew(read: Store) -> None:
    read.expunged(replace(ALL, messages=3, modseq=40, doubted=NOON))
    read.save(batch(reading("1"), validity=8))
    anew = Presence("work", "INBOX", 8, 1)
    assert read.presences("work") == (anew,)
    read.expunged(replace(ALL, messages=0), [1])  # what was meant for the old one changes nothing
    assert (read.presences("work"), read.located(anew)) == ((anew,), (1,))


def test_a_folder_that_is_gone_takes_its_places_and_leaves_what_was_read(read: Store) -> None:
    read.save(batch(reading("1"), folder="Archive"))
    read.folder_gone("work", "INBOX")
    assert (read.bookmark("work", "INBOX"), read.quarantined(), read.located(ALL)) == (None, (), ())
    assert (len(list(read.readings())), read.nowhere(["<1@mail.example>"])) == (2, frozenset())
    assert read.save(batch(reading("1"), reading("2"))) == 0
    assert read.presences("work")[1] == replace(ALL, messages=2)


def test_more_messages_can_go_than_one_statement_can_name(store: Store) -> None:
    store.save(batch(*many(1200)))
    store.expunged(replace(ALL, messages=1), range(1, 1200))
    assert store.located(ALL) == (1200,)
    assert len(store.nowhere([reading.header.message_id for reading in store.readings()])) == 1199


OLD_BOOKMARK = """INSERT INTO bookmark (owner, account, folder, uidvalidity, uid, read, skipped)
    VALUES ('owner', 'work', 'INBOX', 7, 9, 5, 2)"""


def test_a_store_from_before_anything_was_seen_to_be_gone_takes_all_for_present(path: Path) -> None:
    path.parent.mkdir()
    before = connect(path, patience=10)
    with before.writing("owner") as tx:
        upgrade(tx, target="0006")
        tx.execute(sa.text(OLD_BOOKMARK))
    before.engine.dispose()
    with closing(open_store(path, owner="owner")) as store:
        assert store.presences("work") == (ALL,)
        assert store.traffic("work") is None
        store.expunged(replace(ALL, messages=4, modseq=3))
        assert store.presences("work") == (replace(ALL, messages=4, modseq=3),)


def traffic(octets: int, *, days: int = 0, account: str = "work") -> Batch:
    mark = Bookmark(account, "INBOX", 7, 1)
    return Batch(mark, traffic=Traffic(TODAY + timedelta(days=days), octets))


def test_the_bytes_of_a_day_add_up_and_another_day_begins_anew(store: Store) -> None:
    assert store.traffic("work") is None
    for octets in (1000, 0, 24):
        store.save(traffic(octets))
    store.save(traffic(7, account="home"))
    assert (store.traffic("work"), store.traffic("home")) == (Traffic(TODAY, 1024), Traffic(TODAY, 7))
    store.save(traffic(5, days=1))
    assert store.traffic("work") == Traffic(TODAY + timedelta(days=1), 5)
    store.save(traffic(3))  # a clock that was set back
    assert store.traffic("work") == Traffic(TODAY, 3)
