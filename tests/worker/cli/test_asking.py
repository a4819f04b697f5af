"""What `init` proposes, asks of a person, and wants a script to say; nothing is connected."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from dns.resolver import Resolver

from tests.servers.names import Zone, name_server
from tests.worker.cli.conftest import Introloop, Person
from worker.discovery import Records
from worker.settings import load


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "new"


def knowing(monkeypatch: pytest.MonkeyPatch, resolver: Resolver) -> None:
    monkeypatch.setattr("worker.discovery.Records", partial(Records, resolver))


def test_what_only_dns_says_of_a_host_elsewhere_needs_a_persons_look(
    introloop: Introloop, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone: Zone = {("_imaps._tcp.lindqvist.example", "SRV"): ("0 1 993 imap.stranger.test.",)}
    script = ["init", "--no-check", "--address", "mara@lindqvist.example", "--config", place / "config.toml"]
    with name_server(zone) as resolver:
        knowing(monkeypatch, resolver)
        alone, looked_at = introloop(*script), introloop(*script, "--imap-host", "imap.stranger.test")

    assert (alone.code, "--imap-host imap.stranger.test" in alone.err) == (2, True)
    assert looked_at.code == 0


def test_what_dns_says_of_the_domains_own_servers_is_enough_for_a_script(
    introloop: Introloop, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone: Zone = {
        ("_imap._tcp.lindqvist.example", "SRV"): ("0 1 1143 mail.lindqvist.example.",),
        ("_submission._tcp.lindqvist.example", "SRV"): ("0 1 1587 mail.lindqvist.example.",),
    }
    script = ["init", "--no-check", "--address", "mara@lindqvist.example", "--config", place / "config.toml"]
    with name_server(zone) as resolver:
        knowing(monkeypatch, resolver)
        assert introloop(*script).code == 0
    settings = load(place / "config.toml")
    account, smtp = settings.accounts[0], settings.smtp
    assert smtp is not None
    assert (account.host, account.port, account.security) == ("mail.lindqvist.example", 1143, "starttls")
    assert (smtp.host, smtp.port, smtp.security) == ("mail.lindqvist.example", 1587, "starttls")


def test_an_address_of_which_nothing_is_known_needs_its_server_said(
    introloop: Introloop, place: Path
) -> None:
    said = introloop("init", "--address", "mara@lindqvist.example", "--config", place / "config.toml")
    assert (said.code, "--imap-host" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("address", "more", "missing"),
    [
        ("mara@outlook.com", [], "--client-id"),
        ("mara@gmail.com", ["--signin", "google"], "--client-file"),
    ],
)
def test_a_script_that_is_to_sign_in_names_its_client(
    introloop: Introloop, place: Path, address: str, more: list[str], missing: str
) -> None:
    said = introloop("init", "--address", address, *more, "--config", place / "config.toml")
    assert (said.code, missing in said.err) == (2, True)


def test_a_provider_that_takes_no_password_is_set_up_to_sign_in(introloop: Introloop, place: Path) -> None:
    said = introloop(
        *["init", "--no-check", "--address", "mara@outlook.com", "--client-id", "client-1"],
        *["--config", place / "config.toml"],
    )
    assert said.code == 0
    settings = load(place / "config.toml")
    account, smtp = settings.accounts[0], settings.smtp
    assert smtp is not None
    assert (account.host, account.signin, account.client_id) == (
        "outlook.office365.com",
        "microsoft",
        "client-1",
    )
    assert (smtp.host, smtp.port, smtp.security) == ("smtp-mail.outlook.com", 587, "starttls")
    assert (smtp.signin, smtp.client_id, smtp.user) == ("microsoft", "client-1", "mara@outlook.com")
    assert not account.password_credential


def test_a_person_looks_at_what_is_proposed_and_says_the_password(
    introloop: Introloop, place: Path, person: Person
) -> None:
    person.said, person.passwords = ["mara@gmail.com", "Mara", "", "", "password"], ["abcd efgh"]
    said = introloop("init", "--no-check", "--config", place / "config.toml")

    assert said.code == 0
    assert "Gmail.com belongs to Gmail:\n  imap.gmail.com:993 (tls)\n  smtp.gmail.com:465 (tls)" in said.out
    assert "https://myaccount.google.com/apppasswords" in said.out
    assert "15 connections and 2500 MB a day; Introloop takes one" in said.out
    assert "[imap.gmail.com]" in person.asked[2]
    assert (place / "imap-password").read_text() == "abcd efgh\n"


@pytest.mark.parametrize(
    ("address", "client"), [("mara@gmail.com", "google"), ("mara@outlook.com", "microsoft")]
)
def test_a_person_is_asked_for_the_client_they_sign_in_with(
    introloop: Introloop, place: Path, person: Person, tmp_path: Path, address: str, client: str
) -> None:
    file = tmp_path / "client.json"
    file.touch()
    person.said = [address, "Mara", "", "", *(["google", str(file)] if client == "google" else ["client-1"])]
    assert introloop("init", "--no-check", "--config", place / "config.toml").code == 0
    account = load(place / "config.toml").accounts[0]
    assert account.signin == client
    assert (account.client_file, account.client_id) == (
        (file, "") if client == "google" else (None, "client-1")
    )


def test_a_person_may_mean_another_server_than_the_one_proposed(
    introloop: Introloop, place: Path, person: Person
) -> None:
    person.said, person.passwords = ["mara@pm.me", "", "imap.lindqvist.example", ""], [""]
    assert introloop("init", "--no-check", "--config", place / "config.toml").code == 0
    account = load(place / "config.toml").accounts[0]
    assert (account.host, account.port, account.security) == ("imap.lindqvist.example", 993, "tls")
