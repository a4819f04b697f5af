"""What the repository holds, and what it may not hold."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TOP = frozenset(
    {".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "deploy", "pyproject.toml"}
    | {"requirements-dev.lock", "requirements.lock", "rules", "tests", "worker"}
)
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "com"),
        ("npmjs", "org"),
        ("crates", "io"),
    )
]
"""Hosts of package registries, put together so that this file does not hold them."""


@cache
def files() -> tuple[Path, ...]:
    """All files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:  # an unpacked archive: no repository around it
        return tuple(p for top in TOP for p in (ROOT / top, *(ROOT / top).rglob("*.*")) if p.is_file())
    return tuple(p for name in listed.stdout.split("\0") if name and (p := ROOT / name).is_file())


def holding(words: list[str], among: Iterable[Path]) -> list[str]:
    """Where one of the words stands: file:line."""
    return [
        f"{path}:{number}"
        for path in among
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if any(word in line for word in words)
    ]


def test_the_top_of_the_repository_holds_what_is_agreed_and_nothing_else() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} == TOP


@pytest.mark.parametrize("folder", [".", "rules", "worker", "tests", "deploy"])
def test_every_folder_says_what_it_is_for(folder: str) -> None:
    assert (ROOT / folder / "README.md").read_text("utf-8").startswith("# ")


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert holding(REGISTRIES, files()) == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    paths = [f"{pwd.getpwuid(os.getuid()).pw_dir}/", str(ROOT)]
    assert holding([path for path in paths if path.count("/") > 1], files()) == []


def test_a_forbidden_word_is_found_wherever_it_stands(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"first line\nfetched from files.{REGISTRIES[1]}/x\n", "utf-8")
    assert holding(REGISTRIES, [note]) == [f"{note}:2"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text("utf-8"))[1:]
    assert len(entries) > 30
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_both_lock_files_name_the_same_versions() -> None:
    run, dev = (
        set(re.findall(r"^([a-z][\w.-]*==\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev
