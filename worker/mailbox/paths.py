"""Mailboxes on a disk: a path is enough to know what kind it is."""

from __future__ import annotations

from pathlib import Path

from worker.mailbox.folders import FolderRules
from worker.mailbox.maildir import MaildirMailbox, holds_maildirs
from worker.mailbox.mbox import MboxMailbox
from worker.ports import Mailbox


def open_path(account: str, *, path: Path, folders: FolderRules | None = None) -> Mailbox:
    """The Maildir, the mbox file or the directory of mbox files at a path; nothing is read yet."""
    if holds_maildirs(path):
        return MaildirMailbox(account, path=path, folders=folders or FolderRules())
    return MboxMailbox(account, path=path)
