"""Header blocks inside a text: what Outlook, Gmail, Notes and others copy above the words they quote.

Two shapes. Labelled: "From: … Sent: … To: … Subject: …" in any of the languages of `wordings`. Notes:
a name, a date with a clock, then "To:", "cc:" and "Subject:", often indented by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.model import Address
from worker.mime.addresses import display_name, mailboxes
from worker.mime.lines import Line
from worker.mime.moments import Moment, moment_in
from worker.mime.wordings import WORDINGS, Wording

LONGEST = 200  # lines; recipients may fill many
GAP = 2  # empty lines inside a block
BEFORE_TO = 5  # lines between the name and "To:" of a Notes block

_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][\w .()/'’-]{0,24}?)[ \t]?[*_]{0,2}[ \t\u00a0]?:[*_]{0,2}\s*(.*)")
_CLOCKED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d\d")
_CUT = re.compile(r"\s*(?:[\[</(@]|\bon behalf of\b|\bvia\b).*", re.IGNORECASE | re.DOTALL)
_ON = re.compile(r"\s+(?:on|am|le|el|il|em|op)\s*$", re.IGNORECASE)


def _labels(wording: Wording) -> dict[str, str]:
    named = {"from": wording.sender, "date": wording.date, "to": wording.to, "cc": wording.cc}
    return {
        label: kind for kind, labels in (named | {"subject": wording.subject}).items() for label in labels
    }


_LABELS = {label: kind for wording in reversed(WORDINGS) for label, kind in _labels(wording).items()}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines up to `last` announce a quote. `apart`: only what is set apart from them is quoted."""

    last: int
    writer: Address | None = None
    date: datetime | None = None
    apart: bool = False


def deeper_follows(lines: Sequence[Line], last: int) -> bool:
    """Whether the next line that says something is quoted more deeply than line `last`."""
    for line in lines[last + 1 : last + 8]:
        if line.bare:
            return line.depth > lines[last].depth
    return False


def labelled_block(lines: Sequence[Line], first: int, *, announced: bool = False) -> Attribution | None:
    """The labelled block that begins at a line; `announced` by a line before it, it may be shorter."""
    label = _label(lines[first])
    if label is None or not (announced or label[0] == "from"):
        return None
    last, found = _fields(lines, first)
    if not (_is_enough(found) or (announced and len(found) >= 2)):
        return None
    source = found.get("from", "")
    moment = moment_in(found.get("date", "")) or moment_in(source)
    return Attribution(
        last, writer_of(source), moment.at if moment else None, apart=deeper_follows(lines, last)
    )


def _fields(lines: Sequence[Line], first: int) -> tuple[int, dict[str, str]]:
    """The last line of a block and its fields; wrapped values are followed, few empty lines allowed."""
    found: dict[str, str] = {}
    last, kind = first - 1, ""
    for i in range(first, min(len(lines), first + LONGEST)):
        line = lines[i]
        if line.depth != lines[first].depth or i - last > GAP + 1:
            break
        label = _label(line)
        if label and (label[0] not in found or label[0] == "cc"):
            kind, last = label[0], i
            found.setdefault(*label)
        elif line.bare and (label or i - last > 1 or not _wraps(lines, i, kind)):
            break
        elif line.bare:
            last = i
        if i > last and len(found) >= 4:  # an empty line after a whole block ends it
            break
    return last, found


def _wraps(lines: Sequence[Line], i: int, kind: str) -> bool:
    """Recipients may go on over many lines; any other value over one, when a label follows."""
    return kind in ("to", "cc") or (i + 1 < len(lines) and _label(lines[i + 1]) is not None)


def _is_enough(found: dict[str, str]) -> bool:
    """From, Subject and one more; or From, Date and To whose values look so."""
    if "from" not in found:
        return False
    if "subject" in found:
        return "date" in found or "to" in found
    return (
        "date" in found and "to" in found and ("@" in found["from"] or moment_in(found["date"]) is not None)
    )


def notes_blocks(lines: Sequence[Line]) -> dict[int, Attribution]:
    """All Notes blocks of a text, by the line they begin at."""
    found: dict[int, Attribution] = {}
    for i, line in enumerate(lines):
        if line.bare and line.bare[-1] in "mM0123456789" and _CLOCKED.search(line.bare):
            block = _notes_block(lines, i)
            if block:
                found[block[0]] = block[1]
    return found


def _notes_block(lines: Sequence[Line], clocked: int) -> tuple[int, Attribution] | None:
    moment = moment_in(lines[clocked].bare)
    to = _to_line(lines, clocked)
    if moment is None or to is None:
        return None
    last, fields = _fields(lines, to)
    if not fields.keys() & {"cc", "subject"}:
        return None
    first, name = _named(lines, clocked, moment)
    return first, Attribution(last, writer_of(name), moment.at, apart=deeper_follows(lines, last))


def _to_line(lines: Sequence[Line], clocked: int) -> int | None:
    for i in range(clocked + 1, min(len(lines), clocked + 1 + BEFORE_TO)):
        label = _label(lines[i])
        if label:
            return i if label[0] == "to" else None
    return None


def _named(lines: Sequence[Line], clocked: int, moment: Moment) -> tuple[int, str]:
    """Who: on the line of the date, before it, or on one of the two lines above."""
    before = _ON.sub("", lines[clocked].bare[: moment.start]).strip(" \t,-")
    if before:
        label = _label(lines[clocked])
        return clocked, label[1][: len(label[1])] if label else before
    for i in range(clocked - 1, max(-1, clocked - 3), -1):
        if lines[i].bare and lines[i].depth == lines[clocked].depth:
            return (i, lines[i].bare) if len(lines[i].bare) <= 100 else (clocked, "")
    return clocked, ""


def _label(line: Line) -> tuple[str, str] | None:
    """Which field a line begins, and its value."""
    if ":" not in line.bare[:32]:
        return None
    match = _LABEL.match(line.bare)
    kind = _LABELS.get(match[1].lower()) if match else None
    return (kind, match[2]) if match and kind else None


def writer_of(text: str) -> Address | None:
    """Whose words follow, from the text of a From line; a bare name where no address is told."""
    for found in mailboxes(text):
        local, _, domain = found.email.partition("@")
        if "." in domain and "/" not in local:  # "Dana Okoye/OSL/Example@Example" is a Notes name
            return found
    moment = moment_in(text)
    name = _ON.sub("", text[: moment.start] if moment and moment.start > 2 else text)
    name = display_name(_CUT.sub("", name))
    return Address("", name) if name else None
