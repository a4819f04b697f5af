"""The rules are broken on purpose, and the tests notice: a few changes here, the others by `make mutate`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.mutation import ROOT, all_mutants, mutants

LEAP = """
def is_leap(year, *, strict=True):
    \"\"\"The rule of 1582.\"\"\"
    return year % 4 == 0 and not (strict and year % 100 == 0)
"""


def written(path: Path, source: str) -> Path:
    path.write_text(source)
    return path


def test_every_small_change_of_a_rule_is_one_mutant(tmp_path: Path) -> None:
    found = list(mutants(written(tmp_path / "leap.py", LEAP), tmp_path))
    assert sorted(f"{m.line}: {m.change}" for m in found) == [
        "2: False instead of True",
        "4: 1 instead of 0",
        "4: 1 instead of 0",
        "4: 101 instead of 100",
        "4: 5 instead of 4",
        "4: NotEq instead of Eq",
        "4: NotEq instead of Eq",
        "4: Or instead of And",
        "4: Or instead of And",
        "4: without “not”",
    ]


def test_a_mutant_is_the_rule_with_that_one_change(tmp_path: Path) -> None:
    (one,) = (m for m in mutants(written(tmp_path / "leap.py", LEAP), tmp_path) if "5 instead" in m.change)
    assert one.source() == ast.unparse(ast.parse(LEAP)).replace("year % 4", "year % 5")


def test_every_kind_and_every_way_to_a_case_can_be_broken() -> None:
    found = all_mutants()
    broken = {m.path.name for m in found}
    assert len(found) > 1000
    assert {"made_for_me.py", "favour.py", "evidence.py", "joining.py", "openings.py"} <= broken


def test_no_change_of_a_promise_of_mine_goes_unnoticed() -> None:
    command = [sys.executable, "-m", "tests.mutation", "--every", "4", "kinds/my_promise"]
    done = subprocess.run(
        [*command, "--tests", "tests/rules/kinds"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("0 survive: 100.0% are noticed\n"), done.stdout + done.stderr
