"""`init` from an address to the first open loops, against a real server; and what it says where it fails."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import MARA, mail
from tests.servers.account import PASSWORD, Account
from tests.servers.authorization import AuthorizationServer, authorization_server
from tests.servers.certificates import authority
from tests.servers.imap import imap_server
from tests.servers.ports import free_port
from tests.servers.recording_proxy import recording_proxy
from tests.servers.smtp import SmtpServer, smtp_server
from tests.worker.cli.conftest import Introloop, Person
from worker.settings import load

pytestmark = pytest.mark.dovecot

INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"


@pytest.fixture(scope="module")
def server_user() -> Iterator[Account]:
    with imap_server() as server:
        yield server.fresh_user()


@pytest.fixture
def account(server_user: Account) -> Account:
    """A mailbox with one open introduction."""
    account = server_user.server.fresh_user()
    introduction = mail(
        INES,
        "Mara, please meet Tomas, who runs the timetables at Nordvik. Over to you two!",
        on="Fri 2026-11-13 09:00",
        to=[MARA, TOMAS],
        subject="Mara, meet Tomas",
    )
    account.append(introduction.content)
    return account


@pytest.fixture
def smtp(server_user: Account) -> Iterator[SmtpServer]:
    with smtp_server(login=("mara@lindqvist.example", PASSWORD)) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "new"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.touch(mode=0o600)
    file.write_text(PASSWORD)
    return file


def line(place: Path, account: Account, *more: str | Path) -> list[str | Path]:
    """What a script says, over TLS with an authority of our own."""
    server = account.server
    where: list[str | Path] = [
        "--imap-host",
        "127.0.0.1",
        "--port",
        str(server.tls_port),
        "--ca-file",
        server.ca_file,
    ]
    who = ["--address", "mara@lindqvist.example", "--user", account.user, "--name", "Mara Lindqvist"]
    return ["init", *who, *where, "--config", place / "config.toml", "--state", place / "state", *more]


@pytest.fixture
def unmarked(account: Account, tmp_path: Path) -> Iterator[list[str | Path]]:
    """How to reach the account through a server that marks no folder and calls sent mail "Posta"."""
    account.create("Posta")
    trusted = authority(tmp_path)

    def listing(command: bytes) -> bytes | None:
        names = b"".join(b'* LIST () "/" %s\r\n' % name for name in (b"INBOX", b"Posta"))
        return names + b"TAG OK done" if command.startswith(b"LIST") else None

    with recording_proxy(account.server.port, tls=trusted.server()) as proxy:
        proxy.intercept = listing
        yield ["--port", str(proxy.port), "--ca-file", trusted.ca_file]


# ── As a script ─────────────────────────────────────────────────────────────────────────────


def test_one_line_sets_a_mailbox_up_and_shows_the_first_open_loop(
    introloop: Introloop, account: Account, place: Path, secret: Path
) -> None:
    said = introloop(*line(place, account, "--password-file", secret))

    assert (said.code, said.err) == (0, "")
    assert "INBOX" in said.out
    assert "sent by" in said.out
    typed = f"introloop --config {place / 'config.toml'} --state {place / 'state'}"
    assert f"{typed} loops lists them" in said.out
    assert f"{typed} run reads the rest" in said.out
    assert "The newest 1 message: 1 of people, 0 lists and circulars." in said.out
    assert "Open loops: 1 (1 " in said.out
    assert "Tomas Ruud" in said.out.partition("Open loops")[2]
    assert stat.S_IMODE((place / "config.toml").stat().st_mode) == 0o600
    assert PASSWORD not in (place / "config.toml").read_text() + said.out


@pytest.mark.parametrize("flag", ["--no-check", "--no-scan"])
def test_it_stops_where_it_is_told_to(
    introloop: Introloop, account: Account, place: Path, secret: Path, flag: str
) -> None:
    said = introloop(*line(place, account, "--password-file", secret, flag))
    assert said.code == 0
    assert ("ok account" in said.out) == (flag == "--no-scan")
    assert "newest" not in said.out
    assert load(place / "config.toml").accounts[0].user == account.user


def test_where_only_the_sending_fails_the_mail_is_read_and_no_letter_promised(
    introloop: Introloop, account: Account, place: Path, secret: Path
) -> None:
    nobody = ["--smtp-host", "127.0.0.1", "--smtp-port", str(free_port())]
    said = introloop(*line(place, account, "--password-file", secret, *nobody))

    assert said.code == 1
    assert "Open loops: 1" in said.out
    assert "writes to you" not in said.out
    assert f"Nothing is sent to you until that works: mend {place / 'config.toml'}" in said.out


def test_a_wrong_password_is_told_and_the_configuration_is_kept(
    introloop: Introloop, account: Account, place: Path, secret: Path
) -> None:
    secret.write_text("guessed")
    said = introloop(*line(place, account, "--password-file", secret))
    assert said.code == 1
    assert "refused the user or the password" in said.out
    assert "app password" in said.out
    config = place / "config.toml"
    assert (
        f"mend {config}, then type introloop --config {config} --state {place / 'state'} check." in said.out
    )
    secret.write_text(PASSWORD)
    assert introloop("check", *line(place, account)[-4:]).code == 0


def test_without_a_network_the_configuration_is_kept(
    introloop: Introloop, account: Account, place: Path, secret: Path
) -> None:
    said = introloop(*line(place, account, "--password-file", secret, "--port", str(free_port())))
    assert said.code == 1
    assert "Nothing listens there" in said.out
    assert load(place / "config.toml").accounts[0].host == "127.0.0.1"


def test_a_folder_of_sent_mail_that_is_not_found_is_named_by_an_option(
    introloop: Introloop, account: Account, place: Path, secret: Path, unmarked: list[str | Path]
) -> None:
    script = line(place, account, "--password-file", secret, *unmarked)
    without, named = introloop(*script), introloop(*script, "--force", "--sent", "Posta")

    assert without.code == 1
    assert "no folder of sent mail was found" in without.out
    assert '"Posta"' in without.out
    assert named.code == 0
    assert load(place / "config.toml").accounts[0].folders.sent == "Posta"


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AuthorizationServer]:
    trusted = authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.ca_file))
    with authorization_server(trusted.server()) as running:
        yield running


@pytest.mark.parametrize("declined", [True, False])
def test_signing_in_is_part_of_it_and_can_be_done_again(
    introloop: Introloop, account: Account, place: Path, provider: AuthorizationServer, declined: bool
) -> None:
    provider.sign_in_errors = ["access_denied"] if declined else []
    client = ["--signin", "microsoft", "--client-id", "client-1", "--authority", f"{provider.url}/common"]
    said = introloop(*line(place, account, *client))

    assert "ABCD-1234" in said.out
    assert said.code == 1
    if declined:
        assert f"--state {place / 'state'} login" in said.err.partition("To try again: introloop")[2]
    else:  # this server takes no tokens, and says so
        assert "takes no tokens" in said.out
    assert load(place / "config.toml").accounts[0].signin == "microsoft"


# ── As a person ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("passwords", "code"), [(["guessed", PASSWORD], 0), (["guessed", ""], 1)])
def test_a_password_mistyped_is_asked_for_once_more(
    introloop: Introloop, account: Account, place: Path, person: Person, passwords: list[str], code: int
) -> None:
    person.passwords = passwords
    said = introloop(*line(place, account, "--smtp-host", "127.0.0.1", "--no-scan"))
    assert "once more" in person.asked[-1]
    assert "refused the user or the password" in said.out
    assert ("ok account" in said.out) == (code == 0)
    assert said.code == 1, "the way out is not there"


def test_after_three_wrong_passwords_it_stops_asking(
    introloop: Introloop, account: Account, place: Path, person: Person
) -> None:
    person.passwords = ["one", "two", "three", "four"]
    said = introloop(*line(place, account, "--smtp-host", "127.0.0.1"))
    assert said.code == 1
    assert said.out.count("refused the user or the password") == 3
    assert "then type introloop" in said.out


@pytest.mark.parametrize("named", [True, False])
def test_a_certificate_of_a_server_of_ones_own_is_asked_for(
    introloop: Introloop, account: Account, place: Path, person: Person, tmp_path: Path, named: bool
) -> None:
    """As Proton's Bridge has one."""
    typed = line(place, account, "--smtp-host", "127.0.0.1", "--no-scan")
    del typed[typed.index("--ca-file") : typed.index("--ca-file") + 2]
    person.passwords = [PASSWORD]
    person.said = [str(tmp_path / "nothing.pem"), str(account.server.ca_file)] if named else [""]
    said = introloop(*typed)

    assert "showed a certificate that is not trusted" in " ".join(said.out.split())
    assert "of a server of your own" in person.asked[-1]
    assert ("ok account" in said.out) == named
    assert load(place / "config.toml").accounts[0].ca_file == (account.server.ca_file if named else None)


@pytest.mark.parametrize(("named", "works"), [("Posta", True), ("", False)])
def test_a_folder_of_sent_mail_that_is_not_found_is_asked_for(
    introloop: Introloop,
    account: Account,
    place: Path,
    person: Person,
    unmarked: list[str | Path],
    named: str,
    works: bool,
) -> None:
    person.said, person.passwords = [named], [PASSWORD]
    said = introloop(*line(place, account, "--smtp-host", "127.0.0.1", "--no-scan", *unmarked))
    assert "Which folder holds the mail you sent" in person.asked[-1]
    assert ("ok account" in said.out) == works
    assert load(place / "config.toml").accounts[0].folders.sent == named
