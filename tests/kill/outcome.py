"""One trial from its first life to its end, and what became of the mail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.kill.lives import UNHARMED, Death
from tests.kill.trials import Trial
from tests.kill.world import PERIOD, START, Place, Script, World

TICKS = (1, *(15,) * 16, *(360,) * 5)  # minutes between lives: the service looks more often
QUIET = timedelta(days=1)  # after the end: nothing more may come
VOLATILE = {"attempts", "marks", "settled", "sent", "message_id", "content", "due", "highest"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`wrong` is what differs from a run that nothing disturbed, beside the number of mails."""

    trial: Trial
    copies: int
    kills: int
    wrong: str = ""

    @property
    def is_good(self) -> bool:
        return self.copies == 1 and not self.wrong


def tried(world: World, trial: Trial, *, undisturbed: str = "") -> Outcome:
    """Live it through, until the mail is out and for a day after."""
    place = world.place(trial.lane)
    try:
        kills = _lived_through(world, trial, place)
        wrong = _wrong(place, trial, undisturbed)
        return Outcome(trial, len(place.arrived), kills, wrong)
    finally:
        world.clear(place)


def state(place: Place) -> str:
    """All that the store holds, without what tells one run from another."""
    with closing(sqlite3.connect(place.store)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return repr({table: _rows(connection, table) for table in sorted(tables)})


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - a name of our own schema
    return [{key: row[key] for key in row.keys() if key not in VOLATILE} for row in rows]  # noqa: SIM118


def _lived_through(world: World, trial: Trial, place: Place) -> int:
    world.smtp.faults = Script(world.smtp, trial.faults)
    now, lives, kills = START[trial.lane], list(trial.lives), 0
    for minutes in TICKS:
        kills += _live(world, trial, place, now, lives.pop(0) if lives else (UNHARMED,))
        if not lives and is_over(place.store, trial.lane):
            break
        now += timedelta(minutes=minutes)
    _live(world, trial, place, now + QUIET, (UNHARMED,))
    return kills


def _live(world: World, trial: Trial, place: Place, now: datetime, deaths: tuple[Death, ...]) -> int:
    """One moment: what has come so far is seen, and so many lives look what is to do."""
    place.deliver(now, folder=trial.folder)
    before = len(place.arrived)
    lived = world.run(place, trial.lane, now, deaths)
    at = now + timedelta(minutes=trial.delay)
    for one in place.arrived[before:]:
        place.on_the_way.append((at, renamed(one.content) if trial.renamed else one.content))
    return lived.count(None)


def renamed(content: bytes) -> bytes:
    """As Exchange passes a mail on: under a Message-ID of its own, and no header of ours."""
    head, blank, body = content.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"X-Introloop")]
    ours = next(n for n, line in enumerate(lines) if line.startswith(b"Message-ID: "))
    lines[ours] = b"X-Microsoft-Original-" + lines[ours]
    return b"\r\n".join((b"Message-ID: <another@exchange.example>", *lines)) + blank + body


def is_over(store: Path, lane: str) -> bool:
    """Whether the mail of the trial's period needs nothing more."""
    return any(row["phase"] in ("sent", "held") for row in _mail(store, lane))


def _mail(store: Path, lane: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(store)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM outbox WHERE period = ?", (PERIOD[lane],)).fetchall()


def _wrong(place: Place, trial: Trial, undisturbed: str) -> str:
    """What is not as it ought to be, in a few words."""
    with closing(sqlite3.connect(place.store)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        return "the database is damaged"
    frozen = [row["content"] for row in _mail(place.store, trial.lane)]
    if [one.content for one in place.arrived] != frozen * len(place.arrived):
        return "what arrived is not what was frozen"
    return "the store is in another state" if undisturbed and state(place) != undisturbed else ""
