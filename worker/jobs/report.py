"""What a scan says while it goes on and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    """Told after each step: the folder, messages looked at, and about how many there are to look at."""

    def __call__(self, folder: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did, in messages; `finished` is False where it was stopped on the way."""

    looked_at: int = 0
    new: int = 0
    skipped: int = 0
    quarantined: int = 0
    heard: int = 0  # letters in which the owner wrote back
    problems: tuple[str, ...] = ()
    finished: bool = True

    def __add__(self, other: ScanReport) -> ScanReport:
        return ScanReport(
            self.looked_at + other.looked_at,
            self.new + other.new,
            self.skipped + other.skipped,
            self.quarantined + other.quarantined,
            self.heard + other.heard,
            self.problems + other.problems,
            self.finished and other.finished,
        )


def counted(number: int, what: str) -> str:
    """A count with its noun, of which the plural ends in s."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def quiet(folder: str, done: int, total: int) -> None:
    """Nobody watches."""
