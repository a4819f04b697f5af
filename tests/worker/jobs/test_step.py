"""Steps on their way from headers to a batch: what is under way while the reader is at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.doubles.mailbox import MemoryMailbox
from tests.worker.jobs.scans import letters, mailbox, read, scanned
from worker.jobs import one_folder
from worker.jobs.texts import Outcome, Text, here
from worker.ports import MessageUnreadable, RawHeader, RawMail, Store, Throttled, Unreachable


def test_the_reader_has_two_more_steps_while_one_is_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)
    begun, waiting = 0, list[int]()

    def reader(texts: Sequence[Text]) -> Callable[[], Sequence[Outcome]]:
        nonlocal begun
        begun += bool(texts)
        outcomes = here(read)(texts)

        def wait() -> Sequence[Outcome]:
            if texts:
                waiting.append(begun - len(waiting) - 1)
            return outcomes()

        return wait

    assert scanned(mailbox(*letters(8)), store, reader=reader).new == 8
    assert waiting == [1, 2, 2, 2, 2, 2, 1, 0]


def test_a_scan_that_is_stopped_keeps_what_is_whole_and_goes_on_with_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)
    box = mailbox(*letters(8))
    kept: list[int] = []

    class Stop(Exception):
        pass

    def stopped(_folder: str, done: int, _of: int) -> None:
        kept.append(done)
        if len(kept) == 3:
            raise Stop

    with pytest.raises(Stop):
        scanned(box, store, progress=stopped)
    assert len(tuple(store.readings())) == 3
    assert scanned(box, store).new == 5
    assert len(tuple(store.readings())) == 8


@dataclass
class Overrun(MemoryMailbox):
    """One that asks to be left alone after some texts, and says nothing more."""

    texts: int = 5
    is_shut: bool = False

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool = False
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        for one in super().mails(headers, deep=deep):
            if self.is_shut:
                raise Unreachable("the line is dead")
            if len(self.fetched) > self.texts:
                self.is_shut = True
                raise Throttled("come back later", seconds=60)
            yield one


def test_what_was_read_before_a_line_is_lost_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)
    box = Overrun()
    box.put(*(one.content for one in letters(8)))
    with pytest.raises(Throttled):
        scanned(box, store)
    assert len(tuple(store.readings())) == box.texts

    box.texts, box.is_shut = 100, False
    assert scanned(box, store).new == 3


def test_what_a_server_asked_for_is_not_forgotten_over_what_is_still_to_be_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 1)
    mails = [one.content for one in letters(8)]
    box = Overrun(text=mails[0].index(b"Letter number"))  # too little of each: more of it is asked for
    box.put(*mails)
    with pytest.raises(Throttled):
        scanned(box, store)
