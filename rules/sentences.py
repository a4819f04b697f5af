"""Text to sentences: paragraphs are joined over hard line breaks, and divided where a sentence ends.

Everything is bounded: no step looks at a character more than a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rules.tables import table
from rules.who import names

MOST_CHARACTERS = 16_000  # of one text; what decides stands near its beginning
MOST_WORDS = 120  # of one sentence; a longer one is read in pieces
MOST_SENTENCES = 400

_NEAR = 6  # words
_TURNING = frozenset(",:-.!–—")
_ELIDED = r"(?:d|l|n|qu|lorsqu|puisqu|all|dall|dell|nell|sull)['’](?=[A-ZÀ-Þ])"  # "d'Amélie": no part of it
_WORD = r"[^\W_]+(?:['’‘´`.&-][^\W_]+)*"
_MARK = r"[?!,:;()\"“”„«»-]"
_PLAIN = re.compile(f"{_WORD}|{_MARK}")
_ELIDING = re.compile(f"{_ELIDED}|{_WORD}|{_MARK}")
_RICH = re.compile(
    r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"  # an address
    r"|https?://[^\s<>\"]{1,200}"
    r"|\+?\d[\d().\-/ ]{5,18}\d"  # a telephone number
    rf"|{_ELIDED}|{_WORD}|{_MARK}"
)
_NEEDS_MORE = re.compile(r"[@\d:'’]")  # than the plain expression; what most sentences have none of
_NEEDS_RICH = re.compile(r"[@\d]|://")
_NEEDS_ELIDING = re.compile(r"['’][A-ZÀ-Þ]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t])")
_AFTER_A_MARK = r"[.!?…][\"'”’)»]?\s+(?=[\"'“‘«(¿¡]?\S)"
_END = re.compile(_AFTER_A_MARK)
_END_OR_DASH = re.compile(rf"{_AFTER_A_MARK}|(?<=\S) [-–—]{{1,2}} (?=[A-ZÀ-Þ¿])")
_DASHES = (" -", " –", " —")
_NO_ENDS = table("""
    mr. mrs. ms. dr. prof. st. sr. sra. jr. ing. dipl. hr. fr. mme. mlle. dott. sig. lic. dra.
    e.g. i.e. z.b. bzw. ca. vs. approx. tel. ext. inc. ltd. co.
    a. b. c. d. e. f. g. h. i. j. k. l. m. n. o. p. q. r. s. t. u. v. w. x. y. z. i̇.
    """)  # the last as "İ." is written small
_LONGEST_NO_END = 8  # characters, and the blank before it
_NUMBER = 3  # characters of an item's or a day's: "12."
_MONTHS = table("""
    januar jänner februar feber märz maerz april mai juni juli august september oktober november dezember
    jan feb mär mrz apr jun jul aug sep sept okt nov dez
    """)
_LONGEST_MONTH = 12  # characters, and a mark behind it
_BEFORE_A_FIGURE = table("no. nr.")  # else it is a plain "no"

_REMEMBERED = 4096  # sentences: a greeting, a sign-off, or what the mail before said and this one quotes
_SAID_AGAIN = 600  # characters beyond which nothing is; a text that never ends a sentence would fill memory

fold = lru_cache(maxsize=32768)(names.fold)


@dataclass(frozen=True, slots=True, eq=False)  # known by itself: what is found in one is remembered so
class Sentence:
    """One sentence: its text, and its words as written and folded."""

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    marked: tuple[int, ...] = ()  # places of words that are not plain lower-case letters: names, figures …

    @property
    def asks(self) -> bool:
        """Whether it ends, or halts, with a question mark."""
        return "?" in self.words


def words(text: str) -> list[str]:
    """The words, addresses, numbers and marks of a text, in order."""
    if not _NEEDS_MORE.search(text):
        return _PLAIN.findall(text)
    if _NEEDS_RICH.search(text):
        return _RICH.findall(text)
    return (_ELIDING if _NEEDS_ELIDING.search(text) else _PLAIN).findall(text)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; a greeting line and a list item are sentences of their own."""
    found: list[Sentence] = []
    for paragraph in _PARAGRAPH.split(text[:MOST_CHARACTERS]):
        for sentence in _divide(paragraph):
            found += _remembered(sentence) if len(sentence) <= _SAID_AGAIN else _read(sentence)
            if len(found) >= MOST_SENTENCES:
                return tuple(found[:MOST_SENTENCES])
    return tuple(found)


def turns_to(sentence: Sentence) -> list[str]:
    """Folded words that may be whom a sentence turns to: near its beginning, before a mark, or alone."""
    folded, following = sentence.folded, sentence.words[1 : _NEAR + 1]
    if len(folded) == 1:
        return [folded[0]]
    if _TURNING.isdisjoint(following):
        return []
    near = zip(folded, following, strict=False)
    return [word for word, mark in near if mark in _TURNING and word[0].isalpha()]


def _read(text: str) -> tuple[Sentence, ...]:
    """A sentence; or, of one without end, its pieces."""
    written = words(text)
    if len(written) <= MOST_WORDS:
        return (_sentence(text, written),)
    pieces = (written[start : start + MOST_WORDS] for start in range(0, len(written), MOST_WORDS))
    return tuple(_sentence(" ".join(piece), piece) for piece in pieces)


_remembered = lru_cache(_REMEMBERED)(_read)


def _sentence(text: str, written: list[str]) -> Sentence:
    folded = tuple([w.lower() for w in written] if text.isascii() else [fold(w) for w in written])
    marked = tuple([at for at, w in enumerate(written) if not (w.islower() and w.isalpha())])
    return Sentence(text, tuple(written), folded, marked)


def _divide(paragraph: str) -> list[str]:
    found: list[str] = []
    for block in _blocks(paragraph):
        start = 0
        for end in (_END_OR_DASH if any(map(block.__contains__, _DASHES)) else _END).finditer(block):
            piece = block[start : end.start() + 1].rstrip()  # with the mark, without the blank before a dash
            if piece[-1] != "." or not _abbreviates(piece, block[end.end() : end.end() + _LONGEST_MONTH]):
                found.append(piece)
                start = end.end()
        found.append(block[start:])
    return found


def _abbreviates(piece: str, following: str) -> bool:
    """Whether a point belongs to what stands before it: "Mr. Hale", "No. 7", "14. März", an item's number."""
    *before, last = piece[-_LONGEST_NO_END:].lower().split()
    if len(last) <= _NUMBER and last[:-1].isdecimal():
        return len(piece) <= _NUMBER or before[-1:] == ["im"] or _counts_on(following)  # "im 8. Stock"
    return last in _NO_ENDS or (last in _BEFORE_A_FIGURE and following[0].isdigit())


def _counts_on(following: str) -> bool:
    """Whether a number with a point is an ordinal, as German writes it: by its month, or by what goes on."""
    return following[0].islower() or following.split()[0].strip(",.;:?!)").lower() in _MONTHS


def _blocks(paragraph: str) -> Iterator[str]:
    """Lines joined to running text; a short one that ends with a comma or colon (a greeting) stands alone."""
    held: list[str] = []
    for line in paragraph.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        held.append(stripped)
        if (len(held) == 1 and len(stripped) < 40 and stripped[-1] in ",:!") or _breaks(stripped):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _breaks(line: str) -> bool:
    """A line that ends a sentence well before the margin was broken by hand."""
    return len(line) < 50 and line[-1] in ".!?"
