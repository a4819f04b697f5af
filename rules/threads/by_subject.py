"""The guarded subject: what a reply that names and quotes nothing we hold may belong to.

It ties only a reply or forward to earlier mail of the same people, within 30 days, and to none from
before the mail it quotes began a thread; a subject that says nothing ("Re: hi") only a direct answer,
within a day. Where a mailing list carries a subject again within three days, somebody else answers it, even
without a prefix. "New (was: Old)", and the Thread-Topic that Outlook keeps, bring a reply back to the subject
it began under.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rules.model import Header, Reading
from rules.subjects import Subject, is_telling, normal_subject

_WINDOW = timedelta(days=30)
_SHORT_WINDOW = timedelta(days=1)  # where the subject says nothing
_BARE_WINDOW = timedelta(days=3)  # where a list carries it without a prefix
_ANY_ZONE = timedelta(hours=14)  # a clock in a quote tells none
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_LOOK_BACK = 50  # messages of one subject and one person a reply is compared with

SubjectOf = Callable[[str], Subject]
Earlier = Mapping[tuple[str, str], Sequence["_Mail"]]


@dataclass(frozen=True, slots=True)
class _Mail:
    """A message as this step sees it."""

    reading: Reading
    subject: Subject
    to: frozenset[str]
    place: int  # in order of date

    @property
    def header(self) -> Header:
        return self.reading.header

    @property
    def people(self) -> frozenset[str]:
        return self.to | {self.header.sender.email}

    @property
    def circles(self) -> Iterable[str]:
        """What a message must share with another: somebody on it, or its list."""
        return (self.header.list_id,) if self.header.list_id else self.people


def by_subject(mail: Iterable[Reading], orphans: Iterable[Reading], subject_of: SubjectOf) -> dict[str, str]:
    """For each orphan the newest earlier message it can belong to, where there is one."""
    asking = {
        orphan.header.message_id: titles
        for orphan in orphans
        if (titles := _titles(orphan.header, subject_of))
    }
    wanted = {title for titles in asking.values() for title in titles}
    earlier: dict[tuple[str, str], deque[_Mail]] = defaultdict(lambda: deque(maxlen=_LOOK_BACK))
    found: dict[str, str] = {}
    for place, reading in enumerate(mail) if wanted else ():
        header = reading.header
        subject = subject_of(header.subject)
        titles = asking.get(header.message_id, ())
        if not titles and subject.text.casefold() not in wanted:
            continue
        new = _Mail(reading, subject, _recipients(header), place)
        if parent := next((old for title in titles if (old := _parent(new, title, earlier))), None):
            found[header.message_id] = parent.header.message_id
        for circle in new.circles:
            earlier[subject.text.casefold(), circle].append(new)
    return found


def _titles(header: Header, subject_of: SubjectOf) -> tuple[str, ...]:
    """The subjects a message may be found under, as they are compared; none where it can be no reply."""
    subject = subject_of(header.subject)
    before = (subject.was, header.thread_topic)
    named = [normal_subject(text).text for text in before if text and is_telling(text)]
    if subject.has_prefix or (header.list_id and is_telling(subject.text)):
        named.insert(0, subject.text)
    return tuple(dict.fromkeys(text.casefold() for text in named))


def _parent(new: _Mail, title: str, earlier: Earlier) -> _Mail | None:
    """The newest mail this one answers to the letter, else the newest it may well belong to."""
    telling, likely = is_telling(title), None
    oldest = max(_began(new.reading), new.header.date - (_WINDOW if telling else _SHORT_WINDOW))
    for old in _newest_first(new, title, earlier):
        if old.header.date < oldest:
            break
        if _answers(new, old):
            return old
        if telling and likely is None and _continues(new, old):
            likely = old
    return likely


def _began(reading: Reading) -> datetime:
    """Before which nothing belongs to a message: what it quotes under a subject without prefixes began it."""
    dates = [q.date for q in reading.quoted if q.date and q.subject and not _follows(q.subject)]
    return max([_LONG_AGO, *dates]) - _ANY_ZONE


def _follows(text: str) -> bool:
    subject = normal_subject(text)
    return subject.has_prefix or bool(subject.was)


def _newest_first(new: _Mail, title: str, earlier: Earlier) -> Iterator[_Mail]:
    found = {old.place: old for circle in new.circles for old in earlier.get((title, circle), ())}
    return (found[place] for place in sorted(found, reverse=True))


def _answers(new: _Mail, old: _Mail) -> bool:
    """Whether a recipient of the older mail writes back to its writer."""
    return old.header.sender.email in new.to and new.header.sender.email in old.to


def _continues(new: _Mail, old: _Mail) -> bool:
    """Whether one list carries both, or who was on the older mail sends it on or answers with company."""
    if new.header.list_id or old.header.list_id:
        return new.header.list_id == old.header.list_id and (new.subject.has_prefix or _takes_up(new, old))
    if new.subject.is_forward:
        return new.header.sender.email in old.people
    return old.header.sender.email in new.to or len(new.people & old.people) > 1


def _takes_up(new: _Mail, old: _Mail) -> bool:
    """Whether somebody else writes under the same subject soon: an answer whose client put no prefix."""
    soon = new.header.date - old.header.date <= _BARE_WINDOW
    return soon and new.header.sender.email != old.header.sender.email


def _recipients(header: Header) -> frozenset[str]:
    return frozenset(who.email for who in (*header.to, *header.cc, *header.bcc))
