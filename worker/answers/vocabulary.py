"""The words of words.toml, ready to be looked up."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

_JOINED = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")  # "not-intro", but no date
_APOSTROPHES = re.compile(r"['’`´]")
_LISTED = re.compile(r"(?<=\d)\s*[,&+]\s*(?=#?\d)")  # "2, 3"
_EDGES = ' \t.,;:!?…"“”„«»()[]{}<>*_•·-–—#|'
AND = "and"


class Word(StrEnum):
    """What a command does; the last four say what somebody is to the owner."""

    DONE = "done"
    MET = "met"
    MOVED = "moved"
    NO_MEETING = "no-meeting"
    SNOOZE = "snooze"
    NOT_INTRO = "not-intro"
    MUTE = "mute"
    NOTE = "note"
    UNDO = "undo"
    FRIEND = "friend"
    SOCIAL = "social"
    REFERENCE = "reference"
    OTHER = "other"


TYPES = frozenset({Word.FRIEND, Word.SOCIAL, Word.REFERENCE, Word.OTHER})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases as tuples of folded words, each with what it means and in which language, the longest first."""

    phrases: Mapping[tuple[str, ...], tuple[Word, str]]
    between: frozenset[str]
    units: Mapping[str, str]  # "weeks" -> "w"
    longest: int


def fold(text: str) -> str:
    """A text without case, accents, apostrophes, and the hyphens inside words."""
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return _JOINED.sub(" ", "".join(c for c in bare if not unicodedata.combining(c)))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a line, without the signs around them; between two numbers a comma is "and"."""
    pieces = _LISTED.sub(f" {AND} ", fold(text)).split()
    return tuple(word for piece in pieces if (word := piece.strip(_EDGES)))


@cache
def vocabulary() -> Vocabulary:
    """All languages in one: where two share a word, English and then the first of the file has it."""
    tables = tomllib.loads(files("worker.answers").joinpath("words.toml").read_text("utf-8"))
    phrases: dict[tuple[str, ...], tuple[Word, str]] = {}
    units: dict[str, str] = {}
    for language, table in tables.items():
        for word in Word:
            for phrase in table[word]:
                phrases.setdefault(words_of(phrase), (word, language))
        for unit, names in table["units"].items():
            for name in names.split():
                units.setdefault(name, unit)
    between = frozenset(word for table in tables.values() for word in table["between"])
    return Vocabulary(phrases, between, units, max(map(len, phrases)))
