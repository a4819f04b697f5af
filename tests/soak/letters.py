"""Mail that keeps coming, into INBOX and into Sent, and what of it must be in the store at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tests.builders import Mail, mail
from tests.servers.delivery import deliver
from tests.whole_way import INES, OWNER, TOMAS

BULK = {"List-Id": "<offers.shop.example>", "List-Unsubscribe": "<mailto:off@shop.example>"}


@dataclass(slots=True)
class Letters:
    """Whoever writes to the owner, and the owner, who writes back: a mail every so many seconds."""

    maildir: Path
    every: float
    personal: dict[str, float] = field(default_factory=dict)  # Message-ID -> when it was delivered
    bulk: set[str] = field(default_factory=set)
    _number: Iterator[int] = field(default_factory=count)
    _introduction: Mail | None = None
    _enough: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """From now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No more mail."""
        self._enough.set()
        if self._thread:
            self._thread.join(10)

    def one(self) -> None:
        """The next mail: an introduction, the owner's answer, small talk both ways, a newsletter."""
        number, now = next(self._number), datetime.now(UTC)
        write, folder = _KINDS[number % len(_KINDS)]
        written = write(number, now, self._introduction)
        if write is _introduces:
            self._introduction = written
        deliver(self.maildir / folder, written.content, arrived=now)
        if write is _advertises:
            self.bulk.add(written.message_id)
        else:
            self.personal[written.message_id] = time.monotonic()

    def _go_on(self) -> None:
        while not self._enough.wait(self.every):
            self.one()


Writing = Callable[[int, datetime, Mail | None], Mail]


def _introduces(number: int, now: datetime, _: Mail | None) -> Mail:
    says = f"Mara, please meet Tomas, who runs line {number}. Tomas, Mara plans trams. Over to you!"
    return mail(INES, says, on=now, to=[OWNER, TOMAS], subject=f"Mara, meet Tomas ({number})")


def _answers(number: int, now: datetime, introduction: Mail | None) -> Mail:
    says = f"Thank you, Ines, moving you to bcc. Tomas, would the {number % 28 + 1}th at 14:00 suit you?"
    return mail(OWNER, says, on=now, to=[TOMAS], bcc=[INES], answers=introduction)


def _talks(number: int, now: datetime, _: Mail | None) -> Mail:
    friend = f"Friend {number % 17} <friend{number % 17}@meadow.example>"
    return mail(friend, f"The boats were out again, {number} of them.", on=now, subject=f"Boats {number}")


def _writes(number: int, now: datetime, _: Mail | None) -> Mail:
    friend = f"Friend {number % 17} <friend{number % 17}@meadow.example>"
    return mail(OWNER, f"Keep me a seat, number {number}.", on=now, to=[friend], subject=f"A seat {number}")


def _advertises(number: int, now: datetime, _: Mail | None) -> Mail:
    says = f"{number} offers until Sunday."
    return mail("The Shop <offers@shop.example>", says, on=now, subject=f"Offers {number}", headers=BULK)


_INBOX, _SENT = "", ".Sent"  # as a Maildir++ has them
_KINDS: tuple[tuple[Writing, str], ...] = (
    *((_introduces, _INBOX), (_answers, _SENT), (_talks, _INBOX), (_writes, _SENT)),
    *((_advertises, _INBOX), (_talks, _INBOX), (_talks, _INBOX)),
)
