"""A mail to the owner on its way out: frozen bytes, claimed, looked for, sent, settled.

RELIABILITY.md, "The digest, exactly once". Before a byte goes out it is written down that it will; so
whoever dies after that leaves a doubt (RFC 1047), and a doubt is resolved by looking into the mailbox at
the times of SETTLE. What is found was sent. What is not found by then goes out again as it was, or is
held where the owner says so; the next digest tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from rules.due import local_day
from worker.digest import Digest, Issue, to_email
from worker.jobs.health import BACK
from worker.jobs.issue import Desk
from worker.jobs.looking import Look, look, sought
from worker.ports import (
    Clock,
    ConfigurationError,
    InDoubt,
    IntroloopError,
    Mailbox,
    Outbox,
    OutboxError,
    Phase,
    Planned,
    Store,
    Trail,
)

LEASE = 15 * 60.0  # seconds, longer than the longest send
SETTLE = tuple(timedelta(minutes=after) for after in (0.5, 2, 5, 15, 30))
AGAIN = timedelta(minutes=15)  # between looks after those, where the mailbox could not be read
DAILY = 3  # mails, of all kinds
ENDED = (Phase.SENT, Phase.HELD)


class ClockSteppedBack(IntroloopError):
    """The clock shows an hour less than it once did: nothing is planned by it."""


class ClaimLost(IntroloopError):
    """The claim ran out while the mail was being sent: the final dot was not said."""


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
    ENOUGH = f"{DAILY} mails were sent today already"


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, through what, and what they do in doubt; `by` names this process among others.

    `mailboxes` are those in which a mail to the owner arrives.
    """

    desk: Desk
    outbox: Outbox
    clock: Clock
    by: str
    mailboxes: tuple[Mailbox, ...] = ()
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

    def settle(self, planned: Planned, phase: Phase, *, trail: Trail | None = None) -> None:
        """Record how our sending ended, unless somebody else has taken it up meanwhile."""
        self.store.settle(planned, phase, at=self.clock.now(), by=self.by, trail=trail)


def deliver(post: Post, planned: Planned) -> Posted:
    """Send frozen bytes once, or say why not."""
    if planned.phase in ENDED:
        return Posted.NOT_DUE
    now = post.clock.now()
    if post.store.known((planned.message_id,)):  # a scan saw it in the mailbox
        post.store.settle(planned, Phase.SENT, at=now)
        return Posted.SENT
    if planned.phase is Phase.IN_DOUBT and not is_look_due(planned, now):
        return Posted.IN_DOUBT
    if _goes_out_next(planned) and _sent_today(post, now) >= DAILY:
        return Posted.ENOUGH
    if not post.store.claim(planned, by=post.by, now=now, lease=LEASE):
        return Posted.ELSEWHERE
    claimed = post.store.planned(planned.kind, planned.period)
    return _carry(post, claimed) if claimed else Posted.ELSEWHERE


# ── Doubt ───────────────────────────────────────────────────────────────────────────────────


def looks_due(trail: Trail, now: datetime) -> int:
    """How many looks of SETTLE are due since the mail last began to go out."""
    return sum(after <= now - trail.handed[-1] for after in SETTLE)


def is_look_due(planned: Planned, now: datetime) -> bool:
    """Whether a mail in doubt is to be looked for now; at once where an older version kept no trail."""
    if not planned.trail.handed or looks_due(planned.trail, now) > planned.trail.looks:
        return True
    return planned.trail.looks == len(SETTLE) and now - (planned.settled or now) >= AGAIN


def _carry(post: Post, planned: Planned) -> Posted:
    """The next step of a claimed mail: look for it, and send it where it surely is not there.

    The row read after the claim alone says whether it may have gone out, whatever was known before.
    """
    seen, now = look(post.mailboxes, sought(planned), planned.trail.marks), post.clock.now()
    if seen.found:
        post.settle(planned, Phase.SENT)
        return Posted.SENT
    waiting = Phase.PLANNED
    if planned.trail.handed:
        waiting, planned = Phase.IN_DOUBT, _looked_for(planned, now)
        if planned.trail.looks < len(SETTLE) or not seen.complete:
            post.settle(planned, Phase.IN_DOUBT, trail=planned.trail)
            return Posted.IN_DOUBT
        if post.on_doubt is OnDoubt.HOLD:
            post.settle(planned, Phase.HELD)
            return Posted.IN_DOUBT
    if _sent_today(post, now) >= DAILY:
        post.settle(planned, waiting, trail=planned.trail)
        return Posted.ENOUGH
    return _hand_over(post, planned, seen)


def _looked_for(planned: Planned, now: datetime) -> Planned:
    return replace(planned, trail=replace(planned.trail, looks=looks_due(planned.trail, now)))


def _goes_out_next(planned: Planned) -> bool:
    return not planned.trail.handed or planned.trail.looks == len(SETTLE)


def _sent_today(post: Post, now: datetime) -> int:
    """How often a mail, of any kind, went out or may have gone out on the owner's day."""
    calendar = post.desk.owner.calendar
    midnight = datetime.combine(local_day(now, calendar), time(), tzinfo=calendar.zone)
    return sum(at >= midnight for mail in post.store.handed_since(midnight) for at in mail.trail.handed)


# ── Sending ─────────────────────────────────────────────────────────────────────────────────


def _hand_over(post: Post, planned: Planned, seen: Look) -> Posted:
    """Write down that it goes out from here, and send it. What is certain of the end is recorded at once."""
    before = replace(planned.trail, marks=seen.marks)
    trail = replace(before, handed=(*before.handed, post.clock.now()), looks=0)
    if not _renewed(post, planned, trail):
        return Posted.ELSEWHERE
    try:
        post.outbox.send(
            planned.content,
            ready=lambda: _still_ours(post, planned),
            taken=lambda: post.settle(planned, Phase.SENT),
        )
    except InDoubt:
        post.settle(planned, Phase.IN_DOUBT)
        return Posted.IN_DOUBT
    except ClaimLost:
        return Posted.ELSEWHERE
    except (OutboxError, ConfigurationError):  # it surely was not sent: only an earlier doubt is left
        post.settle(planned, Phase.IN_DOUBT if before.handed else Phase.PLANNED, trail=before)
        raise
    return Posted.SENT


def _still_ours(post: Post, planned: Planned) -> None:
    """Asked just before the final dot: a slow server may have outlasted the lease."""
    if not _renewed(post, planned):
        raise ClaimLost("the claim ran out: nothing was sent", advice="It is taken up again by itself.")


def _renewed(post: Post, planned: Planned, trail: Trail | None = None) -> bool:
    return post.store.renew(planned, by=post.by, now=post.clock.now(), lease=LEASE, trail=trail)
