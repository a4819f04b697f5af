"""Lines to commands. Strict: a line that begins like a command and goes on otherwise is told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.model import What
from worker.answers.days import day_in
from worker.answers.vocabulary import AND, Vocabulary, Word, fold, vocabulary, words_of

MOST = 20  # commands a mail (RELIABILITY.md)
LINES, LONGEST = 200, 400  # that are read of a letter, and characters of one
_DATED = frozenset({Word.MOVED, Word.SNOOZE})
NOTE = 300  # characters of a note
SHOWN = 60  # characters of a line that are told back

_NUMBER = re.compile(r"\d{1,2}")
_AND = frozenset({AND, "und", "y", "e", "et", "en"})


class Unclear(StrEnum):
    """Why a line is no command."""

    NO_NUMBER = "it names no item"
    NO_DAY = "it names no day that can be meant"
    MORE = "there is more in that line than is understood"
    NO_TEXT = "there is nothing to note"
    NOTHING = "it says nothing that is understood"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing said of one item; `item` is 0 for an undo of whatever was said last."""

    word: Word
    item: int
    day: date | None = None
    duty: str = ""
    text: str = ""

    @property
    def said(self) -> str:
        """The command as it is told back, without the text of a note."""
        item = "" if self.word is Word.UNDO and not self.item else str(self.item)
        return " ".join(filter(None, (self.word, item, self.duty, self.day.isoformat() if self.day else "")))


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A line that is no command, shortened, and why."""

    line: str
    why: Unclear
    word: Word | None = None
    item: int = 0


Said = Command | Misunderstood


def commands_in(text: str, *, said_on: date) -> tuple[Said, ...]:
    """What the lines say, in their order; without one command all of them are misunderstood as one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:LINES]
    said = tuple(one for line in lines for one in _line(line[:LONGEST], said_on))
    if said or not lines:
        return said
    return (Misunderstood(_shown(lines[0]), Unclear.NOTHING),)


def _line(line: str, said_on: date) -> Iterator[Said]:
    """The commands of a line: several where it names several items; none where it is only prose."""
    words, known = words_of(line), vocabulary()
    found = _found(words, known)
    if found is None:
        if _is_like_one(line):
            yield Misunderstood(_shown(line), Unclear.NOTHING)
        return
    word, language, numbers, rest = found
    if not numbers and word is not Word.UNDO:
        if len(words) <= known.longest:  # longer, it is a sentence that happens to begin so
            yield Misunderstood(_shown(line), Unclear.NO_NUMBER)
        return
    behind = _behind(line, rest)
    yield from (_command(word, n, behind, line, said_on, language) for n in numbers or (0,))


Found = tuple[Word, str, tuple[int, ...], tuple[str, ...]]  # meaning, language, items, the words behind


def _found(words: tuple[str, ...], known: Vocabulary) -> Found | None:
    """A phrase and its numbers at the beginning of a line, in either order."""
    start = _past(words, 0, known)
    numbers, after = _numbers(words, start)
    phrase = _phrase(words, after, known)
    if phrase is None:
        return None
    (word, language), end = phrase
    if not numbers:
        numbers, after = _numbers(words, _past(words, end, known))
        end = after if numbers else end
    return word, language, numbers, words[end:]


def _is_like_one(line: str) -> bool:
    """Whether a line is one word and then items, as a command is ("don 3"): silence would pass for yes."""
    first, _, behind = line.partition(" ")
    words = words_of(behind)
    _, end = _numbers(words, start := _past(words, 0, vocabulary()))
    return first[0].isalpha() and start < end == len(words)


def _past(words: tuple[str, ...], start: int, known: Vocabulary) -> int:
    """The first word from `start` that says something; a phrase may itself begin with such a word."""
    while start < len(words) and words[start] in known.between and not _phrase(words, start, known):
        start += 1
    return start


def _phrase(words: tuple[str, ...], start: int, known: Vocabulary) -> tuple[tuple[Word, str], int] | None:
    for length in range(min(known.longest, len(words) - start), 0, -1):
        if meaning := known.phrases.get(words[start : start + length]):
            return meaning, start + length
    return None


def _numbers(words: tuple[str, ...], start: int) -> tuple[tuple[int, ...], int]:
    """The items named from there on ("2", "2, 3 and 4"), and where what stands behind them begins.

    A number that no "and" joins to the others is no item: "snooze 4 2 weeks".
    """
    found: list[int] = []
    end = start
    while end < len(words) and _NUMBER.fullmatch(words[end]):
        found.append(int(words[end]))
        end += 1
        if end + 1 < len(words) and words[end] in _AND and _NUMBER.fullmatch(words[end + 1]):
            end += 1
        else:
            break
    return tuple(dict.fromkeys(found)), end


def _behind(line: str, rest: tuple[str, ...]) -> str:
    """What stands behind the command in the line as it was typed."""
    pieces = line.split()
    for count in range(len(pieces) + 1):
        behind = " ".join(pieces[count:])
        if words_of(behind) == rest:
            return behind
    return fold(" ".join(rest))


def _command(word: Word, item: int, behind: str, line: str, said_on: date, language: str) -> Said:
    rest = tuple(w for w in words_of(behind) if w not in vocabulary().between)
    if word is Word.NOTE and rest:
        return Command(word, item, text=behind[:NOTE])
    if word in _DATED or (word is Word.MET and rest):
        day = day_in(behind, said_on=said_on, language=language, past=word is Word.MET)
        if day:
            return Command(word, item, day=day)
        return Misunderstood(_shown(line), Unclear.NO_DAY, word, item)
    if word is Word.DONE and len(rest) == 1 and rest[0] in frozenset(What):
        return Command(word, item, duty=rest[0])
    if rest or word is Word.NOTE:
        return Misunderstood(_shown(line), Unclear.MORE if rest else Unclear.NO_TEXT, word, item)
    return Command(word, item)


def _shown(line: str) -> str:
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
