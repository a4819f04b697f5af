"""A fleet at work: real mailboxes, a real database, a real queue, and several workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from procrastinate.exceptions import ConnectorException

from tests.doubles.clock import SetClock
from tests.servers.account import ImapServer
from tests.servers.postgresql import PostgresServer
from tests.servers.smtp import smtp_server
from tests.worker.fleet.members import SMTP, filled, member
from worker.fleet import Duty, Fleet
from worker.ports import ConfigurationError, StoreBusy, StoreUnreachable
from worker.ports.fleet import Member, Standing, Turn
from worker.store.roster import Roster
from worker.wiring.fleet import Fleets, open_fleet

PATIENCE = 40.0  # seconds: a busy machine


@contextmanager
def at_work(fleets: Fleets, *, workers: int = 1, per_host: int = 10) -> Iterator[Event]:
    """So many workers, until the test has seen what it waits for."""
    stop = Event()
    team = [fleets.worker(per_host=per_host, stop=stop) for _ in range(workers)]
    threads = [Thread(target=one.work, kwargs={"at_once": 4}) for one in team]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def wait_until(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def standing(fleets: Fleets, name: str, job: str = "scan home") -> Standing:
    return next(one for one in fleets.standings() if (one.member, one.job) == (name, job))


def all_tried(fleets: Fleets) -> bool:
    return all(one.done or one.trouble for one in fleets.standings())


def test_each_mailbox_is_scanned_once_by_one_worker_and_each_owner_has_only_their_own_mail(
    fleets: Fleets, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"m{number}" for number in range(8)]
    for name in names:
        fleets.add(member(name, filled(imap.fresh_user(), to=name)))
    begun: Counter[str] = Counter()
    duties = Fleets.duties

    def counting(self: Fleets, of: Any) -> Any:
        begun[of.name] += 1
        return duties(self, of)

    monkeypatch.setattr(Fleets, "duties", counting)
    with at_work(fleets, workers=2, per_host=3):
        wait_until(lambda: all_tried(fleets))
    assert begun == Counter(dict.fromkeys(names, 1))
    for name in names:
        held = list(fleets.stores.of(name).readings())
        assert len(held) == 2
        assert {reading.header.to[0].email for reading in held} == {f"{name}@lindqvist.example"}
    assert fleets.health().due == 0


def test_a_mailbox_in_trouble_waits_as_the_daemon_would_and_holds_up_nobody(
    fleets: Fleets, imap: ImapServer, clock: SetClock
) -> None:
    fleets.add(member("ines", filled(imap.fresh_user(), to="ines"), password="wrong"))
    fleets.add(member("mara", filled(imap.fresh_user(), to="mara")))
    with at_work(fleets, per_host=1):
        wait_until(lambda: all_tried(fleets))
    well, ill = standing(fleets, "mara"), standing(fleets, "ines")
    assert (well.trouble, well.done) == ("", clock.at)
    assert (ill.trouble, ill.done) == ("AuthenticationRefused", None)
    assert ill.advice
    assert clock.at < ill.due <= clock.at + timedelta(seconds=15)
    assert well.due == clock.at + timedelta(minutes=15)


def test_a_turn_whose_end_the_database_refused_is_taken_again(
    fleets: Fleets, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleets.add(member("mara", filled(imap.fresh_user(), to="mara")))
    end, refused = Roster.end, Event()

    def busy_once(self: Roster, *told: Any, **more: Any) -> None:
        if not refused.is_set():
            refused.set()
            raise StoreBusy("Another process is writing.")
        end(self, *told, **more)

    monkeypatch.setattr(Roster, "end", busy_once)
    with at_work(fleets):
        wait_until(lambda: all_tried(fleets))
    assert refused.is_set()
    assert standing(fleets, "mara").trouble == ""
    assert len(list(fleets.stores.of("mara").readings())) == 2


def test_a_digest_goes_out_once_at_its_hour_after_a_scan_of_that_hour(
    fleets: Fleets, imap: ImapServer, clock: SetClock
) -> None:
    with smtp_server() as smtp:
        more = SMTP.format(port=smtp.port)
        fleets.add(member("mara", filled(imap.fresh_user(), to="mara"), more=more))
        with at_work(fleets, workers=2):
            wait_until(lambda: all_tried(fleets))
            monday = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)  # 07:30 in Stockholm
            assert standing(fleets, "mara", "digest").due <= monday
            for minutes in (-1, 0, 1, 2, 3):
                clock.at = monday + timedelta(minutes=minutes)
                fleets.worker(per_host=10, stop=Event()).hand_out()
                wait_until(lambda: not is_due(fleets))
        planned = fleets.stores.of("mara").planned("weekly", "2026-W47")
        assert planned is not None
        (sent,) = [mail for mail in smtp.delivered if planned.message_id.encode() in mail.content]
        assert sent.recipients == ("mara@lindqvist.example",)
        assert b"Tomas0" in sent.content


def is_due(fleets: Fleets) -> bool:
    said = fleets.health()
    return bool(said.due or said.at_work)


def test_a_member_is_removed_with_every_row_and_others_stay(fleets: Fleets, imap: ImapServer) -> None:
    for name in ("mara", "ines"):
        fleets.add(member(name, filled(imap.fresh_user(), to=name)))
    with at_work(fleets):
        wait_until(lambda: all_tried(fleets))
    assert fleets.remove("mara", patience=5)
    assert fleets.remove("nobody", patience=5) == 0
    assert [one.member for one in fleets.standings()] == ["ines"]
    assert list(fleets.stores.of("mara").readings()) == []
    assert len(list(fleets.stores.of("ines").readings())) == 2


def test_a_member_whom_a_worker_has_in_hand_is_not_removed_under_it(fleets: Fleets) -> None:
    fleets.add(member("mara"))
    fleets.roster.hand_out(lambda *_: None, now=fleets.clock.now(), per_host=1, most=1)
    assert fleets.remove("mara", patience=0.3) is None
    assert [one.member for one in fleets.standings()] == ["mara"]


def test_a_turn_that_was_handed_out_anew_is_left_alone(fleets: Fleets) -> None:
    asked: list[Member] = []

    def duties(of: Member) -> dict[str, Duty]:
        asked.append(of)
        return {}

    Fleet(fleets.roster, Silent(), duties, fleets.clock, 1, Event()).take(Turn(1, 1))
    assert asked == []


class Silent:
    """A queue that delivers to nobody."""

    def deliver(self, turns: Any, connection: Any) -> None:
        pass

    def work(self, take: Any, hand_out: Any, *, at_once: int, stop: Event) -> None:
        raise NotImplementedError


def test_a_job_that_the_settings_name_no_more_is_let_be(fleets: Fleets, clock: SetClock) -> None:
    fleets.add(member("mara"))
    nothing: dict[str, Duty] = {}
    line: list[Turn] = []
    fleets.roster.hand_out(lambda turns, _: line.extend(turns), now=clock.at, per_host=1, most=1)
    Fleet(fleets.roster, Silent(), lambda _: nothing, clock, 1, Event()).take(line[0])
    assert standing(fleets, "mara").due == clock.at + timedelta(days=1)


def test_workers_may_begin_at_one_moment_on_a_new_database(postgres: PostgresServer) -> None:
    with open_fleet(postgres.create("fleet_unprepared")) as fleets, ThreadPoolExecutor(6) as pool:
        begun = [pool.submit(fleets.worker, per_host=1, stop=Event()) for _ in range(6)]
        assert all(worker.result() for worker in begun)


# ── Workers as processes ────────────────────────────────────────────────────────────────────

WORKER = """
import sys, threading
from worker.fleet.queue import Queue
from worker.store.roster import Roster
from worker.wiring.fleet import Fleets, open_fleet
from worker.ports.fleet import Turn
import worker.fleet.fleet as work
with open_fleet(sys.argv[1]) as fleets:
    queue = Queue(fleets.stores.address, vanished=2.0)
    queue.prepare()
    stop = threading.Event()
    if sys.argv[2] == "hang":
        def duties(member):
            print("began", flush=True)
            threading.Event().wait()
    else:
        duties = fleets.duties
    work.Fleet(fleets.roster, queue, duties, fleets.clock, 10, stop).work(at_once=2)
"""


def test_what_a_killed_worker_had_in_hand_is_done_by_another(url: str, imap: ImapServer) -> None:
    with open_fleet(url) as fleets:
        fleets.add(member("mara", filled(imap.fresh_user(), to="mara")))
        with subprocess.Popen([sys.executable, "-c", WORKER, url, "hang"], stdout=subprocess.PIPE) as first:
            assert first.stdout
            assert first.stdout.readline() == b"began\n"
            first.kill()
        with subprocess.Popen([sys.executable, "-c", WORKER, url, "work"]) as second:
            wait_until(lambda: all_tried(fleets))
            second.kill()
        assert len(list(fleets.stores.of("mara").readings())) == 2


def test_a_worker_told_to_stop_ends_within_two_seconds_whatever_hangs(url: str, imap: ImapServer) -> None:
    with open_fleet(url) as fleets:
        silent = "password_command"
        hangs = member("mara", filled(imap.fresh_user(), to="mara"))
        text = hangs.config.replace(f'{silent} = ["echo"', f'{silent} = ["sleep", "60"')
        fleets.add(type(hangs)(hangs.name, text, hangs.place))
        line = [sys.executable, "-m", "worker", "fleet", "work", "--database", url]
        with subprocess.Popen(line, env={**os.environ, "PYTHONPATH": str(Path.cwd())}) as process:
            wait_until(lambda: fleets.health().at_work)
            time.sleep(0.5)  # the password is being asked for
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert time.monotonic() - began < 2.5


def test_a_worker_whose_database_is_gone_says_so(fleets: Fleets, monkeypatch: pytest.MonkeyPatch) -> None:
    """procrastinate tries for half a minute before it says this."""

    async def gone(*_: object, **__: object) -> None:
        raise ConnectorException

    worker = fleets.worker(per_host=1, stop=Event())
    monkeypatch.setattr("worker.fleet.queue._work", gone)
    with pytest.raises(StoreUnreachable) as error:
        worker.work(at_once=1)
    assert error.value.transient
    assert error.value.advice


def test_without_the_extra_it_is_named(fleets: Fleets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    monkeypatch.delitem(sys.modules, "worker.fleet.queue", raising=False)
    with pytest.raises(ConfigurationError) as error:
        fleets.worker(per_host=1, stop=Event())
    assert "introloop[fleet]" in error.value.advice
