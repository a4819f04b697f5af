"""When: business days, clocks, the instants of the digest, and why a date is the date it is.

BD are business days in the owner's zone, weekend and holidays (DOMAIN.md, head). Nothing here knows
what time it is: every day and instant comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from types import MappingProxyType

from rules.model import Calendar, Owner

# ── Clocks ──────────────────────────────────────────────────────────────────────────────────

CLOCKS: Mapping[str, int] = MappingProxyType(
    {
        # Rules of evidence (section 3). BD unless the name says otherwise.
        "rule1.window": 60,  # an answer may come in any thread between the two
        "rule2.back": 2,  # after the return date of an out-of-office
        "rule2.away": 5,  # an out-of-office without a date
        "rule2.bounce": 1,
        "rule3.date": 1,  # after a date in words
        "rule4.answer": 2,
        "rule8.dormant": 30,
        "rule8.urgent": 5,  # overdue by more: never the urgent lane
        "rule9.floor": 3,
        "rule9.ceiling": 10,
        "rule9.answers": 20,  # answered mails looked at
        "rule9.least": 5,  # answered mails needed
        # K1 asked_by_me
        "k1.asked": 5,
        "k1.asked.nudges": 1,
        "k1.asked.lapse": 10,  # after the nudge
        "k1.declined": 1,
        "k1.redirected": 1,
        # K2 promised_to_me
        "k2.promised": 5,
        "k2.promised.date": 1,  # after the stated date
        "k2.promised.nudges": 1,
        "k2.promised.lapse": 10,
        "k2.opt_in": 7,
        "k2.opt_in.nudges": 1,
        "k2.opt_in.lapse": 10,
        # K3 made_for_me
        "k3.made.due": 1,
        "k3.made.overdue": 2,
        "k3.made.target": 5,  # the introducer says the target will write
        "k3.target_wrote": 1,
        "k3.replied": 7,
        "k3.replied.nudges": 1,
        "k3.replied.opted_in": 5,
        "k3.replied.opted_in.again": 7,  # after the first nudge
        "k3.replied.opted_in.nudges": 2,
        "k3.replied.thank": 1,  # the introducer was not on my mail
        "k3.scheduling.me": 2,
        "k3.scheduling.them": 3,
        "k3.met.thank": 1,
        "k3.report.due": 2,
        "k3.report.overdue": 5,
        "k3.interim": 20,  # after the last report
        "k3.outcome": 2,
        "k3.no_meeting": 10,  # silence after the last nudge
        "k3.no_meeting.report": 5,
        "k3.no_meeting.thank": 1,
        # K4 made_by_me
        "k4.made": 3,
        "k4.check": 15,
        "k4.reported": 2,
        "k4.no_news": 10,  # after the check
        # K5 asked_of_me
        "k5.asked": 2,
        "k5.opt_in_asked": 5,
        "k5.opt_in_asked.nudges": 1,
        "k5.opt_in_asked.silent": 10,  # then the requester is told
        "k5.opted_in": 1,
        "k5.opted_in.mine": 2,
        "k5.opted_out": 2,
        "k5.opt_in_of_me": 2,
        # K6 favour
        "k6.received.thank": 1,
        "k6.received.report": 2,
        "k6.received.interim": 20,
        "k6.asked_by_me": 5,
        "k6.asked_by_me.nudges": 1,
        "k6.asked_of_me": 2,
        "k6.given.check": 20,
        # K7 update
        "k7.helped.months": 12,
        "k7.often": 10,  # helped twice, or gave a reference
        "k7.others": 20,
        "k7.landed": 5,
        # K8 reconnect
        "k8.friend.days": 60,
        "k8.reference.days": 90,
        "k8.social.days": 180,
        "k8.other.days": 120,
        "k8.silent": 2,  # unanswered mails
        # K9 my_promise
        "k9.promise": 2,
        # Advice (section 6) and the digest (section 7)
        "ask.apart": 60,
        "ask.yearly": 3,
        "application.fresh": 60,  # an acknowledgement no older warns before a talk at the same place
        "digest.duties": 7,
        "digest.questions": 3,
        "digest.reconnects": 3,
    }
)


def clock(owner: Owner, name: str) -> int:
    """The owner's number for a clock, else the default. A name that CLOCKS lacks is our error: KeyError."""
    return owner.clocks.get(name, CLOCKS[name])


# ── Business days ───────────────────────────────────────────────────────────────────────────


def local_day(instant: datetime, calendar: Calendar) -> date:
    """The day an instant falls on in the owner's zone."""
    return instant.astimezone(calendar.zone).date()


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Whether the owner works that day. A weekend of seven days would leave none, so it counts as none."""
    resting = len(calendar.weekend) < 7 and day.weekday() in calendar.weekend
    return not resting and day not in calendar.holidays


def add_business_days(start: date, n: int, calendar: Calendar) -> date:
    """The n-th business day after `start`; for 0 the first one on or after it (DOMAIN.md, head).

    At the end of the calendar it stays on its last day: a snooze to the year 9999 is no error.
    """
    days = (day for day in _days(start, skip=n > 0) if is_business_day(day, calendar))
    return next(islice(days, max(n - 1, 0), None), date.max)


def next_business_day(day: date, calendar: Calendar) -> date:
    """The first business day after `day`."""
    return add_business_days(day, 1, calendar)


def business_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many business days lie after `start`, up to and with `end`; negative where `end` is earlier.

    The other way round of `add_business_days`: n BD after a day are n business days between.
    """
    if end < start:
        return -business_days_between(end, start, calendar)
    weeks, rest = divmod((end - start).days, 7)
    plain = Calendar(zone=calendar.zone, weekend=calendar.weekend)
    week = sum(is_business_day(start + timedelta(days=i), plain) for i in range(7))
    odd = sum(is_business_day(start + timedelta(days=i), plain) for i in range(1, rest + 1))
    lost = sum(start < day <= end and is_business_day(day, plain) for day in calendar.holidays)
    return weeks * week + odd - lost


def before_holiday_block(day: date, calendar: Calendar) -> bool:
    """Whether `day` is the last business day before days off that hold a holiday (rule 12).

    A plain weekend is no holiday block, and neither is a holiday that falls on one.
    """
    back = next_business_day(day, calendar)
    block = (d for d in calendar.holidays if day < d < back and d.weekday() not in calendar.weekend)
    return is_business_day(day, calendar) and any(block)


def _days(start: date, *, skip: bool) -> Iterator[date]:
    first = start.toordinal() + skip
    return map(date.fromordinal, range(first, date.max.toordinal() + 1))


# ── The instants of the digest ──────────────────────────────────────────────────────────────


def instant(day: date, *, hour: int, minute: int, calendar: Calendar) -> datetime:
    """The first instant, in UTC, at or after a local time of day (RELIABILITY.md "The digest" 6).

    Where the clocks go back and a time comes twice, the first; where they skip it, the first
    instant after the gap.
    """
    local = datetime.combine(day, time(hour, minute), tzinfo=calendar.zone)
    before, after = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
    if before >= after:
        return after
    return _end_of_gap(before, after, calendar)


def latest_due(now: datetime, *, weekday: int, hour: int, minute: int, calendar: Calendar) -> datetime:
    """The newest weekly instant that is not after `now`, in UTC. Older ones that were missed are gone."""
    return max(i for i in _weekly(now, weekday, hour, minute, calendar) if i <= now.astimezone(UTC))


def next_due(now: datetime, *, weekday: int, hour: int, minute: int, calendar: Calendar) -> datetime:
    """The first weekly instant after `now`, in UTC."""
    return min(i for i in _weekly(now, weekday, hour, minute, calendar) if i > now.astimezone(UTC))


def period(moment: datetime, calendar: Calendar) -> str:
    """The ISO week of an instant in the owner's zone, like "2026-W47": one weekly digest each."""
    year, week, _ = local_day(moment, calendar).isocalendar()
    return f"{year:04}-W{week:02}"


def day_period(moment: datetime, calendar: Calendar) -> str:
    """The day of an instant in the owner's zone, like "2026-11-16": one urgent mail each."""
    return local_day(moment, calendar).isoformat()


def _weekly(now: datetime, weekday: int, hour: int, minute: int, calendar: Calendar) -> Iterator[datetime]:
    """The instants of this week, the last and the next."""
    today = local_day(now, calendar)
    monday = today - timedelta(days=today.weekday())
    for week in range(-1, 2):
        day = monday + timedelta(weeks=week, days=weekday)
        yield instant(day, hour=hour, minute=minute, calendar=calendar)


def _end_of_gap(before: datetime, after: datetime, calendar: Calendar) -> datetime:
    """The instant in (before, after] at which the zone's offset changes, to the second, by halving."""
    offset = before.astimezone(calendar.zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(calendar.zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


# ── Why this date ───────────────────────────────────────────────────────────────────────────

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: date, *, beside: date | None = None) -> str:
    """A day as a reader says it, "Friday 14 November"; with its year where `beside` has another one."""
    year = f" {day.year}" if beside is not None and beside.year != day.year else ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def why_due(due: date, n: int, *, what: str, since: date, unit: str = "business day") -> str:
    """Why a clock of n is due that day: "Due Friday 14 November: 2 business days after the meeting on …"."""
    return f"Due {in_words(due, beside=since)}: {_span(n, unit)} {what} on {in_words(since)}."


def why_stated(due: date, n: int, *, said: str, day: date) -> str:
    """Why a date in words is due that day: names the words and the day they were read as (rule 3)."""
    return f"Due {in_words(due, beside=day)}: {_span(n, 'business day')} “{said}”, read as {in_words(day)}."


def _span(n: int, unit: str) -> str:
    return f"{n} {unit}{'' if n == 1 else 's'} after" if n else f"the first {unit} from"
