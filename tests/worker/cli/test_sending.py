"""`digest --send` and `run`, through a real way out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.servers.smtp import SmtpServer, smtp_server
from tests.worker.cli.conftest import Introloop
from worker.daemon.loop import MANY
from worker.jobs.digest import send_due
from worker.lock import AtWork, at_work
from worker.ports import InDoubt
from worker.wiring import wire

CONFIGURATION = """
[owner]
addresses = ["robin@oosterwijk.example", "r.oosterwijk@tidewell.example"]
time_zone = "Europe/Amsterdam"

[[account]]
path = "{mbox}"

[smtp]
host = "127.0.0.1"
port = {port}
security = "plaintext-loopback"
login = false

[store]
directory = "state"
"""


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def config(told: Path, tmp_path: Path, smtp: SmtpServer) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(CONFIGURATION.format(mbox=told / "demo.mbox", port=smtp.port))
    return file


def test_a_digest_is_sent_when_asked_for(introloop: Introloop, config: Path, smtp: SmtpServer) -> None:
    introloop("scan", "--config", config)
    said = introloop("digest", "--send", "--config", config)

    assert (said.code, said.out) == (0, "Sent to robin@oosterwijk.example.\n")
    assert [mail.recipients for mail in smtp.delivered] == [("robin@oosterwijk.example",)]


def test_with_nothing_new_to_say_nothing_is_printed_or_sent(
    introloop: Introloop, config: Path, smtp: SmtpServer, tmp_path: Path
) -> None:
    (tmp_path / "quiet.mbox").write_bytes(b"From x Mon Nov  2 09:00:00 2026\nSubject: Hi\n\nHi.\n")
    config.write_text(CONFIGURATION.format(mbox=tmp_path / "quiet.mbox", port=smtp.port))
    introloop("scan", "--config", config)
    app = wire(config=config)
    with closing(app.store()) as store:
        send_due(app.post(store), schedule=app.schedule())  # the month's "all closed"

    printed = introloop("digest", "--config", config)
    sent = introloop("digest", "--send", "--config", config)

    assert printed.out == "There is nothing to say: no mail would be sent.\n"
    assert sent.out == "There is nothing to say: nothing was sent.\n"
    assert len(smtp.delivered) == 1


def test_a_server_that_gives_no_reply_leaves_a_doubt_that_is_said(
    introloop: Introloop, config: Path, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise InDoubt("no reply came")

    introloop("scan", "--config", config)
    monkeypatch.setattr("worker.outbox.SmtpOutbox.send", silent)
    said = introloop("digest", "--send", "--config", config)
    status = introloop("status", "--config", config)

    assert "did not say whether it took the mail" in said.out
    assert (status.code, "may or may not have been sent" in status.out) == (1, True)


def test_the_service_scans_sends_and_stops_within_two_seconds_of_sigterm(
    config: Path, smtp: SmtpServer
) -> None:
    line = [sys.executable, "-m", "worker", "run", "--config", str(config)]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=os.environ) as service:
        for _ in range(400):
            if smtp.delivered:
                break
            time.sleep(0.05)
        began = time.monotonic()
        service.send_signal(signal.SIGTERM)
        _, log = service.communicate(timeout=20)

    assert time.monotonic() - began < 3  # two seconds, and the interpreter's own end on a busy machine
    assert service.returncode == 0
    assert '"event": "stopped"' in log
    assert "Sofia" not in log


def in_terminal(config: Path, *, until: bytes) -> bytes:
    """What the service says to a terminal, up to a word of its log."""
    line = [sys.executable, "-m", "worker", "run", "--config", str(config)]
    ours, theirs = os.openpty()
    with subprocess.Popen(line, stderr=theirs, env=os.environ) as service:
        os.close(theirs)
        heard = b""
        with suppress(OSError):  # how the end of a terminal is told
            while more := os.read(ours, 4096):
                heard += more
                if until in heard:
                    service.send_signal(signal.SIGTERM)
    os.close(ours)
    return heard


def test_who_named_no_way_to_send_mail_is_told_in_the_terminal_that_none_will_come(
    config: Path, tmp_path: Path
) -> None:
    whole = CONFIGURATION.format(mbox=tmp_path / "mail.mbox", port=1)
    config.write_text(whole[: whole.index("[smtp]")] + whole[whole.index("[store]") :])
    heard = in_terminal(config, until=b'"event": "started"').decode()
    assert f"{config} has no [smtp]: mail is read, and nothing is sent to you." in heard


def test_what_only_the_owner_can_mend_is_said_in_the_terminal_and_by_status(
    introloop: Introloop, config: Path, smtp: SmtpServer, tmp_path: Path
) -> None:
    """In a terminal alone: anywhere else what it says is kept as a log, which holds no text of an error."""
    for folder in ("", ".Letters"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / "Maildir" / folder / part).mkdir(parents=True)
    config.write_text(CONFIGURATION.format(mbox=tmp_path / "Maildir", port=smtp.port))
    heard = in_terminal(config, until=b'"event": "failed"')

    (told,) = (line for line in heard.decode().splitlines() if line.startswith("account "))
    assert told.endswith(": no folder of sent mail was found, and half of the evidence lies there")
    status = introloop("status", "--config", config)
    assert (status.code, told in " ".join(status.out.split())) == (2, True)


def test_after_a_first_scan_of_many_messages_the_service_begins_anew_as_itself_and_nobody_comes_between(
    told: Path, config: Path, smtp: SmtpServer, tmp_path: Path
) -> None:
    many = tmp_path / "many.mbox"
    many.write_bytes((told / "demo.mbox").read_bytes() + b"".join(map(letter, range(MANY + 1))))
    config.write_text(CONFIGURATION.format(mbox=many, port=smtp.port))
    line = [sys.executable, "-m", "worker", "run", "--config", str(config)]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=os.environ) as service:
        assert service.stderr
        log, over, came = service.stderr.readline(), Event(), list[str]()
        knocking = Thread(target=knock, args=(tmp_path / "state", over, came))
        knocking.start()
        while '"event": "begins anew"' not in log or log.count('"event": "started"') < 2:
            log += service.stderr.readline()
            assert service.poll() is None, log
        over.set()
        knocking.join()
        service.send_signal(signal.SIGTERM)
        log += service.communicate(timeout=20)[1]

    assert (service.returncode, log.count('"event": "begins anew"')) == (0, 1)
    assert '"event": "stopped"' in log
    assert (len(smtp.delivered) <= 1, came) == (True, [])


def knock(state: Path, over: Event, came: list[str]) -> None:
    """Another process that wants to be at work as well, again and again."""
    while not over.wait(0.005):
        with suppress(AtWork), at_work(state, doing="scan"):
            came.append("in")


def letter(number: int) -> bytes:
    """A message of an mbox that matters to the owner."""
    return (
        f"From x Mon Nov  2 09:00:00 2026\nFrom: Ada Kivi <ada@kivi.example>\nTo: robin@oosterwijk.example\n"
        f"Date: Mon, 2 Nov 2026 09:00:00 +0000\nMessage-ID: <{number}@kivi.example>\n"
        f"Subject: Tea {number}\n\nShall we have tea?\n\n"
    ).encode()
