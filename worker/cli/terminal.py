"""How things look on a terminal: calm, as wide as it is, and plain where nobody looks.

rich heeds NO_COLOR and writes no colours into a pipe. What came from mail is printed as text, never as
markup, and without control characters.
"""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

WIDEST = 100  # longer lines are hard to read
PIPED = 400  # a table in a pipe is not folded


def shown(text: str) -> str:
    """A text on one line, without control, format and private characters (Unicode categories C*)."""
    one_line = " ".join(text.split())
    return "".join(c for c in one_line if not unicodedata.category(c).startswith("C"))


class Screen:
    """Where a command writes."""

    def __init__(self) -> None:
        piped = None if sys.stdout.isatty() else PIPED
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, width=piped)

    @property
    def width(self) -> int:
        """Columns to write in."""
        return min(self._console.width, WIDEST)

    def heading(self, text: str) -> None:
        """A title with air above it."""
        self.line()
        self.line(text, style="bold underline")

    def line(self, text: str = "", *, indent: int = 0, style: str = "", fold: bool = True) -> None:
        """One text, wrapped below its beginning; one with a command to copy is not (`fold`)."""
        space = " " * indent
        if not fold:
            self._console.print(Text(space + shown(text), style=style))
            return
        wrapped = textwrap.wrap(
            shown(text), max(self.width, indent + 20), initial_indent=space, subsequent_indent=space
        )
        for one in wrapped or [""]:
            self._console.print(Text(one, style=style))

    def lines(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A text with line breaks of its own."""
        for one in text.splitlines():
            self.line(one, indent=indent, style=style)

    def item(self, name: str, title: str) -> None:
        """A title beside the short name it is called by, with air above it."""
        self.line()
        title_lines = textwrap.wrap(shown(title), max(self.width - len(name) - 4, 20)) or [""]
        self._console.print(Text.assemble("  ", (name, "cyan"), "  ", (title_lines[0], "bold")))
        for more in title_lines[1:]:
            self.line(more, indent=len(name) + 4, style="bold")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns below their heads."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*(Text(shown(cell)) for cell in row))
        self._console.print(table, soft_wrap=False)

    @contextmanager
    def progress(self) -> Iterator[Bars]:
        """Progress bars, one a folder, on a terminal; silence in a pipe."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bars = Progress(
            *columns, console=self._console, transient=True, disable=not self._console.is_terminal
        )
        with bars:
            yield Bars(bars)


class Bars:
    """A bar for each folder; called after each step of a scan."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, object] = {}

    def __call__(self, folder: str, done: int, total: int) -> None:
        if folder not in self._tasks:
            self._tasks[folder] = self._progress.add_task(shown(folder), total=total)
        self._progress.update(self._tasks[folder], completed=done, total=total)  # type: ignore[arg-type] # TaskID
