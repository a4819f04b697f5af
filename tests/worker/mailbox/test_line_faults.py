"""What a network does to a kept connection: how soon it is noticed, and that nothing is lost by it."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import signature
from pathlib import Path
from threading import Event

import pytest

from rules.model import Reading
from tests.doubles.clock import SetClock
from tests.servers.account import Account
from tests.servers.ports import black_hole, free_port
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.jobs import watch
from worker.jobs.watch import Watch
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.ports import NotConnected, Store, StoreBusy, Unreachable
from worker.store import open_store

pytestmark = pytest.mark.dovecot

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
MINUTES = 60.0
PROJECTS = FolderRules(include=("Projects*",))


def store_in(place: Path) -> Store:
    return open_store(place / "introloop.db", patience=0.05)


@pytest.fixture
def kept(account: Account, proxy: RecordingProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The service's own reading of a mailbox, which waits a moment where it would wait minutes."""
    monkeypatch.setattr(watch, "REST", 0.3)
    return Watch(
        mailbox=lambda: imap_mailbox(account, port=proxy.port, timeout=0.6, rules=PROJECTS),
        store=lambda: store_in(tmp_path),
        read=lambda message: Reading(message.header),
        clock=SetClock(NOON),
        every=timedelta(minutes=15),
        current=lambda: None,
    )


def subjects(place: Path) -> list[str]:
    return sorted(reading.header.subject for reading in store_in(place).readings())


def runs(kept: Watch, times: int) -> None:
    for _ in range(times):
        kept.run(Event())


def noticed(kept: Watch, *, within: float) -> None:
    began = time.monotonic()
    with pytest.raises(Unreachable):
        runs(kept, 3)
    assert time.monotonic() - began < within


# ── Black hole, slow, in pieces ─────────────────────────────────────────────────────────────


def test_a_black_hole_is_noticed_within_six_minutes() -> None:
    """While waiting, DONE is said after REST at the latest, and answered within the time-out or never."""
    patience = signature(ImapMailbox).parameters["timeout"].default
    assert watch.REST + patience <= 6 * MINUTES


def test_a_black_hole_while_it_waits_is_left_and_all_mail_is_read_on_a_new_line(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    account.append(letter("One"))
    kept.run(Event())
    proxy.swallows = True
    account.append(letter("Two"))
    noticed(kept, within=4)
    proxy.swallows = False
    kept.run(Event())
    assert subjects(tmp_path) == ["One", "Two"]
    assert proxy.connections == 2


def test_a_black_hole_in_the_middle_of_a_scan_is_left_and_the_scan_goes_on_where_it_stood(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    account.append(*(letter(f"{n}") for n in range(5)))

    def swallow(command: bytes) -> None:
        proxy.swallows = proxy.swallows or b"BODY.PEEK[TEXT]" in command

    proxy.intercept = swallow
    noticed(kept, within=4)
    proxy.intercept, proxy.swallows = None, False
    kept.run(Event())
    assert subjects(tmp_path) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("fault", [{"piece": 1}, {"delay": 0.03}], ids=["single bytes", "slow"])
def test_a_line_that_is_slow_or_hands_over_single_bytes_loses_nothing(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path, fault: dict[str, float]
) -> None:
    for name, value in fault.items():
        setattr(proxy, name, value)
    account.append(letter("One"))
    kept.run(Event())
    account.append(letter("Two"))
    while subjects(tmp_path) != ["One", "Two"]:  # IDLE tells of it in pieces
        kept.run(Event())
    assert proxy.connections == 1


# ── Folders that change beneath it ──────────────────────────────────────────────────────────


def looked_through(kept: Watch) -> tuple[str, ...]:
    """The next look through all folders, and what it told."""
    assert isinstance(kept.clock, SetClock)
    kept.clock.forward(minutes=16)
    return kept.run(Event()).problems


def renamed(account: Account, folder: str, to: str) -> None:
    with account.session() as imap:
        assert imap.rename(folder, to)[0] == "OK"


def made_anew(account: Account, *mails: bytes) -> None:
    """Another folder in its place, of the same name and mail: its UIDVALIDITY is another."""
    time.sleep(1.1)  # some servers take the second as UIDVALIDITY
    account.delete("Projects")
    account.create("Projects")
    account.append(*mails, folder="Projects")


def test_a_folder_whose_uidvalidity_changes_is_read_anew_and_nothing_is_lost_or_doubled(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    old = [letter(f"Old {n}") for n in range(3)]
    account.create("Projects")
    account.append(*old, folder="Projects")
    kept.run(Event())
    made_anew(account, letter("New"), *old)
    kept.run(Event())
    kept.run(Event())
    assert subjects(tmp_path) == ["New", "Old 0", "Old 1", "Old 2"]
    assert proxy.connections == 1


def test_a_folder_that_is_renamed_is_said_to_be_gone_and_its_mail_is_not_doubled(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    account.create("Projects")
    account.append(letter("Old"), folder="Projects")
    kept.run(Event())
    renamed(account, "Projects", "Projects-of-old")
    account.append(letter("New"), folder="Projects-of-old")
    assert any("Projects is gone" in problem for problem in looked_through(kept))
    assert subjects(tmp_path) == ["New", "Old"]
    assert looked_through(kept) == ()
    assert proxy.connections == 1


def test_a_folder_that_vanishes_beneath_it_costs_only_itself(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    account.create("Projects")
    account.append(letter("Old"), folder="Projects")
    kept.run(Event())
    account.delete("Projects")
    account.append(letter("New"))
    kept.run(Event())
    assert subjects(tmp_path) == ["New", "Old"]
    assert proxy.connections == 1


# ── This machine ────────────────────────────────────────────────────────────────────────────


def test_a_database_that_is_locked_costs_no_login_and_is_written_to_once_it_is_free(
    kept: Watch, account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    kept.run(Event())
    account.append(letter("One"))
    other = sqlite3.connect(tmp_path / "introloop.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        with pytest.raises(StoreBusy):
            kept.run(Event())
    other.close()
    kept.run(Event())
    assert subjects(tmp_path) == ["One"]
    assert proxy.connections == 1


@pytest.mark.parametrize("step", [timedelta(days=-2), timedelta(days=2)], ids=["back", "ahead"])
def test_a_clock_that_is_set_puts_off_no_look_through_the_folders(
    kept: Watch, account: Account, proxy: RecordingProxy, step: timedelta
) -> None:
    kept.run(Event())
    assert isinstance(kept.clock, SetClock)
    kept.clock.at += step
    proxy.lines.clear()
    kept.run(Event())
    assert any(command.startswith("LIST") for command in proxy.commands())


# ── Addresses ───────────────────────────────────────────────────────────────────────────────


def answering_with(*places: tuple[socket.AddressFamily, str, int]) -> Callable[..., list[object]]:
    """A name server's answer."""
    return lambda *_, **__: [
        (family, socket.SOCK_STREAM, 6, "", (host, port)) for family, host, port in places
    ]


def test_an_address_that_swallows_everything_costs_a_quarter_of_a_second(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = (socket.AF_INET, "127.0.0.1", account.server.port)
    with black_hole() as port:
        dead = (socket.AF_INET6, "::ffff:127.0.0.1", port)
        monkeypatch.setattr(socket, "getaddrinfo", answering_with(dead, dead, alive))
        began = time.monotonic()
        with imap_mailbox(account) as mailbox:
            assert mailbox.open("INBOX").messages == 0
        assert time.monotonic() - began < 2


def test_an_address_without_a_route_costs_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    no_route = (socket.AF_INET6, "2001:db8::1", 993)
    nobody = (socket.AF_INET6, "::1", free_port())
    alive = (socket.AF_INET, "127.0.0.1", account.server.port)
    no_such_family = (socket.AddressFamily(socket.AF_APPLETALK), "nowhere", 0)
    found = answering_with(no_route, nobody, no_such_family, alive)
    monkeypatch.setattr(socket, "getaddrinfo", found)
    with imap_mailbox(account) as mailbox:
        assert mailbox.open("INBOX").messages == 0


def test_where_no_address_answers_it_is_given_up_in_time(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with black_hole() as port:
        dead = (socket.AF_INET, "127.0.0.1", port)
        monkeypatch.setattr(socket, "getaddrinfo", answering_with(dead, dead))
        began = time.monotonic()
        with pytest.raises(NotConnected, match="no answer in time"), imap_mailbox(account, timeout=0.6):
            pass
        assert time.monotonic() - began < 2
