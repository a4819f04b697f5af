"""Settings -> adapters -> jobs: the only file that knows them all.

Each adapter is imported where it is made, so that a command pays only for what it uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from worker.packs import packs

if TYPE_CHECKING:
    from worker.evaluate.predict import Reader


def reader(own_packs: Path | None = None) -> Reader:
    """How a message is read, with the packs that come along and the owner's own."""
    from rules import signals

    chosen = packs(own_packs)
    return lambda message, owner: signals.read(message, owner=owner, packs=chosen)
