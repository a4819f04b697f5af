"""One mail a period, whenever the process that sends is killed and whatever the server does: a short run.

The long one is `make kill`: every point, every pair of points, and chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from tests.kill.__main__ import report
from tests.kill.lives import UNHARMED, Death
from tests.kill.outcome import state, tried
from tests.kill.shares import points_of
from tests.kill.trials import FAULTS, Trial, chance, faulty, pairs, singles
from tests.kill.world import PERIOD, START, World, world
from tests.servers.dovecot import dovecot_program

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(dovecot_program() is None, reason="no mail is counted without a real Dovecot"),
]
AFTER_THE_DOT = FAULTS["dropped after the dot, taken"]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("kill")) as running:
        yield running


def undisturbed(here: World, lane: str) -> str:
    """What a store holds after a run that nothing disturbed."""
    place = here.place(lane)
    here.run(place, lane, START[lane], (UNHARMED,))
    return state(place)


@pytest.mark.parametrize("lane", START)
def test_killed_anywhere_the_mail_comes_once_and_the_store_ends_as_if_nothing_had_been(
    here: World, lane: str
) -> None:
    points, wanted = points_of(here, lane), undisturbed(here, lane)
    dice = random.Random(lane)
    trials = [*dice.sample(list(singles(lane, points, lines=False)), 3)]
    trials += dice.sample(list(pairs(lane, points)), 2)
    trials += dice.sample(list(faulty(lane, points)), 3)
    trials += [replace(one, lane=lane) for one in islice(chance(7), 1)]
    outcomes = [tried(here, trial, undisturbed=wanted) for trial in trials]

    assert report(outcomes, seconds=0) == 0
    assert sum(outcome.kills for outcome in outcomes) >= 5


def test_of_eight_at_once_one_sends(here: World) -> None:
    outcome = tried(here, Trial("eight", "weekly", (((UNHARMED,) * 8),)))
    assert (outcome.copies, outcome.wrong) == (1, "")


def test_a_life_passes_points_before_and_after_all_that_the_world_can_see(here: World) -> None:
    place = here.place("weekly")
    (lived,) = here.run(place, "weekly", START["weekly"], (Death(counted=True),))
    assert lived
    assert {"before a commit", "after a commit", "before the look", "before saying", "after hearing"} <= set(
        lived.points
    )
    assert len(lived.points) >= 20
    assert PERIOD["weekly"] in state(place)


# ── What would not notice a broken protocol would prove nothing ─────────────────────────────


@pytest.mark.parametrize(
    ("sabotage", "trial", "copies"),
    [
        ("naive", Trial("no reply", "weekly", faults=(AFTER_THE_DOT,)), 2),
        ("claimed", Trial("no connection", "weekly", faults=(FAULTS["dropped at the greeting"],)), 0),
        ("blind", Trial("no reply", "weekly", faults=(AFTER_THE_DOT,), delay=1), 2),
    ],
)
def test_a_protocol_broken_on_purpose_is_caught(
    here: World, sabotage: str, trial: Trial, copies: int
) -> None:
    assert tried(here, trial).copies == 1
    outcome = tried(replace(here, sabotage=sabotage), trial)
    assert (outcome.copies, outcome.is_good) == (copies, False)


def test_the_report_names_what_went_wrong(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    broken = replace(here, sabotage="naive")
    trials = [
        Trial(name, "weekly", faults=(FAULTS[name],)) for name in ("slow", "dropped after the dot, taken")
    ]
    code = report([tried(broken, trial) for trial in trials], seconds=1)

    said = capsys.readouterr().out
    assert code == 1
    assert said.startswith("2 trials, 0 kills, 0 lost, 1 doubled, 0 in another state")
    assert "dropped after the dot" in said
