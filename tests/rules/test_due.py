"""Business days, the digest's hour in every zone, and the sentence that says why a date is that date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import cycle
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.due import (
    CLOCKS,
    add_business_days,
    before_holiday_block,
    business_days_between,
    clock,
    day_period,
    in_words,
    instant,
    is_business_day,
    latest_due,
    local_day,
    next_business_day,
    next_due,
    period,
    why_due,
    why_stated,
)
from rules.model import Calendar, Owner

PLAIN = Calendar(zone=UTC)
CHRISTMAS = Calendar(zone=UTC, holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}))
CAIRO = Calendar(zone=ZoneInfo("Africa/Cairo"), weekend=frozenset({4, 5}))

NEW_YEAR_2011 = datetime(2011, 1, 1, tzinfo=UTC)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (13, 14, 15, 16))

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
calendars = st.builds(
    Calendar,
    zone=st.just(UTC),
    weekend=st.frozensets(st.integers(0, 6)),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30),
)


def in_zone(name: str) -> Calendar:
    return Calendar(zone=ZoneInfo(name))


# ── Clocks ──────────────────────────────────────────────────────────────────────────────────


def test_a_clock_runs_as_the_domain_says_unless_the_owner_says_otherwise() -> None:
    plain = Owner(addresses=frozenset(), calendar=PLAIN)
    patient = Owner(addresses=frozenset(), calendar=PLAIN, clocks={"k1.asked": 8})
    assert clock(plain, "k1.asked") == 5
    assert clock(patient, "k1.asked") == 8
    assert clock(patient, "k3.report.due") == 2


def test_a_clock_nobody_named_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(KeyError):
        clock(Owner(addresses=frozenset(), calendar=PLAIN), "k1.aksed")


@pytest.mark.parametrize(
    ("name", "length"),
    [
        *(("rule1.window", 60), ("rule2.back", 2), ("rule2.away", 5), ("rule2.bounce", 1), ("rule3.date", 1)),
        *(("rule4.answer", 2), ("rule8.dormant", 30), ("rule8.urgent", 5), ("rule9.floor", 3)),
        *(("rule9.ceiling", 10), ("rule9.answers", 20), ("rule9.least", 5)),
        *(("k1.asked", 5), ("k1.asked.nudges", 1), ("k1.asked.lapse", 10), ("k1.declined", 1)),
        *(("k1.redirected", 1), ("k2.promised", 5), ("k2.promised.date", 1), ("k2.opt_in", 7)),
        *(("k2.promised.nudges", 1), ("k2.promised.lapse", 10), ("k2.opt_in.nudges", 1)),
        *(("k2.opt_in.lapse", 10), ("k3.made.due", 1), ("k3.made.overdue", 2), ("k3.made.target", 5)),
        *(("k3.target_wrote", 1), ("k3.replied", 7), ("k3.replied.nudges", 1), ("k3.replied.thank", 1)),
        *(("k3.replied.opted_in", 5), ("k3.replied.opted_in.again", 7), ("k3.replied.opted_in.nudges", 2)),
        *(("k3.scheduling.me", 2), ("k3.scheduling.them", 3), ("k3.met.thank", 1), ("k3.report.due", 2)),
        *(("k3.report.overdue", 5), ("k3.interim", 20), ("k3.outcome", 2), ("k3.no_meeting", 10)),
        *(("k3.no_meeting.report", 5), ("k3.no_meeting.thank", 1), ("k4.made", 3), ("k4.check", 15)),
        *(("k4.reported", 2), ("k4.no_news", 10), ("k5.asked", 2), ("k5.opt_in_asked", 5)),
        *(("k5.opt_in_asked.nudges", 1), ("k5.opt_in_asked.silent", 10), ("k5.opted_in", 1)),
        *(("k5.opted_in.mine", 2), ("k5.opted_out", 2), ("k5.opt_in_of_me", 2), ("k6.received.thank", 1)),
        *(("k6.received.report", 2), ("k6.received.interim", 20), ("k6.asked_by_me", 5)),
        *(("k6.asked_by_me.nudges", 1), ("k6.asked_of_me", 2), ("k6.given.check", 20)),
        *(("k7.helped.months", 12), ("k7.often", 10), ("k7.others", 20), ("k7.landed", 5)),
        *(("k8.friend.days", 60), ("k8.reference.days", 90), ("k8.social.days", 180)),
        *(("k8.other.days", 120), ("k8.silent", 2), ("k9.promise", 2), ("ask.apart", 60)),
        *(("ask.yearly", 3), ("digest.duties", 7), ("digest.questions", 3), ("digest.reconnects", 3)),
    ],
)
def test_every_number_of_the_domain_stands_as_written(name: str, length: int) -> None:
    assert CLOCKS[name] == length


# ── Business days ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", [FRIDAY, SATURDAY, SUNDAY])
def test_one_day_from_friday_or_the_weekend_is_monday(start: date) -> None:
    assert add_business_days(start, 1, PLAIN) == MONDAY


def test_no_day_at_all_is_the_day_itself_or_the_first_one_worked() -> None:
    assert add_business_days(FRIDAY, 0, PLAIN) == FRIDAY
    assert add_business_days(SATURDAY, 0, PLAIN) == MONDAY
    assert add_business_days(FRIDAY, -3, PLAIN) == FRIDAY


def test_holidays_and_another_weekend_are_days_off() -> None:
    assert add_business_days(date(2026, 12, 24), 1, CHRISTMAS) == date(2026, 12, 28)
    assert add_business_days(date(2026, 12, 24), 5, CHRISTMAS) == date(2027, 1, 4)
    assert next_business_day(date(2026, 11, 12), CAIRO) == SATURDAY + timedelta(days=1)
    assert [is_business_day(day, CAIRO) for day in (FRIDAY, SATURDAY, SUNDAY)] == [False, False, True]


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert add_business_days(date.max, 3, PLAIN) == date.max
    assert add_business_days(date.max - timedelta(days=1), 30, PLAIN) == date.max


def test_a_weekend_of_seven_days_leaves_every_day_worked() -> None:
    restless = Calendar(zone=UTC, weekend=frozenset(range(7)))
    assert add_business_days(FRIDAY, 1, restless) == SATURDAY


@given(days, st.integers(1, 80), calendars)
def test_the_nth_day_is_worked_and_n_days_are_between(start: date, n: int, calendar: Calendar) -> None:
    due = add_business_days(start, n, calendar)
    assert is_business_day(due, calendar)
    assert business_days_between(start, due, calendar) == n


@given(days, st.integers(0, 900), calendars)
def test_days_between_are_counted_as_one_would_by_hand(start: date, length: int, calendar: Calendar) -> None:
    end = start + timedelta(days=length)
    by_hand = sum(is_business_day(start + timedelta(days=i), calendar) for i in range(1, length + 1))
    assert business_days_between(start, end, calendar) == by_hand
    assert business_days_between(end, start, calendar) == -by_hand


def test_the_local_day_is_the_owners_and_not_the_servers() -> None:
    late = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    assert local_day(late, in_zone("Asia/Tokyo")) == date(2026, 11, 17)
    assert local_day(late, in_zone("America/Chicago")) == MONDAY


def test_the_last_day_before_days_off_with_a_holiday_is_known() -> None:
    assert before_holiday_block(date(2026, 12, 24), CHRISTMAS)
    assert before_holiday_block(date(2026, 12, 31), CHRISTMAS)
    assert not before_holiday_block(date(2026, 12, 23), CHRISTMAS)
    assert not before_holiday_block(date(2026, 12, 25), CHRISTMAS), "a holiday itself is not before one"
    assert not before_holiday_block(FRIDAY, CHRISTMAS), "a plain weekend is no holiday block"


def test_a_holiday_that_falls_on_a_weekend_takes_no_day() -> None:
    calendar = Calendar(zone=UTC, holidays=frozenset({SATURDAY}))
    assert not before_holiday_block(FRIDAY, calendar)
    assert business_days_between(FRIDAY, MONDAY, calendar) == 1


# ── The instants of the digest ──────────────────────────────────────────────────────────────


def weekly(
    calendar: Calendar, start: datetime, end: datetime, *, weekday: int, hour: int, minute: int
) -> list[datetime]:
    found, now = [], start
    while (now := next_due(now, weekday=weekday, hour=hour, minute=minute, calendar=calendar)) < end:
        found.append(now)
    return found


def test_a_digest_is_due_at_the_owners_hour_and_zone() -> None:
    stockholm = in_zone("Europe/Stockholm")
    now = datetime(2026, 11, 16, 7, 59, tzinfo=ZoneInfo("Europe/Stockholm"))
    at_eight = {"weekday": 0, "hour": 8, "minute": 0}
    monday = datetime(2026, 11, 16, 7, tzinfo=UTC)
    assert next_due(now, **at_eight, calendar=stockholm) == monday
    assert latest_due(now, **at_eight, calendar=stockholm) == monday - timedelta(weeks=1)
    assert latest_due(monday, **at_eight, calendar=stockholm) == monday
    assert next_due(monday, **at_eight, calendar=stockholm) == monday + timedelta(weeks=1)
    assert monday.utcoffset() == timedelta(0)


def test_an_hour_the_clocks_skip_is_the_end_of_the_gap() -> None:
    spring = date(2027, 3, 28)
    assert instant(spring, hour=2, minute=30, calendar=in_zone("Europe/Berlin")) == datetime(
        2027, 3, 28, 1, tzinfo=UTC
    )
    assert instant(spring, hour=3, minute=0, calendar=in_zone("Europe/Berlin")) == datetime(
        2027, 3, 28, 1, tzinfo=UTC
    )
    lord_howe = instant(date(2026, 10, 4), hour=2, minute=15, calendar=in_zone("Australia/Lord_Howe"))
    assert lord_howe == datetime(2026, 10, 3, 15, 30, tzinfo=UTC), "half an hour is skipped there"


def test_an_hour_that_comes_twice_is_the_first() -> None:
    autumn = instant(date(2026, 10, 25), hour=2, minute=30, calendar=in_zone("Europe/Berlin"))
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_samoa_skipped_is_made_up_for_on_the_next() -> None:
    apia = in_zone("Pacific/Apia")
    due = next_due(datetime(2011, 12, 28, tzinfo=UTC), weekday=4, hour=8, minute=0, calendar=apia)
    assert due.astimezone(apia.zone) == datetime(2011, 12, 31, tzinfo=apia.zone)
    assert period(due, apia) == "2011-W52"


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk"),
        *("Asia/Tehran", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham", "America/Havana", "UTC"),
    ],
)
@pytest.mark.parametrize(("weekday", "hour", "minute"), [(0, 0, 0), (6, 2, 30), (4, 8, 0), (6, 23, 59)])
def test_ten_years_have_one_digest_a_week(zone: str, weekday: int, hour: int, minute: int) -> None:
    calendar = in_zone(zone)
    start, end = datetime(2011, 1, 3, 12, tzinfo=UTC), datetime(2021, 1, 4, 12, tzinfo=UTC)
    instants = weekly(calendar, start, end, weekday=weekday, hour=hour, minute=minute)
    weeks = [period(due, calendar) for due in instants]
    assert len(weeks) == len(set(weeks)) == 522
    assert weeks == sorted(weeks)


TIMES = ((0, 0, 0), (6, 2, 30), (4, 8, 0), (6, 23, 59), (5, 0, 30), (0, 7, 30), (6, 1, 15))


def test_ten_years_have_one_digest_a_week_in_every_zone_there_is() -> None:
    """Each zone at one of the times, another one than its neighbours: they change their clocks together."""
    start, end = datetime(2011, 1, 5, 12, tzinfo=UTC), datetime(2021, 1, 6, 12, tzinfo=UTC)
    zones, wrong = sorted(available_timezones()), []
    for zone, (weekday, hour, minute) in zip(zones, cycle(TIMES), strict=False):
        calendar = in_zone(zone)
        instants = weekly(calendar, start, end, weekday=weekday, hour=hour, minute=minute)
        weeks = [period(due, calendar) for due in instants]
        if weeks != sorted(set(weeks)) or len(weeks) != 522:
            wrong.append(zone)
    assert wrong == []
    assert len(zones) > 400


@given(
    st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: NEW_YEAR_2011 + timedelta(minutes=minutes)),
    st.sampled_from(
        ["Europe/Lisbon", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Gaza"]
    ),
    st.integers(0, 6),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_now_lies_between_the_newest_digest_and_the_next(
    now: datetime, zone: str, weekday: int, hour: int, minute: int
) -> None:
    calendar = in_zone(zone)
    last = latest_due(now, weekday=weekday, hour=hour, minute=minute, calendar=calendar)
    coming = next_due(now, weekday=weekday, hour=hour, minute=minute, calendar=calendar)
    assert last <= now < coming
    assert next_due(last, weekday=weekday, hour=hour, minute=minute, calendar=calendar) == coming
    assert latest_due(coming, weekday=weekday, hour=hour, minute=minute, calendar=calendar) == coming
    assert timedelta(days=5) < coming - last < timedelta(days=9)


def test_a_period_is_the_iso_week_or_the_day_in_the_owners_zone() -> None:
    new_year = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)
    assert period(new_year, PLAIN) == "2026-W53"
    assert period(new_year, Calendar(zone=timezone(timedelta(hours=1)))) == "2027-W01"
    assert day_period(new_year, PLAIN) == "2027-01-03"


# ── Why this date ───────────────────────────────────────────────────────────────────────────


def test_a_due_date_says_what_it_is_counted_from() -> None:
    met = date(2025, 11, 12)
    assert why_due(date(2025, 11, 14), 2, what="the meeting", since=met) == (
        "Due Friday 14 November: 2 business days after the meeting on Wednesday 12 November."
    )
    assert why_due(date(2025, 11, 13), 1, what="the meeting", since=met) == (
        "Due Thursday 13 November: 1 business day after the meeting on Wednesday 12 November."
    )
    assert why_due(met, 0, what="the meeting", since=met) == (
        "Due Wednesday 12 November: the first business day from the meeting on Wednesday 12 November."
    )


def test_a_due_date_of_another_year_and_of_calendar_days_says_so() -> None:
    why = why_due(date(2027, 1, 30), 60, what="your last mail", since=date(2026, 12, 1), unit="day")
    assert why == "Due Saturday 30 January 2027: 60 days after your last mail on Tuesday 1 December."


def test_a_date_in_words_is_shown_with_the_day_it_was_read_as() -> None:
    why = why_stated(date(2026, 12, 16), 1, said="after the 15th", day=date(2026, 12, 15))
    assert (
        why
        == "Due Wednesday 16 December: 1 business day after “after the 15th”, read as Tuesday 15 December."
    )


def test_a_year_is_shown_only_beside_another_one() -> None:
    assert in_words(FRIDAY) == "Friday 13 November"
    assert in_words(FRIDAY, beside=MONDAY) == "Friday 13 November"
    assert in_words(FRIDAY, beside=date(2027, 1, 1)) == "Friday 13 November 2026"
