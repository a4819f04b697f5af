"""Which sign-in belongs to which account, and where each is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from worker.signin.google import Google
from worker.signin.microsoft import AUTHORITY, Microsoft
from worker.wiring import App, wire

CONFIGURATION = """
[owner]
addresses = ["mara@lindqvist.example"]
[[account]]
host = "imap.gmail.com"
name = "home"
signin = "google"
client_file = "client.json"
[[account]]
host = "outlook.office365.com"
name = "work"
user = "mara@work.example"
signin = "microsoft"
client_id = "client-1"
password_keyring = "introloop"
[[account]]
path = "mail.mbox"
[smtp]
host = "smtp.example.com"
"""


def app(tmp_path: Path, *, more: str = "") -> App:
    file = tmp_path / "config.toml"
    file.write_text(CONFIGURATION + more)
    return wire(config=file, state=tmp_path / "state")


def test_each_account_signs_in_by_its_own_provider_and_the_way_out_with_the_first(tmp_path: Path) -> None:
    home, work = app(tmp_path).sign_ins(port=8765)
    assert (home.what, work.what) == ("account home", "account work")
    assert home.provider == Google(tmp_path / "client.json", 8765)
    assert work.provider == Microsoft("client-1", AUTHORITY)


def test_a_way_out_with_a_user_of_its_own_signs_in_for_itself(tmp_path: Path) -> None:
    *_, smtp = app(tmp_path, more='user = "loops@lindqvist.example"\n').sign_ins()
    assert (smtp.what, smtp.user) == ("[smtp]", "loops@lindqvist.example")


def test_a_way_out_without_a_login_signs_in_nowhere(tmp_path: Path) -> None:
    assert len(app(tmp_path, more="login = false\n").sign_ins()) == 2


def test_a_sign_in_is_kept_in_the_state_directory_or_in_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries: dict[tuple[str, str], str] = {}

    def put(service: str, user: str, secret: str) -> None:
        entries[service, user] = secret

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(set_password=put))
    for source in app(tmp_path).sign_ins():
        source.place.write("grant")
    assert list(entries) == [("introloop microsoft", "mara@work.example")]
    kept = tmp_path / "state" / "signin" / "google-mara@lindqvist.example.json"
    assert kept.read_text() == "grant"


def test_a_user_name_cannot_lead_out_of_the_directory(tmp_path: Path) -> None:
    [*_, smtp] = app(tmp_path, more='user = "../../etc/mara"\n').sign_ins()
    smtp.place.write("grant")
    assert [file.name for file in (tmp_path / "state" / "signin").iterdir()] == [
        "google-..%2F..%2Fetc%2Fmara.json"
    ]
