"""One finished mail out, to the owner only: over real SMTP conversations on loopback."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.outbox import MemoryOutbox
from tests.servers.smtp import DROP, LOSE, SILENCE, SLOW, SmtpServer, smtp_server
from tests.worker.sending import OWNER, PASSWORD, USER, mail, outbox
from worker.ports import (
    InDoubt,
    NotTheOwner,
    Outbox,
    OutboxDeferred,
    OutboxError,
    OutboxRefused,
    OutboxUnreachable,
)

# ── What every outbox promises ──────────────────────────────────────────────────────────────


@pytest.fixture(params=["real", "double"])
def any_outbox(request: pytest.FixtureRequest) -> Iterator[tuple[Outbox, Any]]:
    """An outbox, and a way to ask what arrived."""
    if request.param == "double":
        double = MemoryOutbox(OWNER)
        yield double, lambda: list(double.sent)
        return
    with smtp_server() as server:
        yield outbox(server), lambda: [d.content for d in server.delivered]


def test_what_is_sent_arrives_byte_for_byte(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    content = mail(body=".\r\n..\r\n.hidden\r\nfrom=\r\n\r\n" + "long " * 150 + "\r\n.")[:-1] + b"\r\n"
    sender.send(content)
    assert arrived() == [content]


@pytest.mark.parametrize(
    "line",
    [
        "To: Dana Okoye <dana@example.net>",
        "Cc: dana@example.net",
        "To: mira@example.com\r\nBcc: dana@example.net",
        "Bcc: Mira <mira@example.com>, dana@example.net",
        "To: mira@example.com <dana@example.net>",
        'To: "mira@example.com" <dana@example.net>',
        "To: mira@example.com,\r\n dana@example.net",
        "To: friends: mira@example.com;",
        "To: mira@example.com (dana@example.net) x",
        "To: mira@example.com.example.net",
        "To: @example.net:mira@example.com",
        "To: <mira@example.com>dana@example.net",
        "to: mira@example.com\r\nTO: dana@example.net",
        "Subject: nobody",
    ],
)
def test_a_mail_that_names_anybody_but_the_owner_is_not_sent(
    any_outbox: tuple[Outbox, Any], line: str
) -> None:
    sender, arrived = any_outbox
    with pytest.raises(NotTheOwner):
        sender.send(mail("From: mira@example.com", line))
    assert arrived() == []


def test_every_address_of_the_owner_is_the_owner_however_it_is_written(
    any_outbox: tuple[Outbox, Any],
) -> None:
    sender, arrived = any_outbox
    sender.send(
        mail(
            "From: =?utf-8?q?Introloop?= <mira@example.com>",
            'To: "Lind, Mira \\"ml\\"" <MIRA@example.com>,\r\n mira.lind@EXAMPLE.org',
        )
    )
    assert len(arrived()) == 1


@pytest.mark.parametrize("broken", [b"To: mira@example.com\n", mail() + b"\xe9\r\n", mail()[:-2], b""])
def test_bytes_that_are_not_ready_for_the_wire_are_not_sent(
    any_outbox: tuple[Outbox, Any], broken: bytes
) -> None:
    sender, arrived = any_outbox
    with pytest.raises(OutboxRefused):
        sender.send(broken)
    assert arrived() == []


def test_check_says_in_one_line_what_answered(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    assert "answered" in sender.check()
    assert arrived() == []


# ── To the owner only ───────────────────────────────────────────────────────────────────────


def test_a_mail_to_somebody_else_does_not_even_open_a_connection() -> None:
    with smtp_server() as server:
        with pytest.raises(NotTheOwner):
            outbox(server).send(mail("From: mira@example.com", "To: dana@example.net"))
        assert server.connections == 0


def test_a_mail_to_two_addresses_of_the_owner_goes_to_each_once() -> None:
    with smtp_server() as server:
        outbox(server).send(
            mail(
                "From: mira@example.com",
                "To: mira@example.com, mira.lind@example.org",
                "Bcc: MIRA@example.com",
            )
        )
        [arrived] = server.delivered
    assert arrived.sender == "mira@example.com"
    assert arrived.recipients == ("mira@example.com", "mira.lind@example.org")


def test_a_mail_of_two_senders_is_not_sent() -> None:
    with smtp_server() as server, pytest.raises(NotTheOwner):
        outbox(server).send(mail("From: mira@example.com, dana@example.net", "To: mira@example.com"))


# ── What a failure means depends on the final dot ───────────────────────────────────────────


@pytest.mark.parametrize(
    ("stage", "fault", "error"),
    [
        ("greeting", "421 4.3.2 closing", OutboxDeferred),
        ("greeting", "554 no", OutboxRefused),
        ("greeting", DROP, OutboxUnreachable),
        ("greeting", "HTTP/1.1 400 Bad Request", OutboxUnreachable),
        ("mail", "451 4.7.1 later", OutboxDeferred),
        ("mail", "550 5.7.1 not you", OutboxRefused),
        ("mail", DROP, OutboxUnreachable),
        ("rcpt", "450 4.2.1 greylisted", OutboxDeferred),
        ("rcpt", "550 5.1.1 no such user", OutboxRefused),
        ("rcpt", DROP, OutboxUnreachable),
        ("data", "451 4.3.0 later", OutboxDeferred),
        ("data", "554 5.6.0 no", OutboxRefused),
        ("data", "250 what", OutboxUnreachable),
        ("data", DROP, OutboxUnreachable),
        ("dot", "452 4.3.1 disk full", OutboxDeferred),
        ("dot", "554 5.7.1 looks like spam", OutboxRefused),
    ],
)
def test_a_mail_that_failed_before_it_was_taken_is_certainly_not_sent(
    stage: str, fault: str, error: type[OutboxError]
) -> None:
    with smtp_server(faults={stage: fault}) as server:
        with pytest.raises(OutboxError) as caught:
            outbox(server).send(mail())
        assert server.delivered == []
    assert type(caught.value) is error
    assert caught.value.transient is (error in (OutboxDeferred, OutboxUnreachable))
    assert caught.value.advice


def test_a_connection_lost_in_the_middle_of_the_content_means_not_sent() -> None:
    with smtp_server(faults={"body": DROP}) as server:
        with pytest.raises(OutboxUnreachable):
            outbox(server).send(mail(body=("x" * 70 + "\r\n") * 200_000))
        assert server.delivered == []


@pytest.mark.parametrize("fault", [DROP, SILENCE, "354 go on", "what?", "100 wait"])
def test_a_mail_whose_taking_was_not_answered_is_in_doubt(fault: str) -> None:
    with smtp_server(faults={"dot": fault}) as server:
        with pytest.raises(InDoubt) as caught:
            outbox(server, timeout=0.5).send(mail())
        assert server.connections == 1  # nothing is tried twice
    assert "look for it" in caught.value.advice


@pytest.mark.parametrize("fault", [SILENCE, DROP, "421 4.3.2 closing"])
def test_a_slow_goodbye_does_not_hold_up_the_record_that_it_was_sent(fault: str) -> None:
    with smtp_server(faults={"quit": fault}) as server:
        began = time.monotonic()
        outbox(server, timeout=5).send(mail())
        assert time.monotonic() - began < 2
        assert len(server.delivered) == 1


# ── The two moments at which the sender is asked and told ───────────────────────────────────


class NotNow(Exception):
    """The sender would rather not."""


def refuse() -> None:
    raise NotNow


def test_who_says_no_just_before_the_final_dot_has_sent_nothing(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    with pytest.raises(NotNow):
        sender.send(mail(), ready=refuse)
    assert arrived() == []


def test_neither_a_dot_nor_a_goodbye_follows_content_that_was_broken_off() -> None:
    with smtp_server() as server:
        with pytest.raises(NotNow):
            outbox(server).send(mail(), ready=refuse)
        heard_until_the_end(server)
    assert server.heard.endswith(mail())


def heard_until_the_end(server: SmtpServer) -> None:
    until = time.monotonic() + 5
    while server.talking and time.monotonic() < until:
        time.sleep(0.005)


def test_the_sender_is_asked_when_the_content_has_gone_and_told_before_the_goodbye() -> None:
    moments: list[bytes] = []
    with smtp_server(faults={"dot": SLOW}) as server:
        note = partial(keep, moments, server)
        outbox(server).send(mail(), ready=note, taken=note)
        heard_until_the_end(server)
    ready, taken = moments
    assert b"\r\n.\r\n" not in ready
    assert taken.endswith(b"\r\n.\r\n")
    assert server.heard == taken + b"QUIT\r\n"


def keep(moments: list[bytes], server: SmtpServer) -> None:
    moments.append(bytes(server.heard))


@pytest.mark.parametrize("fault", [DROP, LOSE, "452 4.3.1 disk full", "554 5.7.1 no"])
def test_nobody_is_told_of_a_mail_that_was_not_taken_for_sure(fault: str) -> None:
    with smtp_server(faults={"dot": fault}) as server, pytest.raises((InDoubt, OutboxRefused)):
        outbox(server).send(mail(), taken=refuse)


def test_a_record_that_fails_is_no_failure_to_send(any_outbox: tuple[Outbox, Any]) -> None:
    sender, arrived = any_outbox
    with pytest.raises(NotNow):
        sender.send(mail(), taken=refuse)
    assert len(arrived()) == 1


def test_a_silent_server_is_given_up_before_anything_is_sent() -> None:
    with smtp_server(faults={"greeting": SILENCE}) as server, pytest.raises(OutboxUnreachable):
        outbox(server, timeout=0.3).send(mail())


def test_no_server_at_all_is_said_with_host_and_port() -> None:
    with smtp_server() as server:
        gone = outbox(server)
    with pytest.raises(OutboxUnreachable, match=rf"127\.0\.0\.1:{server.port}: no connection"):
        gone.send(mail())


def test_what_a_server_says_about_people_stays_out_of_the_error() -> None:
    with (
        smtp_server(faults={"rcpt": "550 5.1.1 <mira@example.com> unknown"}) as server,
        pytest.raises(OutboxRefused) as caught,
    ):
        outbox(server).send(mail())
    assert str(caught.value) == f"127.0.0.1:{server.port} answered 550 5.1.1 to RCPT"


# ── What yagmail must not do ────────────────────────────────────────────────────────────────


class NoKeyring:
    """A keyring that must not be asked."""

    def get_password(self, *_: str) -> str:
        pytest.fail("the keyring was asked")


def test_no_keyring_and_no_file_at_home_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".yagmail").write_text("somebody@example.net")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("yagmail.password.keyring", NoKeyring())
    with smtp_server() as server:
        outbox(server, user="").send(mail())
    with smtp_server(login=(USER, "")) as strict:
        outbox(strict, password=lambda: "").send(mail())
    assert len(server.delivered + strict.delivered) == 2
    assert b"somebody" not in server.heard + strict.heard


def test_neither_host_nor_user_is_logged_or_printed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), smtp_server(login=(USER, PASSWORD)) as server:
        outbox(server).send(mail())
    ours = [r for r in caplog.records if not r.name.startswith(("mail.", "asyncio"))]  # the server's own
    assert ours == []
    assert capfd.readouterr() == ("", "")


def test_the_name_of_this_machine_is_not_told() -> None:
    with smtp_server() as server:
        outbox(server).send(mail())
    assert server.heard.lower().startswith(b"ehlo [127.0.0.1]\r\n")
