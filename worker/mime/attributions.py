"""Where a text begins to quote: "On … wrote:", header blocks, and the lines that announce them.

Everything that is language stands in `wordings`; what is shape stands here and in `header_blocks`.
An attribution says whose words follow and of when, where it can be read, and how they follow: set
apart (by ">" or by the HTML), or simply as all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.model import Address
from worker.mime.addresses import display_name, email_of
from worker.mime.header_blocks import Attribution, deeper_follows, labelled_block, notes_blocks
from worker.mime.lines import Hint, Line
from worker.mime.moments import Moment, moment_in
from worker.mime.wordings import WORDINGS

WRAPPED = 4  # lines "On … wrote:" may be wrapped over
LONGEST = 400  # characters
ANNOUNCED_WITHIN = 4  # lines between an announcement and its header block


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_VERBS = tuple({verb for wording in WORDINGS for verb in wording.wrote})
_VERB = re.compile(rf"(?<!\w)(?:{_any(_VERBS)})(?!\w)", re.IGNORECASE)
_ON = re.compile(rf"^(?:{_any([w for x in WORDINGS for w in x.on])})(?=\s)", re.IGNORECASE)
_QUOTING = re.compile(rf"(?:{_any([w for x in WORDINGS for w in x.quoting])})\s.{{3,200}}:$", re.IGNORECASE)
_ANNOUNCEMENT = re.compile(
    rf"(?:[-_=*~\s]*)(?:{_any([w for x in WORDINGS for w in (*x.original, *x.forwarded)])})[-_=*~:\s]*$",
    re.IGNORECASE,
)
_FORWARDED_BY = re.compile(
    r"-{3,}\s*(?:forwarded by|weitergeleitet von|transféré par|reenviado por|inoltrato da)\s", re.IGNORECASE
)
_RULE = re.compile(r"[-_=*─—]{3,}$")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"':;,=]+@[^\s<>()\[\]\"':;,]+\.[^\s<>()\[\]\"':;,]+")
_ENDS_WITH_ADDRESS = re.compile(r"@[^\s@<>]+\.[^\s@<>]+[>\])]*\s?:$")
_LEFT_OVER = re.compile(
    r"^(?:[\s,;|:–-]|(?:at|um|à|a las|às|alle|om|kl|uhr|gmt|utc)\b|\(?(?-i:[A-Z]{3,4})\)?(?=\s*,))+",
    re.I,
)
_WORDS_IN_A_NAME = 8


def attributions(lines: Sequence[Line]) -> dict[int, Attribution]:
    """Every attribution of a text, by the line it begins at; where two begin, the firmer one."""
    found = _all_wrote(lines) | notes_blocks(lines)
    for i, line in enumerate(lines):
        firm = _hinted(lines, i) if line.hint is not Hint.NONE else None
        if firm is None and line.bare:
            firm = _announced(lines, i, found) or labelled_block(lines, i)
        if firm:
            found[i] = firm
    return found


def _hinted(lines: Sequence[Line], first: int) -> Attribution | None:
    """What the HTML itself marked."""
    if lines[first].hint is Hint.REST_IS_QUOTE:
        block = _announced(lines, first, {}) or labelled_block(lines, first, announced=True)
        return block or Attribution(first - 1)
    if lines[first].hint is not Hint.ATTRIBUTION or not lines[first].bare:
        return None
    last = first
    while last + 1 < len(lines) and lines[last + 1].hint is Hint.ATTRIBUTION:
        last += 1
    block = _announced(lines, first, {}) or labelled_block(lines, first)
    text = " ".join(line.bare for line in lines[first : last + 1])
    return block or _spoken(text, last, apart=deeper_follows(lines, last))


def _announced(lines: Sequence[Line], first: int, blocks: dict[int, Attribution]) -> Attribution | None:
    """ "-----Original Message-----" and its like, with the header block after it."""
    bare = lines[first].bare
    if bare[0] not in "-_=*~─—" and bare[-1] != ":":
        return None
    last = _announcement_ends(lines, first)
    block = _block_after(lines, first if last is None else last, blocks, announced=last is not None)
    if block or last is None:
        return block
    return Attribution(last, apart=deeper_follows(lines, last))


def _announcement_ends(lines: Sequence[Line], first: int) -> int | None:
    if len(lines[first].bare) <= 120 and _ANNOUNCEMENT.match(lines[first].bare):
        return first
    if _FORWARDED_BY.match(lines[first].bare):
        for last in range(first, min(len(lines), first + 3)):
            if lines[last].bare.endswith("--"):
                return last
        return first
    return None


def _block_after(
    lines: Sequence[Line], last: int, blocks: dict[int, Attribution], *, announced: bool
) -> Attribution | None:
    """The header block after an announcement, or after a rule of dashes or underscores."""
    if not announced and not _RULE.match(lines[last].bare):
        return None
    for i in range(last + 1, min(len(lines), last + 1 + ANNOUNCED_WITHIN)):
        if lines[i].bare and lines[i].depth != lines[last].depth:
            return None
        if lines[i].bare:
            return blocks.get(i) if i in blocks else labelled_block(lines, i, announced=announced)
    return None


def _all_wrote(lines: Sequence[Line]) -> dict[int, Attribution]:
    """Every "On … wrote:", found from its end."""
    found: dict[int, Attribution] = {}
    for last, line in enumerate(lines):
        end = line.bare.rstrip("- ")
        if end and (end[-1] == ":" or end.lower().endswith(_VERBS)):
            spoken = _wrote(lines, last)
            if spoken:
                found.setdefault(*spoken)
    return found


def _wrote(lines: Sequence[Line], last: int) -> tuple[int, Attribution] | None:
    """The attribution that ends at a line: as many lines as its date, or else its name, is wrapped over."""
    apart = deeper_follows(lines, last)
    best: tuple[int, str] | None = None
    text = ""
    for first in range(last, max(-1, last - WRAPPED), -1):
        if not lines[first].bare or lines[first].depth != lines[last].depth:
            break
        text = f"{lines[first].bare} {text}".strip("-— ")
        if len(text) > LONGEST:
            break
        if moment_in(text) and _is_dated(text, apart=apart):
            best = first, text
            break
        if (best is None or best[1].startswith("<")) and _is_plausible(text, last - first, apart=apart):
            best = first, text
    return (best[0], _spoken(best[1], last, apart=apart)) if best else None


def _is_plausible(text: str, wraps: int, *, apart: bool) -> bool:
    return _is_dated(text, apart=apart) or (wraps < 2 and _is_named(text, apart=apart))


def _is_dated(text: str, *, apart: bool) -> bool:
    """ "On DATE, NAME wrote:", "Am DATE schrieb NAME:", or "DATE NAME <address>:"."""
    moment = moment_in(text)
    begins = _ON.match(text) is not None or (moment is not None and moment.start <= 12)
    if not begins or not any(c.isdigit() for c in text):
        return False
    if _ENDS_WITH_ADDRESS.search(text) and moment:
        return True
    known = apart or moment is not None or _ADDRESS.search(text) is not None
    return known and _verb(text) is not None


def _is_named(text: str, *, apart: bool) -> bool:
    """ "NAME <address> wrote:", "NAME wrote:" above a quote, "Quoting NAME:"."""
    if len(text) > 200:
        return False
    known = apart or _ADDRESS.search(text) is not None
    if known and _QUOTING.match(text):
        return True
    verb = _verb(text)
    return known and verb is not None and len(text[: verb.start()].split()) <= _WORDS_IN_A_NAME


def _verb(text: str) -> re.Match[str] | None:
    """The verb of writing, where nothing but a name or a date comes after it."""
    for verb in reversed(list(_VERB.finditer(text))):
        after = text[verb.end() :].strip(" :")
        if not after or (text.endswith(":") and (len(after.split()) <= _WORDS_IN_A_NAME or "@" in after)):
            return verb
    return None


def _spoken(text: str, last: int, *, apart: bool) -> Attribution:
    moment = moment_in(text)
    return Attribution(last, _writer(text, moment), moment.at if moment else None, apart=apart)


def _writer(text: str, moment: Moment | None) -> Address | None:
    """The name and address an attribution tells: what is left without its date and its words."""
    address = _ADDRESS.search(text)
    verb = _verb(text)
    name = _name_in(text, verb, moment)
    email = email_of(address[0]) if address else ""
    return Address(email, name) if email or name else None


def _name_in(text: str, verb: re.Match[str] | None, moment: Moment | None) -> str:
    before, after = (text[: verb.start()], text[verb.end() :]) if verb else (text, "")
    after = after.strip(" :")
    if after and not (moment and verb and moment.start >= verb.end()):
        name = after
    elif moment and moment.end <= len(before):
        name = before[moment.end :]
    else:
        name = before
    name = _ADDRESS.sub("", name.partition("<")[0].partition("[")[0].partition("(")[0])
    return display_name(_ON.sub("", _LEFT_OVER.sub("", name), count=1).strip(" :,;-–"))
