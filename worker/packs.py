"""The phrase packs on disk: those that come with Introloop, and the owner's own on top of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from rules.packs import Packs, load_packs
from worker.ports import ConfigurationError


@cache
def packs(own: Path | None = None) -> Packs:
    """All packs; files of `own` (*.toml) add to or replace what their language holds. Read once a process."""
    shipped = [entry for entry in (files("rules") / "packs").iterdir() if entry.name.endswith(".toml")]
    weighed = (files("rules") / "packs" / "learned").iterdir()
    texts = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in shipped}
    try:
        mine = sorted(own.glob("*.toml")) if own else []
        loaded = load_packs(
            texts | {f"~own {path.stem}": path.read_text("utf-8") for path in mine},
            weighed={entry.name.removesuffix(".json"): entry.read_text("utf-8") for entry in weighed},
        )
        return loaded.checked() if mine else loaded  # the owner's mistakes are said at once
    except (OSError, ValueError) as error:
        advice = f"Mend it in {own}, or move it away." if own else "Install Introloop again."
        raise ConfigurationError(f"a phrase pack cannot be used: {error}", advice=advice) from error
