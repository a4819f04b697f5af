"""A job, and what it is told when it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event


@dataclass(frozen=True, slots=True)
class Told:
    """What a run is told. It looks at `stop` after each step that commits, and ends early once it is set."""

    stop: Event
    reconnect: bool = False  # the machine slept since the last run: connections kept are dead


def nothing() -> None:
    """Nothing to interrupt, and no password to watch."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again: at once, then `every` seconds after it last ended.

    `run` gives back counts for the log, or None, and raises what it likes. `by_clock` is a job that
    plans by the time of day: it rests while the clock has stepped back. `interrupt` is called from
    another thread when `run` ought to stop, or the machine slept, to end what it waits for; it must not
    wait itself; a job that has one is ended at any time without harm. `credential` is asked each second
    while the job is in trouble, and gives something that is another once the password was renewed: then
    the job runs at once. It reads no password. `after` names a job: whenever that one counts something
    `new`, this one need not wait for its time.
    """

    name: str  # stands in the log and in the status: an account's name or a host, never a person
    run: Callable[[Told], Mapping[str, int] | None]
    every: float
    by_clock: bool = False
    interrupt: Callable[[], None] = nothing
    credential: Callable[[], object] = nothing
    after: str = ""
