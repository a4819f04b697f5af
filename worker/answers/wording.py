"""What became of the owner's letters, in sentences for the next digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from worker.digest.clean import line as clean
from worker.ports import Heard, Line

HELP = (
    "In reply to a digest, write one thing a line: “done 2”, “met 3”, “moved 2 2026-12-01”, “snooze 4 2w”, "
    "“not-intro 5”, “mute 1”, “note 2 …” or “undo”. The number is that of the item."
)
SHOWN = 12  # lines that are told one by one


def told(heard: Sequence[Heard], *, since: datetime | None) -> tuple[str, ...]:
    """What was done and what was not since the last digest; how to answer is explained once, ever."""
    news = [letter for letter in heard if since is None or letter.taken > since]
    lines = [line for letter in news for line in letter.lines]
    return (*_done(lines), *_not_done(lines), *_help(heard, news))


def _done(lines: Iterable[Line]) -> Iterator[str]:
    said = [_named(line) for line in lines if not line.why]
    if said:
        more = f", and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
        yield f"As you wrote: {', '.join(said[:SHOWN])}{more}. Reply “undo” to take the last back."


def _not_done(lines: Iterable[Line]) -> Iterator[str]:
    refused = [f"Not done: {_named(line)}, because {line.why}." for line in lines if line.why]
    yield from refused[:SHOWN]
    if len(refused) > SHOWN:
        yield f"And {len(refused) - SHOWN} more were not done."


def _named(line: Line) -> str:
    about = f" ({clean(line.about)})" if line.about else ""
    return f"“{clean(line.said)}”{about}"


def _help(heard: Sequence[Heard], news: Sequence[Heard]) -> Iterator[str]:
    first = next((letter for letter in heard if any(line.unclear for line in letter.lines)), None)
    if first in news:
        yield HELP
