"""Page -> text and HTML, by templates that escape by themselves. The only place that knows Jinja2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain, repeat
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

COLUMNS = 72
_WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"  # ideographs, kana, hangul
_WHOLE = "\0"  # stands for what is kept whole while lines are broken; no text holds one (clean.py)
_PIECE = re.compile(f"[{_WIDE}]|[^{_WIDE}]+")


def render(template: str, *, of: str = "worker.digest", **page: Any) -> str:
    """A page through a template of that package. A name the page lacks is our error: UndefinedError."""
    text = _environment(of).get_template(template).render(**page)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment(package: str) -> Environment:
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrapped"] = wrapped
    return environment


def wrapped(text: str, indent: int = 0, first: str = "", *, whole: str = "") -> str:
    """Text in lines of at most 72 columns, its own line breaks kept; a longer word stays whole, and so does
    `whole` where it occurs: a command that was broken could not be copied.

    `first` stands before the first line, in the place of the indent.
    """
    margins = chain([first.ljust(indent)], repeat(" " * indent))
    kept = text.replace(whole, _WHOLE) if whole else text
    paragraphs = zip(margins, kept.splitlines() or [""], strict=False)
    return "\n".join(
        line.rstrip() for margin, paragraph in paragraphs for line in _lines(paragraph, margin, indent, whole)
    )


def _lines(text: str, margin: str, indent: int, whole: str) -> Iterator[str]:
    line, used = margin, 0  # `used` counts the columns behind the margin
    for glue, piece in _pieces(text, whole):
        width = columns(piece)
        if used and len(margin) + used + len(glue) + width > COLUMNS:
            yield line
            line = margin = " " * indent
            used = 0
        line += glue + piece if used else piece
        used += (len(glue) if used else 0) + width
    yield line


def _pieces(text: str, whole: str) -> Iterator[tuple[str, str]]:
    """Where a line may be broken: between words, and around each letter of a script without spaces."""
    for word in text.split():
        for n, piece in enumerate(_PIECE.findall(word)):
            yield ("" if n else " "), piece.replace(_WHOLE, whole)


def columns(text: str) -> int:
    """How wide a terminal shows it (UAX #11): some letters take two columns, marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
