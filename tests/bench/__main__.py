"""`make bench`: a large mailbox on a real server, read by Introloop and by its peers, side by side.

Every figure of one call was taken on one machine in one hour: quote the ratios, not the seconds. Peers
that are not installed are left out and named (mbsync is Debian's isync).
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench import mailboxes
from tests.bench.process import Run, empty, ours, run
from tests.bench.wire import MEGABIT, wire
from tests.servers.account import PASSWORD, ImapServer
from tests.servers.dovecot import dovecot

USER = "bench"
ROUND_TRIP, MEGABITS = 0.04, 100.0


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: what, and its medians."""

    what: str
    wall: float
    cpu: float
    peak: float
    more: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bench:
    """A served mailbox, and where the programs that read it may write."""

    server: ImapServer
    identity: tuple[str, ...]
    work: Path
    runs: int

    def rows(self) -> Iterator[Row]:
        floor = partial(ours, "floor", self.server.port, USER, PASSWORD)
        floor()  # the server's own index is delivery's work
        yield self._row("raw header read, 1 connection", floor)
        yield self._row("introloop: first useful digest (90 days)", partial(self._first, "--recent"))
        yield self._row("introloop: first full digest", self._first)
        yield self._row("introloop: nothing new, with the digest", self._again)
        yield self._row("introloop: kept connection", self._live, runs=1)
        yield from self._over_a_long_line()
        yield from self._peers()

    def _row(self, what: str, measure: Callable[[], Run], *, runs: int = 0) -> Row:
        done = [measure() for _ in range(runs or self.runs)]
        middle = statistics.median
        said = {key: middle(one.said[key] for one in done) for key in done[-1].said}
        row = Row(
            what, middle(d.wall for d in done), middle(d.cpu for d in done), max(d.peak for d in done), said
        )
        say(json.dumps({"what": what, "wall": row.wall, "cpu": row.cpu, "peak": row.peak, **said}))
        return row

    def _account(self, port: int) -> list[str]:
        named = [f"--identity={address}" for address in self.identity]
        place = ["--host=127.0.0.1", f"--port={port}", f"--user={USER}", f"--password={PASSWORD}"]
        return [*place, f"--work={self.work / 'introloop'}", *named]

    def _once(self, port: int, *options: str) -> Run:
        return ours("once", *self._account(port), f"--as-of={mailboxes.END.isoformat()}", *options)

    def _first(self, *options: str, port: int = 0) -> Run:
        empty(self.work / "introloop")
        return self._once(port or self.server.port, *options)

    def _again(self) -> Run:
        return self._once(self.server.port)

    def _live(self) -> Run:
        maildir = self.server.root / "mail" / USER
        return ours("live", *self._account(self.server.port), f"--maildir={maildir}")

    def _over_a_long_line(self) -> Iterator[Row]:
        with wire(self.server.port) as counted:
            row = self._row(
                "introloop: first full scan, bytes counted", partial(self._first, port=counted.port), runs=1
            )
        yield Row(row.what, row.wall, row.cpu, row.peak, {"bytes": counted.down})
        yield from (self._far(connections) for connections in (1, 2))

    def _far(self, connections: int) -> Row:
        with wire(self.server.port, round_trip=ROUND_TRIP, megabits=MEGABITS) as far:
            what = f"introloop: first full scan, {ROUND_TRIP * 1000:.0f} ms, {MEGABITS:.0f} Mbit/s"
            many = f"--connections={connections}"
            scan = partial(self._first, "--no-digest", many, port=far.port)
            row = self._row(f"{what}, connections = {connections}", scan, runs=1)
        line_time = far.down / (MEGABITS * MEGABIT)
        return Row(row.what, row.wall, row.cpu, row.peak, {"times_the_line": round(row.wall / line_time, 2)})

    def _peers(self) -> Iterator[Row]:
        pulled = self.work / "mbsync"
        if not shutil.which("mbsync"):
            say("mbsync is not installed: left out")
            return
        yield self._row("mbsync: full pull", partial(self._mbsync, pulled, new=True), runs=1)
        yield self._row("mbsync: nothing new", partial(self._mbsync, pulled, new=False))
        if not shutil.which("notmuch"):
            say("notmuch is not installed: left out")
            return
        yield self._row("notmuch new, over what was pulled", partial(self._notmuch, pulled), runs=1)

    def _mbsync(self, pulled: Path, *, new: bool) -> Run:
        config = self.work / "mbsyncrc"
        if new:
            empty(pulled)
        config.write_text(
            f"FSync no\n\nIMAPAccount b\nHost 127.0.0.1\nPort {self.server.port}\n"
            f"User {USER}\nPass {PASSWORD}\nSSLType None\nAuthMechs LOGIN\n\nIMAPStore far\nAccount b\n\n"
            f"MaildirStore near\nPath {pulled}/\nInbox {pulled}/INBOX\nSubFolders Verbatim\n\n"
            "Channel all\nFar :far:\nNear :near:\nPatterns INBOX Sent Archive\nCreate Near\n"
            "SyncState *\n"
        )
        return run(["mbsync", "-q", "-c", str(config), "all"])

    def _notmuch(self, pulled: Path) -> Run:
        config = self.work / "notmuch-config"
        config.write_text(
            f"[database]\npath={pulled}\n[user]\nprimary_email=x@example.com\n[new]\ntags=new\n"
        )
        return run(["notmuch", "--config", str(config), "new", "--quiet"])


def table(rows: list[Row]) -> str:
    """The rows with how often each takes the time of the first."""
    floor = rows[0].wall
    lines = [f"{'':58} {'wall s':>8} {'x floor':>8} {'CPU s':>8} {'peak MB':>8}"]
    for row in rows:
        lines.append(f"{row.what:58} {row.wall:8.2f} {row.wall / floor:8.1f} {row.cpu:8.2f} {row.peak:8.0f}")
        lines += [f"    {key} = {value:g}" for key, value in row.more.items()]
    return "\n".join(lines)


@contextmanager
def served(maildir: Path) -> Iterator[ImapServer]:
    """A Dovecot with the mailbox as USER's, by hard links: it stays as it was."""
    with dovecot() as server:
        place = server.root / "mail" / USER
        subprocess.run(["cp", "-al", str(maildir), str(place)], check=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", str(pwd.getpwnam("nobody").pw_uid), str(place)], check=True)
        yield server


def _invented(data: Path, messages: int) -> Path:
    """Written by another process: what a parent holds counts into the peak of its children."""
    ours("mailboxes", data, messages)
    return mailboxes.write(data, messages)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--messages", type=int, default=10_000)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "introloop-bench")
    asked.add_argument("--maildir", type=Path, help="a Maildir++ to serve instead of invented mail")
    asked.add_argument("--identity", action="append", help="whose it is")
    said = asked.parse_args()
    maildir = said.maildir or _invented(said.data, said.messages)
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=said.data if said.data.exists() else None))
    try:
        with served(maildir) as server:
            bench = Bench(server, tuple(said.identity or [mailboxes.ME]), work, said.runs)
            say(table(list(bench.rows())))
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
