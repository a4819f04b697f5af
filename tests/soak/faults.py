"""What goes wrong, a fault at a time: each is done, lasts so many seconds, and is over."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count

from tests.soak.world import World

Fault = Callable[[World, float], None]


def _single_bytes(world: World, seconds: float) -> None:
    world.line.piece = 3
    time.sleep(seconds)
    world.line.piece = 0


def _slow(world: World, seconds: float) -> None:
    world.line.delay = 0.3
    time.sleep(seconds)
    world.line.delay = 0.0


def _reset(world: World, _: float) -> None:
    world.line.reset()


def _good_bye(world: World, _: float) -> None:
    world.line.say(b"* BYE [UNAVAILABLE] going down for a moment\r\n")


def _black_hole(world: World, seconds: float) -> None:
    """What is connected hears nothing ever again, and so does who connects meanwhile."""
    world.line.swallows = True
    world.line.swallow()
    time.sleep(seconds)
    world.line.swallows = False


def _server_restart(world: World, seconds: float) -> None:
    world.dovecot.kill()
    time.sleep(seconds)
    world.dovecot.start()


def _throttled(world: World, seconds: float) -> None:
    world.line.refusal = b"NO [THROTTLED] Request is throttled. Suggested Backoff Time: 15000 milliseconds"
    world.line.reset()
    time.sleep(seconds)
    world.line.refusal = b""


def _locked(world: World, seconds: float) -> None:
    """Somebody else writes into the store, and takes their time."""
    if not world.database.exists():
        return
    with closing(sqlite3.connect(world.database, timeout=30, isolation_level=None)) as store:
        store.execute("BEGIN IMMEDIATE")
        time.sleep(min(seconds, 10))
        store.execute("ROLLBACK")


def _asleep(world: World, seconds: float) -> None:
    """While it sleeps the server hangs up."""
    world.service.send(signal.SIGSTOP)
    world.line.reset()
    time.sleep(seconds)
    world.service.send(signal.SIGCONT)


def _no_way_out(world: World, seconds: float) -> None:
    world.smtp.faults = {"greeting": "421 4.3.2 not now"}
    time.sleep(seconds)
    world.smtp.faults = {}


def _killed(world: World, _: float) -> None:
    world.service.kill()
    world.service.start()


FAULTS: Mapping[str, Fault] = {
    "single bytes": _single_bytes,
    "killed": _killed,
    "reset": _reset,
    "database locked": _locked,
    "slow": _slow,
    "BYE": _good_bye,
    "server restart": _server_restart,
    "asleep": _asleep,
    "throttled": _throttled,
    "no way out": _no_way_out,
    "black hole": _black_hole,
}
KILLED_EVERY = 3  # rounds: a process has to live for a while to show how it ages


def rounds() -> Iterator[str]:
    """The faults in turn, for ever."""
    for number in count():
        yield from (name for name in FAULTS if name != "killed" or number % KILLED_EVERY == 0)
