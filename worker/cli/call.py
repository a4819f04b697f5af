"""What the line said for every command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Call:
    """The options of every command. Not frozen: click fills it in while it reads the line."""

    config: Path | None = None
    state: Path | None = None
    verbose: bool = False
