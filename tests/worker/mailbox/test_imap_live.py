"""A connection that is kept: new mail is heard of at once, and a dead line is noticed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from rules.model import Reading
from tests.doubles.clock import SetClock
from tests.servers.account import Account, ImapServer
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.jobs import one_folder
from worker.jobs.scan import scan
from worker.jobs.watch import Watch
from worker.mailbox.imap_connection import Connection
from worker.ports import FolderState, Unreachable
from worker.store import open_store

pytestmark = pytest.mark.dovecot

LONG = 20.0  # seconds that no test waits to the end


def soon(act: Callable[[], object], *, after: float = 0.2) -> None:
    """Do something while somebody waits."""
    threading.Timer(after, act).start()


@pytest.mark.parametrize("security", ["tls", "plaintext-loopback"])
def test_new_mail_ends_the_wait_at_once(server: ImapServer, account: Account, security: str) -> None:
    port = server.tls_port if security == "tls" else server.port
    mailbox = imap_mailbox(account, port=port, security=security, ca_file=server.ca_file)  # type: ignore[arg-type]
    with mailbox:
        mailbox.open("INBOX")
        soon(lambda: account.append(letter("New")))
        began = time.monotonic()
        assert mailbox.wait(LONG)
        assert time.monotonic() - began < LONG / 2
        (state,) = mailbox.states(["INBOX"]).values()
        assert state.uidnext == 2


def test_news_that_came_just_before_the_wait_end_it_too(account: Account) -> None:
    with imap_mailbox(account) as mailbox:
        mailbox.open("INBOX")
        account.append(letter("New"))
        began = time.monotonic()
        assert mailbox.wait(LONG)
        assert time.monotonic() - began < LONG / 2


def test_a_wait_without_news_ends_in_time_and_the_line_goes_on(account: Account) -> None:
    with imap_mailbox(account) as mailbox:
        mailbox.open("INBOX")
        assert not mailbox.wait(0.1)
        assert not mailbox.wait(0.1)
        assert mailbox.states(["INBOX", "Sent", "Nowhere"]).keys() == {"INBOX", "Sent"}
        assert list(mailbox.headers(0)) == []


def test_a_wait_can_be_ended_from_outside_and_says_good_bye(account: Account, proxy: RecordingProxy) -> None:
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        soon(mailbox.interrupt)
        began = time.monotonic()
        assert not mailbox.wait(LONG)
        assert time.monotonic() - began < LONG / 2
    assert proxy.lines[-2] == b"DONE"
    assert proxy.commands()[-1] == "LOGOUT"


def test_a_server_that_says_bye_while_we_wait_is_a_lost_connection(
    account: Account, proxy: RecordingProxy
) -> None:
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        proxy.intercept = lambda said: b"+ idling\r\n* BYE Autologout" if said == b"IDLE" else None
        with pytest.raises(Unreachable, match="connection was lost"):
            mailbox.wait(LONG)


def test_a_line_that_goes_dead_while_we_wait_is_a_lost_connection(
    account: Account, proxy: RecordingProxy
) -> None:
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        proxy.cut_after = proxy.from_server + 4  # in the middle of a line
        with pytest.raises(Unreachable, match="connection was lost"):
            mailbox.wait(LONG)


def test_a_server_that_does_not_offer_to_idle_is_asked_after_the_wait(
    account: Account, proxy: RecordingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "_capabilities", lambda _: frozenset())
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        assert mailbox.wait(0.1)
    assert "IDLE" not in proxy.commands()


def test_with_nothing_new_one_round_trip_of_half_a_kilobyte_says_so(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(*(letter(f"Old {n}") for n in range(20)))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        used = []
        for _ in range(3):  # the proxy may count the end of an answer a moment after it was read
            before = proxy.from_server + sum(map(len, proxy.lines))
            states = mailbox.states(["INBOX", "Sent", "Archive"])
            used.append(proxy.from_server + sum(map(len, proxy.lines)) - before)
    assert states["INBOX"] == FolderState(states["INBOX"].uidvalidity, 21, 20)
    assert sorted(used)[1] < 600


def test_every_byte_that_comes_is_counted_over_tls_and_over_new_connections(
    server: ImapServer, account: Account, proxy: RecordingProxy
) -> None:
    account.append(*(letter(f"Old {n}") for n in range(20)))
    mailbox = imap_mailbox(account, port=proxy.port)
    for _ in range(2):
        with mailbox:
            mailbox.open("INBOX")
            headers = [header for some in mailbox.headers(0) for header in some]
            assert len(list(mailbox.mails(headers))) == 20
    counted = mailbox.octets()
    assert 0 <= proxy.from_server - counted < 2 * 60  # but for the server's last word
    assert mailbox.octets() == 0
    with imap_mailbox(account, port=server.tls_port, security="tls", ca_file=server.ca_file) as ciphered:
        ciphered.open("INBOX")
        assert len([header for some in ciphered.headers(0) for header in some]) == 20
        assert 20 * 200 < ciphered.octets() < proxy.from_server


def test_older_mail_waits_when_a_servers_bytes_of_the_day_are_used_up(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 5)
    account.append(*(letter(f"Old {n}") for n in range(40)), arrived=datetime(2025, 1, 7, tzinfo=UTC))
    mailbox, noon = imap_mailbox(account), datetime(2026, 11, 16, 12, tzinfo=UTC)
    mailbox.allowance = 12_000
    read = []
    with closing(open_store(tmp_path / "introloop.db")) as store:
        for day in range(4):
            at = SetClock(noon + timedelta(days=day))
            scan(mailbox, store, lambda message: Reading(message.header), clock=at)
            read.append(sum(folder.read for folder in store.coverage().folders))
        assert 0 < read[0] < 40
        assert read[-1] == 40
        assert read == sorted(read)


def test_a_folder_of_any_name_tells_where_it_stands(account: Account) -> None:
    account.create("&ZeVnLIqe-")
    account.append(letter(), folder="&ZeVnLIqe-")
    with imap_mailbox(account) as mailbox:
        assert mailbox.states(["日本語"])["日本語"].messages == 1


def test_a_new_message_is_stored_by_the_run_that_waits_for_it_and_then_nothing_is_written(
    account: Account, proxy: RecordingProxy, tmp_path: Path
) -> None:
    file, stop = tmp_path / "introloop.db", Event()
    kept = Watch(
        mailbox=lambda: imap_mailbox(account, port=proxy.port),
        store=lambda: open_store(file),
        read=lambda message: Reading(message.header),
        clock=SetClock(datetime(2026, 11, 16, 12, tzinfo=UTC)),
        every=timedelta(minutes=15),
        current=lambda: None,
    )
    account.append(*(letter(f"Old {n}") for n in range(3)))
    assert kept.run(stop).new == 3
    soon(lambda: account.append(letter("New")))
    assert kept.run(stop).new == 1
    assert kept.run(stop).new == 0  # it does not wait: something may have come meanwhile
    proxy.lines.clear()
    written = file.stat().st_mtime_ns
    soon(kept.interrupt)
    assert kept.run(stop).new == 0
    assert [line.split()[-1] for line in proxy.lines[:2]] == [b"IDLE", b"DONE"]
    assert [line.split()[1] for line in proxy.lines[2:]] == [b"STATUS"] * 3
    assert file.stat().st_mtime_ns == written
    kept.leave()
    assert (proxy.commands()[-1], proxy.connections) == ("LOGOUT", 1)
