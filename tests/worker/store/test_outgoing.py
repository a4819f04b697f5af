"""Mail to the owner, planned, claimed and settled: the contract of every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.worker.store.facts import NOON
from worker.ports import FolderMark, Phase, Planned, Store, Trail

DIGEST = Planned("weekly", "2026-W47", "<w47@introloop.example>", b"Subject: Two loops\n\nHello", NOON)
LEASE = 900.0
LATER = NOON + timedelta(seconds=LEASE)


def test_a_planned_mail_is_frozen(store: Store) -> None:
    assert store.planned("weekly", "2026-W47") is None
    assert store.plan(DIGEST) == DIGEST
    assert store.plan(replace(DIGEST, content=b"other", message_id="<other@x>")) == DIGEST
    assert store.planned("weekly", "2026-W47") == DIGEST
    assert store.planned("urgent", "2026-W47") is None


def test_a_mail_is_claimed_once_until_its_lease_runs_out(store: Store) -> None:
    store.plan(DIGEST)
    assert store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    assert not store.claim(DIGEST, by="b", now=LATER - timedelta(seconds=1), lease=LEASE)
    assert store.claim(DIGEST, by="b", now=LATER, lease=LEASE)
    held = store.planned("weekly", "2026-W47")
    assert held
    assert (held.phase, held.attempts) == (Phase.CLAIMED, 2)


def test_what_was_never_planned_cannot_be_claimed_or_settled(store: Store) -> None:
    assert not store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.settle(DIGEST, Phase.SENT, at=NOON)
    assert store.last_sent("weekly") is None


def test_sent_is_final(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.settle(DIGEST, Phase.SENT, at=NOON)
    store.settle(DIGEST, Phase.PLANNED, at=LATER)
    assert not store.claim(DIGEST, by="b", now=LATER, lease=LEASE)
    sent = replace(DIGEST, phase=Phase.SENT, attempts=1, sent=NOON, settled=NOON)
    assert store.planned("weekly", "2026-W47") == sent
    assert store.last_sent("weekly") == sent
    assert list(store.unsent()) == []


def test_a_claim_given_back_can_be_taken_at_once(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.settle(DIGEST, Phase.PLANNED, at=NOON)
    assert store.claim(DIGEST, by="b", now=NOON, lease=LEASE)


def test_a_mail_in_doubt_says_since_when_and_can_be_taken_up_again(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.settle(DIGEST, Phase.IN_DOUBT, at=NOON)
    (doubtful,) = store.unsent()
    assert (doubtful.phase, doubtful.settled) == (Phase.IN_DOUBT, NOON)
    assert store.claim(DIGEST, by="b", now=NOON, lease=LEASE)


def test_a_held_mail_is_neither_waiting_nor_to_be_claimed(store: Store) -> None:
    store.plan(replace(DIGEST, phase=Phase.HELD))
    assert list(store.unsent()) == []
    assert not store.claim(DIGEST, by="a", now=NOON, lease=LEASE)


def test_unsent_mail_is_listed_oldest_first_and_a_running_claim_is_not(store: Store) -> None:
    new = replace(DIGEST, period="2026-W48", due=NOON + timedelta(days=7))
    store.plan(new)
    store.plan(DIGEST)
    assert [p.period for p in store.unsent()] == ["2026-W47", "2026-W48"]
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.highest_now(NOON)
    assert [p.period for p in store.unsent()] == ["2026-W48"]
    store.highest_now(LATER)
    assert [p.period for p in store.unsent()] == ["2026-W47", "2026-W48"]


def test_a_claim_counts_as_run_out_where_no_clock_was_ever_read(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    assert [p.phase for p in store.unsent()] == [Phase.CLAIMED]


MARKS = (FolderMark("home", "INBOX", 7, 12), FolderMark("home", "Gesendet", 3, 1))


def test_a_claim_that_still_holds_runs_anew_and_keeps_the_trail(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    trail = Trail(handed=(NOON, LATER), looks=2, marks=MARKS)
    almost = LATER - timedelta(seconds=1)
    assert store.renew(DIGEST, by="a", now=almost, lease=LEASE, trail=trail)
    assert store.renew(DIGEST, by="a", now=LATER, lease=LEASE)
    held = store.planned("weekly", "2026-W47")
    assert held
    assert held.trail == trail
    assert not store.claim(DIGEST, by="b", now=LATER, lease=LEASE)


@pytest.mark.parametrize(("by", "now"), [("b", NOON), ("a", LATER)])
def test_a_claim_of_another_or_one_that_ran_out_is_not_renewed(store: Store, by: str, now: datetime) -> None:
    store.plan(DIGEST)
    assert not store.renew(DIGEST, by="a", now=NOON, lease=LEASE)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    assert not store.renew(DIGEST, by=by, now=now, lease=LEASE, trail=Trail(looks=1))
    held = store.planned("weekly", "2026-W47")
    assert held
    assert held.trail == Trail()


def test_who_lost_the_claim_settles_nothing_but_that_it_was_sent(store: Store) -> None:
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON, lease=LEASE)
    store.claim(DIGEST, by="b", now=LATER, lease=LEASE)
    store.settle(DIGEST, Phase.PLANNED, at=LATER, by="a", trail=Trail(looks=1))
    store.settle(DIGEST, Phase.HELD, at=LATER, by="a")
    held = store.planned("weekly", "2026-W47")
    assert held
    assert (held.phase, held.trail) == (Phase.CLAIMED, Trail())
    store.settle(DIGEST, Phase.SENT, at=LATER, by="a")
    assert store.last_sent("weekly")


def test_mails_that_began_to_go_out_are_listed_sent_or_not(store: Store) -> None:
    for week, handed in (("2026-W46", (NOON,)), ("2026-W47", (NOON, LATER)), ("2026-W48", ())):
        one = store.plan(replace(DIGEST, period=week, due=NOON + timedelta(days=int(week[-1]))))
        store.settle(one, Phase.IN_DOUBT, at=LATER, trail=Trail(handed=handed))
    assert [mail.period for mail in store.handed_since(NOON)] == ["2026-W46", "2026-W47"]
    assert [mail.period for mail in store.handed_since(LATER)] == ["2026-W47"]


def test_the_last_one_sent_is_the_one_sent_last(store: Store) -> None:
    for week, hours in (("2026-W47", 2), ("2026-W46", 1)):
        store.plan(replace(DIGEST, period=week))
        store.settle(replace(DIGEST, period=week), Phase.SENT, at=NOON + timedelta(hours=hours))
    last = store.last_sent("weekly")
    assert last
    assert last.period == "2026-W47"
    assert store.last_sent("urgent") is None


def test_what_was_sent_since_an_instant_is_listed_in_its_order_whatever_its_kind(store: Store) -> None:
    for kind, hours in (("weekly", 3), ("urgent", 2), ("asked", 1)):
        store.plan(replace(DIGEST, kind=kind))
        store.settle(replace(DIGEST, kind=kind), Phase.SENT, at=NOON + timedelta(hours=hours))
    store.plan(replace(DIGEST, period="2026-W48"))
    assert [mail.kind for mail in store.sent_since(NOON + timedelta(hours=2))] == ["urgent", "weekly"]


def test_a_minute_more_on_the_clock_is_no_reason_to_write(store: Store) -> None:
    """The kept reading is what unsent() goes by: it moves when five minutes have passed."""
    store.highest_now(NOON)
    store.plan(DIGEST)
    store.claim(DIGEST, by="a", now=NOON - timedelta(seconds=LEASE), lease=LEASE + 60)
    assert store.highest_now(NOON + timedelta(minutes=4)) == NOON + timedelta(minutes=4)
    assert list(store.unsent()) == []
    store.highest_now(NOON + timedelta(minutes=5))
    assert len(store.unsent()) == 1


@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_a_clock_that_steps_back_is_noticed(store: Store, hours: int) -> None:
    assert store.highest() is None
    assert store.highest_now(NOON) == NOON == store.highest()
    assert store.highest_now(NOON + timedelta(hours=hours)) == max(NOON, NOON + timedelta(hours=hours))
    assert store.highest_now(NOON - timedelta(days=9)) == max(NOON, NOON + timedelta(hours=hours))
