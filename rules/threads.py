"""Threads: messages tied by what their headers name, and by a guarded subject where they name nothing.

Message-ID, In-Reply-To and References tie (RFC 5322 section 3.6.4), also over ids nobody holds, and so
does a provider's own thread id. We follow the idea of RFC 5256's REFERENCES, with limits, and not its
subject step: a subject ties only a reply without a known reference to earlier mail of the same people,
within 30 days. The same mail gives the same threads in any order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import timedelta

from rules.groups import Groups
from rules.model import Header, Thread
from rules.subjects import is_telling, normal_subject

_REFERENCES = 50  # the first and the newest of a longer chain
_WINDOW = timedelta(days=30)
_LOOK_BACK = 50  # messages of one subject a reply is compared with


def threads(headers: Iterable[Header]) -> tuple[Thread, ...]:
    """The threads of some mail, in order of their first messages."""
    known = {header.message_id: header for header in headers}
    mail = sorted(known.values(), key=lambda header: (header.date, header.message_id))
    groups = Groups()
    for header in mail:
        groups.join(_tied(header))
    _tie_by_subject(mail, known, groups)
    tied: dict[str, list[str]] = defaultdict(list)
    for header in mail:
        tied[groups.find(header.message_id)].append(header.message_id)
    return tuple(Thread(id=ids[0], message_ids=tuple(ids)) for ids in tied.values())


def _named(header: Header) -> tuple[str, ...]:
    """The ids a message names, the first and the newest of a long chain (RFC 5322 grows them at the end)."""
    references = header.references
    if len(references) > _REFERENCES:
        references = references[:1] + references[1 - _REFERENCES :]
    return header.in_reply_to[:_REFERENCES] + references


def _tied(header: Header) -> list[str]:
    provider = [f"thread {header.thread_key}"] if header.thread_key else []  # no Message-ID has a blank
    return [header.message_id, *_named(header), *provider]


# ── The guarded subject ─────────────────────────────────────────────────────────────────────


def _tie_by_subject(mail: Iterable[Header], known: Mapping[str, Header], groups: Groups) -> None:
    """Ties each reply that names no message we hold to the newest earlier mail it can belong to."""
    earlier: dict[str, deque[tuple[Header, frozenset[str]]]] = defaultdict(lambda: deque(maxlen=_LOOK_BACK))
    for header in mail:
        subject = normal_subject(header.subject)
        if not is_telling(subject.text):
            continue
        recent, people = earlier[subject.text.casefold()], _people(header)
        orphan = not any(name in known for name in _named(header))
        if subject.is_reply and orphan:
            parent = next((h for h, them in reversed(recent) if _may_answer(header, people, h, them)), None)
            if parent is not None:
                groups.join((parent.message_id, header.message_id))
        recent.append((header, people))


def _may_answer(reply: Header, people: frozenset[str], parent: Header, them: frozenset[str]) -> bool:
    """In the window, and two people on both, or all of them (a note to oneself), or one list."""
    if reply.date - parent.date > _WINDOW:
        return False
    same_list = bool(reply.list_id) and reply.list_id == parent.list_id
    return same_list or people == them or len(people & them) > 1


def _people(header: Header) -> frozenset[str]:
    return frozenset(who.email for who in (header.sender, *header.to, *header.cc, *header.bcc))
