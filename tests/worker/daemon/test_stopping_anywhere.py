"""The service, as a user runs it, ends within two seconds of SIGTERM wherever it stands."""

from __future__ import annotations

import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.servers.account import ImapServer
from tests.servers.imap import imap_server
from tests.servers.ports import black_hole
from tests.servers.smtp import SILENCE
from tests.whole_way import WholeWay, fill, introduction, small_talk, whole_way

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def way(server: ImapServer, tmp_path: Path) -> Iterator[WholeWay]:
    with whole_way(server, tmp_path) as ready:
        fill(ready.account, [introduction()])
        yield ready


def stops(way: WholeWay, *, once: Callable[[], object]) -> str:
    """Start the service, and send SIGTERM when it is there; what it said."""
    process = way.start("run")
    try:
        deadline = time.monotonic() + 40
        while not once():
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=20)
        assert time.monotonic() - began < 2
        assert process.returncode == 0, said
        return said
    finally:
        process.kill()
        process.wait()


def set_to(way: WholeWay, what: str, instead: str) -> None:
    text = way.configuration.read_text()
    assert what in text
    way.configuration.write_text(text.replace(what, instead))


def unanswered(port: int) -> int:
    """How many SYNs to the port are on their way (state 02 in /proc/net/tcp)."""
    return Path("/proc/net/tcp").read_text().count(f":{port:04X} 02")


def quiet(way: WholeWay) -> Callable[[], bool]:
    """Whether the mailbox has been read and the server has said nothing for a second."""
    said, since = 0, time.monotonic()

    def is_quiet() -> bool:
        nonlocal said, since
        if way.proxy.from_server != said:
            said, since = way.proxy.from_server, time.monotonic()
        return said > 0 and time.monotonic() - since > 1

    return is_quiet


def test_while_it_connects_to_a_server_that_does_not_answer(way: WholeWay) -> None:
    with black_hole() as port:
        before = unanswered(port)
        set_to(way, f"port = {way.proxy.port}", f"port = {port}")
        said = stops(way, once=lambda: unanswered(port) > before)
    assert '"event": "stopped"' in said


def test_while_a_server_takes_the_connection_and_says_nothing(way: WholeWay) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0.01)
        taken: list[socket.socket] = []
        set_to(way, f"port = {way.proxy.port}", f"port = {silent.getsockname()[1]}")

        def connected() -> bool:
            with suppress(TimeoutError):
                taken.append(silent.accept()[0])
            return bool(taken)

        stops(way, once=connected)
        for connection in taken:
            connection.close()


def test_in_the_middle_of_a_scan(way: WholeWay) -> None:
    fill(way.account, small_talk(20))
    reading, stopped = threading.Event(), threading.Event()

    def holds(command: bytes) -> None:
        if b"FETCH" in command.upper():
            reading.set()
            stopped.wait(20)

    way.proxy.intercept = holds
    stops(way, once=reading.is_set)
    stopped.set()
    way.proxy.intercept = None
    way.said_by("scan")
    assert len(way.readings()) >= 1


def test_between_two_looks(way: WholeWay) -> None:
    said = stops(way, once=quiet(way))
    assert '"left_running": 0' in said


def test_while_it_waits_for_the_answer_to_a_mail_it_sends(way: WholeWay) -> None:
    way.smtp.faults = {"dot": SILENCE}
    stops(way, once=lambda: way.smtp.delivered)


def test_while_another_process_holds_the_database(way: WholeWay) -> None:
    way.said_by("scan")
    fill(way.account, [introduction()])
    with closing(sqlite3.connect(way.state / "introloop.db", isolation_level=None)) as other:
        logged_in = way.proxy.connections + 1
        process_waits = time.monotonic() + 3

        def waits() -> bool:
            if not other.in_transaction and way.proxy.connections >= logged_in:
                other.execute("BEGIN IMMEDIATE")
            return other.in_transaction and time.monotonic() > process_waits

        stops(way, once=waits)


def test_while_a_password_command_waits_for_somebody_to_type(way: WholeWay, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    command = f'password_command = ["sh", "-c", "touch {asked}; exec sleep 20"]'
    set_to(way, 'password_file = "imap-password"', command)
    stops(way, once=asked.exists)


def test_before_it_has_begun(way: WholeWay) -> None:
    process = way.start("run")
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert process.returncode == -signal.SIGTERM  # which systemd takes for a stop in peace
