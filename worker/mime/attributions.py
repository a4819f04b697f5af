"""Where a text begins to quote: "On … wrote:", header blocks, and the lines that announce them.

Everything that is language stands in `wordings`; what is shape stands here, in `wrote` and in
`header_blocks`. An attribution says whose words follow and of when, where it can be read, and how they
follow: set apart (by ">" or by the HTML), or simply as all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from worker.mime.header_blocks import Attribution, deeper_follows, labelled_block, notes_blocks
from worker.mime.lines import Hint, Line
from worker.mime.wordings import WORDINGS, any_of
from worker.mime.wrote import all_wrote, spoken_in

ANNOUNCED_WITHIN = 4  # lines between an announcement and its header block
LONGEST_ANNOUNCEMENT = 120  # characters

_ANNOUNCEMENTS = frozenset(word for wording in WORDINGS for word in (*wording.original, *wording.forwarded))
_RULES = frozenset("-_=*~─—")
_NONE = Hint.NONE  # to look it up anew for each line takes longer than all else that is asked of it
_DECORATION = "-_=*~─—:： \t"
_FORWARDED_BY = re.compile(
    rf"-{{3,}}\s*(?:{any_of([word for wording in WORDINGS for word in wording.forwarded_by])})\s",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=*─—]{3,}$")


def attributions(lines: Sequence[Line]) -> Iterator[tuple[int, Attribution]]:
    """Every attribution of a text and the line it begins at, in order and none within another.

    Where two begin at one line, the firmer one.
    """
    known = all_wrote(lines) | notes_blocks(lines)
    last = -1
    for i in _may_begin(lines, known):
        found = _begun(lines, i, known) if i > last else None
        if found:
            yield i, found
            last = found.last


def _may_begin(lines: Sequence[Line], known: Container[int]) -> list[int]:
    """The lines an attribution can begin at, which are few."""
    return [
        i
        for i, line in enumerate(lines)
        if ":" in line.bare
        or line.bare[:1] in _RULES
        or line.hint is not _NONE
        or i in known
        or "：" in line.bare
    ]


def _begun(lines: Sequence[Line], first: int, known: Mapping[int, Attribution]) -> Attribution | None:
    """The attribution that begins at a line."""
    found = _hinted(lines, first)
    if found is None and lines[first].bare:
        found = _announced(lines, first, known) or labelled_block(lines, first)
    return found or known.get(first)


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
    return block or spoken_in(text, last, apart=deeper_follows(lines, last))


def _announced(lines: Sequence[Line], first: int, blocks: Mapping[int, Attribution]) -> Attribution | None:
    """ "-----Original Message-----" and its like, with the header block after it."""
    bare = lines[first].bare
    if bare[0] not in _RULES and bare[-1] not in ":：":
        return None
    last = _announcement_ends(lines, first)
    block = _block_after(lines, first if last is None else last, blocks, announced=last is not None)
    if block or last is None:
        return block
    return Attribution(last, apart=deeper_follows(lines, last))


def _announcement_ends(lines: Sequence[Line], first: int) -> int | None:
    bare = lines[first].bare
    if len(bare) <= LONGEST_ANNOUNCEMENT and bare.strip(_DECORATION).lower() in _ANNOUNCEMENTS:
        return first
    if _FORWARDED_BY.match(bare):
        for last in range(first, min(len(lines), first + 3)):
            if lines[last].bare.endswith("--"):
                return last
        return first
    return None


def _block_after(
    lines: Sequence[Line], last: int, blocks: Mapping[int, Attribution], *, announced: bool
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
