"""A mailbox of each kind with the means to put mail into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worker.mailbox.rigs import ImapRig, MaildirRig, MboxRig, MemoryRig, Rig


@pytest.fixture(params=["IMAP", "Maildir", "mbox", "double"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    if request.param == "IMAP":
        return ImapRig(request.getfixturevalue("account"))
    if request.param == "Maildir":
        return MaildirRig(tmp_path / "Maildir")
    return MboxRig(tmp_path / "mail") if request.param == "mbox" else MemoryRig()
