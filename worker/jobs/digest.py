"""The digest, from due to sent: planned with its bytes frozen, claimed, sent, settled.

RELIABILITY.md "The digest, exactly once". A digest that a scan saw in the mailbox was sent, whatever we
feared. What is in doubt (RFC 1047) waits DOUBT for that; then the same bytes are sent again, or held
where the owner says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from rules.due import latest_due, period
from worker.digest import WEEKLY, to_email
from worker.jobs.issue import ALL_CLOSED, ASKED, Desk
from worker.ports import Clock, InDoubt, IntroloopError, Outbox, OutboxError, Phase, Planned, Store

LEASE = 15 * 60.0  # seconds, longer than the longest send
DOUBT = timedelta(minutes=30)
BACK = timedelta(hours=1)


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
class Schedule:
    """The weekly hour, in the owner's zone; Monday is 0."""

    weekday: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, through what, and what they do in doubt; `by` names this process among others."""

    desk: Desk
    outbox: Outbox
    clock: Clock
    by: str
    on_doubt: OnDoubt = OnDoubt.RESEND

    @property
    def store(self) -> Store:
        """The store of the desk."""
        return self.desk.store


def send_due(post: Post, *, schedule: Schedule) -> Posted:
    """Send the newest weekly digest that is due and was not sent; older ones that were missed are let go."""
    now, calendar = post.clock.now(), post.desk.owner.calendar
    _refuse_a_clock_that_stepped_back(post.store.highest_now(now), now)
    due = latest_due(
        now, weekday=schedule.weekday, hour=schedule.hour, minute=schedule.minute, calendar=calendar
    )
    week = period(due, calendar)
    _let_older_go(post, week)
    if post.store.coverage().last_complete is None:
        return Posted.NOT_DUE  # nothing is known yet: a first scan comes before a first digest
    planned = post.store.planned(ALL_CLOSED, week) or post.store.planned(WEEKLY, week)
    return _deliver(post, planned) if planned else _deliver_new(post, WEEKLY, week, due=due)


def send_asked(post: Post) -> Posted:
    """Send a digest now, because the owner asks for it; the weekly one comes all the same."""
    now = post.clock.now()
    return _deliver_new(post, ASKED, now.astimezone(UTC).isoformat(timespec="seconds"), due=now)


def _refuse_a_clock_that_stepped_back(highest: datetime, now: datetime) -> None:
    if highest - now > BACK:
        raise ClockSteppedBack(
            f"the clock stepped back: it was {highest.isoformat()} before",
            advice="Set the clock of this machine; digests go on when it has caught up.",
        )


def _let_older_go(post: Post, week: str) -> None:
    """Several missed: only the newest is sent (RELIABILITY.md, digest 6); one asked for is not sent later."""
    now = post.clock.now()
    for planned in post.store.unsent():
        missed = planned.period < week if planned.kind in (WEEKLY, ALL_CLOSED) else now - planned.due > DOUBT
        if missed:
            arrived = post.store.known((planned.message_id,))
            post.store.settle(planned, Phase.SENT if arrived else Phase.HELD, at=now)


def _deliver_new(post: Post, kind: str, when: str, *, due: datetime) -> Posted:
    """Freeze what there is to say, and send it. A week with nothing to say is kept too, so that it stays
    silent when something comes up on a Thursday."""
    issue = post.desk.issue(kind, when, now=post.clock.now(), due=due)
    digest = post.desk.write(issue)
    if digest is None:
        post.store.plan(Planned(kind, when, issue.message_id, b"", due, phase=Phase.HELD))
        return Posted.NOTHING_TO_SAY
    kept_as = ALL_CLOSED if kind == WEEKLY and digest.all_closed else kind
    content = to_email(digest, issue).as_bytes()
    return _deliver(post, post.store.plan(Planned(kept_as, when, issue.message_id, content, due)))


def _deliver(post: Post, planned: Planned) -> Posted:
    """Send frozen bytes once, or say why not."""
    if planned.phase in (Phase.SENT, Phase.HELD):
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
    except OutboxError:
        post.store.settle(planned, Phase.PLANNED, at=post.clock.now())
        raise
    post.store.settle(planned, Phase.SENT, at=post.clock.now())
    return Posted.SENT
