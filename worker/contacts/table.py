"""CSV files of people: the header line is found by what it says, and a broken row costs itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rules.model import PersonNote
from worker.contacts.card import Card, entry
from worker.contacts.columns import Column, Format, is_header
from worker.contacts.labels import divided
from worker.contacts.lines import LONGEST, Lines
from worker.ports import LeftOut

DELIMITERS = ",;\t"
MOST_LINES = 200  # of one row: a quote that is never closed would swallow the rest of the file


@dataclass(frozen=True, slots=True)
class Header:
    """The header line: what each column means, and how rows are written."""

    format: Format
    meanings: tuple[Column | None, ...]
    delimiter: str

    @property
    def known(self) -> int:
        """How many columns are understood."""
        return sum(meaning is not None for meaning in self.meanings)


def header_of(line: str, formats: Sequence[Format]) -> Header | None:
    """The line as the header of the format that understands most of it; None where none does."""
    found = []
    for delimiter in DELIMITERS:
        cells = _cells(line, delimiter)
        found += [Header(form, form.read(cells), delimiter) for form in formats]
    best = max(found, key=lambda header: header.known, default=None)
    return best if best and is_header(best.meanings) else None


def people(lines: Lines, header: Header) -> Iterator[PersonNote | LeftOut]:
    """Every row below the header; `where` is the line on which a row begins."""
    for number, text in _rows(lines):
        cells = _cells(text, header.delimiter)
        if any(cell.strip() for cell in cells):
            yield entry(_card(cells, header), f"line {number}")


def _rows(lines: Lines) -> Iterator[tuple[int, str]]:
    """The text of each row with the line it begins on. A quote opened and never closed ends with its line."""
    ahead: deque[tuple[int, str]] = deque()
    while row := list(_lines_of_a_row(lines, ahead)):
        if sum(text.count('"') for _, text in row) % 2:
            ahead.extendleft(reversed(row[1:]))
            row = row[:1]
        yield row[0][0], "".join(text for _, text in row)


def _lines_of_a_row(lines: Lines, ahead: deque[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """As many lines as close every quote they open, but no more than a row may have."""
    is_open = False
    for _ in range(MOST_LINES):
        line = ahead.popleft() if ahead else next(((lines.number, text) for text in lines), None)
        if line is None:
            return
        yield line
        is_open ^= line[1].count('"') % 2 == 1
        if not is_open:
            return


def _cells(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(MOST_LINES * LONGEST)
    return next(csv.reader(StringIO(text, newline="\n"), delimiter=delimiter, skipinitialspace=True), [])


def _card(row: Sequence[str], header: Header) -> Card:
    cells: dict[Column, list[str]] = {column: [] for column in Column}
    for meaning, cell in zip(header.meanings, row, strict=False):
        if meaning and cell.strip():
            cells[meaning].append(cell)
    parts = (*cells[Column.FIRST][:1], *cells[Column.MIDDLE][:1], *cells[Column.LAST][:1])
    first = {column: next(iter(said), "") for column, said in cells.items()}
    return Card(
        name=" ".join(parts) or first[Column.NAME],
        addresses=tuple(cells[Column.ADDRESS]),
        organisation=first[Column.ORGANISATION],
        position=first[Column.POSITION],
        labels=tuple(label for cell in cells[Column.LABELS] for label in divided(cell)),
        note=first[Column.NOTE],
        profile=first[Column.PROFILE],
    )
