"""Header blocks inside a text: what Outlook, Gmail, Notes and others copy above the words they quote.

Two shapes. Labelled: "From: … Sent: … To: … Subject: …" in any of the languages of `wordings`, a field a
line or all on one. Notes: a name, a date with a clock, then "To:", "cc:" and "Subject:", often indented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rules.model import Address
from worker.mime import limits
from worker.mime.addresses import display_name, mailboxes
from worker.mime.characters import one_line
from worker.mime.lines import Line
from worker.mime.moments import Moment, moment_in
from worker.mime.wordings import WORDINGS, Wording, any_of

LONGEST = 200  # lines; recipients may fill many
GAP = 2  # empty lines inside a block
BEFORE_TO = 10  # lines between the date and "To:" of a Notes block, most of them empty
REMARKS_BEFORE_TO = 3  # "Please respond to …", the name of a department

_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][\w .()/'’-]{0,24}?)[ \t]?[*_]{0,2}[ \t\u00a0]?[:：][*_]{0,2}\s*(.*)")
# A field of any message's own header, where one was pasted or enclosed as it is.
_TRACE = re.compile(
    r"(?:x-[\w-]+|received|return-path|delivered-to|message-id|mime-version|content-[\w-]+|organization|full-name|"
    r"thread-\w+|references|in-reply-to|user-agent|authentication-results|dkim-signature)\s?:",
    re.IGNORECASE,
)
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
_CLOCKED = re.compile(rf"{_DATE},?\s+\d{{1,2}}:\d\d")
_ENDS_WITH_DATE = re.compile(rf"{_DATE}$")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\s?[AP]M$")
_BEGINS = ("from", "date", "subject", "to", "trace")
_CUT = re.compile(r"\s*(?:[\[</(@]|\bon behalf of\b|\bvia\b).*", re.IGNORECASE | re.DOTALL)
_ON = re.compile(r"\s+(?:on|am|le|el|il|em|op)\s*$", re.IGNORECASE)


def _labels(wording: Wording) -> dict[str, str]:
    named = {"from": wording.sender, "date": wording.date, "to": wording.to, "cc": wording.cc}
    return {
        label: kind for kind, labels in (named | {"subject": wording.subject}).items() for label in labels
    }


_LABELS = {label: kind for wording in reversed(WORDINGS) for label, kind in _labels(wording).items()}
# A label in the middle of a line is only believed where it is a capitalised word of its own.
_INSIDE = re.compile(
    rf"(?<=\s)[*_]{{0,2}}((?:{any_of(label for label in _LABELS if len(label) > 1)}))\s?[:：][*_]{{0,2}}\s+",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"[^\s<>@]+@[^\s<>@]+\.\w+")
_NAMED_ADDRESS = re.compile(
    r"[^<>\[@]\S.{0,80}\s[<\[](?:mailto:)?[^\s<>@]+@[^\s<>@]+\.\w+[>\]]$|(\S+@\S+\.\w+) <\1>$"
)
_CLOCK_IN = re.compile(r"\d{1,2}[:.h]\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines up to `last` announce a quote. `apart`: only what is set apart from them is quoted."""

    last: int
    writer: Address | None = None
    date: datetime | None = None
    apart: bool = False
    subject: str = ""


def deeper_follows(lines: Sequence[Line], last: int) -> bool:
    """Whether the next line that says something is quoted more deeply than line `last`."""
    for line in lines[last + 1 : last + 8]:
        if line.bare:
            return line.depth > lines[last].depth
    return False


def labelled_block(lines: Sequence[Line], first: int, *, announced: bool = False) -> Attribution | None:
    """The labelled block that begins at a line; `announced` by a line before it, it may be shorter."""
    label = _label(lines[first])
    if label is None or not (announced or _may_begin(lines, first, label[0])):
        return None
    last, found = _fields(lines, first)
    apart = deeper_follows(lines, last)
    introduced = announced or (apart and "from" in found)
    enough = _is_enough(found, begun=label[0]) or _is_alone(lines, first, found)
    if not (enough or (introduced and len(found) >= 2)):
        return None
    return _told(found, last, apart=apart)


def _told(found: dict[str, str], last: int, *, apart: bool) -> Attribution:
    """What the fields of a block tell."""
    source = found.get("from", "")
    moment = moment_in(found.get("date", "")) or moment_in(source)
    subject = one_line(found.get("subject", ""), limits.SUBJECT)
    return Attribution(last, writer_of(source), moment.at if moment else None, apart=apart, subject=subject)


def _may_begin(lines: Sequence[Line], first: int, kind: str) -> bool:
    """A block begins with one of its weighty fields, and not in the middle of another."""
    above = _label(lines[first - 1]) if first else None
    return kind in _BEGINS and (above is None or above[0] not in _BEGINS)


def _fields(lines: Sequence[Line], first: int) -> tuple[int, dict[str, str]]:
    """The last line of a block and its fields; wrapped values are followed, few empty lines allowed."""
    found: dict[str, str] = {}
    last, kind = first - 1, ""
    for i in range(first, min(len(lines), first + LONGEST)):
        line = lines[i]
        if line.depth != lines[first].depth or i - last > GAP + 1:
            break
        label = _label(line)
        if i - last > 1 and label and label[0] == "trace":
            break
        if label and (label[0] not in found or label[0] in ("cc", "trace")):
            kind, last = label[0], i
            _note(found, *label)
        elif line.bare and (label or i - last > 1 or not _wraps(lines, i, kind)):
            break
        elif line.bare:
            last = i
            found[kind] = f"{found[kind]} {line.bare}"
        if i > last and len(found) >= 4:  # an empty line after a whole block ends it
            break
    return last, found


def _note(found: dict[str, str], kind: str, value: str) -> None:
    """Keep a field; a block that begins with its sender may hold all of its fields on that one line."""
    inside = _INSIDE.search(value) if kind == "from" and not found else None
    if inside is None or not inside[1][:1].isupper():
        found.setdefault(kind, value)
        return
    found.setdefault(kind, value[: inside.start()].strip())
    while inside:
        kind = _LABELS[inside[1].lower()]
        value = value[inside.end() :]
        inside = _INSIDE.search(value) if kind != "subject" else None
        found.setdefault(kind, value[: inside.start()].strip() if inside else value)


def _is_alone(lines: Sequence[Line], first: int, found: dict[str, str]) -> bool:
    """A sender with name and address on a line alone between empty ones, and nothing else of a header."""
    if found.keys() != {"from"} or not _NAMED_ADDRESS.match(found["from"]):
        return False
    return not any(lines[i].bare for i in (first - 1, first + 1) if 0 <= i < len(lines))


def _wraps(lines: Sequence[Line], i: int, kind: str) -> bool:
    """Recipients may go on over many lines; any other value over two, when a label follows."""
    return kind in ("to", "cc", "trace") or any(_label(line) for line in lines[i + 1 : i + 3])


def _is_enough(found: dict[str, str], *, begun: str) -> bool:
    """Subject, From and one more; an address and a Date that look so; or To, cc and Subject as Notes does."""
    person = found.get("from") or found.get("to") or ""
    if _ADDRESSED.search(person) and _CLOCK_IN.search(found.get("date", "")) and moment_in(found["date"]):
        return True
    if begun == "to":
        return "cc" in found and "subject" in found
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
        if ":" in line.bare and line.bare[-1] in "mM0123456789":
            block = _notes_block(lines, i)
            if block:
                found.setdefault(*block)
    return found


def _notes_block(lines: Sequence[Line], clocked: int) -> tuple[int, Attribution] | None:
    """The block whose date and clock end on a line."""
    line = lines[clocked]
    dated = clocked if _CLOCKED.search(line.bare) else clocked - 1
    if dated < clocked and not (dated >= 0 and _wrapped_clock(lines[dated].bare, line.bare)):
        return None
    moment = moment_in(" ".join(other.bare for other in lines[dated : clocked + 1]))
    to = _to_line(lines, clocked)
    if moment is None or to is None:
        return None
    last, fields = _fields(lines, to)
    if not fields.keys() & {"cc", "subject"}:
        return None
    first, name = _named(lines, dated, moment)
    apart, subject = deeper_follows(lines, last), one_line(fields.get("subject", ""), limits.SUBJECT)
    return first, Attribution(last, writer_of(name), moment.at, apart=apart, subject=subject)


def _wrapped_clock(above: str, bare: str) -> bool:
    return bool(_CLOCK.match(bare) and _ENDS_WITH_DATE.search(above))


def _to_line(lines: Sequence[Line], clocked: int) -> int | None:
    remarks = 0
    for i in range(clocked + 1, min(len(lines), clocked + 1 + BEFORE_TO)):
        label = _label(lines[i])
        if label and label[0] == "to":
            return i
        remarks += bool(lines[i].bare)
        if remarks > REMARKS_BEFORE_TO:
            return None
    return None


def _named(lines: Sequence[Line], dated: int, moment: Moment) -> tuple[int, str]:
    """Who: on the line of the date, before it, or on one of the two lines above."""
    before = _ON.sub("", lines[dated].bare[: moment.start]).strip(" \t,-")
    if before:
        return dated, _name_of(before)
    for i in range(dated - 1, max(-1, dated - 3), -1):
        if lines[i].bare and lines[i].depth == lines[dated].depth:
            return (i, _name_of(lines[i].bare)) if len(lines[i].bare) <= 100 else (dated, "")
    return dated, ""


def _name_of(bare: str) -> str:
    match = _LABEL.match(bare)
    return match[2] if match and _LABELS.get(match[1].lower()) == "from" else bare


def _label(line: Line) -> tuple[str, str] | None:
    """Which field a line begins, and its value."""
    begins = line.bare[:32]
    return _label_of(line.bare) if ":" in begins or "：" in begins else None


@lru_cache(maxsize=256)  # asked several times of each line of a block
def _label_of(bare: str) -> tuple[str, str] | None:
    match = _LABEL.match(bare)
    kind = _LABELS.get(match[1].lower()) if match else None
    if match and kind:
        return kind, match[2]
    return ("trace", "") if _TRACE.match(bare) else None


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
