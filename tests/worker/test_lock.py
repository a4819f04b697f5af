"""One process at work on a state directory, and what a second one is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from worker.lock import NAME, AtWork, at_work
from worker.ports import StoreError

HOLDER = """
import sys, time
from pathlib import Path
from worker.lock import at_work
with at_work(Path(sys.argv[1]), doing="run"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_told_who_is_at_work_and_what_to_do(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with pytest.raises(AtWork) as refused, at_work(tmp_path, doing="scan"):
            pass
        first.kill()
    with at_work(tmp_path, doing="scan"):  # a process that was killed holds nothing
        pass

    said = f"introloop run (process {first.pid}) is at work on {tmp_path}: nothing was done."
    assert str(refused.value) == said
    assert "Wait for it to end" in refused.value.advice


def test_one_after_the_other_is_no_matter(tmp_path: Path) -> None:
    for doing in ("scan", "digest --send", "scan"):
        with at_work(tmp_path, doing=doing):
            assert doing in (tmp_path / NAME).read_text()


def test_an_error_at_work_lets_go_of_the_directory(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), at_work(tmp_path, doing="scan"):
        raise ZeroDivisionError
    with at_work(tmp_path, doing="scan"):
        pass


def test_a_new_or_empty_directory_is_closed_to_others_and_a_shared_one_left_as_it_is(tmp_path: Path) -> None:
    new, empty, shared = (tmp_path / name for name in ("new", "empty", "shared"))
    for directory in (empty, shared):
        directory.mkdir(mode=0o755)
    (shared / "notes.txt").touch()
    for directory in (new, empty, shared):
        with at_work(directory, doing="scan"):
            assert (directory / NAME).stat().st_mode & 0o777 == 0o600

    assert [d.stat().st_mode & 0o777 for d in (new, empty, shared)] == [0o700, 0o700, 0o755]


def test_a_full_disk_keeps_the_holders_name_out_and_the_lock_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.pwrite", full)
    with (
        at_work(tmp_path, doing="run"),
        pytest.raises(AtWork, match="another process is at work"),
        at_work(tmp_path, doing="scan"),
    ):
        pass


def test_a_state_directory_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    state = tmp_path / "file" / "state"
    with pytest.raises(StoreError, match="cannot be used") as refused, at_work(state, doing="scan"):
        pass
    assert "--state" in refused.value.advice


def test_who_holds_it_already_holds_it_still_and_no_other_descriptor_is_taken_for_it(tmp_path: Path) -> None:
    with at_work(tmp_path, doing="run") as lock, (tmp_path / "notes.txt").open("w") as other:
        for wrong in (other.fileno(), 9999):
            with pytest.raises(AtWork), at_work(tmp_path, doing="run", held=wrong):
                pass
        os.set_inheritable(lock, True)
        with at_work(tmp_path, doing="run", held=os.dup(lock)) as held:
            assert not os.get_inheritable(held)
            with pytest.raises(AtWork), at_work(tmp_path, doing="scan"):
                pass
