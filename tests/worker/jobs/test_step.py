"""Steps on their way from headers to a batch: what is under way while the reader is at work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.worker.jobs.scans import letters, mailbox, read, scanned
from worker.jobs import one_folder
from worker.jobs.texts import Outcome, Text, here
from worker.ports import Store


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
