"""A mail to the owner on its way out: frozen bytes, claimed, sent, settled.

RELIABILITY.md "The digest, exactly once". A mail that a scan saw in the mailbox was sent, whatever we
feared. What is in doubt (RFC 1047) waits DOUBT for that; then the same bytes are sent again, or held
where the owner says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from worker.digest import Digest, Issue, to_email
from worker.jobs.issue import Desk
from worker.ports import (
    Clock,
    ConfigurationError,
    InDoubt,
    IntroloopError,
    Outbox,
    OutboxError,
    Phase,
    Planned,
    Store,
)

LEASE = 15 * 60.0  # seconds, longer than the longest send
DOUBT = timedelta(minutes=30)
BACK = timedelta(hours=1)
ENDED = (Phase.SENT, Phase.HELD)


class ClockSteppedBack(IntroloopError):
    """The clock shows an hour less than it once did: nothing is planned by it."""


class OnDoubt(StrEnum):
    """What to do with a digest that may or may not have been sent and cannot be found."""

    RESEND = "resend"
    HOLD = "hold"


class Posted(StrEnum):
    """How it ended."""

    SENT = "sent"
    NOT_DUE = "not due"
    NOTHING_TO_SAY = "nothing to say"
    IN_DOUBT = "in doubt"
    ELSEWHERE = "another process is sending it"


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, through what, and what they do in doubt; `by` names this process among others."""

    desk: Desk
    outbox: Outbox
    clock: Clock
    by: str
    on_doubt: OnDoubt = OnDoubt.RESEND
    html: bool = True

    @property
    def store(self) -> Store:
        """The store of the desk."""
        return self.desk.store

    def now(self) -> datetime:
        """This instant, kept as the highest seen; raises ClockSteppedBack where it is an hour below that.

        Asked before anything is planned, and before what is unsent: leases run out by the highest instant.
        """
        now = self.clock.now()
        highest = self.store.highest_now(now)
        if highest - now > BACK:
            raise ClockSteppedBack(
                f"the clock stepped back: it was {highest.isoformat()} before",
                advice="Set the clock of this machine; digests go on when it has caught up.",
            )
        return now

    def freeze(self, digest: Digest, issue: Issue, *, kind: str, due: datetime) -> Planned:
        """The finished mail of an issue in the store: a retry sends the same bytes."""
        content = to_email(digest, issue, html=self.html).as_bytes()
        return self.store.plan(Planned(kind, issue.period, issue.message_id, content, due))


def deliver(post: Post, planned: Planned) -> Posted:
    """Send frozen bytes once, or say why not."""
    if planned.phase in ENDED:
        return Posted.NOT_DUE
    now = post.clock.now()
    if post.store.known((planned.message_id,)):
        post.store.settle(planned, Phase.SENT, at=now)
        return Posted.SENT
    if planned.phase is Phase.IN_DOUBT and now - (planned.settled or now) < DOUBT:
        return Posted.IN_DOUBT
    if not post.store.claim(planned, by=post.by, now=now, lease=LEASE):
        return Posted.ELSEWHERE
    # Claimed before and the lease run out: that process died, perhaps after the final dot.
    if planned.phase is not Phase.PLANNED and post.on_doubt is OnDoubt.HOLD:
        post.store.settle(planned, Phase.HELD, at=now)
        return Posted.IN_DOUBT
    return _send(post, planned)


def _send(post: Post, planned: Planned) -> Posted:
    try:
        post.outbox.send(planned.content)
    except InDoubt:
        post.store.settle(planned, Phase.IN_DOUBT, at=post.clock.now())
        return Posted.IN_DOUBT
    except (OutboxError, ConfigurationError):  # nothing was sent; a missing password is one of the latter
        post.store.settle(planned, Phase.PLANNED, at=post.clock.now())
        raise
    post.store.settle(planned, Phase.SENT, at=post.clock.now())
    return Posted.SENT
