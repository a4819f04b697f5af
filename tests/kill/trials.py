"""What is tried: at which points lives end, what the SMTP server does, when and where the mail arrives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from tests.kill.lives import UNHARMED, Death
from tests.servers.smtp import DROP, LOSE, SLOW

Faults = Mapping[str, str]
"""By stage, as tests.servers.smtp has them."""

FAULTS: Mapping[str, Faults] = {
    "dropped at the greeting": {"greeting": DROP},
    "busy at MAIL": {"mail": "451 4.7.1 later"},
    "refused at RCPT": {"rcpt": "550 5.7.1 not you"},
    "dropped before the content": {"data": DROP},
    "dropped in the content": {"body": DROP},
    "dropped after the dot, taken": {"dot": DROP},
    "dropped after the dot, lost": {"dot": LOSE},
    "busy at the dot": {"dot": "452 4.3.1 disk full"},
    "refused at the dot": {"dot": "554 5.7.1 looks like spam"},
    "no code at the dot": {"dot": "what?"},
    "slow": {"mail": SLOW, "data": SLOW, "dot": SLOW},
    "dropped at QUIT": {"quit": DROP},
}
FOLDERS = ("INBOX", "INBOX", "Junk", "Sent")
DELAYS = (0, 0, 1, 4, 14, 25)  # minutes until what was taken can be seen, less than a doubt lasts
LONGEST = 0.08  # seconds of a life


@dataclass(frozen=True, slots=True)
class Trial:
    """One period of one lane."""

    name: str
    lane: str
    lives: tuple[tuple[Death, ...], ...] = ()  # those at once, one after the other; then unharmed ones
    faults: tuple[Faults, ...] = ()  # of each SMTP conversation
    delay: int = 0
    folder: str = "INBOX"
    renamed: bool = False  # the server gives the mail another Message-ID and keeps ours, as Exchange does


def singles(lane: str, points: int, *, lines: bool) -> Iterator[Trial]:
    """A death at every point."""
    what = "line" if lines else "point"
    for n in range(points):
        yield Trial(f"killed at {what} {n}", lane, ((Death(n, lines=lines),),), delay=DELAYS[n % len(DELAYS)])


def pairs(lane: str, points: int) -> Iterator[Trial]:
    """A death at every point, and once more at every point of the life after it."""
    for one, two in product(range(points), repeat=2):
        yield Trial(
            f"killed at points {one} and {two}", lane, ((Death(one),), (Death(two),)), delay=(one + two) % 26
        )


def faulty(lane: str, points: int) -> Iterator[Trial]:
    """Each fault of the server, alone, twice, and with a death at each point of the life that meets it."""
    for name, fault in FAULTS.items():
        yield Trial(name, lane, faults=(fault,), delay=1)
        yield Trial(f"{name}, twice", lane, faults=(fault, fault), delay=4)
        for n in range(0, points, 4):
            yield Trial(f"{name}, killed at point {n}", lane, ((Death(n),),), faults=(fault,), delay=14)


def chance(seed: int) -> Iterator[Trial]:
    """Deaths at random moments, of one life or of eight at once, with faults and delays, without end.

    Two doubts at most: three mails a day are the most that may go out, and an urgent one has but its day.
    """
    dice = random.Random(seed)
    while True:
        at_once, doubts = dice.choice((1, 1, 8)), dice.randint(1, 2)
        faults = tuple(dice.choice((*FAULTS.values(), {})) for _ in range(dice.randint(0, doubts)))
        lives = tuple(tuple(_some_death(dice) for _ in range(at_once)) for _ in range(doubts - len(faults)))
        yield Trial(
            f"by chance, {at_once} at once",
            dice.choice(("weekly", "urgent")),
            lives or ((UNHARMED,) * at_once,),
            faults,
            delay=dice.choice(DELAYS),
            folder=dice.choice(FOLDERS),
            renamed=dice.random() < 0.2,
        )


def _some_death(dice: random.Random) -> Death:
    return Death(after=dice.uniform(0.001, LONGEST)) if dice.random() < 0.8 else UNHARMED


def counted(points: Mapping[str, int], lines: Mapping[str, int]) -> Iterator[Trial]:
    """Every trial that can be counted out, by the points that an unharmed life of each lane passes."""
    for lane in points:
        yield from singles(lane, points[lane], lines=False)
        yield from singles(lane, lines[lane], lines=True)
        yield from faulty(lane, points[lane])
        yield from pairs(lane, points[lane])
