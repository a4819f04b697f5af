"""The promises to the owner, over the whole way: a real mailbox, the command, and mail that arrives.

The seven invariants of the plan, each as it looks from outside. What proves a single part of them
more closely lies with that part: tests/worker/mailbox, tests/worker/store, tests/worker/test_outbox.py.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import Mail, mail
from tests.servers.account import PASSWORD, ImapServer
from tests.servers.imap import imap_server
from tests.whole_way import (
    ADDRESS,
    OUTWARD,
    OWNER,
    TOMAS,
    WholeWay,
    answer,
    fill,
    introduction,
    killing,
    refusing_folder,
    refusing_login,
    refusing_uid,
    small_talk,
    whole_way,
)

pytestmark = pytest.mark.dovecot

READING = re.compile(
    r"(CAPABILITY|NOOP|LOGOUT|STARTTLS|LOGIN .*|AUTHENTICATE .*|ID .*|ENABLE .*|NAMESPACE|LIST .*|STATUS .*"
    r"|EXAMINE .*|IDLE|DONE|CLOSE|UNSELECT|(UID )?SEARCH .*|UID FETCH .*)",
    re.IGNORECASE,
)
"""Every verb that changes nothing. FETCH changes flags where it asks for BODY[ and not for BODY.PEEK[."""


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def way(server: ImapServer, tmp_path: Path) -> Iterator[WholeWay]:
    with whole_way(server, tmp_path) as ready:
        yield ready


def is_reading(command: str) -> bool:
    return bool(READING.fullmatch(command)) and "BODY[" not in command.upper()


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str], *, seconds: float = 30) -> None:
    """Until it holds; what the process says where it ends before, or where it takes too long."""
    deadline = time.monotonic() + seconds
    while not what():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(process.communicate()[0])
        time.sleep(0.05)


# ── The mailbox is left as it was (1), and mail goes to the owner alone (2) ─────────────────


def test_the_digest_lies_in_the_owners_inbox_and_nothing_else_there_has_changed(way: WholeWay) -> None:
    fill(way.account, [introduction()])
    fill(way.account, small_talk(3), flags=r"(\Seen)")
    before, counted = way.account.flags(), way.account.counts()
    way.said_by("scan")
    assert (way.account.flags(), way.account.counts()) == (before, counted)
    way.said_by("digest", "--send")
    assert way.account.flags()[: len(before)] == before
    assert len(way.account.flags()) == len(before) + 1
    assert "Tomas" in way.digests()[0]


def test_no_command_reaches_the_mailbox_that_could_change_it(way: WholeWay) -> None:
    fill(way.account, [introduction(), *small_talk(3)])
    for command in ("check", "scan", "loops", "status", "scan"):
        way.introloop(command)
    assert len(way.proxy.commands()) > 10
    assert [command for command in way.proxy.commands() if not is_reading(command)] == []


@pytest.mark.parametrize(
    "command",
    ["SELECT INBOX", "UID STORE 1 +FLAGS (\\Seen)", "UID FETCH 1 (BODY[])", "EXPUNGE", "APPEND INBOX {3}"],
)
def test_a_command_that_could_change_the_mailbox_would_be_seen(command: str) -> None:
    assert not is_reading(command)


def test_mail_goes_to_the_owner_and_to_nobody_else(way: WholeWay) -> None:
    fill(way.account, [introduction()])
    way.said_by("scan")
    way.said_by("digest", "--send")
    assert [arrived.recipients for arrived in way.smtp.delivered] == [(ADDRESS,)]
    assert re.findall(rb"(?im)^RCPT TO:<([^>]*)>", bytes(way.smtp.heard)) == [ADDRESS.encode()]


# ── The same facts, in any order and after any crash (3, 4) ─────────────────────────────────


def test_a_scan_killed_again_and_again_loses_nothing_and_doubles_nothing(way: WholeWay) -> None:
    made = introduction()
    fill(way.account, [*small_talk(900), made])
    fill(way.account, [answer(made)], folder="Sent")
    kills = 0
    while kill_at_fetch(kills + 1, way):
        kills += 1
    assert kills >= 4
    unkilled = replace(way, state=way.state.with_name("unkilled"))
    unkilled.said_by("scan")
    assert len(way.readings()) == 902
    assert way.readings() == unkilled.readings()
    assert way.cases() == unkilled.cases() != []


def kill_at_fetch(number: int, way: WholeWay) -> bool:
    """A scan killed when it asks the server for mail for the n-th time; False where it came to its end."""
    process = way.start("scan")
    killed = killing(process, way.proxy, at_fetch=number)
    process.communicate(timeout=60)
    way.proxy.intercept = None
    return killed.is_set()


def test_a_scan_killed_at_any_moment_goes_on_where_it_stood(way: WholeWay) -> None:
    fill(way.account, small_talk(450))
    for seconds in (0.4, 0.6, 0.8, 1.0, 1.2):
        process = way.start("scan")
        time.sleep(seconds)
        process.kill()
        process.communicate(timeout=60)
    way.said_by("scan")
    assert len({reading.header.message_id for reading in way.readings()}) == len(way.readings()) == 450


def test_mail_that_arrives_backwards_gives_the_same_review(server: ImapServer, tmp_path: Path) -> None:
    made = introduction(days_ago=5)
    mails = [made, answer(made), *small_talk(5)]
    with whole_way(server, tmp_path / "one") as one, whole_way(server, tmp_path / "two") as two:
        fill(one.account, mails)
        fill(two.account, mails[::-1])
        one.said_by("scan")
        two.said_by("scan")
        assert one.cases() == two.cases() != []


# ── One message never stops a scan (5), and what was not read is said (7) ───────────────────


@pytest.mark.parametrize("item", [b"BODY.PEEK[HEADER.FIELDS", b"BODY.PEEK[TEXT]"])
def test_a_message_the_server_cannot_serve_costs_only_itself_and_is_named(way: WholeWay, item: bytes) -> None:
    fill(way.account, [*small_talk(6), introduction()])
    way.proxy.intercept = refusing_uid(2, item=item)
    way.said_by("scan")
    assert len(way.readings()) == 6
    status = way.introloop("status")
    assert status.returncode == 1
    assert "UID 2" in status.stdout
    way.said_by("digest", "--send")
    assert re.search(r"\b(1|[Oo]ne) (message|mail)", way.digests()[0])


def test_mail_of_any_bytes_is_read_or_set_aside_and_the_rest_is_read(way: WholeWay) -> None:
    poison = [b"", b"\r\n", b"\xff\xfe" * 500, b"From: " + b"(" * 5000, b"Subject: =?x?b?" + b"=" * 4000]
    poison += [b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 2000]
    way.account.append(*(content + b"\r\n" for content in poison))
    fill(way.account, [introduction()])
    assert f"Looked at {len(poison) + 1} messages" in way.said_by("scan")
    assert [case["state"] for case in way.cases()] == ["MADE"]


def test_a_folder_that_cannot_be_opened_is_named_and_the_others_are_read(way: WholeWay) -> None:
    fill(way.account, [introduction()])
    way.proxy.intercept = refusing_folder("Archive")
    way.introloop("scan")
    assert len(way.readings()) == 1
    assert "Archive" in way.introloop("status").stdout
    way.said_by("digest", "--send")
    assert "Archive" in way.digests()[0]


# ── Nothing of a person or a secret is logged (6) ───────────────────────────────────────────


def test_of_five_hundred_names_subjects_and_secrets_not_one_is_logged_at_any_level(way: WholeWay) -> None:
    canaries = [f"qx{n:03d}zebra" for n in range(500)]
    fill(way.account, [canary_mail(*canaries[n : n + 5], days_ago=1 + n / 50) for n in range(0, 500, 5)])
    way.proxy.intercept = refusing_uid(3)
    log = log_of_service(way, until=lambda: way.has_state() and len(way.readings()) == 99)
    way.smtp.faults = {"rcpt": f"550 5.1.1 <{ADDRESS}> {canaries[0]} unknown"}
    log += log_of_service(way, until=lambda: b"RCPT" in way.smtp.heard)
    way.proxy.intercept = refusing_login(canaries[1])
    before = way.proxy.connections
    log += log_of_service(way, until=lambda: way.proxy.connections > before)
    secrets = [PASSWORD, OUTWARD, ADDRESS, "Lindqvist", way.account.user]
    assert "debug" in log
    assert [secret for secret in [*canaries, *secrets] if secret in log] == []


def canary_mail(name: str, local: str, subject: str, word: str, host: str, *, days_ago: float) -> Mail:
    says = f"Mara, please meet {word}. {word}, this is Mara, who plans trams. Over to you two!"
    at = introduction(days_ago=days_ago).on
    return mail(f"{name} <{local}@{host}.example>", says, on=at, to=[OWNER, TOMAS], subject=subject)


def log_of_service(way: WholeWay, *, until: Callable[[], bool]) -> str:
    """What the service says from its start until that has happened, and a moment longer, to its end."""
    process = way.start("run")
    wait_for(until, process)
    time.sleep(1)
    process.terminate()
    return process.communicate(timeout=10)[0]


# ── The service ─────────────────────────────────────────────────────────────────────────────


def test_the_service_scans_sends_one_digest_and_stops_within_two_seconds(way: WholeWay) -> None:
    fill(way.account, [introduction()])
    process = way.start("run")
    wait_for(lambda: way.has_state() and bool(way.readings()), process)
    assert stopped_within_two_seconds(process) == 0
    process = way.start("run")  # the digest looks at what was read before it
    wait_for(lambda: bool(way.smtp.delivered), process)
    assert stopped_within_two_seconds(process) == 0
    assert "Tomas" in way.digests()[0]
    before = way.proxy.connections
    log_of_service(way, until=lambda: way.proxy.connections > before)
    assert len(way.smtp.delivered) == 1


def stopped_within_two_seconds(process: subprocess.Popen[str]) -> int:
    asked = time.monotonic()
    process.terminate()
    process.communicate(timeout=10)
    assert time.monotonic() - asked < 2
    return process.returncode


def test_the_service_outlives_a_server_that_hangs_up(way: WholeWay) -> None:
    fill(way.account, [introduction()])
    way.proxy.greeting = b"* BYE come back later\r\n"
    log = log_of_service(way, until=lambda: way.proxy.connections > 0)
    assert "NotConnected" in log
    typed = f"introloop --config {way.configuration} --state {way.state} scan"
    assert typed in way.introloop("status").stdout
