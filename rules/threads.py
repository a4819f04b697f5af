"""Threads: messages tied by what their headers name, and by a guarded subject where they name nothing.

Message-ID, In-Reply-To and References tie (RFC 5322 section 3.6.4), also over ids nobody holds, and so
does a provider's own thread id. We follow the idea of RFC 5256's REFERENCES, with limits, and not its
subject step: a subject ties only a reply or forward without a known reference, to earlier mail of the
same people, within 30 days; one that says nothing ("Re: hi") only a direct answer, within a day. The
same mail gives the same threads in any order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rules.model import Header, Thread
from rules.subjects import Subject, is_telling, normal_subject
from rules.who.groups import Groups

_REFERENCES = 50  # the first and the newest of a longer chain
_WINDOW = timedelta(days=30)
_SHORT_WINDOW = timedelta(days=1)  # where the subject says nothing
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


@dataclass(frozen=True, slots=True)
class _Mail:
    """A message as the subject step sees it."""

    header: Header
    subject: Subject
    to: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        return self.to | {self.header.sender.email}


def _tie_by_subject(mail: Sequence[Header], known: Mapping[str, Header], groups: Groups) -> None:
    """Ties each reply that names no message we hold to the newest earlier mail it can belong to.

    On a list whose mail does carry references an orphan starts a thread: subjects recur there, and
    strangers share them.
    """
    earlier: dict[str, deque[_Mail]] = defaultdict(lambda: deque(maxlen=_LOOK_BACK))
    referring = {header.list_id for header in mail if header.list_id and _named(header)}
    for header in mail:
        new = _Mail(header, normal_subject(header.subject), _recipients(header))
        recent = earlier[new.subject.text.casefold()]
        orphan = header.list_id not in referring and not any(name in known for name in _named(header))
        follows = new.subject.is_reply or new.subject.is_forward
        if orphan and follows and (parent := _parent(new, recent)):
            groups.join((parent.header.message_id, header.message_id))
        recent.append(new)


def _parent(new: _Mail, recent: deque[_Mail]) -> _Mail | None:
    """The newest mail this one answers to the letter, else the newest it may well belong to."""
    telling, likely = is_telling(new.subject.text), None
    window = _WINDOW if telling else _SHORT_WINDOW
    for old in reversed(recent):
        if new.header.date - old.header.date > window:
            break
        if _answers(new, old):
            return old
        if telling and likely is None and _continues(new, old):
            likely = old
    return likely


def _answers(new: _Mail, old: _Mail) -> bool:
    """Whether a recipient of the older mail writes back to its writer."""
    return old.header.sender.email in new.to and new.header.sender.email in old.to


def _continues(new: _Mail, old: _Mail) -> bool:
    """Whether one list carries both, or who was on the older mail sends it on or answers with company."""
    if new.header.list_id or old.header.list_id:
        return new.header.list_id == old.header.list_id
    if new.subject.is_forward:
        return new.header.sender.email in old.people
    return old.header.sender.email in new.to or len(new.people & old.people) > 1


def _recipients(header: Header) -> frozenset[str]:
    return frozenset(who.email for who in (*header.to, *header.cc, *header.bcc))
