"""A mailbox of each kind, and how mail comes into it and goes from it, as other programs would do it."""

from __future__ import annotations

import mailbox
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tests.doubles.mailbox import MemoryMailbox
from tests.servers.account import FOLDERS, PASSWORD, Account
from tests.servers.delivery import deliver
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.imap_connection import Security
from worker.mailbox.maildir import MaildirMailbox
from worker.mailbox.mbox import MboxMailbox
from worker.ports import Mailbox, RawHeader

ARRIVED = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
MANY = 50  # messages that are not put in one by one
RULES = FolderRules()


def letter(subject: str = "Coffee", *, text: str = "See you on Monday.", header: str = "") -> bytes:
    """A short mail of invented people."""
    lines = ["From: Ines Carvalho <ines@example.com>", "To: Tomas Ruud <tomas@example.org>"]
    lines += [f"Subject: {subject}", "Date: Mon, 16 Nov 2026 09:30:00 +0000"]
    lines += [f"Message-ID: <{subject.replace(' ', '-')}@example.com>"]
    return ("\r\n".join(lines) + "\r\n" + header + "\r\n" + text + "\r\n").encode()


def named(*uids: int) -> list[RawHeader]:
    """Headers of which nothing is known but whose they are."""
    return [RawHeader(uid, b"", 1000) for uid in uids]


def imap_mailbox(
    account: Account,
    *,
    port: int | None = None,
    rules: FolderRules = RULES,
    security: Security = "plaintext-loopback",
    password: str = PASSWORD,
    ca_file: Path | None = None,
    timeout: float = 10.0,
) -> ImapMailbox:
    """The account as Introloop sees it, in plain text unless told otherwise."""
    return ImapMailbox(
        "work",
        host="127.0.0.1",
        port=port or account.server.port,
        user=account.user,
        password=lambda: password,
        folders=rules,
        security=security,
        ca_file=ca_file,
        timeout=timeout,
    )


class Rig(Protocol):
    """A mailbox with INBOX, Sent, Drafts, Junk and Trash."""

    def deliver(self, *contents: bytes, folder: str = "INBOX") -> None: ...

    def mailbox(self) -> Mailbox: ...


class ImapRig:
    def __init__(self, account: Account) -> None:
        self._account = account

    def deliver(self, *contents: bytes, folder: str = "INBOX") -> None:
        if len(contents) > MANY and folder == "INBOX":
            self._account.deliver(*contents, arrived=ARRIVED)
        else:
            self._account.append(*contents, folder=folder, arrived=ARRIVED)

    def mailbox(self) -> Mailbox:
        return imap_mailbox(self._account)


class MaildirRig:
    def __init__(self, path: Path) -> None:
        self._path = path
        maildir = mailbox.Maildir(path)
        for folder in FOLDERS:
            maildir.add_folder(folder)

    def deliver(self, *contents: bytes, folder: str = "INBOX") -> None:
        place = self._path if folder == "INBOX" else self._path / f".{folder}"
        deliver(place, *contents, arrived=ARRIVED)

    def mailbox(self) -> Mailbox:
        return MaildirMailbox("work", path=self._path, folders=RULES)


class MboxRig:
    """A directory of mbox files."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir()
        for folder in ("INBOX", *FOLDERS):
            (path / f"{folder}.mbox").touch()

    def deliver(self, *contents: bytes, folder: str = "INBOX") -> None:
        with (self._path / f"{folder}.mbox").open("ab") as file:
            for content in contents:
                file.write(b"From ines@example.com Mon Nov 16 09:30:00 2026\n")
                file.write(content.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") + b"\n")

    def mailbox(self) -> Mailbox:
        return MboxMailbox("work", path=self._path)


class MemoryRig:
    def __init__(self) -> None:
        contents: dict[str, list[bytes]] = {folder: [] for folder in ("INBOX", *FOLDERS)}
        self._mailbox = MemoryMailbox("work", contents, arrived=ARRIVED)

    def deliver(self, *contents: bytes, folder: str = "INBOX") -> None:
        self._mailbox.put(*contents, folder=folder)

    def mailbox(self) -> Mailbox:
        return self._mailbox
