"""A path alone says what kind of mailbox lies there."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from tests.worker.mailbox.rigs import letter
from worker.mailbox.folders import FolderRules
from worker.mailbox.maildir import MaildirMailbox
from worker.mailbox.mbox import MboxMailbox
from worker.mailbox.paths import open_path
from worker.ports import MailboxError

NO_RULES = FolderRules()


def test_a_maildir_is_known_and_read(tmp_path: Path) -> None:
    mailbox.Maildir(tmp_path / "M").add(letter())
    with open_path("home", path=tmp_path / "M", folders=NO_RULES) as found:
        assert isinstance(found, MaildirMailbox)
        assert found.open("INBOX").messages == 1


def test_a_directory_of_maildirs_is_known(tmp_path: Path) -> None:
    mailbox.Maildir(tmp_path / "Sent")
    assert isinstance(open_path("home", path=tmp_path, folders=NO_RULES), MaildirMailbox)


def test_an_mbox_file_and_a_directory_of_them_are_known(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "mail.mbox")
    box.add(letter())
    box.close()
    for path, folder in ((tmp_path / "mail.mbox", "INBOX"), (tmp_path, "mail")):
        with open_path("home", path=path, folders=NO_RULES) as found:
            assert isinstance(found, MboxMailbox)
            assert found.open(folder).messages == 1


def test_a_path_with_nothing_at_it_is_refused_on_entering(tmp_path: Path) -> None:
    with (
        pytest.raises(MailboxError, match="no mailbox"),
        open_path("home", path=tmp_path / "x", folders=NO_RULES),
    ):
        pass
