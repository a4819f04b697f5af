"""What the line said for every command."""

from __future__ import annotations

import re
import shlex
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
        """What says for another command where the data is, as this line did: --state DIR."""
        return f" --state {shlex.quote(str(self.state))}" if self.state else ""

    def repeated(self, text: str) -> str:
        """A text whose commands can be typed as they stand: each speaks of the same data as this line."""
        return _COMMAND.sub(lambda _: f"introloop{self.where} ", text)


def call() -> Call:
    """What the line said."""
    return click.get_current_context().ensure_object(Call)


def where() -> str:
    """What ends every command that is printed, as in a digest: --state DIR, where the line named one."""
    return call().where
