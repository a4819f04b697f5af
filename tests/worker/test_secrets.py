"""Passwords come from where the owner keeps them, in a fixed order, and appear nowhere else."""

from __future__ import annotations

import os
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from worker import secrets
from worker.secrets import PasswordMissing

CANARY = "canary-zeppelin-4711"


@dataclass(frozen=True)
class Source:
    user: str = "me@example.com"
    password_credential: str = ""
    password_keyring: str = ""
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()


def kept(path: Path, content: str | bytes = CANARY + "\n", mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def refused(source: Source, tmp_path: Path, *, patience: float = 10) -> PasswordMissing:
    """The error, once it is sure that neither it nor what led to it tells the password."""
    with pytest.raises(PasswordMissing) as caught:
        secrets.read(source, what="account home", environment={}, container=tmp_path, patience=patience)
    error = caught.value
    assert str(error).startswith("account home: ")
    assert error.advice
    assert CANARY not in "".join(traceback.format_exception(error)) + repr(vars(error))
    chain: BaseException | None = error
    while chain:
        assert CANARY not in repr(chain.args) + repr(vars(chain))
        chain = chain.__cause__ or chain.__context__
    return error


@pytest.mark.parametrize("place", ["systemd/imap", "container/imap", "file"])
def test_that_a_password_was_renewed_shows_without_reading_it(tmp_path: Path, place: str) -> None:
    source = Source(password_credential="imap", password_file=tmp_path / "file")
    handed_in = {"CREDENTIALS_DIRECTORY": str(tmp_path / "systemd")}

    def stamp() -> object:
        return secrets.stamp(source, environment=handed_in, container=tmp_path / "container")

    missing = stamp()
    assert stamp() == missing
    kept(tmp_path / place, "one\n").chmod(0)
    first = stamp()
    assert first != missing
    os.utime(tmp_path / place, ns=(1, 1))
    assert stamp() != first


def test_a_credential_of_systemd_comes_before_a_secret_of_the_container(tmp_path: Path) -> None:
    kept(tmp_path / "systemd/imap", "one\n", 0o400)
    kept(tmp_path / "container/imap", "two\n", 0o444)
    source, container = Source(password_credential="imap"), tmp_path / "container"
    handed_in = {"CREDENTIALS_DIRECTORY": str(tmp_path / "systemd")}
    assert secrets.read(source, what="x", environment=handed_in, container=container) == "one"
    assert secrets.read(source, what="x", environment={}, container=container) == "two"


def test_the_first_place_that_has_the_password_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries: dict[tuple[str, str], str] = {("introloop", "me@example.com"): "from the keyring"}
    fake = SimpleNamespace(get_password=lambda service, user: entries.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", fake)
    file = kept(tmp_path / "file", "from the file")
    source = Source("me@example.com", "imap", "introloop", file, python("print('from the command')"))
    found = []
    for _ in range(4):
        found.append(secrets.read(source, what="x", environment={}, container=tmp_path / "c"))
        if len(found) == 1:
            kept(tmp_path / "c/imap", "from the container")
        elif len(found) == 2:
            (tmp_path / "c/imap").unlink()
            entries.clear()
        else:
            file.unlink(missing_ok=True)
    assert found == ["from the keyring", "from the container", "from the file", "from the command"]


def test_it_is_read_anew_at_each_connect(tmp_path: Path) -> None:
    source = Source(password_file=kept(tmp_path / "file", "old"))
    assert secrets.read(source, what="x") == "old"
    kept(tmp_path / "file", "new")
    assert secrets.read(source, what="x") == "new"


def test_notes_below_the_password_are_not_part_of_it(tmp_path: Path) -> None:
    assert secrets.read(Source(password_file=kept(tmp_path / "f", "pass word\r\nuser: me\n")), what="x") == (
        "pass word"
    )


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602])
def test_a_file_that_others_may_read_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, mode: int
) -> None:
    file = kept(tmp_path / "imap", mode=mode)
    error = refused(Source(password_file=file, password_command=python("print('never')")), tmp_path)
    assert f"{mode:04o}" in str(error)
    assert error.advice == f"chmod 600 {file}"


def test_a_file_that_is_no_file_or_no_text_or_empty_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(Source(password_file=tmp_path), tmp_path))
    binary = kept(tmp_path / "binary", CANARY.encode() + b"\xff\n")
    assert "UTF-8" in str(refused(Source(password_file=binary), tmp_path))
    assert "empty" in str(refused(Source(password_file=kept(tmp_path / "empty", "\n")), tmp_path))


def test_where_nothing_was_found_every_place_that_was_looked_into_is_named(tmp_path: Path) -> None:
    source = Source(password_credential="imap", password_file=tmp_path / "gone")
    error = refused(source, tmp_path)
    assert str(tmp_path / "imap") in str(error)
    assert str(tmp_path / "gone") in str(error)
    assert "none is set" in str(refused(Source(), tmp_path))


def test_a_command_that_fails_is_missing_or_says_nothing_useful_shows_nothing_of_its_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = python(f"import sys; print('{CANARY}'); print('{CANARY}', file=sys.stderr); sys.exit(3)")
    with pytest.raises(PasswordMissing, match="exit code 3") as caught:
        secrets.read(Source(password_command=failing), what="account home")
    assert CANARY not in str(caught.value) + caught.value.advice + "".join(capfd.readouterr())
    assert "cannot be run" in str(refused(Source(password_command=("/no/such",)), tmp_path))


def test_a_command_that_waits_is_killed_with_its_children_and_tells_nothing(tmp_path: Path) -> None:
    script = kept(tmp_path / "wait", f"#!/bin/sh\necho {CANARY}\nsleep 60 &\necho $! > $1\nsleep 60\n", 0o700)
    command, began = (str(script), str(tmp_path / "child")), time.monotonic()
    error = refused(Source(password_command=command), tmp_path, patience=1)
    assert "longer than 1 seconds" in str(error)
    assert time.monotonic() - began < 5
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "cmdline")
    while child.exists() and child.read_bytes():  # gone, or dead and not yet buried
        assert time.monotonic() - began < 10


def test_a_command_is_run_without_a_shell(tmp_path: Path) -> None:
    command = python("import sys; print(sys.argv[1])")
    source = Source(password_command=(*command, f"$HOME; touch {tmp_path}/made"))
    assert secrets.read(source, what="x") == f"$HOME; touch {tmp_path}/made"
    assert not (tmp_path / "made").exists()


def test_a_keyring_that_is_not_installed_or_locked_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(service: str, user: str) -> str:
        raise RuntimeError(CANARY)

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    with pytest.raises(PasswordMissing, match="does not answer: RuntimeError") as caught:
        secrets.read(Source(password_keyring="introloop"), what="account home")
    assert CANARY not in str(caught.value) + caught.value.advice
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "introloop[keyring]" in refused(Source(password_keyring="introloop"), tmp_path).advice
