"""The urgent lane: at most one short mail a day, only when a one-day duty is about to break.

DOMAIN.md section 7. It opens on business days from 08:00 to 18:00 in the owner's zone. The weekly digest
says the same and more: within twelve hours before it, on its day, and while it waits to be sent, the lane
stays shut. Of one duty the owner is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from rules.due import day_period, is_business_day, local_day, period
from rules.model import Calendar, Review, Section, Suggestion
from worker.digest import URGENT, spoken_of
from worker.jobs.digest import Schedule, weekly
from worker.jobs.post import ENDED, Post, Posted, deliver
from worker.jobs.surroundings import Surroundings
from worker.ports import Store

OPENS, CLOSES = 8, 18  # o'clock
AHEAD = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier mail to the owner: when it was sent, and the (case, duty) pairs it spoke of."""

    at: datetime
    duties: frozenset[tuple[str, str]]


def is_open(now: datetime, *, next_weekly: datetime, calendar: Calendar) -> bool:
    """Whether the hour is one for a short mail."""
    local = now.astimezone(calendar.zone)
    working = is_business_day(local.date(), calendar) and OPENS <= local.hour < CLOSES
    return working and next_weekly - now > AHEAD


def untold(
    suggestions: Iterable[Suggestion], earlier: Sequence[Told], *, calendar: Calendar
) -> tuple[Suggestion, ...]:
    """The urgent ones no mail has spoken of since their duty began: a case may owe the same twice."""
    return tuple(
        one
        for one in suggestions
        if one.section is Section.URGENT and not any(_speaks_of(mail, one, calendar) for mail in earlier)
    )


def _speaks_of(mail: Told, one: Suggestion, calendar: Calendar) -> bool:
    duty = one.duty
    same = duty is not None and (one.case.id, duty.what.value) in mail.duties
    return same and duty is not None and local_day(mail.at, calendar) >= duty.since


def send_urgent(post: Post, *, schedule: Schedule) -> Posted:
    """Send today's urgent mail, where there is one to send and it was not sent yet."""
    now, calendar = post.now(), post.desk.owner.calendar
    next_weekly = schedule.next(now, calendar)
    if not is_open(now, next_weekly=next_weekly, calendar=calendar) or not _weekly_is_over(
        post, now, schedule
    ):
        return Posted.NOT_DUE
    today = day_period(now, calendar)
    planned = post.store.planned(URGENT, today)
    return deliver(post, planned) if planned else _deliver_new(post, now, today)


@dataclass(slots=True)
class UrgentLane:
    """The lane of a service: what was found to need no mail is not derived again.

    A review reads the whole store. Urgency goes by days and facts, so that while both stand there is nothing
    to find. When the owner said something, and on the next day, all is derived anew; when mail came, only
    what is around it, and all where that shows something urgent: the whole is the judge of what is sent.
    """

    _quiet: tuple[object, object] | None = None  # the day with the owner's words, and the mail
    _around: Surroundings | None = None

    def send(self, post: Post, *, schedule: Schedule) -> Posted:
        """As `send_urgent`."""
        words = day_period(post.clock.now(), post.desk.owner.calendar), *_words(post.store)
        known = words, _read(post.store)
        if known == self._quiet:
            return Posted.NOTHING_TO_SAY
        quiet, self._quiet = self._quiet, None  # whatever fails from here on, the whole is derived next time
        if quiet and words == quiet[0] and not self._may_have_begun(post):
            posted = Posted.NOTHING_TO_SAY
        else:
            posted = send_urgent(post, schedule=schedule)
        self._quiet = known if posted is Posted.NOTHING_TO_SAY else None
        return posted

    def _may_have_begun(self, post: Post) -> bool:
        """Whether the mail that came, with what is around it, shows anything urgent; yes where unknown."""
        desk, now = post.desk, post.now()
        self._around = self._around or Surroundings(desk.owner)
        came = self._around.came(post.store)
        if not came:
            return came is None
        return bool(_news(post, self._around.review(came, post.store, packs=desk.packs, now=now), now))


def _words(store: Store) -> tuple[object, ...]:
    """What the owner said."""
    return store.decisions(), store.notes()


def _read(store: Store) -> object:
    """What changes whenever mail came."""
    return tuple((folder.account, folder.folder, folder.read) for folder in store.coverage().folders)


def _weekly_is_over(post: Post, now: datetime, schedule: Schedule) -> bool:
    """The newest weekly digest was sent before today, or had nothing to say."""
    calendar = post.desk.owner.calendar
    last = weekly(post.store, period(schedule.latest(now, calendar), calendar))
    if last is None or last.phase not in ENDED:
        return False
    return last.sent is None or local_day(last.sent, calendar) < local_day(now, calendar)


def _deliver_new(post: Post, now: datetime, today: str) -> Posted:
    review = post.desk.review(now)
    issue = post.desk.issue(URGENT, today, now=now, due=now)
    digest = post.desk.write(issue, replace(review, suggestions=_news(post, review, now)))
    if digest is None:
        return Posted.NOTHING_TO_SAY
    return deliver(post, post.freeze(digest, issue, kind=URGENT, due=now))


def _news(post: Post, review: Review, now: datetime) -> tuple[Suggestion, ...]:
    """What is urgent and was not told yet."""
    calendar = post.desk.owner.calendar
    begun = [s.duty.since for s in review.suggestions if s.section is Section.URGENT and s.duty]
    since = datetime.combine(min(begun), time(), tzinfo=calendar.zone) if begun else now
    earlier = [Told(one.sent or now, spoken_of(one.content)) for one in post.store.sent_since(since)]
    return untold(review.suggestions, earlier, calendar=calendar)
