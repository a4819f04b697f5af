"""IMAP against a real server: what is said to it, and that it is left as it was."""

from __future__ import annotations

import base64
import logging
import re

import pytest

from tests.servers.account import PASSWORD, Account, ImapServer
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.mailbox.rigs import ARRIVED, imap_mailbox, letter, named
from worker.mailbox import imap_folder
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.imap_connection import Security
from worker.ports import (
    AuthenticationRefused,
    FolderRole,
    FolderUnreadable,
    MessageUnreadable,
    NoSentFolder,
    RawHeader,
    RawMail,
)

pytestmark = pytest.mark.dovecot

# Every command that leaves a mailbox as it is; BODY[ without PEEK would set \Seen.
READ_ONLY = re.compile(
    r"(?:CAPABILITY|NOOP|LOGOUT|STARTTLS|ID \(.*\)|LOGIN .*|AUTHENTICATE PLAIN|LIST \"\" \"\*\"|EXAMINE .*"
    r"|STATUS .* \([A-Z ]+\)"
    r"|UID SEARCH (?:RETURN \(ALL\) )?UID [\d:,]+|UID SEARCH RETURN \(COUNT\) MODSEQ \d+|ENABLE QRESYNC"
    r"|UID FETCH [\d:]+ \(UID\) \(CHANGEDSINCE \d+ VANISHED\)"
    r"|UID FETCH [\d,:]+ \((?:UID|RFC822\.SIZE|INTERNALDATE|BODY\.PEEK\[[^]]*\](?:<[\d.]+>)?| )+\))\Z"
)


def asked_for(command: bytes) -> list[int]:
    """The UIDs of a UID FETCH."""
    found = re.match(rb"UID FETCH ([\d,:]+) ", command)
    runs = [run.split(b":") for run in found[1].split(b",")] if found else []
    return [uid for run in runs for uid in range(int(run[0]), int(run[-1]) + 1)]


def read_all(mailbox: ImapMailbox) -> list[RawHeader]:
    """A whole scan: every selected folder, every header, every text."""
    found: list[RawHeader] = []
    with mailbox:
        for folder in mailbox.folders():
            if folder.selected:
                mailbox.open(folder.name)
                for batch in mailbox.headers(0):
                    found += batch
                    assert all(isinstance(m, RawMail) for m in mailbox.mails(batch))
    return found


def test_only_commands_that_cannot_change_a_mailbox_are_sent(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter("One"), letter("Two", text="x" * 200_000))
    account.append(letter("Three"), folder="Sent")
    assert len(read_all(imap_mailbox(account, port=proxy.port))) == 3
    assert [command for command in proxy.commands() if not READ_ONLY.match(command)] == []
    assert any(command.startswith("UID FETCH") for command in proxy.commands())


def test_to_ask_what_is_gone_changes_nothing_either(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter("One"), letter("Two"))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        before = mailbox.open("INBOX")
        account.remove(1)
        mailbox.open("INBOX")
        assert mailbox.expunged([1, 2], missing=1, since=before.modseq) == [1]
        assert mailbox.expunged([1, 2], missing=1) == [1]
    assert [command for command in proxy.commands() if not READ_ONLY.match(command)] == []


@pytest.mark.parametrize(
    "command",
    [
        *(
            "SELECT INBOX",
            "CLOSE",
            "EXPUNGE",
            "UID STORE 1 +FLAGS (\\Seen)",
            "UID COPY 1 Sent",
            "APPEND INBOX",
        ),
        *("UID FETCH 1 (BODY[])", "UID FETCH 1 (RFC822)", "UID SEARCH ALL", "UID FETCH 1 (ENVELOPE)"),
    ],
)
def test_the_list_of_harmless_commands_holds_no_other(command: str) -> None:
    assert not READ_ONLY.match(command)


def test_flags_and_recent_and_unseen_are_as_before(account: Account) -> None:
    account.append(letter("Read"), flags=r"(\Seen \Flagged)")
    account.append(letter("Unread"))
    account.append(letter("Sent"), folder="Sent", flags=r"(\Seen)")
    account.deliver(letter("Just come"), arrived=ARRIVED)
    before = [account.counts(), account.flags(), account.flags("Sent")]
    read_all(imap_mailbox(account))
    assert [account.counts(), account.flags(), account.flags("Sent")] == before


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_is_read_over_verified_tls(server: ImapServer, account: Account, security: Security) -> None:
    account.append(letter())
    port = server.tls_port if security == "tls" else server.port
    mailbox = imap_mailbox(account, port=port, security=security, ca_file=server.ca_file)
    assert len(read_all(mailbox)) == 1


def test_roles_come_from_special_use_first(server: ImapServer, account: Account) -> None:
    with imap_mailbox(account) as mailbox:
        folders = {folder.name: folder for folder in mailbox.folders()}
    by = "SPECIAL-USE" if server.kind == "Dovecot" else "name"
    assert folders["Sent"].why == f"sent by {by}"
    assert folders["Archive"].role is FolderRole.ARCHIVE
    assert folders["Archive"].selected
    assert not folders["Drafts"].selected


def test_folder_names_in_any_script_are_listed_and_opened(account: Account) -> None:
    account.create("Entw&APw-rfe 2025", "&ZeVnLIqe-")
    account.append(letter(), folder="&ZeVnLIqe-")
    with imap_mailbox(account, rules=FolderRules(include=("日本語",))) as mailbox:
        folders = {folder.name: folder.selected for folder in mailbox.folders()}
        assert folders["日本語"]
        assert not folders["Entwürfe 2025"]
        assert mailbox.open("日本語").messages == 1


def test_without_a_sent_folder_the_candidates_and_the_setting_are_named(
    account: Account, proxy: RecordingProxy
) -> None:
    listed = b'* LIST () "/" INBOX\r\n* LIST () "/" "Letters out"\r\nTAG OK done'
    proxy.intercept = lambda command: listed if command.startswith(b"LIST") else None
    with (
        imap_mailbox(account, port=proxy.port) as mailbox,
        pytest.raises(NoSentFolder, match="no folder of sent mail") as refused,
    ):
        mailbox.folders()
    assert "[account.folders] sent =" in refused.value.advice
    assert '"Letters out"' in refused.value.advice
    with imap_mailbox(account, port=proxy.port, rules=FolderRules(sent="Letters out")) as mailbox:
        assert [f.name for f in mailbox.folders() if f.role is FolderRole.SENT] == ["Letters out"]


def test_a_folder_name_that_is_not_utf_7_hides_no_other(account: Account, proxy: RecordingProxy) -> None:
    listed = b'* LIST () "/" INBOX\r\n* LIST () "/" "&AP8"\r\n* LIST () "/" "&2D0-"\r\n* LIST () NIL "12"\r\n'
    proxy.intercept = lambda command: (
        listed + b'* LIST () "/" Sent\r\nTAG OK done' if command.startswith(b"LIST") else None
    )
    with imap_mailbox(account, port=proxy.port) as mailbox:
        assert {"INBOX", "Sent", "12"} < {folder.name for folder in mailbox.folders()}


def test_a_folder_that_vanished_is_named_and_the_others_go_on(account: Account) -> None:
    account.create("Projects")
    account.append(letter())
    with imap_mailbox(account, rules=FolderRules(include=("Projects",))) as mailbox:
        assert "Projects" in [folder.name for folder in mailbox.folders() if folder.selected]
        account.delete("Projects")
        with pytest.raises(FolderUnreadable, match="Projects") as refused:
            mailbox.open("Projects")
        assert "renamed or removed" in refused.value.advice
        assert mailbox.open("INBOX").messages == 1


def test_a_message_removed_meanwhile_is_passed_over(account: Account, proxy: RecordingProxy) -> None:
    account.append(letter("Stays"), letter("Goes"))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        headers = [header for batch in mailbox.headers(0) for header in batch]
        account.remove(headers[1].uid)
        mails = list(mailbox.mails(headers))
    assert [mail.uid for mail in mails if isinstance(mail, RawMail)] == [headers[0].uid]
    assert len(mails) == 1
    assert "NOOP" in proxy.commands()  # a server may keep it from us until asked (RFC 3501 section 7.4.1)


def test_of_a_50_mb_mail_less_than_a_thousandth_is_fetched(account: Account, proxy: RecordingProxy) -> None:
    attachment = b"QUFB" * 18 + b"\r\n"
    account.append(letter(text="The plans are attached.\r\n") + attachment * (50_000_000 // len(attachment)))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        ((header,),) = mailbox.headers(0)
        (mail,) = mailbox.mails([header], deep=True)
    assert isinstance(mail, RawMail)
    assert header.size > 49_000_000
    assert mail.truncated
    assert b"The plans are attached." in mail.content
    assert proxy.from_server < 50_000


def test_with_nothing_new_a_look_costs_two_kilobytes_at_most(account: Account, proxy: RecordingProxy) -> None:
    account.append(*(letter(f"Old {n}") for n in range(20)))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        last = mailbox.open("INBOX").uidnext - 1
        before = proxy.from_server
        mailbox.open("INBOX")
        assert list(mailbox.headers(last)) == []
    assert proxy.from_server - before < 2000


def test_a_large_folder_is_walked_by_ranges_of_uids(
    account: Account, proxy: RecordingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_folder, "SEARCHED", 2)
    account.append(*(letter(f"Number {n}") for n in range(5)))
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        uids = [header.uid for batch in mailbox.headers(1) for header in batch]
    assert uids == [2, 3, 4, 5]
    assert [c for c in proxy.commands() if "SEARCH" in c] == ["UID SEARCH UID 2:3", "UID SEARCH UID 4:5"]


def test_many_texts_are_asked_for_in_portions(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_folder, "TEXTS", 1000)
    account.append(*(letter(f"Number {n}", text="x" * 600) for n in range(4)))
    with imap_mailbox(account) as mailbox:
        mailbox.open("INBOX")
        assert [m.uid for m in mailbox.mails(named(1, 2, 3, 4)) if isinstance(m, RawMail)] == [1, 2, 3, 4]


def test_one_message_the_server_refuses_costs_only_itself(account: Account, proxy: RecordingProxy) -> None:
    account.append(*(letter(f"Number {n}") for n in range(1, 6)))
    proxy.intercept = lambda c: b"TAG NO [SERVERBUG] internal error" if 3 in asked_for(c) else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        ((*headers,),) = mailbox.headers(0)
        mails = list(mailbox.mails(headers))
    assert [(h.uid, bool(h.header), bool(h.problem)) for h in headers if h.problem] == [(3, False, True)]
    assert [h.uid for h in headers] == [1, 2, 3, 4, 5]
    assert [mail.uid for mail in mails if isinstance(mail, RawMail)] == [1, 2, 4, 5]
    ((uid, error),) = [mail for mail in mails if isinstance(mail, tuple)]
    assert uid == 3
    assert isinstance(error, MessageUnreadable)
    assert "message 3 of folder INBOX" in str(error)


def test_a_server_that_serves_no_message_at_all_is_broken_and_not_its_mail(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(*(letter(f"Number {n}") for n in range(imap_folder.SICK)))
    proxy.intercept = lambda command: b"TAG NO internal error" if b"FETCH" in command else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        with pytest.raises(FolderUnreadable, match="INBOX") as refused:
            list(mailbox.headers(0))
    assert "None of its messages" in refused.value.advice


@pytest.mark.parametrize("lacking", [b"* 2 FETCH (UID 2)", b"* 2 FETCH (UID 2 BODY[TEXT]<0> {1}\r\nz)"])
def test_an_item_missing_in_an_answer_is_an_error_for_that_message(
    account: Account, proxy: RecordingProxy, lacking: bytes
) -> None:
    account.append(letter("Whole"), letter("Lacking"))
    whole = b'* 1 FETCH (UID 1 BODY[HEADER.FIELDS (X)]<0> {6}\r\nX: y\r\n BODY[TEXT]<0> "z")\r\n'
    said = whole + lacking + b"\r\nTAG OK done"
    proxy.intercept = lambda command: said if asked_for(command) else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        mails = list(mailbox.mails(named(1, 2)))
    assert [mail.uid for mail in mails if isinstance(mail, RawMail)] == [1]
    assert [mail[0] for mail in mails if isinstance(mail, tuple)] == [2]


def test_an_answer_that_cannot_be_read_costs_only_its_message(
    account: Account, proxy: RecordingProxy
) -> None:
    account.append(letter("Sound"), letter("Garbled"))
    garbled = b'* 2 FETCH (UID 2 INTERNALDATE "16-Nov\r\nTAG OK done'
    proxy.intercept = lambda command: garbled if 2 in asked_for(command) else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        mailbox.open("INBOX")
        ((first, second),) = mailbox.headers(0)
    assert b"Sound" in first.header
    assert (second.header, bool(second.problem)) == (b"", True)


@pytest.mark.parametrize("folder", ["INBOX\r\nA1 DELETE INBOX", "Sent\n", "a\x00b"])
def test_a_folder_name_cannot_smuggle_a_command(account: Account, proxy: RecordingProxy, folder: str) -> None:
    with imap_mailbox(account, port=proxy.port) as mailbox:
        said = len(proxy.lines)
        with pytest.raises(FolderUnreadable, match="cannot be read"):
            mailbox.open(folder)
        assert len(proxy.lines) == said


@pytest.mark.parametrize("password", ["secret\r\nA1 DELETE INBOX", "secret\n", "\x00"])
def test_a_password_cannot_smuggle_a_command(account: Account, proxy: RecordingProxy, password: str) -> None:
    with (
        pytest.raises(AuthenticationRefused, match="control character") as refused,
        imap_mailbox(account, port=proxy.port, password=password),
    ):
        pass
    assert password not in str(refused.value)
    assert proxy.connections == 0


def test_a_password_of_any_script_is_sent_as_utf_8(account: Account, proxy: RecordingProxy) -> None:
    with pytest.raises(AuthenticationRefused), imap_mailbox(account, port=proxy.port, password="schlüssel"):
        pass
    said = [base64.b64decode(line) for line in proxy.lines if re.fullmatch(rb"[A-Za-z0-9+/=]{20,}", line)]
    assert said == [f"\0{account.user}\0schlüssel".encode()]


def test_where_plain_is_not_offered_login_is_used(account: Account, proxy: RecordingProxy) -> None:
    offers = b"* CAPABILITY IMAP4rev1\r\nTAG OK done"
    proxy.intercept = lambda command: offers if command.upper() == b"CAPABILITY" else None
    with imap_mailbox(account, port=proxy.port) as mailbox:
        assert mailbox.open("INBOX").messages == 0
    assert any(command.upper().startswith("LOGIN") for command in proxy.commands())


def test_nothing_of_mail_user_or_password_is_logged_at_any_level(
    account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account.append(letter("Canary"))
    read_all(imap_mailbox(account))
    assert not any(word in caplog.text for word in ("Canary", account.user, PASSWORD, "ines@example.com"))


def test_a_server_without_lasting_numbers_is_refused_by_folder(
    account: Account, proxy: RecordingProxy
) -> None:
    proxy.intercept = lambda c: b"* 0 EXISTS\r\nTAG OK [READ-ONLY] done" if c.startswith(b"EXAMINE") else None
    with imap_mailbox(account, port=proxy.port) as mailbox, pytest.raises(FolderUnreadable) as refused:
        mailbox.open("INBOX")
    assert "UIDVALIDITY" in refused.value.advice
