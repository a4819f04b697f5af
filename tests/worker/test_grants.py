"""What signing in gave us is kept as a password is: private, whole, and said of nothing else."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from worker.secrets import GrantFile, GrantInKeyring, PasswordMissing

CANARY = "canary-zeppelin-4711"


@pytest.fixture
def file(tmp_path: Path) -> GrantFile:
    return GrantFile(tmp_path / "signin" / "google-me@example.com.json")


def test_what_was_written_is_read_and_nothing_is_there_before(file: GrantFile) -> None:
    assert (file.read(), file.peek()) == (None, None)
    file.write("one")
    file.write("two")
    assert (file.read(), file.peek()) == ("two", "two")


def test_a_file_that_others_may_read_is_refused(file: GrantFile) -> None:
    file.write(CANARY)
    file.path.chmod(0o640)
    with pytest.raises(PasswordMissing, match="0640") as caught:
        file.read()
    assert file.peek() is None
    assert "chmod 600" in caught.value.advice
    assert CANARY not in str(caught.value)


def test_a_file_that_is_no_text_is_said_so(file: GrantFile) -> None:
    file.write("")
    file.path.write_bytes(b"\xff\xfe")
    with pytest.raises(PasswordMissing, match="no text"):
        file.read()


def test_a_place_that_cannot_be_written_is_said_so_and_keeps_what_was(
    file: GrantFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file.write("before")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PasswordMissing, match="No space left"):
        file.write(CANARY)
    assert file.read() == "before"
    assert [one.name for one in file.path.parent.iterdir()] == [file.path.name]


def test_what_root_signs_in_for_belongs_to_the_service(file: GrantFile) -> None:
    file.path.parent.mkdir()
    if os.geteuid() == 0:
        os.chown(file.path.parent, 65534, 65534)
    file.write("one")
    assert file.path.stat().st_uid == file.path.parent.stat().st_uid


def test_in_the_keyring_it_stands_beside_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    entries: dict[tuple[str, str], str] = {("introloop", "me"): "the password"}

    def put(service: str, user: str, secret: str) -> None:
        entries[service, user] = secret

    fake = SimpleNamespace(get_password=lambda *name: entries.get(name), set_password=put)
    monkeypatch.setitem(sys.modules, "keyring", fake)
    place = GrantInKeyring("introloop google", "me")
    assert place.read() is None
    place.write("grant")
    assert place.read() == "grant"
    assert entries["introloop", "me"] == "the password"
    assert place.peek() is None


def test_a_keyring_that_is_locked_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> None:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked, set_password=locked))
    with pytest.raises(PasswordMissing, match="does not answer"):
        GrantInKeyring("introloop google", "me").write("grant")
