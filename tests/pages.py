"""What every page of ours must be: well formed, usable by everybody, nothing but the tags we chose."""

from __future__ import annotations

from collections.abc import Iterator

from a11y_lint import check_html
from justhtml import JustHTML
from selectolax.lexbor import LexborHTMLParser

# What the linter asks of a web site, and a page of ours is not.
NO_SITE = frozenset(
    {
        "missing-header-landmark",  # a mail lies inside a mail program, which has landmarks of its own
        "missing-nav-landmark",
        "missing-footer-landmark",
        "list-structure",  # three words to press behind one sentence are read in a line
    }
)


def faults(page: str, *, apart_from: frozenset[str] = frozenset()) -> list[str]:
    """What a strict parser (WHATWG) and an accessibility linter (WCAG 2.2) find wrong with a page."""
    ill_formed = [str(error) for error in JustHTML(page, sanitize=False, collect_errors=True).errors]
    found = [one for one in check_html(page) if one["id"] not in apart_from]
    return ill_formed + [f"line {one['line']}: {one['message']}" for one in found]


def elements(page: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Every element with its attributes, as a browser reads the page."""
    root = LexborHTMLParser(page).root
    for node in root.traverse() if root else ():
        yield str(node.tag), dict(node.attributes)


# ── Contrast (WCAG 2.2, 1.4.3) ──────────────────────────────────────────────────────────────


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
