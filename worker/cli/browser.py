"""A page on disk, readable by the owner alone, and shown where there is a screen."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

PREVIEW, DEMO = "preview.html", "digest.html"  # the pages that lie in a state directory


def pages_removed(directory: Path) -> tuple[str, ...]:
    """Delete our pages in a state directory, as they may name somebody forgotten; those that were there."""
    there = tuple(name for name in (PREVIEW, DEMO) if (directory / name).exists())
    for name in there:
        (directory / name).unlink()
    return there


def written(file: Path, page: str) -> None:
    """Write a page that holds people's mail: its mode is 0600, also where an older one was wider."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(page)


def shown(file: Path) -> bool:
    """Whether a browser was opened on it; never a browser of the terminal, which would wait for keys."""
    screen = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return screen and webbrowser.open(file.absolute().as_uri())
