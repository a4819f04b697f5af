"""Threads: messages tied by what their headers name, by what they quote, and by a guarded subject.

Message-ID, In-Reply-To and References tie (RFC 5322 section 3.6.4), also over ids nobody holds, and so
does a provider's own thread: Gmail's id, or the conversation of Outlook's Thread-Index. We follow the
idea of RFC 5256's REFERENCES, with limits, and not its subject step. What names no message we hold is
tied by the header it quotes (`by_quote`), else by its subject (`by_subject`). The same mail gives the
same threads in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from rules.model import Header, Reading, Thread
from rules.subjects import normal_subject
from rules.threads.by_quote import by_quote, claims_of
from rules.threads.by_subject import by_subject
from rules.who.groups import Groups

__all__ = ["threads"]

_REFERENCES = 50  # the first and the newest of a longer chain


def threads(readings: Iterable[Reading]) -> tuple[Thread, ...]:
    """The threads of some mail, in order of their first messages."""
    known = {reading.header.message_id: reading for reading in readings}
    mail = sorted(known.values(), key=_place)
    groups = Groups()
    for reading in mail:
        groups.join(_tied(reading.header))
    orphans = list(_orphans(mail, known))
    subject_of = cache(normal_subject)  # of all mail, and no longer than this takes
    quoted = by_quote(mail, claims_of(orphans), subject_of)
    for message_id, ties in quoted.items():
        groups.join((message_id, *ties))
    left = [orphan for orphan in orphans if known.keys().isdisjoint(quoted.get(orphan.header.message_id, ()))]
    for pair in by_subject(mail, left, subject_of).items():
        groups.join(pair)
    return _gathered(mail, groups)


def _place(reading: Reading) -> tuple[float, str]:
    return reading.header.date.timestamp(), reading.header.message_id


def _orphans(mail: Iterable[Reading], known: Mapping[str, Reading]) -> Iterator[Reading]:
    """What names no message we hold, and may still answer one.

    On a list whose mail does carry references it starts a thread: subjects recur there, and strangers
    share them.
    """
    named = [(reading, _named(reading.header)) for reading in mail]
    referring = {reading.header.list_id for reading, ids in named if ids} - {""}
    for reading, ids in named:
        if reading.header.list_id not in referring and known.keys().isdisjoint(ids):
            yield reading


def _named(header: Header) -> tuple[str, ...]:
    """The ids a message names, the first and the newest of a long chain (RFC 5322 grows them at the end)."""
    references = header.references
    if len(references) > _REFERENCES:
        references = references[:1] + references[1 - _REFERENCES :]
    return header.in_reply_to[:_REFERENCES] + references


def _tied(header: Header) -> tuple[str, ...]:
    provider = (f"thread {header.thread_key}",) if header.thread_key else ()  # no Message-ID has a blank
    return header.message_id, *_named(header), *provider


def _gathered(mail: Iterable[Reading], groups: Groups) -> tuple[Thread, ...]:
    tied: dict[str, list[str]] = defaultdict(list)
    for reading in mail:
        tied[groups.find(reading.header.message_id)].append(reading.header.message_id)
    return tuple(Thread(id=ids[0], message_ids=tuple(ids)) for ids in tied.values())
