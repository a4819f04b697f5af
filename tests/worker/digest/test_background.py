"""What needs nothing from the owner: quiet, closed, the month, what was read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from rules.model import Case, Kind, Outcome, Turn
from tests.worker.digest.builders import (
    AOIFE,
    DANA,
    GRACE,
    LEO,
    SHAWN,
    TODAY,
    a_week,
    case,
    closed,
    coverage,
    flat,
    issue,
    person,
    review,
    said,
    silent_pavel,
    step,
)
from worker.ports import Coverage

# ── What needs nothing ──────────────────────────────────────────────────────────────────────


def test_what_is_quiet_stands_with_its_day_the_nearest_first() -> None:
    text = said(a_week()).text
    assert text.index("Marit Kolstad <marit@kolstad.example>, until Sunday 22 November") < text.index(
        "Grace Wanjiru <grace@example.org>, until Monday 4 January 2027"
    )


def test_what_closed_since_the_last_issue_is_said_with_how() -> None:
    cases = (
        closed("a", GRACE, 2),
        closed("b", SHAWN, 3, Outcome.LAPSED),
        closed("c", DANA, 8),
        closed("d", LEO, 1, Outcome.DORMANT),
        closed("e", LEO, 1, Outcome.DISMISSED),
        replace(closed("f", AOIFE, 1), kind=Kind.RECONNECT),
    )
    text = said(review(silent_pavel(), cases=cases, people=(person(GRACE),))).text
    body = text.partition("CLOSED SINCE")[2].partition("FOUR WEEKS")[0]
    assert re.findall(r"- (.*)", body) == [
        "shawn.price@example.org, let go on Friday 13 November",
        "Grace Wanjiru <grace@example.org>, done on Saturday 14 November",
    ]


def test_the_first_issue_says_what_closed_in_the_week_before() -> None:
    week = review(silent_pavel(), cases=(closed("a", GRACE, 6), closed("b", SHAWN, 8)))
    first = said(week, when=issue(since=None))
    assert "CLOSED IN THE LAST WEEK" in first.text
    assert "Closed in the last week" in first.html
    assert "done on" in first.text
    assert "shawn" not in first.text


def test_two_that_closed_about_one_person_are_told_apart_by_who_else_is_in_them() -> None:
    asked = replace(closed("a", GRACE, 2), introducer=None, requester=SHAWN.email)
    made = replace(closed("b", GRACE, 2), introducer=DANA.email)
    again = replace(made, id="c")
    text = said(review(silent_pavel(), cases=(asked, made, again), people=(person(GRACE),))).text
    body = flat(text).partition("CLOSED SINCE THE LAST LETTER")[2].partition("FOUR WEEKS")[0]
    assert body.split(" - ")[1:] == [
        f"Grace Wanjiru <{GRACE.email}> and {SHAWN.email}, done on Saturday 14 November",
        f"Grace Wanjiru <{GRACE.email}> and {DANA.email}, done on Saturday 14 November ",
    ]


def test_long_lists_are_cut_and_counted() -> None:
    cases = tuple(
        case(f"q{i}", turn=Turn.NOBODY, targets=(f"p{i}@example.org",), until=TODAY + timedelta(days=i + 1))
        for i in range(9)
    )
    text = said(review(silent_pavel(), cases=cases)).text
    assert "p5@example.org, until" in text
    assert "- and 3 more" in text
    assert "p6@example.org" not in text


def test_a_case_without_people_is_named_by_its_organisation() -> None:
    quiet = case("q", turn=Turn.NOBODY, until=date(2026, 12, 1), organisation="Tidewerk", targets=("me",))
    assert "Tidewerk, until Tuesday 1 December" in said(review(silent_pavel(), cases=(quiet,))).text


def test_the_month_counts_loops_opened_and_closed_by_week() -> None:
    digest = said(a_week())
    figure = digest.text.partition("FOUR WEEKS: 10 OPENED, 4 CLOSED\n\n")[2].splitlines()[:4]
    assert [line.split() for line in figure] == [
        ["26", "Oct", "4", "opened", "1", "closed"],
        ["2", "Nov", "4", "opened", "2", "closed"],
        ["9", "Nov", "2", "opened", "1", "closed"],
        ["16", "Nov", "0", "opened", "0", "closed"],
    ]
    assert digest.html.count(' class="opened"') == 3  # no bar for nothing


def test_the_month_says_how_long_it_took_to_close() -> None:
    def closing(*days_ago: int) -> str:
        cases = tuple(closed(f"c{n}", GRACE, days) for n, days in enumerate(days_ago))
        return said(review(silent_pavel(), cases=cases)).text.partition("CLOSED\n\n")[2]

    assert "It took 6 business days to close." in closing(3)
    assert "Half of those closed took 6 business days or less." in closing(3, 4, 5)
    assert "to close" not in said(review(silent_pavel(), cases=(case("o", steps=(step(2),)),))).text


def test_a_loop_opened_on_a_monday_counts_for_the_week_that_begins() -> None:
    monday = case("m", turn=Turn.THEM, steps=(step(0),))
    assert "16 Nov    1 opened   0 closed" in said(review(silent_pavel(), cases=(monday,))).text


def test_a_month_in_which_nothing_happened_has_no_figure() -> None:
    old: Case = case("old", turn=Turn.CLOSED, outcome=Outcome.DONE, steps=(step(90), step(80)))
    assert "FOUR WEEKS" not in said(review(silent_pavel(), cases=(old,))).text


# ── What was read ───────────────────────────────────────────────────────────────────────────


def test_the_end_says_what_was_read_and_when() -> None:
    text = flat(said(a_week()).text)
    assert "Read: INBOX, Sent, Archive. Last sync on Monday 16 November at 07:52." in text
    assert "one may lie" not in text


def test_a_silence_that_may_be_ours_is_called_so() -> None:
    folders = coverage().folders
    broken = (*folders[:2], replace(folders[2], problem="it cannot be opened"))
    partial = coverage(folders=broken, quarantined=1, problems=("The server was slow", "it cannot be opened"))
    text = flat(said(review(silent_pavel()), read=partial).text)
    assert "No reply found, but not everything could be read." in text
    assert "Read: INBOX, Sent. " in text
    assert text.count("Archive has a problem: it cannot be opened.") == 1
    assert "The server was slow. 1 message could not be read." in text
    assert "Where it says that no reply was found, one may lie in what was not read." in text


def test_many_problems_are_counted() -> None:
    folder = coverage().folders[0]
    broken = coverage(
        folders=tuple(replace(folder, folder=f"F{i}", problem="it is closed") for i in range(40))
    )
    text = flat(said(a_week(), read=broken).text)
    assert "F5 has a problem: it is closed. There are 34 more problems." in text
    assert "F6 has" not in text


def test_while_older_mail_is_still_being_read_the_end_says_how_far_back_it_goes() -> None:
    text = flat(said(a_week(), read=coverage(since=datetime(2026, 8, 18, 22, 30, tzinfo=UTC))).text)
    assert "Mail from before Wednesday 19 August is still being read." in text


def test_a_mailbox_never_read_to_its_end_is_said_in_every_issue() -> None:
    text = said(a_week(), read=Coverage(last_complete=None)).text
    assert "The mailbox was never read to its end." in text


def test_many_folders_are_counted() -> None:
    folder = coverage().folders[0]
    many = coverage(folders=tuple(replace(folder, folder=f"F{i}") for i in range(8)))
    assert "F5 and 2 more." in said(a_week(), read=many).text
