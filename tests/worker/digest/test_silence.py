"""When an issue says little, or nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.model import Turn
from tests.worker.digest.builders import (
    GRACE,
    NOW,
    a_week,
    case,
    closed,
    coverage,
    flat,
    issue,
    owner,
    report_to_ines,
    review,
    said,
)
from worker.digest import URGENT, all_closed_due, compose
from worker.ports import Coverage

# ── When there is nothing to say ────────────────────────────────────────────────────────────

LATELY = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)


def test_nothing_to_say_is_no_mail() -> None:
    waiting = review(cases=(case("w", turn=Turn.THEM), closed("c", GRACE, 2)))
    assert compose(waiting, issue=issue(last_all_closed=LATELY), coverage=coverage()) is None


def test_once_a_month_it_says_that_all_is_closed() -> None:
    digest = said(review(), when=issue(last_all_closed=datetime(2026, 10, 5, tzinfo=UTC)))
    assert digest.subject == "All closed; last sync on Monday 16 November at 07:52"
    assert digest.all_closed
    assert not said(a_week()).all_closed


def test_with_loops_at_others_it_says_that_nothing_waits_on_the_owner() -> None:
    digest = said(review(cases=(case("w", turn=Turn.THEM),)))
    assert digest.subject.startswith("Nothing waits on you; last sync")
    assert "One loop is with somebody else and needs nothing from you." in flat(digest.text)


def test_where_none_of_the_mail_is_the_owners_nothing_is_called_closed_and_it_is_said_once_a_month() -> None:
    digest = said(review(), when=issue(strange=4))
    assert digest.subject == "Is your address misspelt?"
    assert "None of the messages read (4) is from or to mira@example.com" in flat(digest.text)
    assert "closed" not in digest.text.lower()
    assert digest.all_closed
    assert compose(review(), issue=issue(strange=4, last_all_closed=LATELY), coverage=coverage()) is None


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOW, True),
        (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 30, 22, tzinfo=UTC), False),
        (
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2026, 11, 30, 23, 30, tzinfo=UTC),
            True,
        ),  # December there
        (datetime(2025, 11, 16, tzinfo=UTC), NOW, True),
    ],
)
def test_a_month_is_one_of_the_owners_calendar(last: datetime | None, now: datetime, due: bool) -> None:
    assert all_closed_due(last, now, owner().calendar) is due


def test_the_first_issue_explains_itself_even_with_nothing_to_say_and_later_ones_do_not() -> None:
    first = said(review(), when=issue(number=1, last_all_closed=LATELY))
    explained = first.text.splitlines()[6:8]
    assert explained == [
        "Introloop reads your mail for introductions and favours left open.",
        "It writes to you alone; a draft waits until you send it yourself.",
    ]
    assert all(line in first.html for line in explained)
    assert "It writes to you alone" not in said(a_week()).text + said(a_week()).html


def test_a_mailbox_that_cannot_be_read_is_said_and_never_called_closed() -> None:
    stale = coverage(last_complete=NOW - timedelta(days=3))
    digest = said(review(), when=issue(last_all_closed=LATELY), read=stale)
    assert digest.subject == "The mailbox could not be read"
    assert "Last sync on Friday 13 November at 07:55." in digest.text
    assert not digest.all_closed


def test_a_digest_that_comes_late_says_so() -> None:
    late = issue(caught_up=NOW - timedelta(days=1), notes=("Last week's letter may have come twice.",))
    text = flat(said(a_week(), when=late).text)
    assert "This was due on Sunday 15 November at 07:55; it could not be sent then." in text
    assert "Last week's letter may have come twice." in text


# ── The urgent lane ─────────────────────────────────────────────────────────────────────────


def test_the_urgent_mail_says_only_what_breaks_today() -> None:
    digest = said(a_week(), when=issue(kind=URGENT, period="2026-11-16"))
    assert digest.subject == "Today: 1 introduction to answer"
    assert [item.case_id for item in digest.items] == ["91bc"]
    assert "QUIET" not in digest.text
    assert "Read:" not in digest.text


def test_with_nothing_urgent_there_is_no_urgent_mail_not_even_of_a_mailbox_that_is_down() -> None:
    for read in (coverage(), Coverage(last_complete=None)):
        assert compose(review(report_to_ines()), issue=issue(kind=URGENT), coverage=read) is None
