"""How things look on a terminal: calm, as wide as it is, and plain where nobody looks.

rich heeds NO_COLOR and is for terminals alone: a pipe gets neither colours nor bars, and waits for neither.
What came from mail is printed as text, never as markup, and without control characters.
"""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

WIDEST = 100  # longer lines are hard to read
_GAP = 2  # between two columns


def shown(text: str) -> str:
    """A text on one line, without control, format and private characters (Unicode categories C*)."""
    one_line = " ".join(text.split())
    return "".join(c for c in one_line if not unicodedata.category(c).startswith("C"))


class Screen:
    """Where a command writes."""

    def __init__(self) -> None:
        self._console = _console() if sys.stdout.isatty() else None

    @property
    def width(self) -> int:
        """Columns to write in."""
        return min(self._console.width, WIDEST) if self._console else WIDEST

    def heading(self, text: str) -> None:
        """A title with air above it."""
        self.line()
        self.line(text, style="bold underline")

    def line(self, text: str = "", *, indent: int = 0, style: str = "", fold: bool = True) -> None:
        """One text, wrapped below its beginning; one with a command to copy is not (`fold`)."""
        space = " " * indent
        if not fold:
            self._write((space + shown(text), style))
            return
        wrapped = textwrap.wrap(
            shown(text), max(self.width, indent + 20), initial_indent=space, subsequent_indent=space
        )
        for one in wrapped or [""]:
            self._write((one, style))

    def lines(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A text with line breaks of its own."""
        for one in text.splitlines():
            self.line(one, indent=indent, style=style)

    def item(self, name: str, title: str) -> None:
        """A title beside the short name it is called by, with air above it."""
        self.line()
        title_lines = textwrap.wrap(shown(title), max(self.width - len(name) - 4, 20)) or [""]
        self._write(("  ", ""), (name, "cyan"), ("  ", ""), (title_lines[0], "bold"))
        for more in title_lines[1:]:
            self.line(more, indent=len(name) + 4, style="bold")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns below their heads; in a pipe a long cell is not folded."""
        cleaned = [[shown(cell) for cell in row] for row in rows]
        if self._console:
            _draw(self._console, heads, cleaned)
            return
        widths = [max(map(_cells, column)) for column in zip(heads, *cleaned, strict=True)]
        for row in (heads, *cleaned):
            cells = (cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True))
            self._write(((" " * _GAP).join(cells).rstrip(), ""))

    @contextmanager
    def progress(self) -> Iterator[Bars]:
        """Progress bars, one a folder, on a terminal; silence in a pipe."""
        if not self._console:
            yield Bars(None)
            return
        with _progress(self._console) as bars:
            yield Bars(bars)

    def _write(self, *pieces: tuple[str, str]) -> None:
        """One line of texts with their styles."""
        if self._console:
            from rich.text import Text

            self._console.print(Text.assemble(*pieces))
        else:
            click.echo("".join(text for text, _ in pieces))


class Bars:
    """A bar for each folder; called after each step of a scan."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._tasks: dict[str, object] = {}

    def __call__(self, folder: str, done: int, total: int) -> None:
        if not self._progress:
            return
        if folder not in self._tasks:
            self._tasks[folder] = self._progress.add_task(shown(folder), total=total)
        self._progress.update(self._tasks[folder], completed=done, total=total)  # type: ignore[arg-type] # TaskID


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def _draw(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table, soft_wrap=False)


def _progress(console: Console) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _cells(text: str) -> int:
    """How many columns of a terminal it takes (Unicode, UAX 11)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)
