"""The funnel, and how long loops took to close: numbers with the length of their bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median_high

from rules.model import Calendar, Case, Kind, Outcome
from worker.digest.month import closed_at, took
from worker.digest.words import count
from worker.report.introductions import BY_ME, FOR_ME, Stage, stage, told, was_made

_SPANS = ((0, 2), (3, 5), (6, 10), (11, 20), (21, None))  # business days


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a figure; `width` is in percent of its longest."""

    label: str
    number: int
    width: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Rows, and what they say in a sentence, "" where they speak for themselves."""

    bars: tuple[Bar, ...]
    sentence: str = ""


Test = Callable[[Case], bool]


def funnel_for_me(cases: Sequence[Case]) -> Figure:
    """From the ask to the report: introductions of others for the owner."""
    return _funnel(
        tuple(told(cases, FOR_ME)),
        ("asked for or promised", _asked_by_me),
        ("made", was_made),
    )


def funnel_by_me(cases: Sequence[Case]) -> Figure:
    """From the request to the news: introductions of the owner's."""
    return _funnel(
        tuple(told(cases, BY_ME)),
        ("asked of you", lambda case: any(step.kind is Kind.ASKED_OF_ME for step in case.steps)),
        ("made", was_made),
    )


def times(cases: Sequence[Case], calendar: Calendar) -> Figure:
    """How many business days loops took to close."""
    days = [took(case, calendar) for case in cases if closed_at(case)]
    rows = [(_span(low, high), sum(low <= n <= (high or n) for n in days)) for low, high in _SPANS]
    if not days:
        return Figure(())
    longest = count(max(days), "business day", "business days")
    if len(days) == 1:
        return Figure(_bars(rows), f"One loop has closed, after {longest}.")
    middle = median_high(days)
    said = f"{len(days)} loops have closed, half of them within {middle}, the longest after {longest}."
    return Figure(_bars(rows), said)


def _asked_by_me(case: Case) -> bool:
    return any(step.kind in (Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME) for step in case.steps)


def _funnel(cases: Sequence[Case], asked: tuple[str, Test], made: tuple[str, Test]) -> Figure:
    """An introduction may come unasked, so the sentence says how many of the asks were heard."""
    stages: tuple[tuple[str, Test], ...] = (
        asked,
        made,
        ("met, or in touch", lambda case: stage(case) is Stage.MET),
        ("closed", lambda case: case.outcome is Outcome.DONE),
    )
    rows = [(label, sum(map(test, cases))) for label, test in stages]
    heard = sum(asked[1](case) and made[1](case) for case in cases)
    sentence = f"Of {rows[0][1]} {asked[0]}, {heard} came to be made." if rows[0][1] else ""
    return Figure(_bars(rows) if cases else (), sentence)


def _bars(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    most = max(number for _, number in rows) or 1
    return tuple(Bar(label, number, 100 * number // most) for label, number in rows)


def _span(low: int, high: int | None) -> str:
    if high is None:
        return f"more than {low - 1}"
    return f"up to {high}" if low == 0 else f"{low} to {high}"
