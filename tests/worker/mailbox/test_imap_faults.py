"""What goes wrong between here and a server, and what the owner is told."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from tests.servers.account import PASSWORD, Account
from tests.servers.certificates import authority
from tests.servers.ports import free_port
from tests.servers.recording_proxy import RecordingProxy, recording_proxy
from tests.worker.mailbox.rigs import imap_mailbox, letter, named
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.ports import (
    AuthenticationRefused,
    CertificateRefused,
    ConfigurationError,
    FolderUnreadable,
    NotConnected,
    Throttled,
    Unreachable,
)

pytestmark = pytest.mark.dovecot

E = TypeVar("E", bound=Exception)


def refusal(mailbox: ImapMailbox, kind: type[E]) -> E:
    """How a connection is refused."""
    with pytest.raises(kind) as refused, mailbox:
        pass
    return refused.value


def answering(command: bytes, answer: bytes) -> Callable[[bytes], bytes | None]:
    return lambda said: answer if said.upper().startswith(command) else None


def test_a_wrong_password_is_told_with_the_likely_cause_and_without_naming_anybody(account: Account) -> None:
    error = refusal(imap_mailbox(account, password="guessed"), AuthenticationRefused)
    assert "refused the user or the password" in str(error)
    assert "app password" in error.advice
    assert not error.transient
    assert not any(secret in f"{error} {error.advice}" for secret in ("guessed", account.user))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (b"TAG NO [ALERT] Application-specific password required", "wants an app password"),
        (b"TAG NO AUTHENTICATE failed.", "takes no passwords"),
        (b"TAG NO [AUTHENTICATIONFAILED] ines@example.com: no", "Check the user and the password"),
    ],
)
def test_the_advice_follows_what_the_server_says_of_the_password(
    account: Account, proxy: RecordingProxy, answer: bytes, hint: str
) -> None:
    proxy.intercept = answering(b"AUTHENTICATE", answer)
    error = refusal(imap_mailbox(account, port=proxy.port), AuthenticationRefused)
    assert hint in error.advice
    assert "ines@example.com" not in str(error)


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (b"TAG NO [THROTTLED] slow down, try again in 5 minutes", 300),
        (b"TAG NO Request is throttled. Suggested Backoff Time: 299961 milliseconds", 299.961),
        (b"TAG NO [UNAVAILABLE] not now", None),
        (b"TAG BAD User is authenticated but not connected.", None),
        (b"TAG NO [ALERT] Too many simultaneous connections. (Failure)", None),
    ],
)
def test_a_server_that_is_busy_has_not_refused_the_password(
    account: Account, proxy: RecordingProxy, answer: bytes, seconds: float | None
) -> None:
    proxy.intercept = answering(b"AUTHENTICATE", answer)
    error = refusal(imap_mailbox(account, port=proxy.port), Throttled)
    assert error.seconds == seconds
    assert error.transient
    assert "Nothing to do" in error.advice


def test_a_server_that_is_busy_while_reading_is_not_an_unreadable_folder(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(letter())
    proxy.intercept = answering(b"UID FETCH", b"TAG NO [OVERQUOTA] come back in 2 hours")
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        with pytest.raises(Throttled) as refused:
            list(mailbox.headers(0))
    assert refused.value.seconds == 7200


def test_a_server_that_hangs_up_as_too_many_are_connected_asks_to_come_later(
    account: Account, proxy: RecordingProxy
) -> None:
    proxy.greeting = b"* BYE Too many connections from your address\r\n"
    refusal(imap_mailbox(account, port=proxy.port), Throttled)


@pytest.mark.parametrize(
    "greeting", [b"* BYE going down\r\n", b"220 mail.example.com ESMTP\r\n", b"\x00\xff\r\n"]
)
def test_what_greets_like_no_imap_server_is_unreachable(
    account: Account, proxy: RecordingProxy, greeting: bytes
) -> None:
    proxy.greeting = greeting
    error = refusal(imap_mailbox(account, port=proxy.port), NotConnected)
    assert "ESMTP" not in str(error)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("self-signed", "self-signed"), ("expired", "expired"), ("another host", "not valid for")],
)
def test_no_byte_of_the_password_goes_to_a_server_whose_certificate_is_refused(
    account: Account, tmp_path: Path, fault: str, reason: str
) -> None:
    trusted = authority(tmp_path)
    shown = {
        "self-signed": trusted.server(signed_by_itself=True),
        "expired": trusted.server(age=timedelta(days=2)),
        "another host": trusted.server(host="mail.example.com"),
    }[fault]
    with recording_proxy(account.server.port, tls=shown) as proxy:
        mailbox = imap_mailbox(account, port=proxy.port, security="tls", ca_file=trusted.ca_file)
        error = refusal(mailbox, CertificateRefused)
        assert proxy.connections == 1
        assert proxy.lines == []
    assert reason in str(error)
    assert "Nothing was sent" in error.advice
    assert '"ca_file"' in error.advice
    assert not error.transient


def test_a_certificate_of_an_authority_of_ones_own_is_trusted_by_its_file(
    account: Account, tmp_path: Path
) -> None:
    trusted = authority(tmp_path)
    with recording_proxy(account.server.port, tls=trusted.server()) as proxy:
        refusal(imap_mailbox(account, port=proxy.port, security="tls"), CertificateRefused)
        with imap_mailbox(account, port=proxy.port, security="tls", ca_file=trusted.ca_file) as mailbox:
            assert mailbox.open("INBOX").messages == 0


def test_where_starttls_is_taken_away_no_password_is_sent(account: Account, proxy: RecordingProxy) -> None:
    proxy.intercept = answering(b"CAPABILITY", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done")
    error = refusal(imap_mailbox(account, port=proxy.port, security="starttls"), CertificateRefused)
    assert "offers no STARTTLS" in str(error)
    assert {command.upper() for command in proxy.commands()} <= {"CAPABILITY", "LOGOUT"}


def test_a_certificate_refused_after_starttls_stops_before_the_password(account: Account) -> None:
    refusal(imap_mailbox(account, security="starttls"), CertificateRefused)


def test_tls_to_a_port_without_it_names_the_ports(account: Account) -> None:
    error = refusal(imap_mailbox(account, security="tls"), CertificateRefused)
    assert "993" in error.advice


def test_a_server_that_does_not_listen_is_unreachable(account: Account) -> None:
    error = refusal(imap_mailbox(account, port=free_port()), NotConnected)
    assert "Connection refused" in str(error)
    assert "check the port" in error.advice
    assert error.transient


def test_a_host_nobody_knows_is_unreachable() -> None:
    mailbox = ImapMailbox(
        "work", host="mail.example.com", port=993, user="u", password=lambda: PASSWORD, folders=FolderRules()
    )
    error = refusal(mailbox, Unreachable)
    assert "mail.example.com:993" in str(error)
    assert "name server" in error.advice


def test_a_machine_without_a_network_is_told_to_look_there(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    mailbox = imap_mailbox(account)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    error = refusal(mailbox, Unreachable)
    assert "Network is unreachable" in str(error)
    assert "this machine's network" in error.advice


def test_a_connection_lost_while_logging_in_has_not_refused_the_password(
    account: Account, proxy: RecordingProxy
) -> None:
    def cut(command: bytes) -> None:
        if command.startswith(b"AUTHENTICATE"):
            proxy.cut_after = proxy.from_server

    proxy.intercept = cut
    error = refusal(imap_mailbox(account, port=proxy.port), Unreachable)
    assert not isinstance(error, NotConnected)  # a login was tried: it counts


def test_a_stop_in_the_middle_of_an_answer_hangs_up_without_waiting_for_the_rest(
    account: Account, proxy: RecordingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    account.append(letter())
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        monkeypatch.setattr("worker.mailbox.imap_pipeline.Pipeline.finish", stop)
        with pytest.raises(KeyboardInterrupt):
            list(mailbox.mails(named(1)))
    assert "LOGOUT" not in proxy.commands()


def test_leaving_says_good_bye(account: Account, proxy: RecordingProxy) -> None:
    with imap_mailbox(account, port=proxy.port):
        assert proxy.connections == 1
    assert proxy.commands()[-1] == "LOGOUT"


def test_a_server_that_will_not_hear_our_name_is_read_all_the_same(
    account: Account, proxy: RecordingProxy
) -> None:
    proxy.intercept = answering(b"ID", b"TAG BAD what")
    with imap_mailbox(account, port=proxy.port) as mailbox:
        assert mailbox.open("INBOX").messages == 0


def test_a_server_that_never_answers_is_given_up_in_time(account: Account, proxy: RecordingProxy) -> None:
    proxy.delay = 3
    error = refusal(imap_mailbox(account, port=proxy.port, timeout=0.2), Unreachable)
    assert "no answer in time" in str(error)
    assert "firewall" in error.advice


def test_a_connection_cut_in_the_middle_of_a_mail_is_thrown_away_and_made_anew(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(*(letter(f"Number {n}", text="x" * 50_000) for n in range(3)))
    mailbox = imap_mailbox(account, port=proxy.port)
    with mailbox:
        mailbox.open("INBOX")
        headers = [header for batch in mailbox.headers(0) for header in batch]
        proxy.cut_after = proxy.from_server + 60_000
        with pytest.raises(Unreachable, match="connection was lost") as lost:
            list(mailbox.mails(headers, deep=True))
        with pytest.raises(Unreachable, match="connection was lost"):
            mailbox.open("INBOX")
    assert lost.value.transient
    proxy.cut_after = None
    with mailbox:
        mailbox.open("INBOX")
        assert len(list(mailbox.mails(headers, deep=True))) == 3


def test_a_time_out_in_the_middle_is_a_lost_connection(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter())
    with imap_mailbox(account, port=proxy.port, timeout=0.5) as mailbox:
        mailbox.open("INBOX")
        proxy.delay = 2
        with pytest.raises(Unreachable, match="no answer in time"):
            list(mailbox.headers(0))


def test_leaving_a_dead_connection_raises_nothing(account: Account, proxy: RecordingProxy) -> None:
    with imap_mailbox(account, port=proxy.port) as mailbox:
        proxy.cut_after = 0
        proxy.from_server = 0
        assert mailbox.account == "work"


def test_a_server_that_lists_no_folders_is_tried_again(account: Account, proxy: RecordingProxy) -> None:
    proxy.intercept = answering(b"LIST", b"TAG NO [CANNOT] not today")
    with imap_mailbox(account, port=proxy.port) as mailbox, pytest.raises(Unreachable, match="does not list"):
        mailbox.folders()


def test_a_folder_that_cannot_be_searched_is_unreadable(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter())
    proxy.intercept = answering(b"UID SEARCH", b"TAG NO [CANNOT] not this one")
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        with pytest.raises(FolderUnreadable, match="INBOX"):
            list(mailbox.headers(0))


def test_a_glance_never_asks_for_a_search_and_costs_little(account: Account, proxy: RecordingProxy) -> None:
    account.append(
        *(letter(f"Number {n}", header=f"References: {'<x@example.com> ' * 99}\r\n") for n in range(9))
    )
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        before = proxy.from_server
        assert len(mailbox.glance(0)) == 9
        assert proxy.from_server - before < 9 * 500
    assert not any("SEARCH" in command.upper() for command in proxy.commands())


def test_a_folder_that_cannot_be_glanced_at_is_unreadable(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter())
    proxy.intercept = answering(b"UID FETCH", b"TAG NO [CANNOT] not this one")
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        with pytest.raises(FolderUnreadable, match="INBOX"):
            mailbox.glance(0)


def test_nothing_is_read_before_the_mailbox_is_entered(account: Account) -> None:
    with pytest.raises(Unreachable, match="not connected"):
        imap_mailbox(account).folders()


@pytest.mark.parametrize("host", ["mail.example.com", "192.0.2.1", "127.0.0.1.example.com"])
def test_plain_text_is_refused_to_any_machine_but_this_one(host: str) -> None:
    with pytest.raises(ConfigurationError, match="this machine only"):
        ImapMailbox(
            "work",
            host=host,
            port=143,
            user="u",
            password=lambda: PASSWORD,
            folders=FolderRules(),
            security="plaintext-loopback",
        )


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_cannot_be_read_is_a_mistake_in_the_settings(
    account: Account, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "authority.pem"
    if content:
        file.write_text(content)
    error = refusal(imap_mailbox(account, security="tls", ca_file=file), ConfigurationError)
    assert '"ca_file"' in str(error)
    assert str(file) in str(error)
