"""The sentences and mails of this folder, read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.learned import Label, label_of

HERE = Path(__file__).parent
KEPT = HERE / "kept"  # mails that nothing is learned from
ORDINARY = HERE / "ordinary"  # nor from these: what fills a mailbox, and hardly ever is about an introduction
_HEADING = re.compile(r"\[([a-z_: ]+)\]")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One or two sentences as somebody might write them, and what they do; nothing is an answer too."""

    language: str
    writer: str
    text: str
    does: frozenset[Label]


def lines(folder: Path = HERE / "sentences") -> Iterator[Line]:
    """Every line of every file LANGUAGE-WRITER.txt; a wrong heading is a ValueError with its line."""
    for path in sorted(folder.glob("*.txt")):
        language, _, writer = path.stem.partition("-")
        does: frozenset[Label] = frozenset()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if heading := _HEADING.fullmatch(line.strip()):
                does = _labels(heading.group(1).split(), where=f"{path.name} line {number}")
            elif line.strip() and not line.startswith("#"):
                yield Line(language, writer, line.strip(), does)


def _labels(names: list[str], *, where: str) -> frozenset[Label]:
    try:
        return frozenset(label_of(name) for name in names if name != _NONE)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def labels(folder: Path = HERE / "messages") -> Iterator[dict[str, Any]]:
    """Every mail of every file LANGUAGE-WRITER.toml, as a line that `introloop evaluate` reads."""
    for path in sorted(folder.glob("*.toml")):
        for number, mail in enumerate(tomllib.loads(path.read_text("utf-8"))["message"], 1):
            yield _label(mail, f"{path.stem}-{number:03}")


def writer_of(label: dict[str, Any]) -> str:
    """Who wrote a labelled mail: the part of its id between language and number."""
    return str(label["id"]).split("-")[1]


def _label(mail: dict[str, Any], name: str) -> dict[str, Any]:
    whose, _, address = mail["me"].rpartition(" ")
    return {
        "id": name,
        "language": name[:2],
        "owner": {"name": whose.strip(' "'), "addresses": [address.strip("<>").lower()], "timezone": "UTC"},
        "message": {
            "message_id": f"<{name}@learning.example>",
            "date": "2026-03-03T09:00:00+00:00",
            "from": mail["from"],
            "to": mail.get("to", []),
            "cc": mail.get("cc", []),
            "subject": mail.get("subject", ""),
            "body": mail["text"],
        },
        "acts": mail["acts"],
        "introducer": mail.get("introducer"),
        "introduced": mail.get("introduced", []),
    }
