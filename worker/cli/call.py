"""What the line said for every command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

from worker.cli.commands import COMMANDS

_COMMAND = re.compile(rf"\bintroloop (?=(?:{'|'.join(COMMANDS)})\b)")


@dataclass(slots=True)
class Call:
    """The options of every command. Not frozen: click fills it in while it reads the line."""

    config: Path | None = None
    state: Path | None = None
    verbose: bool = False

    @property
    def where(self) -> str:
        """What says for another command where the data is, as this line did; it stands before the command."""
        from worker.places import as_named  # where nothing is printed nobody waits for it

        return as_named(self.config, self.state)

    def repeated(self, text: str) -> str:
        """A text whose commands can be typed as they stand: each speaks of the same data as this line."""
        where = self.where
        return _COMMAND.sub(lambda _: f"introloop{where} ", text) if where else text


def call() -> Call:
    """What the line said."""
    return click.get_current_context().ensure_object(Call)
