"""Setting up from a fresh clone says plainly what is missing, and fails where it fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The scripts in a folder of their own, and a machine with nothing but coreutils on its path."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    shutil.copy(ROOT / "Makefile", tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "cat", "make", "awk"):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    return tmp_path


def program(clone: Path, name: str, script: str) -> None:
    path = clone / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=clone, env={"PATH": str(clone / "bin")}, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("script", ["exit 127", "exit 1"])
def test_without_a_python_new_enough_one_line_says_what_to_install(clone: Path, script: str) -> None:
    program(clone, "python3", script)
    done = run(clone, str(clone / ".ci" / "environment"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr
    assert "apt-get install python3-venv" in done.stderr


def test_a_newer_python_beside_an_old_one_is_found(clone: Path) -> None:
    program(clone, "python3", "exit 1")
    program(clone, "python3.12", 'test "$1" = -c || echo "$@"')
    assert run(clone, str(clone / ".ci" / "environment")).stdout == "-m venv --clear .venv\n"


def test_ci_fails_where_the_tests_fail(clone: Path) -> None:
    program(clone, "make", 'echo "$@"; exit 3')
    done = run(clone, str(clone / ".ci" / "run"))
    assert (done.returncode, done.stdout) == (3, "--no-print-directory test\n")


def test_make_alone_lists_what_can_be_made(clone: Path) -> None:
    said = run(clone, "make").stdout
    assert [line.split()[1] for line in said.splitlines()][:4] == ["help", "demo", "test", "check"]
