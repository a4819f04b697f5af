"""The weekly digest, and one the owner asks for: when it is due, and what becomes of those missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rules.due import day_period, latest_due, next_due, period
from rules.model import Calendar
from worker.jobs.post import SETTLE, Post, Posted, deliver
from worker.ports import ALL_CLOSED, ASKED, SIGN_IN, URGENT, WEEKLY, Phase, Planned, Store

WEEK = timedelta(days=7)
LOOK = timedelta(minutes=15)  # and then the store is looked into again, whatever it said


@dataclass(frozen=True, slots=True)
class Schedule:
    """The weekly hour, in the owner's zone; Monday is 0."""

    weekday: int
    hour: int
    minute: int

    def latest(self, now: datetime, calendar: Calendar) -> datetime:
        """The newest instant at or before now."""
        return latest_due(now, weekday=self.weekday, hour=self.hour, minute=self.minute, calendar=calendar)

    def next(self, now: datetime, calendar: Calendar) -> datetime:
        """The first instant after now."""
        return next_due(now, weekday=self.weekday, hour=self.hour, minute=self.minute, calendar=calendar)


def send_due(post: Post, *, schedule: Schedule) -> Posted:
    """Send the newest weekly digest that is due and was not sent; older ones that were missed are let go."""
    now, calendar = post.now(), post.desk.owner.calendar
    due = schedule.latest(now, calendar)
    week = period(due, calendar)
    _let_older_go(post, now, week=week)
    if post.store.coverage().last_complete is None:
        return Posted.NOT_DUE  # nothing is known yet: a first scan comes before a first digest
    if _had_by_hand(post.store, since=due):
        return Posted.NOT_DUE  # what was asked for after that instant said all of it
    planned = weekly(post.store, week)
    return deliver(post, planned) if planned else _deliver_new(post, WEEKLY, week, due=due)


@dataclass(slots=True)
class DigestLane:
    """The lane of a service: where nothing was due, nothing is before the next weekly instant.

    Until then the store need not be opened, which costs more than all else that an idle service does. It is
    looked into now and then all the same, for what another process left there.
    """

    _nothing: tuple[datetime, datetime] | None = None  # from when until when nothing is due

    def rests(self, now: datetime) -> bool:
        """Whether there is nothing to look for; a clock that was set back is not believed."""
        return self._nothing is not None and self._nothing[0] <= now < self._nothing[1]

    def send(self, post: Post, *, schedule: Schedule) -> Posted:
        """As `send_due`."""
        now = post.clock.now()
        posted, until = send_due(post, schedule=schedule), schedule.next(now, post.desk.owner.calendar)
        nothing = posted is Posted.NOT_DUE and post.store.coverage().last_complete is not None
        self._nothing = (now, min(until, now + LOOK)) if nothing else None
        return posted


def send_asked(post: Post) -> Posted:
    """Send a digest now, because the owner asks for it; the next weekly one comes all the same."""
    now = post.now()
    return _deliver_new(post, ASKED, now.astimezone(UTC).isoformat(timespec="seconds"), due=now)


def _had_by_hand(store: Store, *, since: datetime) -> bool:
    """Whether the owner asked for one after a weekly one was due, and got it: it would be the same letter."""
    asked = store.last_sent(ASKED)
    return asked is not None and asked.sent is not None and asked.sent >= since


def weekly(store: Store, week: str) -> Planned | None:
    """The weekly digest of that week, whichever of its two kinds it is."""
    return store.planned(ALL_CLOSED, week) or store.planned(WEEKLY, week)


def _let_older_go(post: Post, now: datetime, *, week: str) -> None:
    """Several missed: only the newest is sent (RELIABILITY.md, digest 6)."""
    today = day_period(now, post.desk.owner.calendar)
    for planned in post.store.unsent():
        if _is_missed(planned, now, week=week, today=today):
            arrived = post.store.known((planned.message_id,))
            post.store.settle(planned, Phase.SENT if arrived else Phase.HELD, at=now)


def _is_missed(planned: Planned, now: datetime, *, week: str, today: str) -> bool:
    """Another week's, another day's; one asked for is not sent later, a sign-in is asked for for a week."""
    if planned.kind in (WEEKLY, ALL_CLOSED):
        return planned.period < week
    if planned.kind == URGENT:
        return planned.period < today
    return now - planned.due > (WEEK if planned.kind == SIGN_IN else SETTLE[-1])


def _deliver_new(post: Post, kind: str, when: str, *, due: datetime) -> Posted:
    """Freeze what there is to say, and send it. A week with nothing to say is kept too, so that it stays
    silent when something comes up on a Thursday."""
    issue = post.desk.issue(kind, when, now=post.clock.now(), due=due)
    digest = post.desk.write(issue)
    if digest is None:
        post.store.plan(Planned(kind, when, issue.message_id, b"", due, phase=Phase.HELD))
        return Posted.NOTHING_TO_SAY
    kept_as = ALL_CLOSED if kind == WEEKLY and digest.all_closed else kind
    return deliver(post, post.freeze(digest, issue, kind=kept_as, due=due))
