"""One folder open over IMAP: its headers and texts, in portions a server can bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from worker.mailbox.imap_connection import Connection, Refused
from worker.mailbox.imap_errors import Server
from worker.mailbox.imap_fetch import (
    GLANCE,
    SIZE,
    Answer,
    Incomplete,
    header_items,
    mail_items,
    read_header,
    read_mail,
    read_size,
)
from worker.mailbox.limits import BATCH, Limits
from worker.ports import FolderState, FolderUnreadable, MessageUnreadable, RawHeader, RawMail

SEARCHED = 50_000  # UIDs an answer to SEARCH may hold: imapclient refuses lines over 1 MB
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
        self._name, self.state = name, state

    def headers(self, after: int, upto: int | None) -> Iterator[list[RawHeader]]:
        """By UID ranges that no SEARCH can answer with more than SEARCHED UIDs, up to UIDNEXT."""
        last = self.state.uidnext - 1 if upto is None else min(upto, self.state.uidnext - 1)
        width = SEARCHED if self.state.messages > SEARCHED else max(last, 1)
        for first in range(after + 1, last + 1, width):
            uids = self._asked(partial(self._connection.uids, first, min(first + width - 1, last)))
            for batch in _batches(uids, BATCH):
                yield self._headers(batch)

    def _headers(self, uids: Sequence[int]) -> list[RawHeader]:
        items = header_items(self._limits, self._connection.capabilities)
        found = dict(self._each(uids, items, partial(read_header, limits=self._limits)))
        for uid in self._lost(uids, found):
            found[uid] = RawHeader(uid, b"", 0, problem="the server does not serve this message")
        return [found[uid] for uid in sorted(found)]

    def glance(self, after: int, upto: int | None) -> list[RawHeader]:
        """The few fields that tell which mail it is; a message that is not served is passed over."""
        ask = partial(self._connection.fetch_range, after + 1, upto, GLANCE)
        answers = self._asked(ask) if upto is None or upto > after else {}
        return list(_read_each(answers, partial(read_header, limits=self._limits)))

    def mails(self, uids: Sequence[int]) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """Sizes first, then the texts; a message that was removed meanwhile is passed over."""
        for batch in _batches(uids, BATCH):
            sizes = dict(self._each(batch, SIZE, read_size))
            for portion in self._portions(batch, sizes):
                yield from self._mails(portion, sizes)
            for uid in sorted(self._lost(batch, sizes)):
                yield uid, self._unserved(uid)

    def _portions(self, uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
        """Runs of messages whose texts together stay under TEXTS."""
        portion: list[int] = []
        held = 0
        for uid in (u for u in uids if u in sizes):
            held += min(sizes[uid], self._limits.whole)
            if portion and held > TEXTS:
                yield portion
                portion, held = [], min(sizes[uid], self._limits.whole)
            portion.append(uid)
        if portion:
            yield portion

    def _mails(
        self, uids: Sequence[int], sizes: Mapping[int, int]
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        found: dict[int, RawMail] = {}
        for large in (False, True):
            chosen = [uid for uid in uids if (sizes[uid] > self._limits.whole) is large]
            read = partial(read_mail, limits=self._limits, large=large)
            found.update(self._each(chosen, mail_items(self._limits, large=large), read))
        lost = self._lost(uids, found)
        for uid in uids:
            if uid in found:
                yield found[uid]
            elif uid in lost:
                yield uid, self._unserved(uid)

    def _each(
        self, uids: Sequence[int], items: Sequence[str], read: Callable[[int, Answer], T]
    ) -> Iterator[tuple[int, T]]:
        """What could be read, by UID. Where the server refuses a batch it is halved, down to the one
        message it cannot serve (RELIABILITY.md, "The mailbox")."""
        try:
            answers = self._connection.fetch(uids, items) if uids else {}
        except Refused:
            half = len(uids) // 2
            if half:
                yield from self._each(uids[:half], items, read)
                yield from self._each(uids[half:], items, read)
            return
        yield from _read_each(answers, lambda uid, answer: (uid, read(uid, answer)))

    def _lost(self, uids: Sequence[int], found: Mapping[int, object]) -> frozenset[int]:
        """Messages that are there and were not served: what is missing and was not just removed."""
        missing = [uid for uid in uids if uid not in found]
        lost = self._asked(partial(self._connection.still_there, missing)) if missing else frozenset()
        if len(lost) == len(uids) >= SICK:
            raise unreadable(self._connection.server, self._name, "None of its messages is served.")
        return lost

    def _asked(self, ask: Callable[[], T]) -> T:
        """An answer that a sound server does not refuse."""
        try:
            return ask()
        except Refused as error:
            raise unreadable(self._connection.server, self._name, "It is tried again.") from error

    def _unserved(self, uid: int) -> MessageUnreadable:
        what = f"{self._connection.server}: message {uid} of folder {self._name} is not served"
        return MessageUnreadable(what, advice="The others go on; introloop status lists it.")


def _read_each(answers: Mapping[int, Answer], read: Callable[[int, Answer], T]) -> Iterator[T]:
    for uid, answer in answers.items():
        try:
            yield read(uid, answer)
        except Incomplete:
            continue


def _batches(uids: Sequence[int], size: int) -> Iterator[list[int]]:
    rest = iter(uids)
    while batch := list(islice(rest, size)):
        yield batch
