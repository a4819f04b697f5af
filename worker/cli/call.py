"""What the line said for every command."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import click


@dataclass(slots=True)
class Call:
    """The options of every command. Not frozen: click fills it in while it reads the line."""

    config: Path | None = None
    state: Path | None = None
    verbose: bool = False


def call() -> Call:
    """What the line said."""
    return click.get_current_context().ensure_object(Call)


def where() -> str:
    """What ends every command that is printed, as in a digest: --state DIR, where the line named one."""
    state = call().state
    return f" --state {shlex.quote(str(state))}" if state else ""
