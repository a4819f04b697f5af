"""What mail programs write around quotes and signatures, by language: the table is `wordings.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words, lower case. Header labels stand without their colon."""

    on: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    forwarded_by: tuple[str, ...] = ()
    quoting: tuple[str, ...] = ()
    mobile: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    disclaimer: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


def _load() -> tuple[Wording, ...]:
    text = files("worker.mime").joinpath("wordings.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text).values()
    return tuple(Wording(**{name: tuple(words) for name, words in table.items()}) for table in tables)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; what several begin with is looked at once."""
    endings: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        endings.setdefault(word[:1], []).append(word[1:])
    ends = endings.pop("", None) is not None
    branches = [re.escape(first) + any_of(rest) for first, rest in endings.items()]
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + "?" * ends if branches else ""


WORDINGS = _load()
