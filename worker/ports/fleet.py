"""Many mailboxes as one fleet: its members, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One owner in a fleet: the text of their config.toml, and the directory its paths begin in.

    The text holds no secret: a configuration names where a password is (worker/secrets). `key` makes the
    codes in the links of their digests; the roster gives one to each.
    """

    name: str
    config: str
    place: str
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """A job of a member that was handed out, by number: whoever sees it learns of nobody.

    `claim` counts how often it was; one who comes with an older count is too late.
    """

    number: int
    claim: int


@dataclass(frozen=True, slots=True)
class Task:
    """What a turn is about: one job of one member, and what went wrong since it last ended well."""

    turn: Turn
    member: Member
    job: str  # e.g. "scan home"
    host: str  # that it connects to, "" where it stays on this machine
    errors: int = 0
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended, and when the next one is due."""

    due: datetime
    errors: int = 0
    refusals: int = 0
    trouble: str = ""  # the class of the error, "" where it went well
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one job of one member stands; `done` is when it last ended well."""

    member: str
    job: str
    host: str
    due: datetime
    done: datetime | None
    at_work: bool
    trouble: str
    advice: str


@dataclass(frozen=True, slots=True)
class FleetHealth:
    """A fleet in figures; `due` counts what is at work no more than `overdue`, the oldest of it."""

    members: int
    jobs: int
    due: int
    at_work: int
    in_trouble: int
    overdue: datetime | None
