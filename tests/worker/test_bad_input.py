"""What is wrong with mailbox, configuration or disk is said with what to do next, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.servers.account import PASSWORD, ImapServer
from tests.servers.imap import imap_server
from tests.whole_way import ADDRESS, OUTWARD, WholeWay, fill, introduction, small_talk, whole_way

pytestmark = pytest.mark.dovecot

FAILURE, CONFIGURATION = 1, 78


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def way(server: ImapServer, tmp_path: Path) -> Iterator[WholeWay]:
    """A mailbox with an introduction in it that nobody has answered."""
    with whole_way(server, tmp_path) as ready:
        fill(ready.account, [introduction()])
        yield ready


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def is_held(way: WholeWay) -> bool:
    """Whether the introduction was read, once."""
    return [reading.header.subject for reading in way.readings()] == ["Mara, meet Tomas"]


# ── The mailbox ─────────────────────────────────────────────────────────────────────────────


def test_without_a_sent_folder_nothing_is_read_until_the_owner_names_it(way: WholeWay) -> None:
    listed = b'* LIST () "/" INBOX\r\n* LIST () "/" "Letters out"\r\nTAG OK done'
    way.account.create("Letters out")
    way.proxy.intercept = lambda command: listed if command.startswith(b"LIST") else None
    refused, checked = way.introloop("scan"), way.introloop("check")
    held_before = way.readings()
    change(way.configuration, "[smtp]", '[account.folders]\nsent = "Letters out"\n\n[smtp]')

    assert (refused.returncode, checked.returncode, held_before) == (FAILURE, FAILURE, [])
    for said in (refused.stdout, checked.stdout):
        assert "account home: no folder of sent mail was found" in said
        assert '[account.folders] sent = "…". It may be: "Letters out"' in " ".join(said.split())
    assert way.said_by("scan")
    assert is_held(way)


def test_a_wrong_password_is_said_with_the_likely_cause_and_then_all_is_read(way: WholeWay) -> None:
    secret = way.configuration.with_name("imap-password")
    secret.write_text("not this one\n")
    refused, checked, status = (way.introloop(command) for command in ("scan", "check", "status"))
    secret.write_text(f"{PASSWORD}\n")

    assert (refused.returncode, checked.returncode, status.returncode) == (FAILURE, FAILURE, 2)
    assert "refused the user or the password" in refused.stdout
    assert "app password" in refused.stdout
    assert "ok sending" in checked.stdout  # the other parts were tried
    assert "refused the user or the password" in status.stdout
    assert not any("not this one" in done.stdout for done in (refused, checked, status))
    assert way.said_by("scan")
    assert is_held(way)


def test_a_refused_certificate_is_said_with_the_setting_that_trusts_it(way: WholeWay) -> None:
    trusting = 'ca_file = "authority.pem"\n'
    change(way.configuration, trusting, "")
    refused = way.introloop("scan")
    change(way.configuration, "password_file", f"{trusting}password_file")

    assert refused.returncode == FAILURE
    assert "certificate" in refused.stdout
    assert "ca_file" in refused.stdout
    assert way.said_by("scan")
    assert is_held(way)


def test_a_server_that_is_not_there_is_said_and_what_was_read_stays(way: WholeWay) -> None:
    way.said_by("scan")
    change(way.configuration, f"port = {way.proxy.port}", "port = 1")
    refused, status = way.introloop("scan"), way.introloop("status")

    assert (refused.returncode, status.returncode) == (FAILURE, 1)
    assert "127.0.0.1:1" in refused.stdout
    assert is_held(way)


# ── The way out ─────────────────────────────────────────────────────────────────────────────


def test_a_digest_that_cannot_be_sent_says_why_and_can_be_sent_later(way: WholeWay) -> None:
    way.said_by("scan")
    secret = way.configuration.with_name("smtp-password")
    secret.write_text("not this one\n")
    refused = way.introloop("digest", "--send")
    secret.write_text(f"{OUTWARD}\n")
    trusting = 'ca_file = "authority.pem"\npassword_file = "smtp-password"'
    change(way.configuration, trusting, 'password_file = "smtp-password"')
    untrusted = way.introloop("digest", "--send")
    change(way.configuration, 'password_file = "smtp-password"', trusting)

    assert (refused.returncode, untrusted.returncode) == (FAILURE, FAILURE)
    assert "password" in refused.stdout
    assert "certificate" in untrusted.stdout
    assert way.smtp.delivered == []
    assert way.said_by("digest", "--send").startswith("Sent to ")
    assert len(way.smtp.delivered) == 1


# ── The configuration ───────────────────────────────────────────────────────────────────────

WRONG = """\
[owner]
addresses = ["mara at lindqvist.example"]
time_zone = "Europe/Atlantis"

[[account]]
hots = "imap.example.com"
poll = 0

[digest]
hour = "25:00"
"""


def test_all_mistakes_of_a_configuration_are_said_at_once_with_their_lines(way: WholeWay) -> None:
    way.configuration.write_text(WRONG)
    done = way.introloop("scan")

    assert done.returncode == CONFIGURATION
    for line, setting in ((2, "addresses"), (3, "time_zone"), (6, "hots"), (7, "poll"), (10, "hour")):
        assert any(f"line {line}" in told and setting in told for told in done.stdout.splitlines())
    assert not way.has_state()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"[owner\naddresses = 1", b""])
def test_a_file_that_is_no_configuration_says_so(way: WholeWay, content: bytes) -> None:
    way.configuration.write_bytes(content)
    done = way.introloop("status")

    assert done.returncode == CONFIGURATION
    assert str(way.configuration) in done.stdout
    assert "Traceback" not in done.stdout


# ── The disk ────────────────────────────────────────────────────────────────────────────────


@contextmanager
def disk(at: Path, *, size: str) -> Iterator[None]:
    """A small disk of its own; only root may have one."""
    at.mkdir(mode=0o700)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(at)], capture_output=True
    )
    if made.returncode:
        pytest.skip("a full disk needs root, to mount a small one")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def test_on_a_full_disk_the_scan_stops_with_advice_and_goes_on_when_there_is_room(way: WholeWay) -> None:
    mails = small_talk(300)
    fill(way.account, mails)
    with disk(way.state, size="360k"):
        full, again = way.introloop("scan"), way.introloop("scan")
        subprocess.run(["mount", "-o", "remount,size=40m", str(way.state)], check=True)
        room = way.introloop("scan")
        subjects = sorted(reading.header.subject for reading in way.readings())

    assert (full.returncode, again.returncode, room.returncode) == (FAILURE, FAILURE, 0)
    assert "No space is left for" in full.stdout
    assert "Free some space" in full.stdout
    assert subjects == sorted([*(one.subject for one in mails), "Mara, meet Tomas"])


def test_a_disk_that_was_full_from_the_start_is_no_riddle(way: WholeWay) -> None:
    with disk(way.state, size="4k"):
        done, status = way.introloop("scan"), way.introloop("status")

    for said in (done, status):
        assert said.returncode == FAILURE
        assert "does not know" not in said.stdout
        assert str(way.state) in said.stdout


# ── A message of 200 MB ─────────────────────────────────────────────────────────────────────

HUGE = 200 * 1024 * 1024
MEMORY = 300 * 1024 * 1024
LINE = b"QWxsIHRoZSB0aW1ldGFibGVzIG9mIE5vcmR2aWssIHNpbmNlIHRoZSBmaXJzdCB0cmFtLiA=\n"

# VmHWM is the most memory since the program began: ru_maxrss counts what it was forked from as well.
MEASURED = """
import re, sys
from pathlib import Path
from worker.cli.app import run
code = run(sys.argv[1:])
print("PEAK", re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""


def write_huge_introduction(file: Path, *, before: bytes = b"", after: bytes = b"") -> None:
    """An introduction with an attachment that makes it as large as no mail ought to be."""
    one = introduction()
    head, _, body = one.content.partition(b"\n\n")
    kept = b"\n".join(line for line in head.split(b"\n") if not line.lower().startswith(b"content-"))
    with file.open("wb") as out:
        out.write(before + kept + b'\nContent-Type: multipart/mixed; boundary="frontier"\n\n')
        out.write(b"--frontier\nContent-Type: text/plain; charset=utf-8\n\n" + body)
        out.write(b"\n--frontier\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n")
        for _ in range(HUGE // len(LINE) // 1000):
            out.write(LINE * 1000)
        out.write(b"--frontier--\n" + after)


def scanned_in_little_memory(way: WholeWay) -> None:
    where = ["--config", str(way.configuration), "--state", str(way.state)]
    done = subprocess.run([sys.executable, "-c", MEASURED, "scan", *where], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout.rpartition("PEAK")[2]) * 1024 < MEMORY
    assert [case["introducer"] for case in way.cases()] == ["ines@harbour.example"]


def test_a_message_of_200_mb_on_a_server_is_read_by_its_beginning(server: ImapServer, tmp_path: Path) -> None:
    with whole_way(server, tmp_path) as way:
        file = tmp_path / "huge"
        write_huge_introduction(file)
        way.account.deliver(file.read_bytes(), arrived=datetime.now(UTC))
        scanned_in_little_memory(way)

        assert way.proxy.from_server < 1024 * 1024


def test_a_message_of_200_mb_in_a_file_is_read_by_its_beginning(way: WholeWay, tmp_path: Path) -> None:
    file, now = tmp_path / "old.mbox", f"From x {datetime.now(UTC):%a %b %d %H:%M:%S %Y}\n".encode()
    write_huge_introduction(file, before=now, after=b"\n" + now + small_talk(1)[0].content)
    way.configuration.write_text(f'[owner]\naddresses = ["{ADDRESS}"]\n[[account]]\npath = "{file}"\n')
    scanned_in_little_memory(way)

    assert {reading.header.subject for reading in way.readings()} == {"Boats 0", "Mara, meet Tomas"}
