"""The phrase packs on disk: those that come with Introloop, and the owner's own on top of them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from rules.packs import Packs, load_packs
from worker.ports import ConfigurationError


@cache
def packs(own: Path | None = None) -> Packs:
    """All packs; files of `own` (*.toml) add to or replace what their language holds. Read once a process."""
    try:
        mine = sorted(own.glob("*.toml")) if own else []
        texts = {f"~own {path.stem}": path.read_text("utf-8") for path in mine}
        all_of_them = ChainMap(texts, shipped(".toml"))  # type: ignore[arg-type] # nothing is written to it
        loaded = load_packs(all_of_them, weighed=shipped(".json", "learned"))
        return loaded.checked() if mine else loaded  # the owner's mistakes are said at once
    except (OSError, ValueError) as error:
        advice = f"Mend it in {own}, or move it away." if own else "Install Introloop again."
        raise ConfigurationError(f"a phrase pack cannot be used: {error}", advice=advice) from error


def at_hand(own: Path | None = None, *, language: str = "en") -> None:
    """Read what is large of a language now: else the first text in it waits for that."""
    pack = packs(own).languages[language]
    pack.spelled_out()
    pack.learned()


def shipped(ending: str, *folder: str) -> Mapping[str, str]:
    """The texts that come with Introloop in rules/packs, or a folder of it, by name without their ending."""
    held = files("rules").joinpath("packs", *folder).iterdir()
    return _Texts({e.name.removesuffix(ending): e for e in held if e.name.endswith(ending)})


class _Texts(Mapping[str, str]):
    """Files, each read when it is asked for: together they are megabytes, of which most are never needed."""

    def __init__(self, files: Mapping[str, Traversable]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> str:
        return self._files[name].read_text("utf-8")

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
