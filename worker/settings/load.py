"""config.toml -> Settings, or one error with every mistake, its line and what to do."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from worker.places import NAME
from worker.ports import ConfigurationError
from worker.settings.checks import account_name, contradictions
from worker.settings.complete import complete
from worker.settings.lines import line_of, lines_of
from worker.settings.mistakes import Mistake, found_in
from worker.settings.models import Settings

AGAIN = "Mend the file, then run `introloop check`. What `introloop init` writes explains every setting."


def load(path: Path, *, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in a file, complete; raises one ConfigurationError that names all mistakes."""
    return understood(text_of(path), path, environment=environment)


def understood(text: str, path: Path, *, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the text of a file, wherever it is kept; errors and relative paths go by `path`."""
    document = _document(text, path)
    settings, mistakes = None, list(contradictions(document))
    try:
        settings = Settings.model_validate(document, context={"beside": path.absolute().parent})
    except ValidationError as error:
        mistakes += found_in(error)
    if mistakes or settings is None:
        raise _wrong(path, text, document, mistakes)
    return complete(settings, environment=environment)


def commented_example() -> str:
    """A file with every setting explained, ready to be filled in: the text of deploy/config.toml."""
    return (files("worker.settings") / NAME).read_text("utf-8")


def text_of(path: Path) -> str:
    """What stands in a file; raises ConfigurationError where it cannot be read."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"there is no configuration at {path}", advice="`introloop init` writes one."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}",
            advice="It must be a file that the user Introloop runs as may read.",
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{path}, line {line}: this is no UTF-8 text", advice=AGAIN) from None


def _document(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, at, where = str(error).partition(" (at ")
        place = re.sub(r"[()]", "", where) if at else "the end"
        raise ConfigurationError(
            f"{path}, {place}: this is no TOML: {what}",
            advice='A setting is written name = value, a text stands in quotes: host = "imap.example.com".',
        ) from None


def _wrong(
    path: Path, text: str, document: Mapping[str, Any], mistakes: Sequence[Mistake]
) -> ConfigurationError:
    """All mistakes in the order of the file."""
    lines = lines_of(text)
    placed = sorted((line_of(m.where, lines) or 0, _name(m.where, document), m.text) for m in mistakes)
    said = [f"  line {line}: {name} {text}" if line else f"  {name} {text}" for line, name, text in placed]
    count = "1 mistake" if len(said) == 1 else f"{len(said)} mistakes"
    return ConfigurationError("\n".join([f"{path}: {count}", *said]), advice=AGAIN)


def _name(where: Sequence[str | int], document: Mapping[str, Any]) -> str:
    """A place as the owner would say it: "[account 2 (work)] port"."""
    table, *inside = where
    if table == "account" and inside and isinstance(inside[0], int):
        account = document["account"][inside[0]]
        called = account_name(account) if isinstance(account, dict) else ""
        table, inside = f"account {inside[0] + 1}" + (f" ({called})" if called else ""), inside[1:]
    told = [f"item {step + 1}" if isinstance(step, int) else step for step in inside]
    return " ".join([f"[{table}]", *told])
