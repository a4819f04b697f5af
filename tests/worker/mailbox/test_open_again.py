"""A folder that is open is asked how it stands, which costs a server less than to open it again."""

from __future__ import annotations

import pytest

from tests.servers.account import Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import imap_mailbox, letter

pytestmark = pytest.mark.dovecot


def test_a_folder_that_is_open_says_how_it_stands_without_being_opened_again(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(letter("One"))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        before = mailbox.open("INBOX")
        account.append(letter("Two"))
        now = mailbox.open("INBOX")
        assert (now.messages, now.uidnext, now.uidvalidity) == (2, 3, before.uidvalidity)
        assert now.modseq > before.modseq
        assert [one.uid for batch in mailbox.headers(1) for one in batch] == [2]
        assert len(said(proxy, "EXAMINE")) == 1
        mailbox.folders()  # whoever asks for them looks through all
        assert mailbox.open("INBOX") == now
        assert len(said(proxy, "EXAMINE")) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 9 MESSAGES 9)\r\nTAG OK x",
        b"* STATUS INBOX (UIDVALIDITY 9)\r\nTAG OK x",
        b"TAG NO [NONEXISTENT] gone",
    ],
    ids=["made-anew", "says-too-little", "refused"],
)
def test_an_open_folder_that_may_be_another_by_now_is_opened_anew(
    account: Account, proxy: RecordingProxy, answer: bytes
) -> None:
    account.append(letter("One"))
    proxy.intercept = lambda command: answer if command.startswith(b"STATUS") else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        assert mailbox.open("INBOX") == mailbox.open("INBOX")
    assert len(said(proxy, "EXAMINE")) == 2


def test_an_open_folder_that_is_told_to_hold_less_than_ever_came_is_opened_anew(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(letter("One"))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        before = mailbox.open("INBOX")
        emptied = b"* STATUS INBOX (UIDNEXT 1 UIDVALIDITY %d MESSAGES 0)\r\nTAG OK x" % before.uidvalidity
        proxy.intercept = lambda command: emptied if command.startswith(b"STATUS") else None
        assert mailbox.open("INBOX") == before


def said(proxy: RecordingProxy, verb: str) -> list[str]:
    return [command for command in proxy.commands() if command.startswith(verb)]
