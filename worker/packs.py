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
    try:
        mine = sorted(own.glob("*.toml")) if own else []
        loaded = load_packs(
            shipped(".toml") | {f"~own {path.stem}": path.read_text("utf-8") for path in mine},
            weighed=shipped(".json", "learned"),
        )
        return loaded.checked() if mine else loaded  # the owner's mistakes are said at once
    except (OSError, ValueError) as error:
        advice = f"Mend it in {own}, or move it away." if own else "Install Introloop again."
        raise ConfigurationError(f"a phrase pack cannot be used: {error}", advice=advice) from error


def shipped(ending: str, *folder: str) -> dict[str, str]:
    """The texts that come with Introloop in rules/packs, or a folder of it, by name without their ending."""
    held = files("rules").joinpath("packs", *folder).iterdir()
    return {e.name.removesuffix(ending): e.read_text("utf-8") for e in held if e.name.endswith(ending)}
