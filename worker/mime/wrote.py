""" "On … wrote:" in any language, over as many lines as it was wrapped, and what it tells.

Policy: an attribution has a verb of writing (`wordings`) with a date or an address beside it; or, in a
language nobody listed, a date with a clock, an address in brackets and a colon at its end. Right above
words that are set apart, less will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import product

from rules.model import Address
from worker.mime.addresses import display_name, email_of
from worker.mime.header_blocks import Attribution, deeper_follows
from worker.mime.lines import Line
from worker.mime.moments import Moment, moment_in
from worker.mime.wordings import WORDINGS, any_of

WRAPPED = 5  # lines "On … wrote:" may be wrapped over
LONGEST = 400  # characters
LONGEST_NAMED = 200  # characters, where no date is told
SHARED_STARTS = 6  # words like "on" that are tried, from the end, where an answer may stand before
BEFORE_DATE = 12  # characters: the day of the week

_VERBS = tuple({verb for wording in WORDINGS for verb in wording.wrote})
_SPACED = tuple(verb for verb in _VERBS if verb[0] < "\u3000")
_UNSPACED = tuple(verb for verb in _VERBS if verb[0] >= "\u3000")  # Chinese, Japanese, Korean
# Of lower case: to ignore the case here takes three times as long.
_VERB = re.compile(rf"(?<!\w)(?:{any_of(_SPACED)})(?!\w)|(?:{any_of(_UNSPACED)})")
_ENDINGS = frozenset(
    "".join(cased) for verb in _VERBS for cased in product(*((c, c.upper()) for c in verb[-2:]))
)
_MARKS = frozenset(":：>-")
_ON_WORDS = any_of([word for wording in WORDINGS for word in wording.on])
_ON = re.compile(rf"^(?:{_ON_WORDS})(?=\s)", re.IGNORECASE)
_SHARED = re.compile(rf"(?<=\S)(?:\s*-{{2,}})?\s+(?=(?:{_ON_WORDS})\s)", re.IGNORECASE)
_QUOTING = re.compile(
    rf"(?:{any_of([word for wording in WORDINGS for word in wording.quoting])})\s.{{3,200}}:$", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"':;,=]+@[^\s<>()\[\]\"':;,]+\.[^\s<>()\[\]\"':;,]+")
_ENDS_WITH_ADDRESS = re.compile(r"@[^\s@<>]+\.[^\s@<>]+[>\])]+\s?:?$|@[^\s@<>]+\.[^\s@<>]+\s?:$")
_BRACKETED = re.compile(r"[<(\[][^\s<>@]+@[^\s<>@]+\.[^\s<>@]+[>)\]]")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?!\d)")
_TELLING = re.compile(r"[\d@]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_THROUGH_FIGURES = re.compile(r"^.*\d\S*", re.DOTALL)
_LEFT_OVER = re.compile(
    rf"^(?:[\s,;|:、，–—-]|(?:{any_of([word for wording in WORDINGS for word in wording.at])})(?!\w)|"
    r"\(?(?-i:[A-Z]{3,4})\)?(?=\s*,))+",
    re.IGNORECASE,
)
_WORDS_IN_A_NAME = 8
_AROUND_NAMES = " :：,;、，*-–<([\"'"


def all_wrote(lines: Sequence[Line]) -> dict[int, Attribution]:
    """Every "On … wrote:" of a text, found from its end."""
    found: dict[int, Attribution] = {}
    for last in _may_end(lines):
        spoken = _wrote(lines, last)
        if spoken:
            found.setdefault(*spoken)
    return found


def _may_end(lines: Sequence[Line]) -> list[int]:
    """The lines an attribution can end at, which are few: so the cheap questions come first."""
    return [
        i
        for i, line in enumerate(lines)
        if line.bare[-1:] in _MARKS or (line.bare[-2:] in _ENDINGS and line.bare.lower().endswith(_VERBS))
    ]


def spoken_in(text: str, last: int, *, apart: bool) -> Attribution:
    """What the words of an attribution tell."""
    return Attribution(last, *_told(text), apart=apart)


@lru_cache(maxsize=4096)  # wrapped by one mail and not by the next, it is the same
def _told(text: str) -> tuple[Address | None, datetime | None]:
    moment = moment_in(text)
    return _writer(text, moment), moment.at if moment else None


def parted(text: str, lines: list[Line]) -> list[Line]:
    """The lines, where "Yes. On … wrote:" shares one with an answer: that one as two."""
    for i, line in enumerate(lines):
        if line.bare[-1:] == ":" and deeper_follows(lines, i):
            shared = _shared(line.bare)
            if shared:
                at = line.start + text[line.start : line.end].replace("\u00a0", " ").find(line.bare)
                above = replace(line, end=at + shared.start(), bare=line.bare[: shared.start()])
                below = replace(line, start=at + shared.start(), bare=line.bare[shared.end() :])
                return [*lines[:i], above, below, *lines[i + 1 :]]
    return lines


def _shared(bare: str) -> re.Match[str] | None:
    if _ON.match(bare) or not bare[0].isalnum():
        return None
    starts = list(_SHARED.finditer(bare))[-SHARED_STARTS:]
    return next((found for found in starts if _stands_alone(bare[found.end() :])), None)


def _stands_alone(text: str) -> bool:
    moment = moment_in(text)
    return moment is not None and moment.start <= BEFORE_DATE + 3 and _verb(text) is not None


def _wrote(lines: Sequence[Line], last: int) -> tuple[int, Attribution] | None:
    """The attribution that ends at a line."""
    apart = deeper_follows(lines, last)
    if not (apart or _is_telling(lines, last)):
        return None
    spoken = _spoken(tuple(_wrapped(lines, last)), apart=apart)
    if spoken is None:
        return None
    wraps, writer, date = spoken
    return last - wraps, Attribution(last, writer, date, apart=apart)


@lru_cache(maxsize=4096)  # each mail that quotes it quotes its attribution with it
def _spoken(texts: tuple[str, ...], *, apart: bool) -> tuple[int, Address | None, datetime | None] | None:
    """Which of the texts is an attribution, by its wraps, and what it tells."""
    wraps = _wraps(texts, apart=apart)
    return None if wraps is None else (wraps, *_told(texts[wraps]))


def _wraps(texts: tuple[str, ...], *, apart: bool) -> int | None:
    """Which of the texts is an attribution: as many lines as its date, or else its name, is wrapped over."""
    best: int | None = None
    for wraps, text in enumerate(texts):
        if not (apart or "@" in text or _verb(text)):  # without a quote below it takes one of these
            continue
        moment = moment_in(text)
        dated = _is_dated(text, moment, apart=apart)
        if dated and moment and not text.startswith("<"):
            return wraps
        named = wraps <= 1 and _is_named(text, moment, apart=apart)
        if (best is None or texts[best].startswith("<")) and (dated or named):
            best = wraps
    return best


def _is_telling(lines: Sequence[Line], last: int) -> bool:
    """Whether an attribution without a quote below can end at a line: none lacks both figure and address."""
    if lines[last].bare[-1] == ">":
        return False
    return any(_TELLING.search(line.bare) for line in lines[max(0, last + 1 - WRAPPED) : last + 1])


def _wrapped(lines: Sequence[Line], last: int) -> Iterator[str]:
    """What may be an attribution that ends at a line: the line, then two lines, and so on."""
    text = ""
    for i in range(last, max(-1, last - WRAPPED), -1):
        line = lines[i]
        if line.depth != lines[last].depth or not (line.bare or text.startswith("<")):
            return
        text = f"{line.bare} {text}".strip("-— ")
        if len(text) > LONGEST:
            return
        yield text


def _is_dated(text: str, moment: Moment | None, *, apart: bool) -> bool:
    """ "On DATE, NAME wrote:", "Am DATE schrieb NAME:", or "DATE NAME <address>:"."""
    if moment is None and not any(map(str.isdigit, text)):
        return False
    begins = _ON.match(text) is not None or (moment is not None and moment.start <= BEFORE_DATE)
    if (begins and moment and _ENDS_WITH_ADDRESS.search(text)) or _is_stamped(text, moment, apart=apart):
        return True
    known = apart or moment is not None or _ADDRESS.search(text) is not None
    return begins and known and _verb(text) is not None


def _is_stamped(text: str, moment: Moment | None, *, apart: bool) -> bool:
    """A day with a clock, and whose: so mail programs write in languages that nobody has listed."""
    if text[-1] not in ":：" or not _CLOCK.search(text):
        return False
    if _BRACKETED.search(text):
        return moment is not None or _YEAR.search(text) is not None
    return apart and moment is not None and moment.start <= BEFORE_DATE


def _is_named(text: str, moment: Moment | None, *, apart: bool) -> bool:
    """ "NAME <address> wrote:", "NAME wrote:" above a quote, "NAME wrote on DATE:", "Quoting NAME:"."""
    if len(text) > LONGEST_NAMED:
        return False
    addressed = _ADDRESS.search(text) is not None
    if (apart or addressed) and _QUOTING.match(text):
        return True
    verb = _verb(text) if apart or addressed or moment else None
    if verb is None or not (apart or addressed or (moment and moment.start >= verb.end())):
        return False
    names = len(_ADDRESS.sub("", _without(text[: verb.start()], moment)).split())
    return names <= _WORDS_IN_A_NAME and (addressed or names > 0)


def _without(text: str, moment: Moment | None) -> str:
    return text[: moment.start] + text[moment.end :] if moment else text


@lru_cache(maxsize=256)  # asked several times of an attribution
def _verb(text: str) -> re.Match[str] | None:
    """The verb of writing, where nothing but a name or a date comes after it."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter like "İ", which is two in lower case: places would not be the same
        lower = text
    for verb in reversed(list(_VERB.finditer(lower))):
        after = text[verb.end() :].strip(" :：")
        if not after or (text[-1] in ":：" and (len(after.split()) <= _WORDS_IN_A_NAME or "@" in after)):
            return verb
    return None


def _writer(text: str, moment: Moment | None) -> Address | None:
    """The name and address an attribution tells."""
    address = _ADDRESS.search(text)
    name = _name_in(text[: address.start()] if address else text, _verb(text), moment)
    email = email_of(address[0]) if address else ""
    return Address(email, name) if email or name else None


def _name_in(text: str, verb: re.Match[str] | None, moment: Moment | None) -> str:
    """The last piece that says anything before an address, or of all, once date and verb are cut out."""
    for start, end in sorted(_places(verb, moment), reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    pieces = (_without_words(piece) for piece in reversed(text.split("\n")))
    return display_name(next(filter(None, pieces), ""))


def _places(verb: re.Match[str] | None, moment: Moment | None) -> list[tuple[int, int]]:
    return ([verb.span()] if verb else []) + ([(moment.start, moment.end)] if moment else [])


def _without_words(piece: str) -> str:
    """A piece without figures and the words that stand between date and name."""
    name = _THROUGH_FIGURES.sub("", piece.partition("<")[0].partition("[")[0].partition("(")[0])
    return _ON.sub("", _LEFT_OVER.sub("", name), count=1).strip(_AROUND_NAMES)
