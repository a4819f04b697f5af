"""Which mail program opens the threads of the digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worker.settings.written import settings


def program(tmp_path: Path, host: str, said: str = "") -> str:
    text = f'[owner]\naddresses = ["me@example.com"]\n[digest]\n{said}\n[[account]]\nhost = "{host}"\n'
    return settings(tmp_path, text + 'password_file = "imap-password"\n').digest.mail_program


@pytest.mark.parametrize(
    ("host", "used"),
    [
        ("imap.gmail.com", "gmail"),
        ("IMAP.googlemail.com", "gmail"),
        ("imap.mail.me.com", "apple"),
        ("imap.example.com", "other"),
        ("gmail.com.example.com", "other"),
    ],
)
def test_the_mail_program_goes_by_the_host(tmp_path: Path, host: str, used: str) -> None:
    assert program(tmp_path, host) == used


def test_the_owner_may_use_another_one(tmp_path: Path) -> None:
    assert program(tmp_path, "imap.gmail.com", 'mail_program = "apple"') == "apple"
    assert program(tmp_path, "imap.example.com", 'mail_program = "gmail"') == "gmail"


def test_a_mailbox_on_disk_says_nothing_of_the_program(tmp_path: Path) -> None:
    text = f'[owner]\naddresses = ["me@example.com"]\n[[account]]\npath = "{tmp_path}/mail"\n'
    assert settings(tmp_path, text).digest.mail_program == "other"
