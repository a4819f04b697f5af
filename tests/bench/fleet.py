"""`make bench-fleet`: many small mailboxes on one Dovecot, looked after by a fleet on one PostgreSQL.

The database keeps its promises (fsync is on), the workers are processes as typed, and at the end every
owner's rows are counted. Then a round over a roster of a million rows is timed.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.bench import mailboxes
from tests.builders import mail
from tests.servers.account import PASSWORD, ImapServer
from tests.servers.dovecot import dovecot
from tests.servers.postgresql import postgresql
from worker.fleet.queue import Queue
from worker.ports.fleet import Member, Outcome, Turn
from worker.wiring.fleet import Fleets, open_fleet

MESSAGES = 200
HOSTS, ROUNDS, BATCH, PER_HOST = 1000, 5, 1000, 10

CONFIGURATION = """
[owner]
addresses = ["{name}@lindqvist.example", "{me}"]
time_zone = "Europe/Stockholm"
[[account]]
name = "home"
host = "127.0.0.1"
port = {port}
security = "plaintext-loopback"
user = "{name}"
password_file = "password"
"""


# ── Mailboxes ───────────────────────────────────────────────────────────────────────────────


def fill(server: ImapServer, names: Sequence[str], pattern: Path) -> None:
    """A mailbox for each: the same mail for all, by hard links, and one message that is theirs alone."""
    for name in names:
        place = server.root / "mail" / name
        subprocess.run(["cp", "-al", str(pattern), str(place)], check=True)
        own = mail("Ines Carvalho <ines@harbour.example>", on="2026-11-13", to=[f"{name}@lindqvist.example"])
        (place / "cur" / "1794560000.own.bench:2,S").write_bytes(
            own.content.replace(b"Message-ID: <", f"Message-ID: <own.{name}.".encode(), 1)
        )
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody", str(server.root / "mail")], check=True)


def take_in(fleets: Fleets, server: ImapServer, names: Sequence[str], place: Path) -> None:
    password = place / "password"
    password.touch(mode=0o600)
    password.write_text(PASSWORD)
    for name in names:
        text = CONFIGURATION.format(name=name, port=server.port, me=mailboxes.ME)
        fleets.add(Member(name, text, str(place)))


@contextmanager
def workers(url: str, count: int, *, at_once: int, per_host: int) -> Iterator[None]:
    """So many processes, as an operator starts them."""
    line = [sys.executable, "-m", "worker", "fleet", "work", "--database", url]
    line += ["--at-once", str(at_once), "--per-host", str(per_host)]
    team = [subprocess.Popen(line, stderr=subprocess.DEVNULL) for _ in range(count)]
    try:
        yield
    finally:
        for one in team:
            one.send_signal(signal.SIGTERM)
        for one in team:
            one.wait()


# ── What must hold ──────────────────────────────────────────────────────────────────────────


def verdict(fleets: Fleets, names: Sequence[str]) -> dict[str, object]:
    """Every mailbox scanned once and whole; nobody has what is another's."""
    tried = list(fleets.standings())
    strangers = whole = 0
    for name in names:
        store = fleets.stores.of(name)
        own = [r.header.message_id for r in store.readings() if "own." in r.header.message_id]
        strangers += sum(f"own.{name}." not in held for held in own)
        whole += len(own) == 1 and sum(folder.read for folder in store.coverage().folders) == MESSAGES
    with fleets.stores.database.reading("") as tx:
        claims = list(tx.execute(sa.text("SELECT DISTINCT claim FROM fleet_turn")).scalars())
    return {
        "scanned": sum(one.done is not None for one in tried),
        "in trouble": sum(bool(one.trouble) for one in tried),
        "turns taken by each": claims,
        "whole": whole,
        "messages of another owner": strangers,
    }


def scan_all(names: Sequence[str], pattern: Path, *, count: int, at_once: int, per_host: int) -> None:
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server, database = stack.enter_context(dovecot()), stack.enter_context(postgresql())
        fill(server, names, pattern)
        fleets = stack.enter_context(open_fleet(database.url()))
        began = time.perf_counter()
        take_in(fleets, server, names, place)
        added = time.perf_counter() - began
        with workers(database.url(), count, at_once=at_once, per_host=per_host):
            began = time.perf_counter()
            while (tried := sum(bool(one.done or one.trouble) for one in fleets.standings())) < len(names):
                so_far = time.perf_counter() - began
                print(f"  {so_far:.0f} s: {tried} scanned", flush=True)  # noqa: T201 - what it is for
                time.sleep(min(10, 1 + so_far / 10))
            took = time.perf_counter() - began
        print(f"{len(names)} mailboxes of {MESSAGES} messages, {count} workers of {at_once} turns at once")  # noqa: T201 - a command: its output is what it is for
        print(f"  added: {len(names) / added:.0f} members a second")  # noqa: T201 - a command: its output is what it is for
        print(f"  scanned: {took:.1f} s, {60 * len(names) / took:.0f} mailboxes a minute")  # noqa: T201 - a command: its output is what it is for
        for what, said in verdict(fleets, names).items():
            print(f"  {what}: {said}")  # noqa: T201 - a command: its output is what it is for


# ── A round over a long roster ──────────────────────────────────────────────────────────────


def long_roster(fleets: Fleets, rows: int) -> None:
    """So many members of one turn each over HOSTS hosts, each due a moment after the last, all in 900 s."""
    with fleets.stores.database.writing("") as tx:
        said = {"rows": rows, "hosts": HOSTS}
        member = "INSERT INTO fleet_member SELECT 'm' || n, '', '', '' FROM generate_series(1, :rows) AS n"
        tx.execute(sa.text(member), said)
        turn = (
            "INSERT INTO fleet_turn (member, job, host, due) SELECT 'm' || n, 'scan home',"
            " 'imap' || n % :hosts || '.example', n::bigint * 900000000 / :rows"
            " FROM generate_series(1, :rows) AS n"
        )
        tx.execute(sa.text(turn), said)
    with fleets.stores.database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql("VACUUM ANALYZE fleet_turn")


def time_rounds(fleets: Fleets, queue: Queue, rows: int) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for what, now in (
        ("nothing due", epoch - timedelta(seconds=1)),
        (f"{rows // 900} due, a second's worth", epoch + timedelta(seconds=1)),
        ("every row due", epoch + timedelta(minutes=15)),
    ):
        done: list[tuple[float, int]] = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            count = fleets.roster.hand_out(queue.deliver, now=now, per_host=PER_HOST, most=BATCH)
            done.append((time.perf_counter() - began, count))
        middle = statistics.median(took for took, _ in done) * 1000
        print(f"  a round, {what}: {middle:.1f} ms, handed out {[count for _, count in done]}")  # noqa: T201 - a command: its output is what it is for


def time_ends(fleets: Fleets, queue: Queue) -> None:
    now = datetime(1970, 1, 1, 0, 15, tzinfo=UTC)
    line: list[Turn] = []

    def deliver(turns: Sequence[Turn], connection: Any) -> None:
        queue.deliver(turns, connection)
        line.extend(turns)

    fleets.roster.hand_out(deliver, now=now, per_host=2 * PER_HOST, most=BATCH)
    began = time.perf_counter()
    for turn in line[:200]:
        task = fleets.roster.task(turn)
        assert task
        fleets.roster.end(task, Outcome(now + timedelta(hours=1)), queue.deliver, now=now, per_host=PER_HOST)
    print(f"  the end of a turn: {(time.perf_counter() - began) / 200 * 1000:.1f} ms")  # noqa: T201 - a command: its output is what it is for


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mailboxes", type=int, default=2000)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--at-once", type=int, default=4)
    asked.add_argument("--per-host", type=int, default=16)
    asked.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "introloop-bench")
    said = asked.parse_args()
    if said.mailboxes:
        names = [f"member{number}" for number in range(said.mailboxes)]
        pattern = mailboxes.write(said.data, MESSAGES - 1)
        scan_all(names, pattern, count=said.workers, at_once=said.at_once, per_host=said.per_host)
    if said.rows:
        with postgresql() as database, open_fleet(database.url()) as fleets:
            queue = Queue(fleets.stores.address)
            queue.prepare()
            long_roster(fleets, said.rows)
            print(f"{said.rows} rows on the roster, {HOSTS} hosts, {PER_HOST} turns a host, {BATCH} a round")  # noqa: T201 - a command: its output is what it is for
            time_rounds(fleets, queue, said.rows)
            time_ends(fleets, queue)


if __name__ == "__main__":
    main()
