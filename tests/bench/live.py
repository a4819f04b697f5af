"""A connection that is kept: what an hour of nothing costs, and how soon a new message is understood.

    python -m tests.bench.live --port P --user U --password P --work DIR [--maildir DIR]

DIR holds what an earlier `once` left. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from contextlib import closing
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path
from threading import Event

from tests.bench.once import configured
from tests.bench.wire import Wire, wire
from worker.daemon.memory import give_back
from worker.jobs.surroundings import Surroundings
from worker.jobs.watch import Watch
from worker.ports import LiveMailbox
from worker.wiring import App
from worker.wiring import wire as wired
from worker.wiring.adapters import imap_of

NOTHING, NEW = 200, 5  # times
PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    asked = argparse.ArgumentParser()
    for name in ("host", "port", "user", "password", "work", "maildir"):
        asked.add_argument(f"--{name}", required=True)
    asked.add_argument("--identity", action="append", default=[])
    sys.stdout.write(f"{json.dumps(_measured(asked.parse_args()))}\n")


def _measured(said: argparse.Namespace) -> dict[str, float]:
    app = wired(config=configured(said), state=Path(said.work))
    with wire(int(said.port)) as line:
        found = _nothing_new_on_the_wire(app, line)
    mailbox, kept = _watch(app, int(said.port))
    found["nothing_cpu_ms"] = _nothing_new(mailbox, kept)
    found |= _new(app, mailbox, kept, Path(said.maildir))
    give_back()  # as the service does after a run that worked
    found["rest_mb"] = round(int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20, 1)
    with closing(app.store()) as store:
        began = time.perf_counter()
        app.review(store)
        found["review_s"] = round(time.perf_counter() - began, 3)
    kept.leave()
    return found


def _watch(app: App, port: int) -> tuple[LiveMailbox, Watch]:
    """The account, connected and read."""
    account = app.settings.accounts[0].model_copy(update={"port": port})
    mailbox = imap_of(account, state=None)
    kept = Watch(
        mailbox=lambda: mailbox,
        store=app.store,
        read=app.read,
        clock=app.clock,
        every=timedelta(hours=1),
        current=lambda: None,
    )
    kept.run(Event())
    return mailbox, kept


def _nothing_new(mailbox: LiveMailbox, kept: Watch) -> float:
    """Milliseconds of the processor for one look at a mailbox in which nothing came."""
    began = time.process_time()
    for _ in range(NOTHING):
        kept.poll(mailbox, Event())
    return round((time.process_time() - began) * 1000 / NOTHING, 3)


def _nothing_new_on_the_wire(app: App, line: Wire) -> dict[str, float]:
    mailbox, kept = _watch(app, line.port)
    before = line.up + line.down, line.turns
    for _ in range(NOTHING):
        kept.poll(mailbox, Event())
    kept.leave()
    return {
        "nothing_bytes": round((line.up + line.down - before[0]) / NOTHING),
        "nothing_round_trips": round((line.turns - before[1]) / NOTHING, 1),
    }


def _new(app: App, mailbox: LiveMailbox, kept: Watch, maildir: Path) -> dict[str, float]:
    """Seconds from the server's word of a message until it is stored, and until a review knows it."""
    around = Surroundings(app.owner)
    with closing(app.store()) as store:
        began = time.perf_counter()
        around.came(store)
        learned = time.perf_counter() - began
    took = [_one_new(app, mailbox, kept, around, maildir=maildir, number=number) for number in range(NEW)]
    stored, known = (round(statistics.median(seconds), 3) for seconds in zip(*took, strict=True))
    return {"surroundings_s": round(learned, 3), "new_message_stored_s": stored, "new_message_s": known}


def _one_new(
    app: App, mailbox: LiveMailbox, kept: Watch, around: Surroundings, *, maildir: Path, number: int
) -> tuple[float, float]:
    threading.Timer(0.5, _deliver, (maildir, number)).start()
    new = 0
    while not new:
        mailbox.wait(60)
        told = time.perf_counter()
        new = kept.poll(mailbox, Event()).new
    stored = time.perf_counter()
    with closing(app.store()) as store:
        came = around.came(store) or ()
        around.review(came, store, packs=app.packs, now=app.moment())
    if len(came) != new:
        raise RuntimeError(f"{new} messages came, and a review was told of {len(came)}")
    return stored - told, time.perf_counter() - told


def _deliver(maildir: Path, number: int) -> None:
    name = f"{time.time():.6f}.{number}.live"
    text = (
        f"From: Noor Haddad <noor@example.com>\nTo: mara@lindqvist.example\nSubject: Tea {number}\n"
        f"Date: {formatdate()}\nMessage-ID: <{name}@example.com>\n\nShall we have tea on Friday?\n"
    )
    (maildir / "tmp" / name).write_text(text)
    (maildir / "tmp" / name).rename(maildir / "new" / name)


if __name__ == "__main__":
    main()
