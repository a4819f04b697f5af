"""`introloop loops` and `introloop show`: what is open, and one case in full."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.scanning import tell_only_of_others
from worker.cli.wired import now_option, opened

if TYPE_CHECKING:
    from rules.model import Case, Review
    from worker.cli.terminal import Screen


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.option("--all", "everything", is_flag=True, help="Closed cases too.")
@now_option
def loops(as_json: bool, everything: bool, moment: datetime | None) -> None:
    """List the open loops, by whose turn it is.

    Example: introloop loops --all --now 2026-11-16
    """
    with opened() as (wired, store):
        said, coverage = wired.review(store, moment), store.coverage()
        if not (said.cases or as_json):
            tell_only_of_others(wired, store)
    if as_json:
        import json

        from worker.face import review_json

        click.echo(
            json.dumps(review_json(said, coverage, everything=everything), ensure_ascii=False, indent=1)
        )
        return
    from worker.cli.terminal import Screen

    if not coverage.folders:
        Screen().line(call().repeated("No mail was read yet: introloop scan reads it."), fold=False)
        return
    _list(Screen(), said, everything=everything)


def _list(screen: Screen, said: Review, *, everything: bool) -> None:
    from rules.model import Turn
    from worker.cli.wording import TURNS

    turns = [turn for turn in TURNS if everything or turn is not Turn.CLOSED]
    for turn in turns:
        cases = [case for case in said.cases if case.turn is turn]
        if cases:
            screen.heading(f"{TURNS[turn]} ({len(cases)})")
        for case in sorted(cases, key=_by_due):
            _brief(screen, case, said)
    if not any(case.turn in turns for case in said.cases):
        none = "No open loop. introloop loops --all shows the closed ones."
        screen.line(call().repeated(none), fold=False)
    else:
        screen.line()
        hint = "introloop show ID says more, introloop done ID closes."
        screen.line(call().repeated(hint), style="dim", fold=False)


def _by_due(case: Case) -> tuple[bool, str, str]:
    """The most pressing first; what has no date comes last."""
    days = [one.due.isoformat() for one in case.duties if one.due]
    return (not days, min(days, default=""), case.id)


def _brief(screen: Screen, case: Case, said: Review) -> None:
    from rules.model import What
    from rules.suggest.choose import question
    from worker.cli import wording

    known, today = wording.names(said), said.now.date()
    name = wording.short_ids(said)[case.id]
    screen.item(name, wording.title(case, known))
    indent = len(name) + 4
    for one in case.duties:
        if not (case.question and one.what is What.CONFIRM):  # the question asks just that
            screen.line(
                wording.duty(one, known, today=today), indent=indent, style="yellow" if one.overdue else ""
            )
    if case.question:
        screen.line(question(case, lambda who: wording.called(who, known)), indent=indent)
    if case.until or case.outcome:
        screen.line(wording.standing(case, today=today), indent=indent)
    if case.steps and case.steps[-1].evidence.sentence:
        screen.line(f"“{case.steps[-1].evidence.sentence}”", indent=indent, style="dim")


@click.command()
@click.argument("case_id", metavar="ID")
@now_option
def show(case_id: str, moment: datetime | None) -> None:
    """Show one case in full: what is owed, why, and the drafts.

    Example: introloop show 3f2a
    """
    from worker.cli.showing import show_case
    from worker.cli.terminal import Screen
    from worker.jobs.decide import find_case

    with opened() as (wired, store):
        said, decisions = wired.review(store, moment), store.decisions()
        case = find_case(said, case_id)
        gone = len(store.nowhere(case.messages))
    show_case(Screen(), case, review=said, decisions=decisions, gone=gone, where=call().where)
