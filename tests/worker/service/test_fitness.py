"""What would keep the service from working is named before it is installed, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from worker.service import fitness
from worker.service.fitness import obstacles
from worker.service.unit import Unit


@dataclass
class Login:
    password_credential: str = ""
    password_keyring: str = ""
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that counts as open, beside one that counts as hidden."""
    monkeypatch.setattr(fitness, "_HIDDEN", (tmp_path / "home",))
    for name in ("home", "etc", "opt"):
        (tmp_path / name).mkdir()
    (tmp_path / "etc").chmod(0o755)
    (tmp_path / "opt" / "introloop").touch()
    (tmp_path / "etc" / "config.toml").touch(0o644)
    (tmp_path / "etc" / "imap-password").touch(0o600)
    return tmp_path


def found(place: Path, **other: object) -> tuple[str, ...]:
    unit = Unit(
        Path(str(other.get("program", place / "opt" / "introloop"))),
        Path(str(other.get("config", place / "etc" / "config.toml"))),
        ("imap-password",),
        (place / "opt",),
    )
    return obstacles(
        unit,
        {"account home": other.get("login", Login("imap-password"))},  # type: ignore[dict-item] # of this file
        user=bool(other.get("user")),
        mailboxes={"account old": Path(str(other.get("mailbox", place / "opt" / "old.mbox")))},
        state=other.get("state"),  # type: ignore[arg-type] # of this file
    )


def test_where_nothing_is_wrong_nothing_is_said(place: Path) -> None:
    assert found(place) == ()
    assert found(place, state=Path("/var/lib/introloop")) == ()
    assert found(place, user=True, login=Login(password_file=place / "etc" / "imap-password")) == ()
    assert found(place, user=True, login=Login(password_keyring="introloop")) == ()


def test_what_lies_in_a_home_is_named(place: Path) -> None:
    (place / "home" / "introloop").touch()
    (place / "home" / "imap-password").touch(0o600)
    (program,) = found(place, program=place / "home" / "introloop")
    assert "use --user" in program
    config, mailbox = found(place, config=place / "home" / "config.toml", mailbox=place / "home" / "mail")
    assert "move it to /etc/introloop" in config
    assert mailbox.startswith("account old: ")


def test_a_program_that_is_not_there_is_named(place: Path) -> None:
    (said,) = found(place, program=place / "opt" / "gone")
    assert "there is no" in said


def test_a_configuration_for_root_alone_is_named_with_the_command_that_opens_it(place: Path) -> None:
    config = place / "etc" / "config.toml"
    config.chmod(0o600)
    config.parent.chmod(0o700)
    assert [said.rpartition("chmod ")[2] for said in found(place)] == [
        f"644 {config}",
        f"755 {config.parent}",
    ]


def test_a_password_that_is_missing_or_open_to_others_is_named(place: Path) -> None:
    password = place / "etc" / "imap-password"
    password.chmod(0o640)
    assert f"chmod 600 {password}" in found(place)[0]
    password.unlink()
    assert "there is no" in found(place)[0]


def test_a_password_that_the_service_could_not_read_is_named(place: Path) -> None:
    (said,) = found(place, login=Login(password_file=place / "etc" / "imap-password"))
    assert "password_credential" in said
    (said,) = found(place, user=True)
    assert "password_file" in said


def test_a_state_elsewhere_is_named(place: Path) -> None:
    (said,) = found(place, state=Path("/srv/introloop"))
    assert "leave it out" in said
