"""`introloop backup`: a copy one can go back to."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.worker.cli.conftest import NOW, Introloop


def test_a_copy_holds_all_that_was_kept_and_is_for_its_owner_alone(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    before = introloop("loops", "--json", "--all", "--state", state, "--now", NOW).out
    copy = tmp_path / "copy.db"
    assert introloop("backup", copy, "--state", state).out == f"Copied to {copy}.\n"
    assert copy.stat().st_mode & 0o777 == 0o600
    for file in state.glob("introloop.db*"):
        file.unlink()
    shutil.copy(copy, state / "introloop.db")
    assert introloop("loops", "--json", "--all", "--state", state, "--now", NOW).out == before


def test_a_file_that_is_there_is_not_written_over(introloop: Introloop, told: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    said = introloop("backup", tmp_path / "copy.db", "--state", told)
    assert said.code == 1
    assert "Name a new file" in said.err
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_place_that_is_not_there_is_named_and_not_the_store(
    introloop: Introloop, told: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere" / "copy.db"
    said = introloop("backup", nowhere, "--state", told)
    assert said.code == 1
    assert f"{nowhere} cannot be used: No such file or directory." in said.err
    assert str(told) not in said.err
