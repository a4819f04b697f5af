"""What is asked for ahead over IMAP, and in which order it comes over the line."""

from __future__ import annotations

import re
import socket

import pytest

from tests.servers.account import Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.mailbox import imap_folder
from worker.mailbox.imap_dialling import dial
from worker.ports import RawMail

pytestmark = pytest.mark.dovecot


@pytest.mark.parametrize(
    ("newest_first", "first", "later"),
    [(False, "1", ["2:3", "4:5", "6:7", "8:9"]), (True, "9", ["7:8", "5:6", "3:4", "1:2"])],
)
def test_the_first_texts_are_asked_for_before_many_headers_are(
    account: Account,
    proxy: RecordingProxy,
    monkeypatch: pytest.MonkeyPatch,
    newest_first: bool,
    first: str,
    later: list[str],
) -> None:
    monkeypatch.setattr(imap_folder, "FEW", 1)
    monkeypatch.setattr(imap_folder, "BATCH", 2)
    account.append(*(letter(f"Number {n}") for n in range(9)))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        batches = mailbox.headers(0, newest_first=newest_first)
        assert all(isinstance(one, RawMail) for one in mailbox.mails(next(batches)))
        assert _fetched(proxy) == [first, later[0], first]  # the last is the text of the first
        assert sum(len(batch) for batch in batches) == 8
    assert _fetched(proxy)[3:] == later[1:]


def _fetched(proxy: RecordingProxy) -> list[str]:
    return [found[1] for said in proxy.commands() if (found := re.match(r"UID FETCH (\S+) ", said))]


def test_no_command_waits_until_the_one_before_is_acknowledged(account: Account) -> None:
    with dial("127.0.0.1", account.server.port, timeout=10) as line:
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
