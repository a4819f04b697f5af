"""Page -> text and HTML, by two templates of one shape. The only place that knows Jinja2."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

COLUMNS = 72


def render(template: str, **page: Any) -> str:
    """A page through "digest.html" or "digest.txt". A name the page lacks is our error: UndefinedError."""
    text = _environment().get_template(template).render(**page)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("worker.digest"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrapped"] = wrapped
    return environment


def wrapped(text: str, indent: int = 0, first: str = "") -> str:
    """Text in lines of at most 72 columns, its own line breaks kept; a longer word stays whole.

    `first` stands before the first line, in the place of the indent.
    """
    margin = " " * indent
    lines = [
        wrapped_line
        for n, line in enumerate(text.splitlines() or [""])
        for wrapped_line in textwrap.wrap(
            line,
            COLUMNS,
            initial_indent=first.ljust(indent) if n == 0 else margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]
    return "\n".join(lines)
