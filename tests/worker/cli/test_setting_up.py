"""`init` and `check`: from nothing to a configuration that works, or says why it does not."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path

import pytest

from tests.worker.cli.conftest import Introloop
from worker.cli.example import Answers, filled_in
from worker.settings import commented_example, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "config.toml"


def answers(monkeypatch: pytest.MonkeyPatch, *said: str, password: str = "") -> None:
    """A person at a terminal, who says this, line by line."""
    lines = iter(said)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(lines))
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: password)


def test_a_mailbox_on_this_disk_is_set_up_and_tried(introloop: Introloop, told: Path, file: Path) -> None:
    line = ["init", "--address", "robin@oosterwijk.example", "--mailbox", told / "demo.mbox"]
    said = introloop(*line, "--config", file, "--state", file.parent / "state")

    assert (said.code, said.err) == (0, "")
    assert f"Written: {file}" in said.out
    assert "ok account demo.mbox: 1 of 1 folders are read" in said.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load(file).smtp is None


def test_what_does_not_work_is_said_with_its_likely_cause(introloop: Introloop, file: Path) -> None:
    line = ["init", "--address", "me@example.com", "--host", "127.0.0.1", "--smtp-host", "127.0.0.1"]
    said = introloop(*line, "--config", file, "--state", file.parent / "state")

    assert said.code == 1
    assert "FAILED account 127.0.0.1" in said.out
    assert "no password found" in " ".join(said.out.split())
    assert "ok store" in said.out


def test_a_script_that_leaves_out_what_is_needed_is_told(introloop: Introloop, file: Path) -> None:
    said = introloop("init", "--config", file)

    assert said.code == 2
    assert "--address" in said.err
    assert not file.exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (["--address", "me at example.com"], "“me at example.com” is no mail address: write it bare"),
        (["--address", "me@example.com", "--address", "me@"], "“me@” is no mail address"),
        (["--address", "me@example.com", "--smtp-host", "smtp example.com"], "host"),
        (["--address", "mö@example.com", "--smtp-host", "smtp.example.com"], "[digest] to"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_written(
    introloop: Introloop, file: Path, wrong: list[str], why: str
) -> None:
    line = ["init", *wrong, "--imap-host", "imap.example.com", "--config", file]
    refused, again = introloop(*line), introloop(*line)

    assert (refused.code, refused.out) == (2, "")
    assert why in refused.err
    assert again.err == refused.err
    assert not file.exists()


def test_a_person_who_mistypes_an_address_is_asked_again(
    introloop: Introloop, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "me at example.com", "", "me@example.com", "Mara L", "", "")
    said = introloop("init", "--no-check", "--config", file)

    assert said.code == 0
    assert "“me” is no mail address" in said.out + said.err
    assert load(file).owner.addresses == ("me@example.com",)


def test_without_a_way_out_nobody_is_promised_a_letter(introloop: Introloop, told: Path, file: Path) -> None:
    line = ["init", "--address", "robin@oosterwijk.example", "--mailbox", told / "demo.mbox"]
    out = introloop(*line, "--config", file, "--state", file.parent / "state").out

    assert "writes to you" not in out
    assert f"Nothing is sent to you: {file} has no [smtp]." in " ".join(out.split())
    assert "introloop digest" in re.sub(" --(config|state) [^ ]+", "", out)


def test_where_nothing_was_tried_it_says_how_to_try_it(introloop: Introloop, file: Path) -> None:
    line = ["init", "--address", "me@example.com", "--host", "imap.example.com", "--no-check"]
    assert introloop(*line, "--config", file).out.splitlines() == [
        f"Written: {file}",
        f"introloop --config {file} check tries it; introloop --config {file} scan reads your mail.",
    ]


def test_a_configuration_that_is_there_is_not_written_over(introloop: Introloop, file: Path) -> None:
    line = [
        "init",
        "--address",
        "me@example.com",
        "--host",
        "imap.example.com",
        "--no-check",
        "--config",
        file,
    ]
    first, second, third = introloop(*line), introloop(*line), introloop(*line, "--force")

    assert (first.code, second.code, third.code) == (0, 2, 0)
    assert "--force" in second.err


def test_a_person_is_asked_for_what_is_missing(
    introloop: Introloop, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "me@example.com, old@example.org", "Mara L", "", "", password="abcd efgh")
    said = introloop("init", "--no-check", "--config", file)

    assert (said.code, said.err) == (0, "")
    settings = load(file)
    assert settings.owner.addresses == ("me@example.com", "old@example.org")
    assert settings.owner.name == "Mara L"
    assert settings.accounts[0].host == "imap.example.com"
    assert settings.smtp is not None
    assert settings.smtp.host == "smtp.example.com"
    secret = settings.accounts[0].password_file
    assert secret is not None
    assert secret.read_text() == "abcd efgh\n"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert "abcd" not in file.read_text() + said.out


def test_a_password_that_is_kept_elsewhere_is_not_written(
    introloop: Introloop, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "")
    introloop(
        *["init", "--no-check", "--address", "me@example.com", "--host", "imap.example.com", "--name", "M"],
        *["--user", "mara", "--config", file],
    )

    assert load(file).accounts[0].user == "mara"
    assert not (file.parent / "imap-password").exists()


def test_of_a_local_mailbox_no_server_is_asked(
    introloop: Introloop, told: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "me@example.com", "")
    said = introloop("init", "--no-check", "--mailbox", told / "demo.mbox", "--config", file)

    assert said.code == 0
    assert load(file).accounts[0].path == told / "demo.mbox"


def test_a_server_with_a_port_and_an_authority_of_its_own_is_set_up(
    introloop: Introloop, file: Path, tmp_path: Path
) -> None:
    authority = tmp_path / "authority.pem"
    authority.touch()
    line = [
        "init",
        "--no-check",
        "--config",
        file,
        "--address",
        "me@example.com",
        "--host",
        "mail.example.com",
    ]
    server = [
        "--security",
        "starttls",
        "--port",
        "1143",
        "--ca-file",
        authority,
        "--smtp-host",
        "out.example.com",
    ]
    said = introloop(*line, *server)

    assert (said.code, said.err) == (0, "")
    settings = load(file)
    account, smtp = settings.accounts[0], settings.smtp
    assert (account.host, account.security, account.port) == ("mail.example.com", "starttls", 1143)
    assert smtp is not None
    assert (smtp.host, smtp.security, smtp.port) == ("out.example.com", "tls", 465), (
        "the other way is its own"
    )
    assert account.ca_file == smtp.ca_file == authority


@pytest.mark.parametrize(
    "wrong", [["--port", "70000"], ["--security", "none"], ["--ca-file", "nowhere.pem"]], ids=lambda w: w[0]
)
def test_what_no_server_can_have_is_refused_at_once(
    introloop: Introloop, file: Path, wrong: list[str]
) -> None:
    said = introloop("init", "--config", file, "--address", "me@example.com", "--host", "x.example", *wrong)
    assert (said.code, wrong[0] in said.err) == (2, True)
    assert not file.exists()


ANSWERS = [
    Answers(("me@example.com",), host="imap.example.com", smtp_host="smtp.example.com"),
    Answers(("me@example.com",), name='M "the" L', host="imap.example.com", user="mara"),
    Answers(("me@example.com",), host="imap.example.com", password_file=Path("/run/secret")),
    Answers(("me@example.com", "old@example.org"), path=Path("/var/mail/me.mbox")),
]


@pytest.mark.parametrize("said", ANSWERS)
def test_every_explanation_of_the_example_survives(said: Answers, tmp_path: Path) -> None:
    filled = filled_in(commented_example(), said)
    (tmp_path / "config.toml").write_text(filled)

    before, after = (
        [line for line in text.splitlines() if line.startswith("# ")]
        for text in (commented_example(), filled)
    )
    assert before == after
    settings = load(tmp_path / "config.toml")
    assert settings.owner.addresses == said.addresses
    assert settings.owner.name == said.name
    assert tomllib.loads(filled)["owner"]["addresses"] == list(said.addresses)


@pytest.fixture(autouse=True)
def nothing_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests have no person before them, wherever they run."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
