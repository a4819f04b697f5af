"""One error storm never becomes many logins: 12 an hour at most, whatever fails (RELIABILITY.md).

Hours pass on a clock of the tests' own; the reading, the waiting and the connections are the real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from rules.model import Reading
from tests.servers.scripted_imap import RESET, ScriptedImap, scripted_imap
from worker.daemon.job import Job, Told
from worker.daemon.lane import Lane
from worker.jobs import watch
from worker.jobs.watch import Watch
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.logins import Logins
from worker.ports import IntroloopError, Throttled
from worker.store import open_store

HOUR, HOURS = 3600.0, 1.25
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


class Hours:
    """A clock that is moved on; both of the day and monotonic."""

    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)


class Service:
    """Two jobs on one account, as the daemon runs them: one stays connected, one looks in now and then."""

    def __init__(self, server: ScriptedImap, place: Path) -> None:
        self.hours, self.server, self.logins = Hours(), server, list[float]()
        self._counted = Logins(monotonic=self.hours.monotonic)
        self._kept = Watch(
            mailbox=self._mailbox,
            store=lambda: open_store(place / "introloop.db"),
            read=lambda message: Reading(message.header),
            clock=self.hours,
            every=timedelta(minutes=15),
            current=lambda: None,
        )
        jobs = (Job("scan", self._scan, every=0.0), Job("answers", self._answers, every=900.0))
        self.lanes = [Lane(job, at=0) for job in jobs]

    def _mailbox(self) -> ImapMailbox:
        return ImapMailbox(
            "work",
            host="127.0.0.1",
            port=self.server.port,
            user="u",
            password=lambda: "p",
            folders=FolderRules(),
            security="plaintext-loopback",
            timeout=2.0,
            logins=self._counted,
        )

    def _scan(self, told: Told) -> None:
        self._kept.run(told.stop, reconnect=told.reconnect)

    def _answers(self, _: Told) -> None:
        with self._mailbox() as mailbox:
            mailbox.folders()

    def run_for(self, hours: float, *, step: float = 1, wakes: bool = False) -> None:
        """As the daemon does at each tick, of which there is one in `step` seconds."""
        until = self.hours.passed + hours * HOUR
        while self.hours.passed < until:
            for lane in self.lanes:
                if lane.is_due(self.hours.passed, clock_is_back=False):
                    self._run(lane)
                if wakes:
                    lane.wake(self.hours.passed, slept=61)
            due = min(lane.at for lane in self.lanes)
            self.hours.passed = max(self.hours.passed + step, 0 if wakes else due)

    def _run(self, lane: Lane) -> None:
        before, told = self.server.count("LOGIN"), lane.begin(Event())
        try:
            lane.job.run(told)
            lane.succeed(self.hours.passed)
        except IntroloopError as error:
            lane.fail(error, self.hours.passed, chance=0.0)
        self.logins += [self.hours.passed] * (self.server.count("LOGIN") - before)

    def most_in_an_hour(self) -> int:
        return max(sum(start <= one < start + HOUR for one in self.logins) for start in self.logins)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(watch, "REST", 0.0)
    with scripted_imap() as server:
        yield Service(server, tmp_path)


def at(command: str, words: bytes) -> Callable[[str], bytes | None]:
    return lambda said: words if said.startswith(command) else None


STORMS = {
    "it hangs up as soon as it is asked to idle": at("IDLE", b"+ idling\r\n* BYE Autologout\r\n"),
    "it resets after every login": at("LIST", RESET),
    "it hangs up in the middle of reading": at("UID FETCH", b"* BYE going down\r\n"),
    "it answers what nobody asked": at("EXAMINE", b"X99 OK what\r\n"),
    "it refuses the password": at("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] no\r\n"),
    "it is busy": at("LOGIN", b"TAG NO [UNAVAILABLE] not now\r\n"),
    "it names too short a time": at("LOGIN", b"TAG NO Suggested Backoff Time: 1 milliseconds\r\n"),
    "too many are connected": at("LIST", b"TAG NO Too many simultaneous connections\r\n"),
    "it says nothing that makes sense": at("LOGIN", b"\xff\xfe\r\n* ((((\r\nP7 OK\r\n"),
}


@pytest.mark.parametrize("storm", STORMS)
def test_whatever_a_server_does_it_sees_at_most_twelve_logins_in_any_hour(
    service: Service, storm: str
) -> None:
    service.server.says = STORMS[storm]
    service.run_for(HOURS)
    assert 3 <= service.most_in_an_hour() <= 12


def test_a_machine_that_wakes_each_minute_logs_in_at_most_twelve_times_an_hour(service: Service) -> None:
    service.run_for(HOURS, step=60, wakes=True)
    assert 3 <= service.most_in_an_hour() <= 12


def test_after_a_storm_the_mailbox_is_read_within_seven_minutes(service: Service) -> None:
    service.server.says = STORMS["it hangs up as soon as it is asked to idle"]
    service.run_for(0.25)
    service.server.says = lambda _: None
    before = service.server.count("LOGIN")
    service.run_for(7 / 60, step=30)
    assert service.server.count("LOGIN") > before
    assert service.lanes[0].trouble == ""


def test_while_all_is_well_the_connection_is_kept(service: Service) -> None:
    service.run_for(0.25, step=60)
    assert service.server.count("LOGIN") == 2  # one a job


def test_who_logged_in_too_often_is_told_how_long_it_waits_and_that_nothing_is_to_be_done() -> None:
    hours, server = Hours(), object()
    logins = Logins(12, monotonic=hours.monotonic)
    for _ in range(3):
        logins.take(server)  # type: ignore[arg-type] # of which only the name is told
    with pytest.raises(Throttled) as told:
        logins.take(server)  # type: ignore[arg-type] # likewise
    assert told.value.seconds == 400
    assert "7 minutes" in str(told.value)
    assert "Nothing to do" in told.value.advice
    hours.passed = 400
    logins.take(server)  # type: ignore[arg-type] # likewise
