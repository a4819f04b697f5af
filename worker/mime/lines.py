"""A text as lines, each with how deeply it is quoted: by ">" or by what the HTML marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from worker.mime import html
from worker.mime.wordings import WORDINGS

LOOKED_AT = 400  # characters of a line that are read for attributions and signatures

_QUOTED = re.compile(r"[ \t]{0,4}(?:>[ \t]?)+")
_OPENS, _CLOSES = re.compile(r"<[^\s<>]*$"), re.compile(r">\W{0,3}(?:\s\w+:)?$")
_WROTE = frozenset(f"> {verb}:" for wording in WORDINGS for verb in wording.wrote)


class Hint(Enum):
    """What the HTML said of a line."""

    NONE = 0
    ATTRIBUTION = 1
    SIGNATURE = 2
    REST_IS_QUOTE = 3


@dataclass(slots=True)  # made for every line of every mail: a frozen one takes four times as long
class Line:
    """`text[start:end]`, the line break included; `bare` is it without quote marks and outer space."""

    start: int
    end: int
    depth: int
    bare: str
    hint: Hint = Hint.NONE


@dataclass(slots=True)
class _Marks:
    """Where the reading stands inside the marked stretches of the HTML."""

    depth: int = 0
    attribution: int = 0
    signature: int = 0
    rest: bool = False

    def pass_over(self, marks: str) -> None:
        for mark in marks:
            if mark == html.QUOTE_BEGINS:
                self.depth += 1
            elif mark == html.QUOTE_ENDS:
                self.depth = max(0, self.depth - 1)
            elif mark in (html.HEADER_BEGINS, html.HEADER_ENDS):
                self.attribution = max(0, self.attribution + (1 if mark == html.HEADER_BEGINS else -1))
            elif mark in (html.SIGNATURE_BEGINS, html.SIGNATURE_ENDS):
                self.signature = max(0, self.signature + (1 if mark == html.SIGNATURE_BEGINS else -1))
            elif mark == html.REST_IS_QUOTE:
                self.rest = True

    def hint(self, clean: str) -> Hint:
        if self.rest and clean.strip():
            self.rest = False
            return Hint.REST_IS_QUOTE
        if self.attribution:
            return Hint.ATTRIBUTION
        return Hint.SIGNATURE if self.signature else Hint.NONE


def lines_of(marked: str, *, start: int = 0, depth: int = 0) -> tuple[str, list[Line]]:
    """The text without the marker characters, and its lines from offset `start` on."""
    if marked.isascii() or not html.MARKERS.search(marked):
        return f"{marked}\n", _plain_lines(marked, start=start, depth=depth)
    marks = _Marks()
    kept: list[str] = []
    lines: list[Line] = []
    for raw in marked.split("\n"):
        clean, ahead, behind = _unmarked(raw)
        marks.pass_over(ahead)
        if clean.strip() or not (ahead or behind):
            above = kept[-1] if kept else ""
            lines.append(_line(clean, above, start=start, depth=depth + marks.depth, hint=marks.hint(clean)))
            kept.append(clean)
            start = lines[-1].end
        marks.pass_over(behind)
    return "\n".join(kept) + "\n", lines


def _plain_lines(text: str, *, start: int, depth: int) -> list[Line]:
    lines: list[Line] = []
    above = ""
    for clean in text.split("\n"):
        if ">" in clean[:5]:
            lines.append(_line(clean, above, start=start, depth=depth))
        else:
            lines.append(Line(start, start + len(clean) + 1, depth, _bare(clean)))
        start, above = lines[-1].end, clean
    return lines


def _unmarked(raw: str) -> tuple[str, str, str]:
    """A line without markers; the markers before its first visible character, and those after."""
    if raw.isascii():
        return raw, "", ""
    visible = next((i for i, c in enumerate(raw) if not c.isspace() and not html.MARKERS.match(c)), len(raw))
    ahead = "".join(html.MARKERS.findall(raw[:visible]))
    behind = "".join(html.MARKERS.findall(raw[visible:]))
    return html.MARKERS.sub("", raw), ahead, behind


def _line(clean: str, above: str, *, start: int, depth: int, hint: Hint = Hint.NONE) -> Line:
    end, quoted = start + len(clean) + 1, _QUOTED.match(clean)
    if quoted is None or _only_looks_quoted(clean, above):
        return Line(start, end, depth, _bare(clean), hint)
    marks = quoted.end()
    return Line(start, end, depth + clean.count(">", 0, marks), _bare(clean[marks:]), hint)


def _bare(clean: str) -> str:
    bare = clean[:LOOKED_AT].strip()
    return bare if bare.isascii() else bare.replace("\u00a0", " ")


def _only_looks_quoted(clean: str, above: str) -> bool:
    """The escape of an mbox file, the end of an address wrapped at its bracket, or ">>> look here <<<"."""
    if clean.startswith(">From ") or ("<<" in clean and clean.rstrip().endswith("<<")):
        return True
    if "<" not in above:
        return False
    wrapped = _CLOSES.match(clean) and _OPENS.search(above)
    return bool(wrapped or clean.rstrip().lower() in _WROTE)
