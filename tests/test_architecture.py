"""The plan of the house holds, and each of its checks can fail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import architecture as house

ROOT = Path(__file__).resolve().parent.parent


def doors(pyproject: str) -> dict[str, str]:
    """Import name -> door, from the last column of the dependencies' comments in pyproject.toml."""
    lines = re.findall(r'^ *(?:\w+ = \[)?"([\w-]+)(?:\[\w+\])?>=.*# .*?  +(\S.*)$', pyproject, re.MULTILINE)
    names = {
        distribution.lower(): name
        for name, distributions in packages_distributions().items()
        for distribution in distributions
        if not name.startswith("_")
    }
    return {names.get(distribution.lower(), distribution): door for distribution, door in lines}


def holds(findings: list[str]) -> None:
    assert not findings, "\n" + "\n".join(findings)


# ── This house ──────────────────────────────────────────────────────────────────────────────


def test_every_module_stands_above_all_it_imports() -> None:
    holds(house.broken_floors(ROOT))


def test_nothing_imports_itself_round_about() -> None:
    holds(house.circles(ROOT))


def test_the_rules_touch_neither_clock_nor_disk_nor_network_nor_chance() -> None:
    holds(house.impurities(ROOT))


def test_each_outside_package_comes_in_by_the_one_door_that_pyproject_names() -> None:
    holds(house.wrong_doors(ROOT, doors((ROOT / "pyproject.toml").read_text("utf-8"))))


def test_no_file_and_no_function_is_too_long_to_read() -> None:
    holds(house.too_large(ROOT, "rules", "worker", "tests"))


@pytest.mark.parametrize("half", ["rules", "worker"])
def test_most_functions_fit_in_one_look(half: str) -> None:
    holds(house.too_long_on_the_whole(ROOT, half))


def test_every_file_has_a_name_that_says_what_it_holds_and_is_imported_by_it() -> None:
    holds(house.vague_names(ROOT, "rules", "worker", "tests"))
    holds(house.relative_imports(ROOT, "rules", "worker", "tests"))


# ── Houses with one fault each ──────────────────────────────────────────────────────────────


def build(root: Path, files: Mapping[str, str]) -> Path:
    """An invented source tree."""
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return root


SOUND = {
    "rules/model.py": "from dataclasses import dataclass\n",
    "rules/due.py": "from rules.model import Calendar\n",
    "rules/review.py": "from rules import due\n",
    "worker/ports/__init__.py": "from rules.model import Reading\n",
    "worker/store/__init__.py": "import sqlalchemy\nfrom worker.store import rows\n",
    "worker/store/rows.py": "from worker.ports import Store\n",
    "worker/wiring.py": "def store():\n    from worker.store import Sql\n",
}
STORE_DOOR = {"sqlalchemy": "worker/store/"}


def test_a_sound_house_passes_every_check(tmp_path: Path) -> None:
    root = build(tmp_path, SOUND)
    assert house.broken_floors(root) == house.circles(root) == house.impurities(root) == []
    assert house.wrong_doors(root, STORE_DOOR) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("rules/due.py", "from worker.ports import Clock\n"),
        ("rules/model.py", "import rules.due\n"),
        ("rules/who/names.py", "from rules.phrases import Speller\n"),
        ("rules/reading/signals.py", "from rules.threads import threads\n"),
        ("worker/mailbox/imap.py", "from worker.store import Sql\n"),
        ("worker/jobs.py", "def scan():\n    from worker import wiring\n"),
        ("worker/daemon.py", "from worker.jobs import scan\n"),
        ("worker/__init__.py", "from worker.wiring import app\n"),
        ("worker/attic.py", "x = 1\n"),
    ],
)
def test_an_import_upward_or_sideways_is_found(tmp_path: Path, file: str, source: str) -> None:
    root = build(tmp_path, SOUND | {file: source})
    assert [finding for finding in house.broken_floors(root) if finding.startswith(file)]


def test_a_circle_is_found_however_late_it_closes(tmp_path: Path) -> None:
    closed = {"worker/store/rows.py": "def late():\n    import worker.store\n"}
    assert len(house.circles(build(tmp_path, SOUND | closed))) == 3  # both, and the wiring that leads there


@pytest.mark.parametrize(
    "source",
    [
        "import time\n",
        "import logging\n",
        "from pathlib import Path\n",
        "import random\n",
        "import os\n",
        "import bs4\n",
        "from zoneinfo import ZoneInfo\n",
        "from datetime import datetime\nnow = datetime.now()\n",
        "from datetime import date\nday = date.today()\n",
        "def local(when):\n    return when.astimezone()\n",
        "text = open('x').read()\n",
        "print('found')\n",
        "def key(text):\n    return hash(text)\n",
    ],
)
def test_a_rule_that_looks_at_the_machine_is_found(tmp_path: Path, source: str) -> None:
    assert house.impurities(build(tmp_path, SOUND | {"rules/reading/signals.py": source}))


def test_a_rule_may_turn_a_time_to_the_owners_zone(tmp_path: Path) -> None:
    source = "def local(when, zone):\n    return when.astimezone(zone)\n"
    assert house.impurities(build(tmp_path, SOUND | {"rules/reading/signals.py": source})) == []


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"worker/jobs.py": "import sqlalchemy\n"}, STORE_DOOR),
        ({"worker/jobs.py": "def lazily():\n    from sqlalchemy.orm import Session\n"}, STORE_DOOR),
        ({}, {}),
        ({}, STORE_DOOR | {"click": "worker/cli/"}),
    ],
)
def test_a_second_door_an_unnamed_one_and_an_idle_one_are_found(
    tmp_path: Path, files: dict[str, str], named: dict[str, str]
) -> None:
    assert len(house.wrong_doors(build(tmp_path, SOUND | files), named)) == 1


def test_a_package_that_nothing_imports_by_name_needs_no_door(tmp_path: Path) -> None:
    assert house.wrong_doors(build(tmp_path, SOUND), STORE_DOOR | {"tzdata": "(data only)"}) == []


def test_the_doors_are_read_from_the_comments_of_pyproject() -> None:
    named = doors((ROOT / "pyproject.toml").read_text("utf-8"))
    assert named["bs4"] == "worker/mime/html.py"
    assert named["sqlalchemy"] == "worker/store/"
    assert named["keyring"].startswith("worker/")
    assert "pytest" not in named


def test_a_long_file_and_a_long_function_are_found(tmp_path: Path) -> None:
    long = "def long():\n" + "    x = 1\n" * 40
    root = build(tmp_path, {"rules/long.py": long, "rules/many.py": "x = 1\n" * 351})
    assert len(house.too_large(root, "rules")) == 2


def test_functions_that_are_long_on_the_whole_are_found(tmp_path: Path) -> None:
    nine = "".join(f"def f{n}():\n" + "    x = 1\n" * 8 for n in range(5))
    root = build(tmp_path, {"rules/nine.py": nine, "worker/one.py": "def f():\n" + "    x = 1\n" * 25})
    assert "median" in house.too_long_on_the_whole(root, "rules")[0]
    assert "over 25" in house.too_long_on_the_whole(root, "worker")[1]


@pytest.mark.parametrize("file", ["worker/utils.py", "rules/helpers/dates.py", "worker/store/manager.py"])
def test_a_name_that_says_nothing_is_found(tmp_path: Path, file: str) -> None:
    assert house.vague_names(build(tmp_path, {file: ""}), "rules", "worker")


def test_a_relative_import_is_found(tmp_path: Path) -> None:
    assert house.relative_imports(build(tmp_path, {"rules/a.py": "from . import due\n"}), "rules")
