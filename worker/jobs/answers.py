"""Hearing what the owner wrote back: replies to a digest, and mail to an address of theirs with a tag.

A pass over the few mails of the owner's that may be one, after a scan: each is read once more from where
it lies, from Sent where a copy lies there, judged, and kept with all that it changes in one step. So a
kill loses and doubles nothing, and a letter that comes again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rules.model import Header, Mark, Owner
from rules.who.addresses import canonical
from worker.answers.capture import Capture, captures_in
from worker.answers.grammar import Command
from worker.answers.judge import VALID, Refused, Sent, Trust, Verdict, answers_any, distrusted, judge
from worker.answers.letter import Letter, read_letter
from worker.digest import items_of
from worker.jobs.capturing import ReviewWith, capture
from worker.jobs.commands import Hearing, repeated, typed
from worker.ports import (
    FolderRole,
    FolderUnreadable,
    Heard,
    Line,
    Mailbox,
    Planned,
    RawMail,
    Spot,
    Store,
    Unheard,
)

PATIENCE = timedelta(days=1)  # for the copy in Sent, which may come later than the one in INBOX
AGAIN = timedelta(minutes=15)  # until what was read and could not be believed yet is read again
_REMEMBERED = 2 * VALID  # digests that are known, to say of those in between that they are too old
_SHOWN = 3  # commands of a letter that does not count


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens: for whom, what shows that it is they, and how everything stands."""

    store: Store
    owner: Owner
    trust: Trust
    review: ReviewWith
    now: datetime

    def digests(self) -> Sequence[Planned]:
        """Every digest that may have gone out lately."""
        since = self.now - _REMEMBERED
        out = (*self.store.sent_since(since), *self.store.handed_since(since))
        return tuple({one.message_id: one for one in out}.values())


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A mail that may be an answer, its copies, and the folders in which one shows who wrote it."""

    mail: Unheard
    spots: Sequence[Spot]
    sent: frozenset[str]


@dataclass(slots=True)
class Tried:
    """What a quarter of an hour has tried, kept by who listens whenever mail comes. Each pass may be a login,
    and a letter that waits for its proof, or has gone, must not cost one with every mail that arrives; nor
    must all that the owner wrote in five weeks be gone through for it."""

    spots: set[Spot] = field(default_factory=set)  # copies that were read
    newest: int = 0  # number of the newest mail of the owner's that was looked at
    may_speak: set[int] = field(default_factory=set)  # of those, the mails that may be answers
    _until: datetime | None = None

    def at(self, now: datetime) -> Tried:
        """What is known now; a clock that was set back begins a new quarter."""
        if self._until and now < self._until <= now + AGAIN:
            return self
        self.spots, self.newest, self.may_speak, self._until = set(), 0, set(), now + AGAIN
        return self


def listen(mailbox: Mailbox, ear: Ear, *, tried: Tried | None = None) -> int:
    """Hear what waits in one account; how many letters said something."""
    digests, tried = ear.digests(), (tried or Tried()).at(ear.now)
    found = list(_waiting(mailbox.account, ear, digests, tried))
    waiting = [one for one in found if not tried.spots.issuperset(one.spots)]
    if not waiting:
        return 0
    with mailbox:
        copies = ((one, copy) for one in waiting if (copy := _copy(one, mailbox, ear.now)))
        said = sum(_heard(one.mail, *copy, ear, digests) for one, copy in copies)
    tried.spots.update(spot for one in waiting for spot in one.spots)
    return said


def _waiting(account: str, ear: Ear, digests: Sequence[Planned], tried: Tried) -> Iterator[_Waiting]:
    """What to read, the oldest first: an "undo" means what was said before it."""
    ids = {one.message_id for one in digests}
    sent = frozenset(
        folder.folder
        for folder in ear.store.coverage().folders
        if folder.account == account and folder.role is FolderRole.SENT
    )
    since, before = ear.now - VALID - PATIENCE, tuple(tried.may_speak)
    for mail in ear.store.unheard(ear.owner.addresses, since, after=tried.newest, of=before):
        tried.newest = max(tried.newest, mail.number)
        if not _may_speak(mail.header, ids, ear):
            continue
        tried.may_speak.add(mail.number)
        if spots := [spot for spot in mail.spots if spot.account == account]:
            yield _Waiting(mail, sorted(spots, key=lambda spot: spot.folder not in sent), sent)


def _may_speak(header: Header, digests: set[str], ear: Ear) -> bool:
    """Whether a mail of the owner's names a digest, goes to themselves alone, or to a tagged address."""
    if Mark.OWN_DIGEST in header.marks:
        return False
    named = not digests.isdisjoint((*header.in_reply_to, *header.references))
    mine = frozenset(map(canonical, ear.owner.addresses))
    to = [canonical(address.email) for address in (*header.to, *header.cc, *header.bcc)]
    to_self = bool(to) and mine.issuperset(to)
    return named or to_self or bool(captures_in(header, ear.owner.addresses, said_on=ear.trust.day(ear.now)))


def _copy(one: _Waiting, mailbox: Mailbox, now: datetime) -> tuple[Letter, bool] | None:
    """The letter, and whether it lies in Sent; another copy where that one was moved; None where all were."""
    for spot in one.spots:
        with suppress(FolderUnreadable):
            if letter := _read(spot, one.mail.header, mailbox, now):
                return letter, spot.folder in one.sent
    return None


def _believed(arrived: datetime, now: datetime) -> datetime:
    """When a mail arrived; what a server says of the year 9999, or of 1, no day can be counted from."""
    return min(max(arrived, now - _REMEMBERED), now)


def _read(spot: Spot, header: Header, mailbox: Mailbox, now: datetime) -> Letter | None:
    """The letter as it lies there; None where it has gone."""
    if mailbox.open(spot.folder).uidvalidity != spot.uidvalidity:
        return None
    raw = [raw for some in mailbox.headers(spot.uid - 1, upto=spot.uid) for raw in some if not raw.problem]
    arrived = next((each.arrived for each in raw if each.arrived), header.date)
    for mail in mailbox.mails(raw, deep=True):
        if isinstance(mail, RawMail):
            return read_letter(mail.content, arrived=_believed(arrived, now))
    return None


def _heard(mail: Unheard, letter: Letter, in_sent: bool, ear: Ear, digests: Sequence[Planned]) -> bool:
    """Take one letter for what it is, once; whether it said something."""
    sent = [Sent(each.message_id, each.sent or each.due) for each in digests]
    wanted = captures_in(letter.header, ear.owner.addresses, said_on=ear.trust.day(letter.arrived))
    verdict = Verdict("", refused=distrusted(letter, ear.trust, in_sent=in_sent))
    if is_answer := answers_any(letter, sent):
        verdict = judge(letter, sent, trust=ear.trust, in_sent=in_sent)
    if verdict.refused is Refused.UNPROVEN and ear.now - letter.arrived < PATIENCE:
        return False
    said = Heard(mail.header.message_id, letter.arrived, ear.now, verdict.digest)
    if verdict.refused:
        lines = _refused(verdict) if is_answer else ()
        return ear.store.hear(replace(said, lines=lines)) and bool(lines)
    if is_answer:
        digest = next(each for each in digests if each.message_id == verdict.digest)
        return _obey(said, verdict, digest, ear)
    return _capture(said, mail.header, wanted, ear)


def _refused(verdict: Verdict) -> tuple[Line, ...]:
    """What was said, in our own words: those of a letter that does not count are never told back."""
    commands = [one.said for one in verdict.said if isinstance(one, Command)]
    more = ", …" if len(commands) > _SHOWN else ""
    return (Line(", ".join(commands[:_SHOWN]) + more, str(verdict.refused)),) if commands else ()


def _obey(said: Heard, verdict: Verdict, digest: Planned, ear: Ear) -> bool:
    heard = ear.store.heard()
    hearing = Hearing(
        items=items_of(digest.content),
        review=ear.review(()),
        at=said.at,
        standing=list(ear.store.decisions()),
        repeated=repeated(heard, digest.message_id),
        typed=typed(heard),
    )
    lines = tuple(hearing.carry_out(one) for one in verdict.said)
    return ear.store.hear(
        replace(said, lines=lines),
        decisions=hearing.decisions,
        undone=hearing.undone,
        notes=hearing.notes,
    ) and bool(lines)


def _capture(said: Heard, message: Header, wanted: Sequence[Capture], ear: Ear) -> bool:
    if not wanted:
        ear.store.hear(said)
        return False
    decisions, lines = capture(
        wanted, message, store=ear.store, owner=ear.owner, at=said.at, review=ear.review
    )
    return ear.store.hear(replace(said, lines=lines), decisions=decisions) and bool(lines)
