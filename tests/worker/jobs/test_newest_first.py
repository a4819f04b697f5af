"""A mailbox never read: the last 90 days first, then the rest, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest

from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.worker.jobs.scans import NOON, OneAWeek, held, letters, read, scanned
from worker.jobs import one_folder
from worker.jobs.scan import scan
from worker.ports import Batch, Store

LETTERS = [letter.content for letter in letters(30)]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_folder, "STEP", 2)


def old_mailbox() -> OneAWeek:
    box = OneAWeek(batch=4)
    box.put(*LETTERS)
    box.put(letters(1, start=30)[0].content, folder="Sent")
    return box


def test_what_is_recent_in_every_folder_comes_before_anything_older(store: Store) -> None:
    box = old_mailbox()
    seen: list[tuple[int, bool]] = []

    def current() -> None:
        seen.append((len(held(store)), store.coverage().last_complete is not None))

    scan(box, store, read, clock=SetClock(NOON), current=current)
    assert seen[0] == (17, True)  # 13 weeks and the run that holds the first older one, and Sent
    assert [uid for folder, uid in box.fetched if folder == "INBOX"][:2] == [29, 30]
    assert len(held(store)) == 31


def test_until_the_rest_is_read_the_coverage_says_how_far_back_it_reaches(store: Store) -> None:
    scanned(old_mailbox(), store, recent_only=True)
    since = store.coverage().since
    assert since is not None
    assert timedelta(days=90) < NOON - since < timedelta(days=105)
    scanned(old_mailbox(), store)
    assert store.coverage().since is None
    assert store.coverage().folders[0].read == 30


def test_new_mail_is_read_before_the_back_fill_goes_on(store: Store) -> None:
    box = old_mailbox()
    scanned(box, store, recent_only=True)
    box.put(letters(1, start=31)[0].content)
    box.fetched.clear()
    scanned(box, store)
    assert box.fetched[0] == ("INBOX", 31)
    assert len(held(store)) == 32


def test_the_back_fill_stops_now_and_then_to_look_for_new_mail(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)  # several are under way when it is time
    box, clock, looks = old_mailbox(), SetClock(NOON), list[int]()

    def progress(folder: str, done: int, total: int) -> None:
        clock.forward(minutes=1)

    scan(box, store, read, clock=clock, progress=progress, current=lambda: looks.append(len(held(store))))
    assert len(looks) > 2
    assert looks == sorted(looks)
    assert looks[-1] == 31


def test_killed_at_every_step_nothing_is_lost_or_doubled(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, save = old_mailbox(), store.save

    def dying(batch: Batch) -> int:
        new = save(batch)
        if batch.sightings:
            raise KeyboardInterrupt
        return new

    kills = 0
    monkeypatch.setattr(store, "save", dying)
    while True:
        try:
            report = scanned(box, store)
        except KeyboardInterrupt:
            kills += 1
        else:
            break
    assert kills == 16
    assert report.finished
    assert sorted(held(store)) == sorted(f"Letter number {i}." for i in range(31))
    assert store.coverage().folders[0].read == 30


def test_killed_within_the_last_90_days_they_are_finished_before_anything_counts(store: Store) -> None:
    box, stop = old_mailbox(), Event()
    first = scanned(box, store, progress=lambda *_: stop.set(), stop=stop)
    assert (first.new, store.coverage().last_complete) == (2, None)
    scanned(box, store, recent_only=True)
    assert store.coverage().last_complete == NOON
    assert len(held(store)) == 17


def test_mail_without_a_day_of_arrival_is_read_to_the_bottom(store: Store) -> None:
    box = MemoryMailbox(batch=4)
    box.put(*LETTERS)
    scanned(box, store, recent_only=True)
    assert len(held(store)) == 30
    assert store.coverage().since is None


def test_a_changed_uidvalidity_during_the_back_fill_begins_anew_and_doubles_nothing(store: Store) -> None:
    box = old_mailbox()
    scanned(box, store, recent_only=True)
    box.uidvalidity = 8
    assert scanned(box, store).finished
    assert len(held(store)) == 31


def test_of_a_mailbox_that_was_read_only_what_came_since_is_fetched(store: Store) -> None:
    box = old_mailbox()
    scanned(box, store)
    box.fetched.clear()
    box.put(letters(1, start=31)[0].content)
    scanned(box, store)
    assert box.fetched == [("INBOX", 31)]


def test_told_to_stop_while_new_mail_is_read_it_stops_there(store: Store) -> None:
    box, stop = old_mailbox(), Event()
    scanned(box, store)
    box.put(*(letter.content for letter in letters(6, start=31)))
    report = scanned(box, store, progress=lambda *_: stop.set(), stop=stop)
    assert (report.new, report.finished) == (2, False)
    assert scanned(box, store).new == 4


def test_a_folder_that_vanishes_during_the_back_fill_is_told(store: Store) -> None:
    box = old_mailbox()

    def vanish() -> None:
        box.gone = frozenset({"INBOX"})

    report = scanned(box, store, current=vanish)
    assert report.problems == ("folder INBOX cannot be opened",)
    box.gone = frozenset()
    assert scanned(box, store).finished
    assert len(held(store)) == 31
