"""A text as lines, each with how deeply it is quoted: by ">" or by what the HTML marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import repeat

from worker.mime import html
from worker.mime.wordings import WORDINGS

LOOKED_AT = 400  # characters of a line that are read for attributions and signatures

# The quote marks of a line, and the rest of it; ">From " is the escape of an mbox file.
_LINE = re.compile(r"((?!>From )[ \t]{0,4}+(?:>[ \t]?+)++|)([^\n]*+)\n")
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
        text, lines = f"{marked}\n", _plain_lines(marked, start=start, depth=depth)
    else:
        text, lines = _marked_lines(marked, start=start, depth=depth)
    if "\u00a0" in text:
        for line in lines:
            line.bare = line.bare.replace("\u00a0", " ")
    return text, lines


def _marked_lines(marked: str, *, start: int, depth: int) -> tuple[str, list[Line]]:
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
    # Half of all mail holds no quote mark, and is cut more cheaply.
    cut = _LINE.findall(text + "\n") if ">" in text else zip(repeat(""), text.split("\n"))
    for marks, said in cut:
        end = start + len(marks) + len(said) + 1
        if marks and not _only_looks_quoted(marks, said, above):
            lines.append(Line(start, end, depth + marks.count(">"), said[:LOOKED_AT].strip()))
        else:
            lines.append(Line(start, end, depth, (marks + said)[:LOOKED_AT].strip()))
        start, above = end, said
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
    [(marks, said)] = _LINE.findall(clean + "\n")
    end = start + len(clean) + 1
    if marks and not _only_looks_quoted(marks, said, above):
        return Line(start, end, depth + marks.count(">"), said[:LOOKED_AT].strip(), hint)
    return Line(start, end, depth, clean[:LOOKED_AT].strip(), hint)


def _only_looks_quoted(marks: str, said: str, above: str) -> bool:
    """The end of an address wrapped at its bracket, or ">>> look here <<<"."""
    if "<<" in said and said.rstrip().endswith("<<"):
        return True
    if "<" not in above:
        return False
    clean = marks + said
    wrapped = _CLOSES.match(clean) and _OPENS.search(above)
    return bool(wrapped or clean.rstrip().lower() in _WROTE)
