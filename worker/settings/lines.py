"""On which line of the file a setting stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]

_LONGEST = 1000  # lines; beyond it mistakes are told by their path alone


def lines_of(text: str) -> Mapping[str, int]:
    """Dotted path -> the line on which it begins, counted from 1: "account.0.host" -> 7.

    TOML's own parser reads one line more each time: what is new since it last understood the beginning
    was written since then. So there is no second grammar here that could differ.
    """
    found: dict[str, int] = {}
    lines, begun = text.split("\n"), 1
    for number in range(1, len(lines) + 1 if len(lines) <= _LONGEST else 1):
        try:
            document = tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:  # in the middle of a list or a long text
            continue
        for path in _paths(document):
            found.setdefault(path, begun)
        begun = number + 1
    return found


def line_of(where: Sequence[str | int], lines: Mapping[str, int]) -> int | None:
    """The line of a setting, or of the innermost table around it that stands in the file."""
    for length in range(len(where), 0, -1):
        if line := lines.get(".".join(map(str, where[:length]))):
            return line
    return None


def _paths(value: object, above: str = "") -> Iterator[str]:
    """Every table, list item and value below, by dotted path."""
    if isinstance(value, dict):
        below = value.items()
    elif isinstance(value, list):
        below = dict(enumerate(value)).items()
    else:
        return
    for name, inner in below:
        path = f"{above}.{name}" if above else str(name)
        yield path
        yield from _paths(inner, path)
