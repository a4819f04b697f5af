"""The advice of a review as rows: help both ways, whom to ask, and the paths into companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.due import in_words
from rules.model import Answer, Help, Path, Paths, Rapport
from worker.digest.words import count
from worker.report.introductions import Introduction

_ROWS, _INTRODUCTIONS = 60, 500  # of a table, before "and 12 more"
_ASK = {Answer.YES: "yes", Answer.UNKNOWN: "something else first", Answer.NO: "not\u00a0now"}
_FIRST = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A cell that holds a person: a name with the address below it, or what is known of them."""

    name: str
    address: str


Row = tuple[Somebody | tuple[str, ...], ...]
"""Cells, each a person or lines of text."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows; `more` is how many had no room."""

    rows: tuple[Row, ...]
    more: int = 0


def introductions(found: Sequence[Introduction], today: date) -> Table:
    """Who was introduced to whom, the newest first."""
    return _cut([_introduction(one, today) for one in found], _INTRODUCTIONS)


def ledger(people: Sequence[Rapport], today: date) -> Table:
    """Help received and given, whoever was part of it last first. Facts: nothing is counted up."""
    helped = [one for one in people if one.received or one.given]
    helped.sort(key=lambda one: (_last(one), one.name), reverse=True)
    return _cut([(_who(one), _helps(one.received, today), _helps(one.given, today)) for one in helped])


def ask_load(people: Sequence[Rapport], today: date) -> Table:
    """Whom the owner asked, and whom to leave in peace now, and why."""
    asked = [one for one in people if one.load.asked or one.load.reasons]
    asked.sort(key=lambda one: (_FIRST[one.load.answer], one.name))
    return _cut([_load(one, today) for one in asked])


def paths(one: Paths) -> Table:
    """Who may open a company, the best way first."""
    return _cut([_path(path) for path in one.found])


def _introduction(one: Introduction, today: date) -> Row:
    first, second = (Somebody(who.name, who.address) for who in (one.first, one.second))
    return (in_words(one.day, beside=today),), first, second, (one.stage.value,)


def _load(one: Rapport, today: date) -> Row:
    free = in_words(one.load.free, beside=today) if one.load.free else ""
    why = tuple(reason.text for reason in one.load.reasons)
    asked = count(one.load.asked, "ask", "asks") if one.load.asked else "none"
    return _who(one), (_ASK[one.load.answer],), why, (free,), (asked,)


def _path(path: Path) -> Row:
    ways = tuple(way.text for way in path.ways)
    return _who(path.who), (_ASK[path.answer],), ways, (path.advice,), (f"{path.who.elements} of 6",)


def _who(one: Rapport) -> Somebody:
    return Somebody(one.name, one.address)


def _helps(helps: Sequence[Help], today: date) -> tuple[str, ...]:
    return tuple(f"{in_words(help_.day, beside=today)}: {help_.text}" for help_ in reversed(helps))


def _last(one: Rapport) -> date:
    return max(help_.day for help_ in (*one.received, *one.given))


def _cut(rows: Sequence[Row], most: int = _ROWS) -> Table:
    return Table(tuple(rows[:most]), max(len(rows) - most, 0))
