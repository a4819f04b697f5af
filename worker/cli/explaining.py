"""`introloop explain`: which rule read what, and what was considered and refused."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from worker.cli.wired import now_option, opened

if TYPE_CHECKING:
    from rules.model import Case, Reading
    from worker.cli.terminal import Screen


@click.command()
@click.argument("wanted", metavar="ID|MESSAGE-ID")
@now_option
def explain(wanted: str, moment: datetime | None) -> None:
    """Say which rule read what, in a case or in one message.

    Every signal is shown with its sentence, its rule and how sure it is, the refused ones too.

    \b
    Example: introloop explain 3f2a
    Example: introloop explain "<1234@mail.example.com>"
    """
    from worker.cli.terminal import Screen
    from worker.jobs.explain import explain as explained

    with opened() as (wired, store):
        said = explained(wanted, review=wired.review(store, moment), readings=store.readings())
    screen = Screen()
    for case in said.cases:
        _case(screen, case)
    for reading in said.readings:
        _reading(screen, reading)
    if not said.cases:
        screen.line("No case holds this message.")
    screen.line("If this is wrong: introloop not-intro ID, done ID, met ID; introloop undo takes it back.")


def _case(screen: Screen, case: Case) -> None:
    screen.heading(f"Case {case.id[:12]}: {case.kind}, {case.state}")
    for step in case.steps:
        screen.line(f"{step.at:%Y-%m-%d}  {step.state}  by {step.evidence.rule}", indent=2)
        screen.line(f"“{step.evidence.sentence}”", indent=4, style="dim")
    for one in case.duties:
        screen.line(f"{one.owner} owes {one.what} to {one.to}  by {one.evidence.rule}", indent=2)
        screen.line(one.why, indent=4, style="dim")


def _reading(screen: Screen, reading: Reading) -> None:
    from rules.reading.signals import STRONG

    header = reading.header
    screen.heading(f"{header.date:%Y-%m-%d %H:%M}  {header.subject}")
    screen.line(f"from {header.sender.name} <{header.sender.email}>   {header.message_id}", indent=2)
    if header.marks:
        screen.line(f"marks of the header: {', '.join(sorted(header.marks))}", indent=2)
    for signal in reading.signals:
        verdict = "read as" if signal.confidence >= STRONG else "not sure enough:"
        quoted = " (quoted words)" if signal.writer else ""
        form = f", {signal.form}" if signal.form else ""
        screen.line(
            f"{verdict} {signal.act}{form}  {signal.confidence:.2f}  by {signal.rule}{quoted}", indent=2
        )
        screen.line(f"“{signal.sentence}”", indent=4, style="dim")
    if not reading.signals:
        screen.line("no signal: nothing in it speaks of an introduction, an ask or a favour", indent=2)
