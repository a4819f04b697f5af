"""`introloop explain`: which rule read what, what was refused, and what to type if it is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.wired import now_option, opened

if TYPE_CHECKING:
    from rules.model import Case, Reading, Refusal, Review, Signal
    from rules.packs import Packs
    from worker.cli.terminal import Screen


@click.command()
@click.argument("wanted", metavar="ID|MESSAGE-ID")
@now_option
def explain(wanted: str, moment: datetime | None) -> None:
    """Say which rule read what, in a case or in one message.

    Every signal is shown with its sentence, its rule and how sure it is; so are those that were refused, the
    cases that were considered and not opened, and what you can type if it is wrong.

    \b
    Example: introloop explain 3f2a
    Example: introloop explain "<1234@mail.example.com>"
    """
    from worker.cli.terminal import Screen
    from worker.jobs.explain import explain as explained

    with opened() as (wired, store):
        review, refused = wired.review(store, moment), wired.refused(store, moment)
        said = explained(wanted, review=review, readings=store.readings(), refused=refused)
    screen = Screen()
    for case in said.cases:
        _case(screen, case, review)
    for reading in said.readings:
        about = [one for one in said.refusals if one.message_id == reading.header.message_id]
        is_held = any(reading.header.message_id in case.messages for case in said.cases)
        _reading(screen, reading, about, wired.packs, is_held=is_held)
    if not said.cases:
        screen.line("No case holds this message.")
    _what_to_type(screen, said.cases, said.readings, review)


def _case(screen: Screen, case: Case, review: Review) -> None:
    from worker.cli import terms, wording

    known = wording.names(review)
    screen.heading(f"Case {wording.short_ids(review)[case.id]}: {wording.title(case, known)}")
    screen.line(wording.standing(case, today=review.now.date()), indent=2)
    for step in case.steps:
        screen.line(f"{step.at:%Y-%m-%d}  {terms.state(step.state)} ({step.state})", indent=2)
        screen.line(f"by {terms.rule(step.evidence.rule)} ({step.evidence.rule})", indent=4)
        screen.line(f"“{step.evidence.sentence}”", indent=4, style="dim") if step.evidence.sentence else None
    for one in case.duties:
        screen.line(wording.duty(one, known, today=review.now.date()), indent=2)
        screen.line(f"{one.why} By {terms.rule(one.evidence.rule)}.", indent=4, style="dim")


def _reading(
    screen: Screen, reading: Reading, refused: Sequence[Refusal], packs: Packs, *, is_held: bool
) -> None:
    """What one message says; one that a case holds (`is_held`) can have opened no other."""
    from worker.cli import terms

    header = reading.header
    screen.heading(f"{header.date:%Y-%m-%d %H:%M}  {header.subject}")
    screen.line(f"from {header.sender.name} <{header.sender.email}>   {header.message_id}", indent=2)
    if header.marks:
        screen.line(f"marks of the header: {', '.join(sorted(header.marks))}", indent=2)
    for signal in reading.signals:
        said, rule = _signal(signal, packs)
        screen.line(said, indent=2)
        screen.line(rule, indent=4)
        screen.line(f"“{signal.sentence}”", indent=4, style="dim") if signal.sentence else None
    for one in refused:
        act, no = terms.ACTS[one.signal.act], "no other" if is_held else "no"
        screen.line(f"opened {no} case, although it {act}: {terms.WHY[one.why]}", indent=2)
    if not reading.signals:
        screen.line("no signal: nothing in it speaks of an introduction, an ask or a favour", indent=2)


def _signal(signal: Signal, packs: Packs) -> tuple[str, str]:
    """What a signal says and how surely, and what made it say so."""
    from rules.reading.signals import STRONG
    from worker.cli import terms
    from worker.jobs.explain import spoke

    read = "read: it" if signal.confidence >= STRONG else "refused: perhaps it"
    whose = f", in quoted words of {signal.writer.email}" if signal.writer else ""
    form = f" ({signal.form.replace('_', ' ')})" if signal.form else ""
    words = ", ".join(f"“{word}”" for word in spoke(signal, packs))
    return (
        f"{read} {terms.ACTS[signal.act]}{form}{whose}  ·  {terms.sureness(signal)}",
        f"by {terms.rule(signal.rule)} ({signal.rule})" + (f": most by {words}" if words else ""),
    )


def _what_to_type(screen: Screen, cases: Sequence[Case], readings: Sequence[Reading], review: Review) -> None:
    from worker.cli.wording import short_ids

    ids = short_ids(review)
    by_list = any(reading.header.list_id for reading in readings)
    screen.heading("If this is wrong")
    rows = [row for case in cases for row in _about(case, ids[case.id], by_list=by_list)]
    said = call().repeated
    typed = [(said(f"introloop {line}"), said(why)) for line, why in (*rows, *_ALWAYS)]
    screen.table(("you type", "and say"), typed)
    screen.line()
    screen.line(
        "Phrases: a pack of your own adds one that is not known, or takes one away with weight = 0. "
        "[packs] directory in config.toml says where it lies."
    )


def _about(case: Case, name: str, *, by_list: bool) -> Iterator[tuple[str, str]]:
    from rules.model import Kind

    yield f"not-intro {name}", "it is no introduction, ask or favour"
    yield f"not-intro {name} --sender", "… and nothing its sender writes from now on is one"
    if by_list:
        yield f"not-intro {name} --list", "… and nothing that comes by its list is one"
    yield f"done {name}", "it is closed"
    if case.kind is Kind.MADE_FOR_ME:
        yield f"met {name}", "you met"


_ALWAYS = (
    ("people merge A B", "A and B are one person"),
    ("people split PERSON ADDRESS", "that address is somebody else's"),
    ("undo ID", "something you said before is wrong; introloop decisions lists it"),
)
