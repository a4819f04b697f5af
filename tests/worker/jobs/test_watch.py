"""An account that is kept connected: what each run reads, writes and leaves alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

import pytest

from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.worker.jobs.scans import NOON, held, letters, read
from worker.jobs.watch import Watch
from worker.ports import FolderState, Store, Unreachable


@dataclass
class Live(MemoryMailbox):
    """A mailbox that tells of new mail; what a test puts into `during` happens while somebody waits."""

    during: list[bytes] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    waits: int = 0
    left: int = 0
    rung: int = 0

    def __exit__(self, *exc: object) -> None:
        self.left += 1
        super().__exit__(*exc)

    def open(self, folder: str) -> FolderState:
        self.opened.append(folder)
        return super().open(folder)

    def states(self, folders: Sequence[str]) -> Mapping[str, FolderState]:
        if self.down:
            raise self.down
        sizes = {name: len(self.contents[name]) for name in folders}
        return {name: FolderState(self.uidvalidity, size + 1, size) for name, size in sizes.items()}

    def wait(self, seconds: float) -> bool:
        self.waits += 1
        self.put(*self.during)
        self.during.clear()
        return True

    def interrupt(self) -> None:
        self.rung += 1


@dataclass
class Rig:
    mailbox: Live
    store: Store
    watch: Watch
    clock: SetClock
    stores: list[Store]
    current: list[bool]

    def run(self, **options: bool) -> int:
        return self.watch.run(Event(), **options).new


class Kept:
    """A store that stays open when a run closes it, and counts how often it was asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Left to the fixture."""


@pytest.fixture
def rig(store: Store) -> Rig:
    mailbox, clock = Live(), SetClock(NOON)
    mailbox.put(*(letter.content for letter in letters(3)))
    stores: list[Store] = []
    current: list[bool] = []

    def opened() -> Store:
        stores.append(store)
        return Kept(store)  # type: ignore[return-value] # has every method of the store it keeps

    watch = Watch(
        mailbox=lambda: mailbox,
        store=opened,
        read=read,
        clock=clock,
        every=timedelta(minutes=15),
        current=lambda: current.append(True),
    )
    return Rig(mailbox, store, watch, clock, stores, current)


def test_the_first_run_connects_and_reads_all_without_waiting(rig: Rig) -> None:
    assert rig.run() == 3
    assert (rig.mailbox.entered, rig.mailbox.waits, rig.mailbox.left) == (1, 0, 0)
    assert rig.current


def test_with_nothing_new_no_folder_is_opened_and_the_store_is_not_touched(rig: Rig) -> None:
    rig.run()
    rig.mailbox.opened.clear()
    rig.stores.clear()
    assert rig.run() == 0
    assert (rig.mailbox.waits, rig.mailbox.opened, rig.stores) == (1, [], [])


def test_a_new_message_is_read_in_the_run_that_hears_of_it(rig: Rig) -> None:
    rig.run()
    rig.mailbox.opened.clear()
    rig.mailbox.during.append(letters(1, start=3)[0].content)
    assert rig.run() == 1
    assert set(rig.mailbox.opened) == {"INBOX"}
    assert rig.mailbox.entered == 1
    assert "Letter number 3." in held(rig.store)


def test_mail_that_comes_while_others_are_read_is_not_waited_for(rig: Rig) -> None:
    class Busy(Live):
        def open(self, folder: str) -> FolderState:
            if self.opened and not self.waits and len(self.contents["INBOX"]) == 3:
                self.put(letters(1, start=3)[0].content)
            return super().open(folder)

    rig.mailbox.__class__ = Busy
    rig.run()
    rig.run()
    assert rig.mailbox.waits == 0
    assert len(held(rig.store)) == 4


def test_after_a_message_was_read_what_came_meanwhile_is_not_waited_for_either(rig: Rig) -> None:
    rig.run()
    rig.mailbox.during.append(letters(1, start=3)[0].content)
    assert rig.run() == 1
    rig.mailbox.put(letters(1, start=4)[0].content)
    assert [rig.run(), rig.run()] == [1, 0]
    assert rig.mailbox.waits == 1
    assert rig.mailbox.opened[-1] == "INBOX"
    assert rig.run() == 0
    assert rig.mailbox.waits == 2


def test_every_quarter_of_an_hour_all_folders_are_looked_through_whatever_the_server_tells(rig: Rig) -> None:
    rig.run()
    rig.mailbox.opened.clear()
    rig.clock.forward(minutes=16)
    assert rig.run() == 0
    assert {"INBOX", "Sent"} <= set(rig.mailbox.opened)
    assert rig.store.coverage().last_complete == rig.clock.now()


def test_after_an_error_the_connection_is_left_and_the_next_run_connects_anew(rig: Rig) -> None:
    rig.run()
    rig.mailbox.down = Unreachable("mail.example does not answer")
    with pytest.raises(Unreachable):
        rig.run()
    assert rig.mailbox.left == 1
    with pytest.raises(Unreachable):
        rig.run()
    assert "mail.example does not answer" in rig.store.coverage().problems[0]
    rig.mailbox.down = None
    rig.mailbox.put(letters(1, start=3)[0].content)
    assert rig.run() == 1
    assert not rig.store.coverage().problems


def test_after_a_sleep_the_old_connection_is_not_trusted(rig: Rig) -> None:
    rig.run()
    rig.run(reconnect=True)
    assert (rig.mailbox.entered, rig.mailbox.left) == (2, 1)


def test_told_to_stop_it_says_good_bye_and_reads_no_more(rig: Rig) -> None:
    rig.watch.interrupt()
    rig.run()
    stop = Event()
    stop.set()
    rig.watch.interrupt()
    assert not rig.watch.run(stop).finished
    assert (rig.mailbox.left, rig.mailbox.rung) == (1, 1)


def test_a_folder_that_vanished_meanwhile_does_not_end_the_watch(rig: Rig) -> None:
    rig.run()
    rig.mailbox.gone = frozenset({"INBOX"})
    rig.mailbox.during.append(letters(1, start=3)[0].content)
    assert rig.run() == 0
    rig.mailbox.gone = frozenset()
    rig.clock.forward(minutes=16)
    assert rig.run() == 1


@pytest.mark.parametrize("told", ["left out", "another"])
def test_a_server_that_tells_otherwise_of_the_folder_that_is_open_is_waited_for_all_the_same(
    rig: Rig, told: str
) -> None:
    class Contrary(Live):
        def states(self, folders: Sequence[str]) -> Mapping[str, FolderState]:
            said = {name: state for name, state in super().states(folders).items() if name != "INBOX"}
            return said if told == "left out" else said | {"INBOX": FolderState(self.uidvalidity, 1, 0)}

    rig.mailbox.__class__ = Contrary
    for _ in range(6):
        rig.run()
    assert rig.mailbox.waits == 4
