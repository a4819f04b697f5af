"""One folder open over IMAP: its headers and texts, in portions a server can bear, several under way."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from worker.ahead import ahead
from worker.mailbox.imap_connection import Connection, Refused
from worker.mailbox.imap_errors import Server
from worker.mailbox.imap_fetch import (
    GLANCE,
    Answer,
    Asking,
    Incomplete,
    header_items,
    read_header,
    several,
)
from worker.mailbox.imap_pipeline import Request
from worker.mailbox.limits import BATCH, Limits, portions
from worker.mailbox.uid_sets import UidSet
from worker.ports import FolderState, FolderUnreadable, MessageUnreadable, RawHeader, RawMail

SEARCHED = 50_000  # UIDs an answer to SEARCH may hold: imapclient refuses lines over 1 MB
SOUGHT = 10_000  # held UIDs a SEARCH for what is left of them spans: about a fifth of what an answer may hold
IN_FLIGHT = 2  # batches of headers asked for beyond the one that is read
FEW = 100  # headers asked for first: their texts are under way while the next headers come
TEXTS = 4 * 1024 * 1024  # bytes of text asked for at once
SICK = 20  # messages at once of which none is served: then it is the server that is broken, not they

T = TypeVar("T")


def unreadable(server: Server, folder: str, advice: str) -> FolderUnreadable:
    """The port's error for one folder; the others go on."""
    return FolderUnreadable(f"{server}: the folder cannot be read: {folder}", advice=advice)


class OpenFolder:
    """A folder after EXAMINE, until the next. `state` is as it stood then: later mail is the next scan's."""

    def __init__(self, connection: Connection, *, name: str, state: FolderState, limits: Limits) -> None:
        self._connection, self._limits = connection, limits
        self.name, self.state = name, state

    # ── Headers ─────────────────────────────────────────────────────────────────────────────

    def headers(self, after: int, upto: int | None, *, newest_first: bool) -> Iterator[list[RawHeader]]:
        """Batches of rising UIDs, the batches themselves rising or falling, up to UIDNEXT."""
        items = header_items(self._limits, self._connection.capabilities)
        batches = self._batches(after, upto, newest_first=newest_first)
        asked = ((uids, self._connection.ask(uids, items)) for uids in batches)
        for uids, request in ahead(asked, IN_FLIGHT, slowly=True):
            yield self._headers(uids, request, items)

    def _batches(self, after: int, upto: int | None, *, newest_first: bool) -> Iterator[list[int]]:
        """The UIDs there are, by ranges that no SEARCH can answer with more than SEARCHED of them."""
        last = self.state.uidnext - 1 if upto is None else min(upto, self.state.uidnext - 1)
        width = SEARCHED if self.state.messages > SEARCHED else max(last, 1)
        ranges = range(after + 1, last + 1, width)
        for first in reversed(ranges) if newest_first else ranges:
            uids = self._asked(partial(self._connection.uids, first, min(first + width - 1, last)))
            few, rest = (uids[-FEW:], uids[:-FEW]) if newest_first else (uids[:FEW], uids[FEW:])
            for some in (few, rest):
                yield from portions(some, BATCH, from_the_end=newest_first)

    def _headers(self, uids: Sequence[int], request: Request, items: Sequence[str]) -> list[RawHeader]:
        found, lost = self._served(uids, items, partial(read_header, limits=self._limits), request)
        for uid in lost:
            found[uid] = RawHeader(uid, b"", 0, problem="the server does not serve this message")
        return [found[uid] for uid in sorted(found)]

    def glance(self, after: int, upto: int | None) -> list[RawHeader]:
        """The few fields that tell which mail it is; a message that is not served is passed over."""
        ask = partial(self._connection.fetch_range, after + 1, upto, GLANCE)
        answers = self._asked(ask) if upto is None or upto > after else {}
        return [header for _, header in _read_each(answers, partial(read_header, limits=self._limits))]

    def expunged(self, uids: Sequence[int], *, missing: int, since: int) -> list[int]:
        """Those that are there no more. What the server tells as vanished is believed where it accounts
        for all that is missing; else it is asked which are there."""
        told = self._vanished(since)
        if len(told) >= missing:
            return [uid for uid in uids if uid in told]
        return [uid for some in portions(uids, SOUGHT) for uid in self._absent(some)]

    def _vanished(self, since: int) -> UidSet:
        try:
            return self._connection.vanished(self.state.uidnext - 1, since) if since else UidSet(())
        except Refused:  # it offers more than it keeps
            return UidSet(())

    def _absent(self, uids: Sequence[int]) -> list[int]:
        first, last = uids[0], uids[-1]
        try:
            there: Container[int] = self._connection.present(first, last)
        except Refused:  # it offers more than it keeps
            there = frozenset(self._asked(partial(self._connection.uids, first, last)))
        return [uid for uid in uids if uid not in there]

    # ── Texts ───────────────────────────────────────────────────────────────────────────────

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """The texts, the first of them asked for at once; what was removed meanwhile is passed over."""
        asked = (
            (
                portion,
                asking,
                self._connection.ask([header.uid for header in portion], asking.items(self._limits)),
            )
            for asking, some in self._askings(headers, deep=deep)
            for portion in portions(some, max(1, min(BATCH, TEXTS // asking.length)))
        )
        return self._mails(ahead(asked, 2))

    def _askings(
        self, headers: Sequence[RawHeader], *, deep: bool
    ) -> tuple[tuple[Asking, list[RawHeader]], tuple[Asking, list[RawHeader]]]:
        """Which messages are asked for how: deep by their size, else by whether they have parts."""
        limits = self._limits
        first, second = Asking(limits.text, part=False), Asking(limits.text, part=True)
        if deep:
            first = Asking(limits.whole, part=False, deep=True)
            second = Asking(limits.beginning, part=False, deep=True)
        others = {
            header.uid for header in headers if (header.size > limits.whole if deep else several(header))
        }
        return (
            (first, [header for header in headers if header.uid not in others]),
            (second, [header for header in headers if header.uid in others]),
        )

    def _mails(
        self, asked: Iterator[tuple[list[RawHeader], Asking, Request]]
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        for headers, asking, request in asked:
            named = {header.uid: header for header in headers}
            read = partial(_mail, named, asking)
            found, lost = self._served(list(named), asking.items(self._limits), read, request)
            for uid in named:
                if uid in found:
                    yield found.pop(uid)
                elif uid in lost:
                    yield uid, self._unserved(uid)

    # ── What goes wrong ─────────────────────────────────────────────────────────────────────

    def _served(
        self,
        uids: Sequence[int],
        items: Sequence[str],
        read: Callable[[int, Answer], T],
        request: Request,
    ) -> tuple[dict[int, T], frozenset[int]]:
        """What could be read, by UID, and which messages are there and are not served.

        An answer that is garbled may take others with it: what is missing is asked for again, one by one.
        """
        found = dict(self._each(uids, items, read, request))
        lost = self._lost(uids, found)
        for uid in sorted(lost) if len(uids) > 1 else ():
            found.update(self._each([uid], items, read))
        return found, lost - found.keys()

    def _each(
        self,
        uids: Sequence[int],
        items: Sequence[str],
        read: Callable[[int, Answer], T],
        request: Request | None = None,
    ) -> Iterator[tuple[int, T]]:
        """What could be read, by UID. Where the server refuses a batch it is halved, down to the one
        message it cannot serve (RELIABILITY.md, "The mailbox")."""
        try:
            answers = self._connection.answers(request or self._connection.ask(uids, items))
        except Refused:
            half = len(uids) // 2
            if half:
                yield from self._each(uids[:half], items, read)
                yield from self._each(uids[half:], items, read)
            return
        yield from _read_each(answers, read)

    def _lost(self, uids: Sequence[int], found: Mapping[int, object]) -> frozenset[int]:
        """Messages that are there and were not served: what is missing and was not just removed."""
        missing = [uid for uid in uids if uid not in found]
        lost = self._asked(partial(self._connection.still_there, missing)) if missing else frozenset()
        if len(lost) == len(uids) >= SICK:
            raise unreadable(self._connection.server, self.name, "None of its messages is served.")
        return lost

    def _asked(self, ask: Callable[[], T]) -> T:
        """An answer that a sound server does not refuse."""
        try:
            return ask()
        except Refused as error:
            raise unreadable(self._connection.server, self.name, "It is tried again.") from error

    def _unserved(self, uid: int) -> MessageUnreadable:
        what = f"{self._connection.server}: message {uid} of folder {self.name} is not served"
        return MessageUnreadable(what, advice="The others go on; introloop status lists it.")


def _mail(named: Mapping[int, RawHeader], asking: Asking, uid: int, answer: Answer) -> RawMail:
    return asking.read(named[uid], answer)


def _read_each(answers: Mapping[int, Answer], read: Callable[[int, Answer], T]) -> Iterator[tuple[int, T]]:
    for uid, answer in answers.items():
        try:
            yield uid, read(uid, answer)
        except Incomplete:
            continue
