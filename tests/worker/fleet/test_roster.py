"""The roster of a fleet: who is due, who is in hand, and how much a host may be asked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.clock import SetClock
from tests.worker.fleet.members import member
from worker.ports import StoreError
from worker.ports.fleet import Outcome, Task, Turn
from worker.store import open_stores, roster_of
from worker.store.roster import LEASE, Roster
from worker.wiring.fleet import Fleets


class Line:
    """A queue that only remembers what was delivered."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def deliver(self, turns: Sequence[Turn], connection: Any) -> None:
        self.turns += turns


@pytest.fixture
def roster(fleets: Fleets) -> Roster:
    return fleets.roster


def fill(roster: Roster, clock: SetClock, **hosts: str) -> None:
    """Members by name, each with one job at a host; each due a second after the one before."""
    for name, host in hosts.items():
        roster.add(member(name), {"scan home": host}, now=clock.at)
        clock.forward(seconds=1)


def handed(
    roster: Roster, clock: SetClock, *, per_host: int = 10, most: int = 100, deliver: Any = None
) -> list[str]:
    """The members whose turn a round hands out."""
    line = Line()
    roster.hand_out(deliver or line.deliver, now=clock.at, per_host=per_host, most=most)
    return [task(roster, turn).member.name for turn in line.turns]


def task(roster: Roster, turn: Turn) -> Task:
    found = roster.task(turn)
    assert found is not None
    return found


def test_what_is_due_is_handed_out_once(roster: Roster, clock: SetClock) -> None:
    fill(roster, clock, mara="a.example", ines="b.example")
    assert sorted(handed(roster, clock)) == ["ines", "mara"]
    assert handed(roster, clock) == []


def test_no_host_is_asked_for_more_than_it_may_be_however_many_rounds(
    roster: Roster, clock: SetClock
) -> None:
    fill(roster, clock, one="a.example", two="a.example", three="a.example", four="b.example")
    assert sorted(handed(roster, clock, per_host=2)) == ["four", "one", "two"]
    assert handed(roster, clock, per_host=2) == []
    assert handed(roster, clock, per_host=3) == ["three"]


def test_those_who_wait_longest_come_first_whatever_their_host(roster: Roster, clock: SetClock) -> None:
    fill(roster, clock, late="z.example", later="a.example", last="m.example")
    assert [handed(roster, clock, most=1) for _ in range(3)] == [["late"], ["later"], ["last"]]


def test_the_end_of_a_turn_hands_its_place_at_the_host_to_the_next(roster: Roster, clock: SetClock) -> None:
    fill(roster, clock, one="a.example", two="a.example")
    line = Line()
    roster.hand_out(line.deliver, now=clock.at, per_host=1, most=9)
    first = task(roster, line.turns[0])
    roster.end(first, Outcome(clock.at + timedelta(hours=1)), line.deliver, now=clock.at, per_host=1)
    assert [task(roster, turn).member.name for turn in line.turns[1:]] == ["two"]
    assert roster.task(first.turn) is None


def test_many_workers_hand_out_nothing_twice_and_no_more_than_a_host_may_be_asked(
    roster: Roster, clock: SetClock
) -> None:
    fill(roster, clock, **{f"member{n}": f"host{n % 2}.example" for n in range(20)})
    line = Line()
    with ThreadPoolExecutor(8) as pool:
        rounds = [
            pool.submit(roster.hand_out, line.deliver, now=clock.at, per_host=6, most=5) for _ in range(16)
        ]
        assert sum(done.result() for done in rounds) == 12
    assert len(set(line.turns)) == 12
    assert Counter(task(roster, turn).host for turn in line.turns) == {"host0.example": 6, "host1.example": 6}


def test_a_turn_whose_delivery_failed_was_not_handed_out(roster: Roster, clock: SetClock) -> None:
    def broken(turns: Sequence[Turn], connection: Any) -> None:
        raise RuntimeError

    fill(roster, clock, mara="a.example")
    with pytest.raises(RuntimeError):
        handed(roster, clock, deliver=broken)
    assert handed(roster, clock) == ["mara"]


def test_a_turn_whose_worker_vanished_comes_up_again_and_a_late_end_of_it_changes_nothing(
    roster: Roster, clock: SetClock
) -> None:
    fill(roster, clock, mara="a.example")
    line = Line()
    roster.hand_out(line.deliver, now=clock.at, per_host=1, most=9)
    lost = task(roster, line.turns[0])
    clock.at += LEASE
    assert handed(roster, clock, per_host=1) == ["mara"]
    assert roster.task(lost.turn) is None
    roster.end(lost, Outcome(clock.at, trouble="Late"), line.deliver, now=clock.at, per_host=1)
    (standing,) = roster.standings(now=clock.at)
    assert (standing.at_work, standing.trouble) == (True, "")


def test_a_turn_that_failed_says_why_and_how_often_until_it_ends_well(
    roster: Roster, clock: SetClock
) -> None:
    fill(roster, clock, mara="a.example")
    line = Line()
    for outcome in (
        Outcome(clock.at, 2, 1, "AuthenticationRefused", "Check the password."),
        Outcome(clock.at),
    ):
        roster.hand_out(line.deliver, now=clock.at, per_host=1, most=9)
        now = task(roster, line.turns[-1])
        roster.end(now, outcome, lambda *_: None, now=clock.at, per_host=0)
        held = next(roster.standings(now=clock.at))
        assert (held.trouble, held.advice) == (outcome.trouble, outcome.advice)
        assert roster.health(now=clock.at).in_trouble == bool(outcome.trouble)
        line.turns.clear()
    assert held.done == clock.at


def test_settings_that_change_are_tried_at_once_and_forgive_what_went_wrong(
    roster: Roster, clock: SetClock
) -> None:
    fill(roster, clock, mara="a.example")
    line = Line()
    roster.hand_out(line.deliver, now=clock.at, per_host=1, most=9)
    refused = Outcome(clock.at + timedelta(days=1), 3, 3, "AuthenticationRefused")
    first = task(roster, line.turns[0])
    roster.end(first, refused, line.deliver, now=clock.at, per_host=1)
    changed = replace(member("mara"), config="other")
    assert not roster.add(changed, {"scan home": "b.example", "digest": "s.example"}, now=clock.at)
    line.turns.clear()
    assert roster.hand_out(line.deliver, now=clock.at, per_host=1, most=9) == 2
    now = [task(roster, turn) for turn in line.turns]
    assert {(one.job, one.host, one.errors) for one in now} == {
        ("scan home", "b.example", 0),
        ("digest", "s.example", 0),
    }
    assert {one.member.config for one in now} == {"other"}
    assert {one.member.key for one in now} == {first.member.key}  # links in earlier digests go on working
    roster.add(changed, {"digest": "s.example"}, now=clock.at)
    assert [one.job for one in roster.standings(now=clock.at)] == ["digest"]


def test_each_member_has_a_key_of_their_own(roster: Roster, clock: SetClock) -> None:
    fill(roster, clock, mara="a.example", ines="a.example")
    line = Line()
    roster.hand_out(line.deliver, now=clock.at, per_host=9, most=9)
    keys = {task(roster, turn).member.key for turn in line.turns}
    assert [len(key) for key in keys] == [32, 32]
    assert not any(repr(key) in repr(task(roster, turn)) for turn in line.turns for key in keys)


def test_of_a_member_who_retires_nothing_is_handed_out_and_what_is_in_hand_is_counted(
    roster: Roster, clock: SetClock
) -> None:
    roster.add(member("mara"), {"scan home": "a.example", "digest": "s.example"}, now=clock.at)
    roster.hand_out(lambda *_: None, now=clock.at, per_host=1, most=1)
    assert roster.retire("mara", now=clock.at) == 1
    clock.at += LEASE * 2
    assert roster.retire("mara", now=clock.at) == 0  # its worker has vanished
    assert handed(roster, clock) == []
    assert roster.remove("mara")
    assert not roster.remove("mara")
    assert list(roster.standings(now=clock.at)) == []


def test_a_fleet_is_told_in_figures(roster: Roster, clock: SetClock) -> None:
    fill(roster, clock, one="a.example", two="a.example", three="a.example")
    handed(roster, clock, per_host=1)
    said = roster.health(now=clock.at)
    assert (said.members, said.jobs, said.due, said.at_work, said.in_trouble) == (3, 3, 2, 1, 0)
    assert said.overdue == clock.at - timedelta(seconds=2)


def test_a_file_is_no_place_for_a_fleet(tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "introloop.db")
    with pytest.raises(StoreError, match="needs a database server"):
        roster_of(stores)
    stores.close()
