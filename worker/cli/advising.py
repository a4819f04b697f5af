"""Advice on a terminal: `introloop paths`, and what `show` and `people show` say beside the facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from rules.advice import GOOD_FOR
from rules.model import (
    Answer,
    Case,
    ContactType,
    Element,
    Evidence,
    Finding,
    Help,
    Path,
    Paths,
    Person,
    Rapport,
    Remark,
    Review,
)
from worker.cli.call import call
from worker.cli.endorsing import ELEMENTS, without_one
from worker.cli.wired import now_option, opened

if TYPE_CHECKING:
    from worker.cli.terminal import Screen

_GROUPS = {Answer.YES: "Ask now", Answer.UNKNOWN: "First something else", Answer.NO: "Not now"}


# ── introloop paths ─────────────────────────────────────────────────────────────────────────


@click.command()
@click.argument("company", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@now_option
def paths(company: str, as_json: bool, moment: datetime | None) -> None:
    """Show who can open a company for you, and whom not to ask now.

    Without COMPANY: every one of your targets, as [owner] in the configuration names them. A domain
    works too.

    Example: introloop paths "Delta Works"
    """
    from worker.cli.terminal import Screen
    from worker.face import paths_json
    from worker.jobs.paths import aimed_at

    with opened() as (wired, store):
        aimed = replace(wired, owner=aimed_at(wired.owner, company))
        said = aimed.review(store, moment)
    if as_json:
        click.echo(json.dumps(paths_json(said), ensure_ascii=False, indent=1))
        return
    screen = Screen()
    for one in said.advice.paths:
        _paths(screen, one)


def _paths(screen: Screen, one: Paths) -> None:
    screen.heading(one.company)
    if one.applied:
        screen.line(f"Worth knowing: {one.applied.text}", indent=2)
        _shown_by(screen, one.applied.evidence, indent=4)
    if not one.found:
        _nobody(screen, one.company)
    for answer, title in _GROUPS.items():
        group = [path for path in one.found if path.answer is answer]
        if group:
            screen.line()
            screen.line(title, indent=2, style="bold")
        for path in group:
            _path(screen, path)
            if not path.who.address:
                screen.line(without_one(path.who.name, one.company), indent=6, style="dim", fold=False)
    if any(path.answer is Answer.UNKNOWN and path.who.address for path in one.found):
        screen.line()
        _hint(screen, "introloop people set ADDRESS --likes yes says what is not known.", style="dim")


def _hint(screen: Screen, text: str, *, indent: int = 0, style: str = "") -> None:
    """A command to copy: of the same data as this line, and in one piece."""
    screen.line(call().repeated(text), indent=indent, style=style, fold=False)


def _nobody(screen: Screen, company: str) -> None:
    screen.line("Nobody in your mail or your address books leads there yet. What can be done:", indent=2)
    for way in (
        "introloop people import Connections.csv takes in your address books: somebody may work there.",
        "Ask a friend, or somebody you know socially, whom they know there. "
        f'introloop people set ADDRESS --inside "{company}" keeps what they say.',
        "Write to somebody there yourself, and ask for a conversation, not for a job.",
    ):
        _hint(screen, f"- {way}", indent=4)


def _path(screen: Screen, path: Path) -> None:
    who = path.who
    screen.line()
    name = who.name or who.address or who.person
    last = f"; last mail on {path.last:%Y-%m-%d}" if path.last else ""
    screen.line(f"{name} <{who.address}>" if who.address and who.name else name, indent=4, style="bold")
    screen.line("; ".join(way.text for way in path.ways) + last, indent=6)
    screen.line(_summary(who.readiness), indent=6)
    screen.line(path.advice, indent=6)


def _summary(readiness: Sequence[Finding]) -> str:
    """ "3/6: met, likes, setting; not work; not known: inside, willing"."""
    by = {answer: [f.element for f in readiness if f.answer is answer] for answer in Answer}
    parts = [f"{len(by[Answer.YES])}/{len(readiness)}"]
    for answer, words in ((Answer.YES, "yes"), (Answer.NO, "no"), (Answer.UNKNOWN, "not known")):
        parts += [f"{words}: {', '.join(by[answer])}"] if by[answer] else []
    return "; ".join(parts)


# ── Beside a person ─────────────────────────────────────────────────────────────────────────


def show_rapport(screen: Screen, review: Review, person: Person) -> None:
    """What somebody is to the owner, their readiness, whether to ask them, and help both ways."""
    who = next((one for one in review.advice.people if one.person == person.id), None)
    if who is None:
        _unknown_type(screen, person.addresses[0] if person.addresses else "")
        return
    _contact_type(screen, who)
    screen.line()
    screen.line(f"Ready to speak for you: {who.elements}/{len(who.readiness)}", indent=2, style="bold")
    for finding in who.readiness:
        why = "" if finding.answer is Answer.UNKNOWN else f" ({finding.why})"
        screen.line(f"They {ELEMENTS[finding.element]}: {finding.answer}{why}", indent=4)
        if finding.evidence != who.type_shown_by.evidence:  # that stands above
            _shown_by(screen, finding.evidence, indent=6)
    _load(screen, who)
    _help(screen, "They helped you", who.received)
    _help(screen, "You helped them", who.given)
    unknown = next((one.element for one in who.readiness if one.answer is Answer.UNKNOWN), None)
    if who.address and unknown:
        screen.line()
        said = 'inside "COMPANY"' if unknown is Element.INSIDE else f"{unknown} yes"
        _hint(screen, f"introloop people set {who.address} --{said} says what is not known.", style="dim")


def _contact_type(screen: Screen, who: Rapport) -> None:
    if who.contact_type is None:
        _unknown_type(screen, who.address)
        return
    screen.line()
    screen.line(f"Contact type: {who.type_shown_by.text}", indent=2, style="bold")
    _shown_by(screen, who.type_shown_by.evidence, indent=4)
    screen.line(f"Good for: {GOOD_FOR[who.contact_type]}", indent=4)


def _unknown_type(screen: Screen, address: str) -> None:
    screen.line()
    screen.line("Contact type not known", indent=2, style="bold")
    types = ", ".join(ContactType)
    _hint(screen, f"introloop people set {address or 'ADDRESS'} --type says it: {types}", indent=4)


def _load(screen: Screen, who: Rapport) -> None:
    screen.line()
    free = who.load.answer is Answer.YES
    screen.line("May be asked" if free else "Not to be asked now", indent=2, style="bold")
    show_remarks(screen, who.load.reasons, indent=4)


def _help(screen: Screen, title: str, helps: Iterable[Help]) -> None:
    for number, one in enumerate(helps):
        if number == 0:
            screen.line()
            screen.line(title, indent=2, style="bold")
        screen.line(f"{one.day:%Y-%m-%d}  {one.text}", indent=4)
        _shown_by(screen, one.evidence, indent=6)


# ── Beside a case ───────────────────────────────────────────────────────────────────────────


def show_advice(screen: Screen, case: Case, review: Review) -> None:
    """What is worth knowing of a case."""
    remarks = [remark for remark in review.advice.remarks if remark.case_id == case.id]
    if remarks:
        screen.heading("Worth knowing")
    show_remarks(screen, remarks, indent=2)


def show_remarks(screen: Screen, remarks: Iterable[Remark], *, indent: int) -> None:
    """Each with the sentence and the message that show it."""
    for remark in remarks:
        screen.line(remark.text, indent=indent)
        _shown_by(screen, remark.evidence, indent=indent + 2)


def _shown_by(screen: Screen, evidence: Evidence, *, indent: int) -> None:
    """What shows it, and what `introloop explain` takes; the owner's own word needs no showing."""
    for words in (f"“{evidence.sentence}”" if evidence.sentence else "", evidence.message_id):
        if words:
            screen.line(words, indent=indent, style="dim")
