"""The file with every setting explained is complete and right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from rules.due import CLOCKS
from tests.worker.settings.written import settings
from worker.settings import Settings, commented_example


def fields(table: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """(table, setting) for every setting there is, as the file calls them."""
    for name, field in table.model_fields.items():
        called = field.alias or name
        if inner := next((m for m in _models(field.annotation)), None):
            yield from fields(inner, f"{above}.{called}" if above else called)
        else:
            yield above, called


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^#?\[+([a-z.]+)\]+$", text, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        found[name] = found.get(name, "") + body
    return found


def test_the_explained_file_is_right_as_it_is(tmp_path: Path) -> None:
    read = settings(tmp_path, commented_example())
    assert read.smtp
    completed = {"to": "you@example.com", "mail_program": "other"}
    assert read.digest == Settings.model_fields["digest"].default.model_copy(update=completed)


def test_every_setting_stands_in_the_explained_file() -> None:
    sections = _sections(commented_example())
    wanted = [pair for pair in fields(Settings) if pair[1] != "clocks"]
    assert len(wanted) > 45
    missing = [
        f"[{table}] {name}"
        for table, name in wanted
        if not re.search(rf"^#?{name} = ", sections[table], re.MULTILINE)
    ]
    assert missing == []
    assert "clocks" in sections


def test_the_explained_file_is_right_with_all_its_examples_switched_on(tmp_path: Path) -> None:
    text = re.sub(r"^#(?=[a-z\[\"])", "", commented_example(), flags=re.MULTILINE)
    text = re.sub(r"^url = .*", "", text, flags=re.MULTILINE)  # stands for directory
    read = settings(tmp_path, text)
    assert read.owner.targets
    assert read.accounts[0].folders.sent == "Sent Messages"
    assert read.clocks == {"k3.made.due": CLOCKS["k3.made.due"], "k3.report.due": CLOCKS["k3.report.due"]}
