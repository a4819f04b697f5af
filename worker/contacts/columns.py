"""What the columns of a CSV file mean: each format says so in a table of headers, in the owner's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.who.names import fold

_SIGNS = re.compile(r"[\W\d_]+")


class Column(StrEnum):
    """What a cell can say of a person."""

    NAME = "name"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    POSITION = "position"
    LABELS = "labels"
    NOTE = "note"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Format:
    """One program's export: its headers, folded, without signs and numbers ("E-mail 2 Address")."""

    name: str
    headers: Mapping[str, Column]

    def read(self, row: Sequence[str]) -> tuple[Column | None, ...]:
        """The meaning of each column, were this row the header."""
        return tuple(self.headers.get(plain(cell)) for cell in row)


def headers(table: Mapping[Column, str]) -> Mapping[str, Column]:
    """Header -> meaning, from lists of headers with a bar between them."""
    return {
        plain(word): column for column, words in table.items() for word in words.split("|") if word.strip()
    }


def plain(cell: str) -> str:
    """A header for comparing: lower case, without accents, signs and numbers."""
    return _SIGNS.sub(" ", fold(cell[:100])).strip()


def is_header(meanings: Iterable[Column | None]) -> bool:
    """Whether a row that means this can be a header: it names people, and says something of them."""
    said = {meaning for meaning in meanings if meaning}
    return len(said) > 1 and not said.isdisjoint({Column.NAME, Column.FIRST, Column.LAST, Column.ADDRESS})
