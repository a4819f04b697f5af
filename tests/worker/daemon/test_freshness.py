"""A letter waits until the mail was read, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from worker.daemon.freshness import Freshness

START = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)


def minutes(n: float) -> datetime:
    return START + timedelta(minutes=n)


def test_after_the_start_every_account_is_waited_for() -> None:
    fresh = Freshness(["home", "work"], now=START)
    assert not fresh.is_fresh(now=START)
    fresh.read("home", now=minutes(1))
    assert not fresh.is_fresh(now=minutes(2))
    fresh.read("work", now=minutes(2))
    assert fresh.is_fresh(now=minutes(2))


def test_what_was_read_before_the_machine_slept_is_old() -> None:
    fresh = Freshness(["home"], now=START)
    fresh.read("home", now=minutes(1))
    fresh.woke(now=minutes(600))
    assert not fresh.is_fresh(now=minutes(600))
    fresh.read("home", now=minutes(601))
    assert fresh.is_fresh(now=minutes(601))


def test_a_reading_that_ended_while_the_others_still_woke_counts() -> None:
    fresh = Freshness(["home"], now=START)
    fresh.read("home", now=minutes(600))
    fresh.woke(now=minutes(600.5))
    assert fresh.is_fresh(now=minutes(600.5))


def test_a_mailbox_that_cannot_be_read_holds_no_letter_back_for_ever() -> None:
    fresh = Freshness(["home"], now=START)
    assert not fresh.is_fresh(now=minutes(10))
    assert fresh.is_fresh(now=minutes(10.1))
