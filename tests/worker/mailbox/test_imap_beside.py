"""Two connections to an account: texts come over the second, and without it nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.servers.account import PASSWORD, Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import letter
from worker.mailbox import imap_beside
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.logins import Logins
from worker.ports import RawMail

pytestmark = pytest.mark.dovecot


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_beside, "MUCH", 3)


def two(account: Account, proxy: RecordingProxy, *, logins: Logins | None = None) -> ImapMailbox:
    return ImapMailbox(
        "work",
        host="127.0.0.1",
        port=proxy.port,
        user=account.user,
        password=lambda: PASSWORD,
        folders=FolderRules(),
        security="plaintext-loopback",
        timeout=10,
        logins=logins,
        connections=2,
    )


def texts(mailbox: ImapMailbox, folder: str = "INBOX") -> list[bytes]:
    """What the messages of a folder say."""
    mailbox.open(folder)
    mails = (mail for headers in mailbox.headers(0) for mail in mailbox.mails(headers))
    return [mail.content.rpartition(b"\r\n\r\n")[2].strip() for mail in mails if isinstance(mail, RawMail)]


def letters(account: Account, count: int, folder: str = "INBOX") -> list[bytes]:
    says = [f"Tea at {n}?" for n in range(count)]
    account.append(*(letter(f"{folder} {n}", text=text) for n, text in enumerate(says)), folder=folder)
    return [text.encode() for text in says]


def said_over(proxy: RecordingProxy, what: str) -> int:
    return sum(what in command for command in proxy.commands())


def test_texts_come_over_a_second_connection_folder_by_folder(
    account: Account, proxy: RecordingProxy
) -> None:
    inbox, sent = letters(account, 4), letters(account, 3, "Sent")
    mailbox = two(account, proxy)
    with mailbox:
        assert (texts(mailbox), texts(mailbox, "Sent"), texts(mailbox)) == (inbox, sent, inbox)
        assert proxy.connections == 2
    assert said_over(proxy, "LOGOUT") == 2
    assert 0 <= proxy.from_server - mailbox.octets() < 2 * 60


def test_a_few_texts_are_not_worth_a_login(account: Account, proxy: RecordingProxy) -> None:
    inbox = letters(account, 2)
    with two(account, proxy) as mailbox:
        assert texts(mailbox) == inbox
    assert proxy.connections == 1


def test_while_nothing_is_read_there_is_one_connection(account: Account, proxy: RecordingProxy) -> None:
    inbox = letters(account, 4)
    with two(account, proxy) as mailbox:
        assert texts(mailbox) == inbox
        mailbox.wait(0.01)
        assert said_over(proxy, "LOGOUT") == 1
        assert texts(mailbox) == inbox
    assert (proxy.connections, said_over(proxy, "LOGOUT")) == (3, 3)


@pytest.mark.parametrize(
    "second",
    [
        lambda said: b"TAG NO [LIMIT] Too many simultaneous connections" if b"AUTHENTICATE" in said else None,
        lambda said: b"TAG NO [NONEXISTENT] gone" if b"EXAMINE" in said else None,
        lambda said: b"* 4 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\nTAG OK x" if b"EXAMINE" in said else None,
    ],
)
def test_a_server_that_grants_no_second_connection_is_read_over_the_first(
    account: Account, proxy: RecordingProxy, second: Callable[[bytes], bytes | None]
) -> None:
    inbox = letters(account, 4)
    with two(account, proxy) as mailbox:
        mailbox.open("INBOX")
        headers = [header for some in mailbox.headers(0) for header in some]
        proxy.intercept = second
        assert len(list(mailbox.mails(headers))) == 4
        proxy.intercept = None
        assert texts(mailbox) == inbox
        assert len(list(mailbox.mails(headers))) == 4


def test_a_second_connection_counts_as_a_login_and_is_done_without_where_none_is_left(
    account: Account, proxy: RecordingProxy
) -> None:
    inbox = letters(account, 4)
    with two(account, proxy, logins=Logins(4)) as mailbox:  # of four an hour, one at a time
        assert texts(mailbox) == inbox
    assert said_over(proxy, "FETCH") > 1
    assert said_over(proxy, "EXAMINE") == 1
