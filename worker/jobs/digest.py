"""The digest, from due to sent: planned with its bytes frozen, claimed, sent, settled.

RELIABILITY.md "The digest, exactly once". A digest that a scan saw in the mailbox was sent, whatever we
feared. What is in doubt (RFC 1047) waits DOUBT for that; then the same bytes are sent again, or held
where the owner says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum

from rules.due import latest_due, period
from rules.model import Calendar
from worker.ports import Clock, InDoubt, IntroloopError, Outbox, OutboxError, Phase, Planned, Store

WEEKLY, ASKED = "weekly", "asked"
LEASE = 15 * 60.0  # seconds, longer than the longest send
DOUBT = timedelta(minutes=30)
BACK = timedelta(hours=1)

Write = Callable[[datetime, datetime], EmailMessage | None]
"""(due, now) to a finished mail with its Message-ID, or None where there is nothing to say."""


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
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, through what, and what they do in doubt; `by` names this process among others."""

    store: Store
    outbox: Outbox
    clock: Clock
    by: str
    on_doubt: OnDoubt = OnDoubt.RESEND


def send_due(post: Post, write: Write, *, schedule: Schedule) -> Posted:
    """Send the newest weekly digest that is due and was not sent; older ones that were missed are let go."""
    now = post.clock.now()
    _refuse_a_clock_that_stepped_back(post.store.highest_now(now), now)
    due = latest_due(
        now,
        weekday=schedule.weekday,
        hour=schedule.hour,
        minute=schedule.minute,
        calendar=schedule.calendar,
    )
    week = period(due, schedule.calendar)
    _let_older_go(post, week)
    if post.store.coverage().last_complete is None:
        return Posted.NOT_DUE  # nothing is known yet: a first scan comes before a first digest
    planned = post.store.planned(WEEKLY, week)
    if planned is None:
        mail = write(due, now)
        planned = _plan(post, WEEKLY, week, due=due, mail=mail)
        if mail is None:
            return Posted.NOTHING_TO_SAY
    return _deliver(post, planned)


def send_asked(post: Post, write: Write) -> Posted:
    """Send a digest now, because the owner asks for it; the weekly one comes all the same."""
    now = post.clock.now()
    mail = write(now, now)
    if mail is None:
        return Posted.NOTHING_TO_SAY
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    return _deliver(post, _plan(post, ASKED, moment, due=now, mail=mail))


def _refuse_a_clock_that_stepped_back(highest: datetime, now: datetime) -> None:
    if highest - now > BACK:
        raise ClockSteppedBack(
            f"the clock stepped back: it was {highest.isoformat()} before",
            advice="Set the clock of this machine; digests go on when it has caught up.",
        )


def _let_older_go(post: Post, week: str) -> None:
    """Several missed: only the newest is sent (RELIABILITY.md, digest 6)."""
    for planned in post.store.unsent():
        if planned.kind == WEEKLY and planned.period < week:
            post.store.settle(planned, Phase.HELD, at=post.clock.now())


def _plan(post: Post, kind: str, when: str, *, due: datetime, mail: EmailMessage | None) -> Planned:
    """Freeze the bytes. A week with nothing to say is kept too, as held, so that it stays silent."""
    if mail is None:
        silent = f"<{kind}.{when}.silent@introloop.invalid>"
        return post.store.plan(Planned(kind, when, silent, b"", due, phase=Phase.HELD))
    return post.store.plan(Planned(kind, when, str(mail["Message-ID"]), mail.as_bytes(), due))


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
