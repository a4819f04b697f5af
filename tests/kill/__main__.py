"""`make kill`: the process that sends is killed at every point and at random; what became of its mails.

    python -m tests.kill --trials 2000

Every trial that can be counted out is run, and chance ones until there are so many; fewer than that are
drawn from all. Exits 1 where a mail was lost or doubled, or a store ended in another state.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.kill.outcome import Outcome
from tests.kill.sabotage import SABOTAGE
from tests.kill.shares import Share, work

SHOWN = 10  # trials that ended badly


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the figures, and say whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill")
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--side-by-side", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sabotage", choices=SABOTAGE, default="", help="break the protocol first")
    asked = parser.parse_args(arguments)
    began, of = time.monotonic(), max(asked.side_by_side, asked.trials // 100)
    shares = [Share(asked.trials, asked.seed, n, of, asked.sabotage) for n in range(of)]
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(asked.side_by_side, get_context("spawn")) as pool:
        for done in pool.map(work, shares):
            outcomes += done
            print(figures(outcomes), end="\r", file=sys.stderr)  # noqa: T201
    return report(outcomes, seconds=time.monotonic() - began)


def figures(outcomes: Sequence[Outcome]) -> str:
    """What came of them, in numbers."""
    lost = sum(outcome.copies < 1 for outcome in outcomes)
    doubled = sum(outcome.copies > 1 for outcome in outcomes)
    wrong = sum(bool(outcome.wrong) for outcome in outcomes)
    kills = sum(outcome.kills for outcome in outcomes)
    said = f"{len(outcomes)} trials, {kills} kills, {lost} lost, {doubled} doubled"
    return f"{said}, {wrong} in another state"


def report(outcomes: Sequence[Outcome], *, seconds: float) -> int:
    """The figures, and those that ended badly by name."""
    print(f"{figures(outcomes)}, {seconds:.0f} s")  # noqa: T201
    bad = [outcome for outcome in outcomes if not outcome.is_good]
    for outcome in bad[:SHOWN]:
        print(f"  {outcome.copies} copies, {outcome.wrong or 'else well'}: {outcome.trial}")  # noqa: T201
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
