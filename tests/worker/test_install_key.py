"""The install key: made once, the owner's alone."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE

import pytest

from worker import install_key as keys
from worker.install_key import install_key
from worker.ports import ConfigurationError


def test_a_key_is_made_once_and_only_the_owner_can_read_it(tmp_path: Path) -> None:
    state = tmp_path / "state"
    key = install_key(state)
    assert len(key) == 32
    assert install_key(state) == key
    assert S_IMODE((state / "install.key").stat().st_mode) == 0o600
    assert [file.name for file in state.iterdir()] == ["install.key"]
    assert install_key(tmp_path / "other") != key


def test_of_two_processes_that_make_one_the_first_ones_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = keys._make

    def late(file: Path) -> None:
        make(file)  # another process was quicker
        make(file)

    monkeypatch.setattr(keys, "_make", late)
    assert install_key(tmp_path) == install_key(tmp_path)


def test_a_link_that_came_in_between_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def beaten(source: Path, target: Path) -> None:
        target.write_bytes(bytes(32))
        target.chmod(0o600)
        link(source, target)

    monkeypatch.setattr(os, "link", beaten)
    assert install_key(tmp_path) == bytes(32)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    install_key(tmp_path)
    (tmp_path / "install.key").chmod(mode)
    with pytest.raises(ConfigurationError) as refused:
        install_key(tmp_path)
    assert "chmod 600" in refused.value.advice


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "install.key").write_bytes(b"short")
    (tmp_path / "install.key").chmod(0o600)
    with pytest.raises(ConfigurationError, match="5 bytes"):
        install_key(tmp_path)


def test_a_state_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="cannot be read or written"):
        install_key(tmp_path / "file")
