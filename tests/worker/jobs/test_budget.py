"""How much of a server's day is taken: older mail waits for tomorrow, new mail does not."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from tests.doubles.clock import SetClock
from tests.worker.jobs.scans import NOON, OneAWeek, letters, read
from tests.worker.jobs.test_newest_first import old_mailbox
from worker.jobs import one_folder
from worker.jobs.budget import spent
from worker.jobs.health import resting
from worker.jobs.scan import scan
from worker.ports import Store, Traffic

HEADER = 1_000_000  # bytes: each letter costs a megabyte
TODAY = NOON.astimezone(UTC).date()
STOCKHOLM = timezone(timedelta(hours=1))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)


def costly(*, allowance: int) -> OneAWeek:
    """Thirty letters, a week apart, and so many of them may be read on a day."""
    box = old_mailbox()
    box.costs, box.allowance = HEADER, allowance * HEADER
    return box


def look(box: OneAWeek, store: Store, *, days: float = 0) -> int:
    """How many messages are held after a look, so many days after the first."""
    scan(box, store, read, clock=SetClock(NOON + timedelta(days=days)))
    return len(list(store.readings()))


def test_older_mail_waits_for_the_next_day_when_the_bytes_of_one_are_used_up(store: Store) -> None:
    box = costly(allowance=20)
    first = look(box, store)
    assert 15 < first < 31
    assert look(box, store, days=0.4) == first
    assert look(box, store, days=1) == 31
    assert store.coverage().since is None


def test_what_is_recent_is_read_whatever_it_costs(store: Store) -> None:
    assert look(costly(allowance=1), store) == 15


def test_new_mail_is_read_on_a_day_whose_bytes_are_used_up(store: Store) -> None:
    box = costly(allowance=1)
    look(box, store)
    box.put(letters(1, start=31)[0].content)
    assert look(box, store) == 16


def test_without_an_allowance_all_is_read_at_once(store: Store) -> None:
    assert look(costly(allowance=0), store) == 31


def test_the_bytes_of_a_day_are_kept_with_what_they_brought(store: Store) -> None:
    look(costly(allowance=1), store)
    first = store.traffic("home")
    assert first is not None
    assert (first.day, first.octets >= 15 * HEADER) == (TODAY, True)
    look(costly(allowance=1), store)  # another process: it goes on from there
    again = store.traffic("home")
    assert again == first  # with nothing new, nothing is written
    look(costly(allowance=1), store, days=1)
    assert store.traffic("home") != Traffic(TODAY, first.octets)


def test_what_is_left_of_a_folder_is_counted_until_all_is_read(store: Store) -> None:
    box = costly(allowance=20)
    first = look(box, store)
    (folder,) = (one for one in store.coverage().folders if one.folder == "INBOX")
    assert folder.left == 31 - first > 0
    look(box, store, days=1)
    assert all(one.left == 0 for one in store.coverage().folders)


def test_status_says_until_when_older_mail_waits(store: Store) -> None:
    box = costly(allowance=20)
    look(box, store)
    now = NOON.astimezone(STOCKHOLM)
    (said,) = resting(spent(store, lambda _: box.allowance), now=now)
    assert said.startswith("account home: 20 MB were read today, all it may (megabytes_a_day);")
    assert said.endswith("; older mail goes on at 2026-11-17 01:00 UTC+01:00")
    assert resting(spent(store, lambda _: box.allowance), now=now + timedelta(days=1)) == ()
    assert resting(spent(store, lambda _: 10 * box.allowance), now=now) == ()
    assert resting(spent(store, lambda _: 0), now=now) == ()
    look(box, store, days=1)
    assert resting(spent(store, lambda _: 1), now=now + timedelta(days=1)) == ()
