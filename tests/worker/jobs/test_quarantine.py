"""What cannot be read costs only itself: it is set aside with a reason, and tried again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rules.model import Message, Reading
from tests.builders import mail
from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.worker.jobs.scans import NOON, held, letters, mailbox, read, scanned
from worker.jobs.scan import scan
from worker.ports import RawHeader, Store


def test_a_message_that_breaks_the_reader_is_quarantined_and_the_others_are_read(store: Store) -> None:
    def touchy(message: Message) -> Reading:
        if "number 1" in message.body.text:
            raise RecursionError(message.body.text)
        return read(message)

    report = scanned(mailbox(*letters(3)), store, read=touchy)

    assert (report.new, report.quarantined, report.finished) == (2, 1, True)
    (one,) = store.quarantined()
    assert (one.uid, one.reason) == (2, "RecursionError while reading the signals")


def test_a_message_that_breaks_the_parser_is_quarantined_with_its_stage(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a secret of ida@broms.example")

    monkeypatch.setattr("worker.jobs.step.is_bulk", lambda header: None)  # then the header is read first
    monkeypatch.setattr("worker.jobs.step.read_header", broken)
    scanned(mailbox(*letters(1)), store)
    monkeypatch.undo()
    monkeypatch.setattr("worker.jobs.texts.read_beginning", broken)
    scanned(mailbox(*letters(2)), store)

    reasons = [one.reason for one in store.quarantined()]
    assert reasons == ["ValueError while reading the header", "ValueError while reading the text"]


def test_a_message_the_server_cannot_serve_costs_only_itself(store: Store) -> None:
    report = scanned(mailbox(*letters(3), unserved=frozenset({2})), store)

    assert (report.new, report.quarantined) == (2, 1)
    assert store.quarantined()[0].reason == "MessageUnreadable while reading the text"


def test_a_header_the_server_cannot_serve_is_quarantined_with_its_reason(store: Store) -> None:
    class Broken(MemoryMailbox):
        def headers(
            self, after: int, *, upto: int | None = None, newest_first: bool = False
        ) -> Iterator[Sequence[RawHeader]]:
            for batch in super().headers(after, upto=upto, newest_first=newest_first):
                yield [replace(raw, header=b"", problem="the server gave no header") for raw in batch]

    box = Broken()
    box.put(letters(1)[0].content)

    assert scanned(box, store).quarantined == 1
    assert store.quarantined()[0].reason == "the server gave no header"


def test_what_could_not_be_read_is_tried_again_once_a_day_until_it_can_be(store: Store) -> None:
    box, clock = mailbox(*letters(3), unserved=frozenset({2})), SetClock(NOON)
    scan(box, store, read, clock=clock)
    box.unserved, box.fetched = frozenset(), []

    clock.forward(hours=1)
    today = scan(box, store, read, clock=clock)
    clock.forward(days=1)
    tomorrow, later = scan(box, store, read, clock=clock), scan(box, store, read, clock=clock)

    assert [report.new for report in (today, tomorrow, later)] == [0, 1, 0]
    assert box.fetched == [("INBOX", 2)]
    assert store.quarantined() == ()
    assert store.coverage().folders[0].read == 3  # none of them counted twice
    assert sorted(held(store)) == [f"Letter number {i}." for i in range(3)]


def test_what_fails_again_stays_in_quarantine_and_is_not_reported_as_new(store: Store) -> None:
    box, clock = mailbox(*letters(3), unserved=frozenset({1, 2})), SetClock(NOON)
    scan(box, store, read, clock=clock)
    box.unserved = frozenset({2})
    clock.forward(days=1)

    report = scan(box, store, read, clock=clock)

    assert (report.new, report.quarantined) == (1, 0)
    assert [one.uid for one in store.quarantined()] == [2]


def test_what_the_owner_has_deleted_or_was_a_circular_leaves_quarantine(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deleted(MemoryMailbox):
        def headers(
            self, after: int, *, upto: int | None = None, newest_first: bool = False
        ) -> Iterator[Sequence[RawHeader]]:
            for batch in super().headers(after, upto=upto, newest_first=newest_first):
                yield [raw for raw in batch if raw.uid != gone]

    gone, box, clock = 0, Deleted(), SetClock(NOON)
    circular = mail("News <n@news.example>", on="2026-11-02", headers={"List-Id": "<n.news.example>"})
    box.put(*(one.content for one in (*letters(1), circular)))
    with monkeypatch.context() as broken:
        broken.setattr("worker.jobs.step.is_bulk", lambda header: None)  # then the header is read first
        broken.setattr("worker.jobs.step.read_header", None)  # whatever it is called with, it raises
        scan(box, store, read, clock=clock)
    before = [one.uid for one in store.quarantined()]
    gone = 1
    clock.forward(days=1)
    scan(box, store, read, clock=clock)

    assert before == [1, 2]
    assert (store.quarantined(), held(store)) == ((), [])


def test_where_all_that_could_not_be_read_was_deleted_nothing_is_left_to_try(store: Store) -> None:
    box, clock = mailbox(*letters(2), unserved=frozenset({2})), SetClock(NOON)
    scan(box, store, read, clock=clock)
    del box.contents["INBOX"][1]
    clock.forward(days=1)

    assert scan(box, store, read, clock=clock).new == 0
    assert store.quarantined() == ()
