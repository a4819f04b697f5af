"""One issue of the digest, from the store: which one it is, and what there is to say."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from rules.model import Owner, Review
from worker.answers.wording import told
from worker.digest import Digest, Issue, MailProgram, compose, written_at
from worker.jobs.doubts import doubts
from worker.jobs.drafts import stranded
from worker.jobs.people import only_of_others
from worker.jobs.review import review_at
from worker.ports import ALL_CLOSED, ASKED, URGENT, WEEKLY, Planned, Store

if TYPE_CHECKING:
    from rules.packs import Packs

LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where issues are written: for whom, from which address to which of the owner's own."""

    store: Store
    owner: Owner
    packs: Packs
    sender: str
    to: str
    program: MailProgram = MailProgram.OTHER
    account: str = ""  # the owner's login there
    where: str = ""  # what goes before every command, as worker.places.as_named says it
    key: bytes = field(default=b"", repr=False)  # of the install, where replies are read

    def issue(self, kind: str, period: str, *, now: datetime, due: datetime) -> Issue:
        """The issue of that kind and period, with a Message-ID of its own: the server's would be shared."""
        last = self.last_sent()
        said = self.store.last_sent(ALL_CLOSED)
        return Issue(
            number=2 if last else 1,  # only the first is different: it explains itself
            kind=kind,
            period=period,
            now=now,
            owner=self.owner,
            sender=self.sender,
            to=self.to,
            message_id=f"<{uuid4()}@{self.sender.rpartition('@')[2]}>",
            since=last.sent if last else None,
            caught_up=due if last and now - due > LATE else None,
            last_all_closed=said.sent if said else None,
            notes=(*doubts(self.store, last=last, calendar=self.owner.calendar), *self._told(kind)),
            answers=bool(self.key),
            key=self.key,
            program=self.program,
            account=self.account,
            where=self.where,
        )

    def _told(self, kind: str) -> tuple[str, ...]:
        """What became of what the owner wrote back, and of drafts; the short mail has no room for it."""
        if kind == URGENT:
            return ()
        said = [last for kind in (WEEKLY, ALL_CLOSED, ASKED) if (last := self.store.last_sent(kind))]
        since = max((written_at(one.content) or one.due for one in said), default=None)
        return (*told(self.store.heard(), since=since), *stranded(self.store, since=since))

    def review(self, now: datetime) -> Review:
        """The review as of that moment."""
        return review_at(self.store, owner=self.owner, packs=self.packs, now=now)

    def write(self, issue: Issue, review: Review | None = None) -> Digest | None:
        """What the issue says, of all there is or of that review; None where there is nothing to say."""
        review = review or self.review(issue.now)
        gone = self.store.nowhere({one for case in review.cases for one in case.messages})
        strange = 0 if review.suggestions else only_of_others(self.store, self.owner)
        issue = replace(issue, gone=gone, strange=strange)
        return compose(review, issue=issue, coverage=self.store.coverage())

    def last_sent(self) -> Planned | None:
        """The newest weekly issue that was sent."""
        sent = [one for kind in (WEEKLY, ALL_CLOSED) if (one := self.store.last_sent(kind))]
        return max(sent, key=lambda one: one.due, default=None)
