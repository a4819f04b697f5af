"""Review -> the page: one file that needs no other, for people who would rather look than read."""

from __future__ import annotations

from dataclasses import dataclass

from rules.due import in_words, local_day
from rules.model import Owner, Review, Turn
from worker.digest.clean import cleaned
from worker.digest.coverage import coverage_lines
from worker.digest.render import render
from worker.digest.words import count
from worker.ports import Coverage
from worker.report.figures import funnel_by_me, funnel_for_me, times
from worker.report.introductions import BY_ME, FOR_ME, Stage, by_me, for_me, names, told, was_made
from worker.report.tables import Table, ask_load, introductions, ledger, paths
from worker.report.tree import PEOPLE, Drawing, draw


@dataclass(frozen=True, slots=True)
class Drawn:
    """Introductions as a drawing, and the same as a table."""

    tree: Drawing
    table: Table


def report(review: Review, *, owner: Owner, coverage: Coverage) -> str:
    """The page as HTML. Everything that comes from mail passes `cleaned`; nothing on it is a link away."""
    review, coverage = cleaned(review), cleaned(coverage)
    calendar, today = owner.calendar, local_day(review.now, owner.calendar)
    known = names(review.people, owner)
    doors, mine = for_me(review.cases, known, calendar), by_me(review.cases, known, calendar)
    return render(
        "report.html",
        of="worker.report",
        name=owner.name,
        day=f"{in_words(today)} {today.year}",
        lead=_lead(review),
        stages=tuple(Stage),
        doors=Drawn(draw(doors, chained=True), introductions(doors, today)),
        mine=Drawn(draw(mine, chained=False), introductions(mine, today)),
        people=PEOPLE,
        funnels=(("For you", funnel_for_me(review.cases)), ("By you", funnel_by_me(review.cases))),
        times=times(review.cases, calendar),
        ledger=ledger(review.advice.people, today),
        ask_load=ask_load(review.advice.people, today),
        paths=tuple((one, paths(one)) for one in review.advice.paths),
        coverage=coverage_lines(coverage, review.now, calendar=calendar, today=today),
    )


def _lead(review: Review) -> str:
    made, own = (sum(map(was_made, told(review.cases, kinds))) for kinds in (FOR_ME, BY_ME))
    doors = count(made, "door", "doors")
    turns = [case.turn for case in review.cases]
    mine, theirs = turns.count(Turn.ME), turns.count(Turn.THEM)
    loops = count(mine + theirs, "loop is open", "loops are open")
    return f"{doors} opened for you, {own or 'none'} by you. {loops}, {mine} of them waiting for you."
