"""The owner's word about a case: done, met, moved, no-meeting, snooze, not-intro, mute, note; and undo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.wired import opened

if TYPE_CHECKING:
    from rules.model import Case, Decision, Duty, Review

_CASE = click.argument("case_id", metavar="ID")
_OF_A_MEETING = ("met", "moved", "no-meeting")


@click.command()
@_CASE
@click.argument("duty", required=False, default="")
def done(case_id: str, duty: str) -> None:
    """Close a case, or one duty of it.

    A duty goes by its name: reply, thank, report, answer, introduce, promise, schedule …

    Example: introloop done 3f2a report
    """
    _decide(case_id, "done", what=_known_duty(duty))


@click.command()
@_CASE
@click.option("--day", metavar="DATE", default="", help="The day you met, if it was not today.")
def met(case_id: str, day: str) -> None:
    """Say that the meeting took place.

    Example: introloop met 3f2a --day 2026-11-12
    """
    _decide(case_id, "met", words=day)


@click.command()
@_CASE
@click.argument("day", metavar="DATE")
def moved(case_id: str, day: str) -> None:
    """Say that the meeting was moved to another day.

    Example: introloop moved 3f2a 2026-12-03
    """
    _decide(case_id, "moved", words=day)


@click.command("no-meeting")
@_CASE
def no_meeting(case_id: str) -> None:
    """Say that there will be no meeting.

    Example: introloop no-meeting 3f2a
    """
    _decide(case_id, "no-meeting")


@click.command()
@_CASE
@click.argument("until", metavar="DATE")
def snooze(case_id: str, until: str) -> None:
    """Leave a case alone until a day.

    A day is a date, a span (3d, 2w, 1m), tomorrow or a weekday.

    Example: introloop snooze 3f2a 2w
    """
    _decide(case_id, "snooze", words=until)


@click.command("not-intro")
@click.argument("item", metavar="ID|MESSAGE-ID")
@click.option("--sender", "scope", flag_value="sender", help="Nor is what its sender writes from now on.")
@click.option("--list", "scope", flag_value="list", help="Nor is what comes by its list from now on.")
def not_intro(item: str, scope: str | None) -> None:
    """Say that this is no introduction at all.

    It is said of this case alone. With --sender or --list nothing that comes from there later begins a case;
    cases that are open stay, and no mail is forgotten. introloop decisions lists what you said.

    \b
    Example: introloop not-intro 3f2a
    Example: introloop not-intro 3f2a --sender
    """
    from rules.model import Scope
    from worker.cli.terms import decision
    from worker.cli.wording import names, title
    from worker.jobs.decide import correct, find_case

    with opened() as (wired, store):
        said = wired.review(store)
        case = find_case(said, item)
        kept = correct(store, case, Scope(scope or "case"), review=said, owner=wired.owner, at=said.now)
    click.echo(f"{title(case, names(said))}: {decision(kept)}.")
    _what_remains(case.id, said)


@click.command()
@_CASE
def mute(case_id: str) -> None:
    """Hear no more of a case, whatever mail comes.

    Example: introloop mute 3f2a
    """
    _decide(case_id, "mute")


@click.command()
@_CASE
@click.argument("text", nargs=-1, required=True)
def note(case_id: str, text: tuple[str, ...]) -> None:
    """Keep a line of your own with a case.

    Example: introloop note 3f2a She prefers the phone
    """
    words = " ".join(text).strip()
    if not words:
        raise click.UsageError("A note without words says nothing; an earlier one goes by introloop undo.")
    _decide(case_id, "note", text=words)


@click.command()
def decisions() -> None:
    """List what you said, each with the id that takes it back.

    Example: introloop decisions
    """
    from worker.cli.terminal import Screen
    from worker.cli.terms import decision
    from worker.jobs.decisions import name_of

    with opened() as (wired, store):
        said, review = tuple(reversed(store.decisions())), wired.review(store)
    if not said:
        click.echo("You have said nothing yet.")
        return
    rows = [(name_of(one), f"{one.at:%Y-%m-%d}", decision(one), _about(one, review)) for one in said]
    Screen().table(("id", "day", "you said", "about"), rows)
    click.echo(call().repeated("introloop undo ID takes one of them back."))


@click.command()
@click.argument("wanted", metavar="[ID]", default="")
def undo(wanted: str) -> None:
    """Take back what you said last, or what goes by an id.

    \b
    Example: introloop undo
    Example: introloop undo 5c0ffe
    """
    from worker.cli.terms import decision
    from worker.jobs.decisions import undo as take_back

    with opened() as (wired, store):
        said = take_back(store, wanted)
        about = _about(said, wired.review(store)) if said else ""
    if not said:
        click.echo("There is nothing to take back.")
        return
    click.echo(f"Taken back: {decision(said)}{f', of {about}' if about else ''}.")


def _about(one: Decision, review: Review) -> str:
    """The cases a decision is about, as they are called now."""
    from rules.meant import said_of
    from worker.cli.wording import names, short_ids, title

    known, ids = names(review), short_ids(review)
    return "; ".join(f"{ids[case.id]} {title(case, known)}" for case in said_of(one, review.cases))


def _known_duty(name: str) -> str:
    from rules.model import What

    if name and name not in {what.value for what in What}:
        raise click.UsageError(f"{name} is no duty; one of {', '.join(What)}.")
    return name


def _decide(case_id: str, verb: str, *, what: str = "", words: str = "", text: str = "") -> None:
    """Find the case, keep the word, and say what it was taken to mean."""
    from rules.model import Verb
    from worker.cli.terms import decision
    from worker.cli.wording import names, title
    from worker.jobs.decide import decide, find_case

    with opened() as (wired, store):
        said = wired.review(store)
        case = find_case(said, case_id)
        _refuse_what_means_nothing(case, verb, what)
        day = _day(words, verb, today=said.now.date()) if words else None
        kept = decide(store, case, Verb(verb), review=said, at=said.now, what=what, day=day, note=text)
    click.echo(f"{title(case, names(said))}: {decision(kept)}.")
    _what_remains(case.id, said, closing=verb == "done")


def _day(words: str, verb: str, *, today: date) -> date:
    from worker.jobs.decide import NoSuchDay, day_in_words

    try:
        day = day_in_words(words, today=today, past=verb == "met")
    except NoSuchDay as error:
        raise click.UsageError(f"{error}. {error.advice}") from error
    if verb == "snooze" and day <= today:
        raise click.UsageError(f"“{words}” is no day to come: a case rests until a later one.")
    if verb == "moved" and day < today:
        raise click.UsageError(f"“{words}” is past. If you met then: introloop met ID --day {day}")
    return day


def _refuse_what_means_nothing(case: Case, verb: str, what: str) -> None:
    """Every rule would pass over such a word (rules/kinds/word.py), and the owner think it was heard."""
    from rules.model import Kind

    if verb in _OF_A_MEETING and case.kind is not Kind.MADE_FOR_ME:
        raise click.UsageError(f"Case {case.id} is about no meeting: only an introduction made for you is.")
    owed = list(dict.fromkeys(duty.what.value for duty in case.duties))
    if what and what not in owed:
        instead = f"no {what} is owed, but {', '.join(owed)}" if owed else "nothing is owed now"
        raise click.UsageError(f"In case {case.id} {instead}.")


def _what_remains(case_id: str, before: Review, *, closing: bool = False) -> None:
    """What the case owes after the decision: one act can close one duty and open two.

    With `closing`, every duty that it closed is named before.
    """
    from worker.cli.wording import duty, names, standing

    with opened() as (wired, store):
        after = wired.review(store)
    case = next((case for case in after.cases if case.id == case_id), None)
    for one in _closed(case_id, before, after) if closing else ():
        click.echo(f"  No longer owed: {duty(one, names(before), today=before.now.date())}")
    for one in case.duties if case else ():
        click.echo(f"  {duty(one, names(after), today=after.now.date())}")
    if case and not case.duties:
        click.echo(f"  {standing(case, today=after.now.date())}")
    click.echo(call().repeated("introloop undo takes it back."))


def _closed(case_id: str, before: Review, after: Review) -> tuple[Duty, ...]:
    """The duties that a case had, and has no more."""
    left = {
        (one.what, one.owner, one.to) for case in after.cases if case.id == case_id for one in case.duties
    }
    had = (one for case in before.cases if case.id == case_id for one in case.duties)
    return tuple(one for one in had if (one.what, one.owner, one.to) not in left)
