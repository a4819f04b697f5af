"""The nearest known name, in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like a mistyped one, "" where none is."""
    return next(iter(get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)), "")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The same as the end of a sentence: "; did you mean host?", or ""."""
    found = nearest(name, known)
    return f"; did you mean {found}?" if found else ""
