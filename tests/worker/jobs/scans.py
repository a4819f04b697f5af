"""A mailbox in memory and a scan of it, as the tests of scanning tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.model import Act, Message, Reading, Signal
from tests.builders import Mail, mail
from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from worker.jobs.report import ScanReport
from worker.jobs.scan import scan
from worker.ports import RawHeader, Store

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


class OneAWeek(MemoryMailbox):
    """A message a week, the newest came today."""

    def headers(
        self, after: int, *, upto: int | None = None, newest_first: bool = False
    ) -> Iterator[Sequence[RawHeader]]:
        newest = len(self.contents[self._open])
        for batch in super().headers(after, upto=upto, newest_first=newest_first):
            yield [replace(one, arrived=NOON - timedelta(weeks=newest - one.uid)) for one in batch]


def read(message: Message) -> Reading:
    """A reading that remembers how the text began: enough to see that the text was read."""
    first = message.body.text.strip().splitlines()[0] if message.body.text.strip() else ""
    return Reading(message.header, (Signal(Act.INTRODUCES, 0.9, first, "test", "en"),))


def letters(n: int, *, start: int = 0) -> list[Mail]:
    return [
        mail("Ida Broms <ida@broms.example>", f"Letter number {i}.", on="Mon 2026-11-02 09:00")
        for i in range(start, start + n)
    ]


def mailbox(*mails: Mail, **options: Any) -> MemoryMailbox:
    box = MemoryMailbox(**options)
    box.put(*(one.content for one in mails))
    return box


def scanned(box: MemoryMailbox, store: Store, **options: Any) -> ScanReport:
    return scan(box, store, options.pop("read", read), clock=SetClock(NOON), **options)


def held(store: Store) -> list[str]:
    return [reading.signals[0].sentence for reading in store.readings()]
