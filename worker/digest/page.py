"""Review -> Page: everything both templates print, already in words and in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rules.due import in_words as day_in_words
from rules.due import local_day
from rules.model import ME, Case, Outcome, Review, Suggestion, Turn
from worker.digest.beside import in_words, remarks_elsewhere
from worker.digest.coverage import coverage_lines, is_partial
from worker.digest.month import Month, closed_at, month
from worker.digest.values import Issue
from worker.ports import URGENT, Coverage

_LISTED = 6  # lines of a list, before "and 3 more"
_REMARKS = 2
_OUTCOMES = {
    Outcome.DONE: "done",
    Outcome.DECLINED: "declined",
    Outcome.LAPSED: "let go",
    Outcome.UNDELIVERED: "not delivered",
}


@dataclass(frozen=True, slots=True)
class Names:
    """How people are shown: with their addresses, always."""

    by_address: Mapping[str, str]
    owner: frozenset[str]

    def show(self, reference: str | None) -> str:
        """ "Ines Carvalho <ines@example.org>"; a bare name or address where that is all we know."""
        name = self.by_address.get(reference or "", "")
        return f"{name} <{reference}>" if name else reference or ""

    def is_other(self, reference: str | None) -> bool:
        return bool(reference) and reference != ME and reference not in self.owner


@dataclass(frozen=True, slots=True)
class Background:
    """What needs nothing from the owner: quiet, closed, the month, what was read."""

    worth_knowing: tuple[str, ...]
    quiet: tuple[str, ...]
    closed: tuple[str, ...]
    closed_when: str  # "since the last letter"
    month: Month | None
    coverage: tuple[str, ...]


def names_of(review: Review, issue: Issue) -> Names:
    """The names of everybody in the review, by address."""
    known = {address: person.name for person in review.people for address in person.addresses if person.name}
    return Names(known, issue.owner.addresses)


def background(
    review: Review, issue: Issue, *, shown: Sequence[Suggestion], names: Names, coverage: Coverage
) -> Background:
    """The lower half of an issue that shows these items; the urgent mail has only what was read of it."""
    calendar = issue.owner.calendar
    read = coverage_lines(coverage, issue.now, calendar=calendar, today=issue.today, where=issue.where)
    if issue.kind == URGENT:
        return Background((), (), (), "", None, read if is_partial(coverage, issue.now) else ())
    return Background(
        worth_knowing=_worth_knowing(review, shown, names),
        quiet=_quiet(review.cases, issue, names),
        closed=_closed(review.cases, issue, names),
        closed_when="since the last letter" if issue.since else "in the last week",
        month=month(review.cases, issue.today, calendar),
        coverage=read,
    )


def _worth_knowing(review: Review, shown: Sequence[Suggestion], names: Names) -> tuple[str, ...]:
    cases = {case.id: case for case in review.cases}
    remarks = (r for r in remarks_elsewhere(shown, review) if r.case_id in cases)
    return _listed([f"{_about(cases[r.case_id], names)}: {in_words(r)}" for r in remarks], most=_REMARKS)


def _quiet(cases: Sequence[Case], issue: Issue, names: Names) -> tuple[str, ...]:
    waiting = [
        (case.until, case)
        for case in cases
        if case.turn is Turn.NOBODY and case.until and case.until > issue.today
    ]
    waiting.sort(key=lambda pair: (pair[0], pair[1].id))
    return _listed(
        [f"{_about(case, names)}, until {day_in_words(until, beside=issue.today)}" for until, case in waiting]
    )


def _closed(cases: Sequence[Case], issue: Issue, names: Names) -> tuple[str, ...]:
    since = issue.since or issue.now - timedelta(weeks=1)
    closed = [(at, case) for case in cases if (at := closed_at(case)) and since < at <= issue.now]
    closed.sort(key=lambda pair: (pair[0], pair[1].id))
    calendar = issue.owner.calendar
    called = _told_apart([case for _, case in closed], names)
    lines = [
        f"{who}, {_OUTCOMES.get(case.outcome or Outcome.DONE, 'done')}"
        f" on {day_in_words(local_day(at, calendar), beside=issue.today)}"
        for who, (at, case) in zip(called, closed, strict=True)
    ]
    return _listed(list(dict.fromkeys(lines)))


def _about(case: Case, names: Names) -> str:
    """Whom a case is about: the first of its people who is not the owner."""
    return next(iter(_others(case, names)), case.organisation or case.id)


def _others(case: Case, names: Names) -> tuple[str, ...]:
    roles = (*case.targets, case.requester, case.introducer, case.helper, case.awaiting)
    return tuple(dict.fromkeys(names.show(who) for who in roles if names.is_other(who)))


def _told_apart(cases: Sequence[Case], names: Names) -> list[str]:
    """Whom each case is about; where two are about the same person, with everybody else of it too."""
    called = [_about(case, names) for case in cases]
    return [
        " and ".join(_others(case, names)) or who if called.count(who) > 1 else who
        for who, case in zip(called, cases, strict=True)
    ]


def _listed(lines: Sequence[str], *, most: int = _LISTED) -> tuple[str, ...]:
    more = len(lines) - most
    return (*lines[:most], f"and {more} more") if more > 0 else tuple(lines)
