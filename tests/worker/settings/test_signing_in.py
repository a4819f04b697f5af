"""An account may be opened by signing in instead of by a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worker.settings.written import SMALLEST, mistakes, only, settings

ACCOUNT = SMALLEST.replace('password_file = "imap-password"\n', "")
MICROSOFT = 'signin = "microsoft"\nclient_id = "client-1"\n'


def test_a_sign_in_stands_in_the_place_of_a_password(tmp_path: Path) -> None:
    account = settings(tmp_path, ACCOUNT + MICROSOFT).accounts[0]
    assert (account.signin, account.client_id, account.has_password) == ("microsoft", "client-1", True)


def test_the_way_out_borrows_the_sign_in_unless_it_has_a_password_of_its_own(tmp_path: Path) -> None:
    google = ACCOUNT + 'signin = "google"\nclient_file = "client.json"\n[smtp]\nhost = "smtp.example.com"\n'
    borrowed, own = (settings(tmp_path, google + more).smtp for more in ("", 'password_file = "x"\n'))
    assert borrowed is not None
    assert own is not None
    assert (borrowed.signin, borrowed.client_file) == ("google", tmp_path / "client.json")
    assert (own.signin, own.client_file) == (None, None)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('signin = "microsoft"\n', "needs client_id beside signin"),
        ('signin = "google"\nclient_id = "x"\n', "needs client_file beside signin"),
        ('signin = "yahoo"\nclient_id = "x"\n', "signin must be 'microsoft' or 'google'"),
        (MICROSOFT + 'client_id2 = "x"\n', "did you mean client_id?"),
        (MICROSOFT + 'authority = "http://login.example"\n', "authority must begin with https://"),
        (MICROSOFT.replace("client-1", "client 1"), "client_id holds a character"),
    ],
)
def test_what_is_wrong_with_a_sign_in_is_told(tmp_path: Path, written: str, told: str) -> None:
    assert told in only(tmp_path, ACCOUNT + written)


@pytest.mark.parametrize("where", ["account", "smtp"])
def test_a_token_goes_over_tls_only_not_even_in_the_clear_on_this_machine(tmp_path: Path, where: str) -> None:
    text = ACCOUNT.replace("imap.example.com", "127.0.0.1") + MICROSOFT
    clear = 'security = "plaintext-loopback"\n'
    text += clear if where == "account" else f'[smtp]\nhost = "127.0.0.1"\n{MICROSOFT}{clear}'
    assert "with signin goes over TLS only" in only(tmp_path, text)


def test_a_mailbox_on_this_disk_needs_no_sign_in(tmp_path: Path) -> None:
    text = ACCOUNT.replace('host = "imap.example.com"', 'path = "mail.mbox"')
    told = mistakes(tmp_path, text + 'signin = "google"\nclient_file = "client.json"\n')
    assert len(told) == 2
    assert all("belongs to a server" in one for one in told)
