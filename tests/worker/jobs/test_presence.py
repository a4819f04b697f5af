"""Mail that was moved or deleted: what it said stays, and nothing claims that it can still be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.worker.jobs.scans import NOON, held, letters, mailbox, read
from worker.jobs.scan import scan
from worker.ports import Presence, Store

ALL_OF_THEM = 60  # messages: too many to go at once and be believed


def look(box: MemoryMailbox, store: Store, *, days: float = 0) -> None:
    """A look at the mailbox, so many days after the first."""
    scan(box, store, read, clock=SetClock(NOON + timedelta(days=days)))


def places(store: Store, folder: str = "INBOX") -> list[int]:
    there = [one for one in store.presences("home") if one.folder == folder]
    return [uid for one in there for uid in store.located(one)]


def gone(store: Store) -> int:
    """How many messages lie nowhere."""
    return len(store.nowhere([reading.header.message_id for reading in store.readings()]))


def test_of_deleted_mail_what_it_said_stays_and_its_place_goes(store: Store) -> None:
    box = mailbox(*letters(3))
    look(box, store)
    box.expunge(2)
    look(box, store, days=1)
    assert (places(store), gone(store)) == ([1, 3], 1)
    assert held(store) == [f"Letter number {i}." for i in range(3)]


def test_mail_that_was_moved_lies_where_it_is_now(store: Store) -> None:
    moved = letters(1)[0]
    box = mailbox(moved)
    look(box, store)
    box.expunge(1)
    box.put(moved.content, folder="Archive")
    look(box, store, days=1)
    assert (places(store), places(store, "Archive"), gone(store)) == ([], [1], 0)
    assert len(held(store)) == 1


def test_the_server_is_asked_only_where_fewer_messages_are_there_than_were_read(store: Store) -> None:
    box = mailbox(*letters(3))
    look(box, store)
    look(box, store, days=1)
    box.put(*(one.content for one in letters(2, start=3)))
    look(box, store, days=2)
    assert box.asked == []
    box.expunge(4)
    look(box, store, days=3)
    look(box, store, days=4)
    assert box.asked == [(1, 0)]


def test_a_server_that_cannot_tell_what_vanished_is_asked_once_a_day(store: Store) -> None:
    box = mailbox(*letters(3))
    look(box, store)
    box.expunge(1)
    look(box, store, days=0.1)
    assert (box.asked, gone(store)) == ([], 0)
    look(box, store, days=1)
    assert (box.asked, gone(store)) == ([(1, 0)], 1)


def test_a_server_that_can_is_asked_at_once_and_since_when(store: Store) -> None:
    box = mailbox(*letters(3), modseq=5)
    look(box, store)
    box.expunge(1)
    look(box, store)
    look(box, store)
    assert (box.asked, gone(store)) == ([(1, 5)], 1)
    assert store.presences("home")[0] == Presence("home", "INBOX", 7, 2, modseq=6)


def test_what_newsletters_leave_behind_counts_as_well(store: Store) -> None:
    bulk = b"From: News <n@news.example>\r\nList-Id: <n.news.example>\r\nSubject: Meet us\r\n\r\nHello\r\n"
    box = mailbox(*letters(2))
    box.put(bulk, bulk)
    look(box, store)
    box.expunge(3)
    look(box, store, days=1)
    look(box, store, days=2)
    assert (box.asked, gone(store), places(store)) == ([(1, 0)], 0, [1, 2])


def test_a_folder_that_is_suddenly_far_smaller_is_believed_after_a_day(store: Store) -> None:
    box = mailbox(*letters(ALL_OF_THEM + 1))
    look(box, store)
    box.expunge(*range(1, ALL_OF_THEM + 1))
    look(box, store, days=1)
    look(box, store, days=1.4)
    assert gone(store) == 0
    look(box, store, days=2.1)
    assert (gone(store), places(store)) == (ALL_OF_THEM, [ALL_OF_THEM + 1])


def test_a_folder_that_is_whole_again_the_next_day_has_lost_nothing(store: Store) -> None:
    box = mailbox(*letters(ALL_OF_THEM))
    look(box, store)
    outage, box.removed = {("INBOX", uid) for uid in range(1, ALL_OF_THEM)}, set()
    for days in (1, 3, 5):  # an outage that is over by the next look, three times
        box.removed = outage
        look(box, store, days=days)
        box.removed = set()
        look(box, store, days=days + 1)
    assert (gone(store), box.asked) == (0, [])
    assert store.presences("home")[0].doubted is None


def test_an_inbox_that_its_owner_emptied_is_believed_after_a_day(store: Store) -> None:
    box = mailbox(*letters(ALL_OF_THEM))
    box.put(letters(1, start=ALL_OF_THEM)[0].content, folder="Sent")
    look(box, store)
    box.expunge(*range(1, ALL_OF_THEM + 1))
    look(box, store, days=1)
    assert gone(store) == 0
    look(box, store, days=2)
    assert (gone(store), box.asked) == (ALL_OF_THEM, [])
    box.put(letters(1, start=ALL_OF_THEM + 1)[0].content)
    look(box, store, days=3)
    assert (places(store), len(held(store))) == ([ALL_OF_THEM + 1], ALL_OF_THEM + 2)


def test_a_few_messages_that_were_all_there_was_go_at_once(store: Store) -> None:
    box = mailbox(*letters(2))
    box.put(letters(1, start=2)[0].content, folder="Sent")
    look(box, store)
    box.expunge(1, 2)
    look(box, store)
    assert (gone(store), places(store)) == (2, [])


def test_a_folder_that_was_deleted_is_believed_after_a_day_and_read_anew_if_it_is_back(store: Store) -> None:
    box = mailbox(*letters(1))
    box.put(letters(1, start=1)[0].content, folder="Archive")
    look(box, store)
    archive = box.contents.pop("Archive")
    look(box, store, days=1)
    assert gone(store) == 0
    look(box, store, days=2)
    assert (gone(store), store.bookmark("home", "Archive")) == (1, None)
    box.contents["Archive"] = archive
    look(box, store, days=3)
    assert (gone(store), places(store, "Archive"), len(held(store))) == (0, [1], 2)


def test_a_folder_that_the_settings_leave_out_from_now_on_is_let_go_at_once(store: Store) -> None:
    box = mailbox(*letters(1))
    box.put(letters(1, start=1)[0].content, folder="Clients")
    look(box, store)
    box.excluded = frozenset({"Clients"})
    look(box, store)
    assert (gone(store), store.bookmark("home", "Clients"), len(held(store))) == (1, None, 2)
    box.excluded = frozenset()
    look(box, store)
    assert (gone(store), places(store, "Clients"), len(held(store))) == (0, [1], 2)


def test_a_folder_that_was_made_anew_and_is_empty_is_believed_after_a_day(store: Store) -> None:
    box = mailbox(*letters(1))
    box.put(letters(1, start=1)[0].content, folder="Sent")
    look(box, store)
    box.uidvalidity, box.contents["INBOX"] = 8, []
    look(box, store, days=1)
    look(box, store, days=2)
    assert (gone(store), places(store)) == (1, [])


@pytest.mark.parametrize("lie", [[1, 2, 3], [1, 2]])
def test_more_that_is_said_to_be_gone_than_is_missing_is_not_believed(store: Store, lie: list[int]) -> None:
    box = mailbox(*letters(3))
    look(box, store)
    box.expunge(1)
    box.expunged = lambda uids, **_: lie  # type: ignore[method-assign]
    look(box, store, days=1)
    assert (gone(store), places(store)) == (0, [1, 2, 3])


def test_where_the_server_counts_more_than_it_shows_its_count_stands(store: Store) -> None:
    box = mailbox(*letters(3))
    box.unlisted = 2
    look(box, store)
    look(box, store, days=1)
    assert store.presences("home")[0].messages == 5
    box.unlisted = 1
    look(box, store, days=2)
    look(box, store, days=3)
    assert (store.presences("home")[0].messages, box.asked, gone(store)) == (4, [(1, 0)], 0)


def test_what_is_gone_while_older_mail_is_still_being_read_is_seen_when_all_was(store: Store) -> None:
    box = mailbox(*letters(4), arrived=NOON - timedelta(days=365))
    scan(box, store, read, clock=SetClock(NOON), recent_only=True)
    assert store.bookmark("home", "INBOX") is not None
    box.expunge(4)
    look(box, store, days=1)
    look(box, store, days=2)
    assert places(store) == [1, 2, 3]
