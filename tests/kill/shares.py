"""The trials, shared out among processes that work side by side, each in a world of its own."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.kill.lives import Death
from tests.kill.outcome import Outcome, state, tried
from tests.kill.trials import Trial, chance, counted
from tests.kill.world import START, World, world

FEW = 1000  # below which they are drawn from all


@dataclass(frozen=True, slots=True)
class Share:
    """What one of the processes that work side by side is to do."""

    trials: int
    seed: int
    number: int
    of: int
    sabotage: str = ""


def work(share: Share) -> list[Outcome]:
    """Every so many-th of the trials, in a world of one's own."""
    with tempfile.TemporaryDirectory(prefix="introloop-kill-") as root, world(Path(root)) as here:
        undisturbed = {lane: _undisturbed(here, lane) for lane in START}
        trials = drawn(here, share)
        here.sabotage = share.sabotage
        return [tried(here, trial, undisturbed=undisturbed[trial.lane]) for trial in trials]


def drawn(here: World, share: Share) -> list[Trial]:
    """The trials of a share."""
    points = {lane: points_of(here, lane) for lane in START}
    lines = {lane: points_of(here, lane, lines=True) for lane in START}
    all_of_them = list(counted(points, lines))
    by_chance = max(share.trials - len(all_of_them), share.trials // 4)
    all_of_them += islice(chance(share.seed), by_chance)
    if share.trials < FEW:
        all_of_them = random.Random(share.seed).sample(all_of_them, share.trials)
    return all_of_them[share.number :: share.of]


def points_of(here: World, lane: str, *, lines: bool = False) -> int:
    """How many points, or lines, a life passes that sends a mail."""
    place = here.place(lane)
    (lived,) = here.run(place, lane, START[lane], (Death(lines=lines, counted=True),))
    assert lived
    assert lived.ended == "sent", lived.ended
    return len(lived.points)


def _undisturbed(here: World, lane: str) -> str:
    place = here.place(lane)
    here.run(place, lane, START[lane], (Death(),))
    return state(place)
