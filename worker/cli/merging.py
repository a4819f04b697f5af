"""`introloop people merge`, `split` and `merges`: who is one human, by the owner's word and by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.wired import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.model import Decision, Review, Verb
    from worker.cli.terminal import Screen

_UNDO = click.option("--undo", is_flag=True, help="Take back that you said so.")


@click.command()
@click.argument("one", metavar="ADDRESS|NAME")
@click.argument("other", metavar="ADDRESS|NAME")
@_UNDO
def merge(one: str, other: str, undo: bool) -> None:
    """Say that two people are one.

    It outranks every rule, and is taken back by --undo or introloop undo.

    Example: introloop people merge dana@example.com d.okoye@example.org
    """
    from rules.model import Verb
    from worker.jobs import merging

    _say(merging.merge, Verb.MERGE, one, other, undo=undo)


@click.command()
@click.argument("person", metavar="ADDRESS|NAME")
@click.argument("address")
@_UNDO
def split(person: str, address: str, undo: bool) -> None:
    """Say that an address is not that person's.

    From then on it stands for itself, whatever name it shows, until you merge it with somebody.

    Example: introloop people split "Dana Okoye" dana@example.com
    """
    from rules.model import Verb
    from worker.jobs import merging

    _say(merging.split, Verb.SPLIT, person, address, undo=undo)


@click.command()
def merges() -> None:
    """List who is one person under several addresses, and why.

    Example: introloop people merges
    """
    from worker.cli.terminal import Screen
    from worker.jobs.merging import about_people

    with opened() as (wired, store):
        review, said = wired.review(store), about_people(store.decisions())
    screen = Screen()
    _tied(screen, review)
    _kept_apart(screen, said)


def _tied(screen: Screen, review: Review) -> None:
    from worker.cli import terms

    rows = [
        (one.name or one.id, tie.one, tie.other, terms.tie(tie)) for one in review.people for tie in one.ties
    ]
    if not rows:
        screen.line("Everybody is known by one address.")
        return
    screen.table(("person", "is", "and is", "because"), rows)
    screen.line()
    hint = "introloop people split PERSON ADDRESS says that an address is not theirs."
    screen.line(call().repeated(hint), style="dim", fold=False)


def _kept_apart(screen: Screen, said: tuple[Decision, ...]) -> None:
    from rules.model import Verb

    apart = [(one.other, one.who) for one in said if one.verb is Verb.SPLIT]
    if apart:
        screen.line()
        screen.table(("you said that", "is not"), apart)


def _say(keep: Callable[..., Decision], verb: Verb, one: str, other: str, *, undo: bool) -> None:
    """Keep the owner's word of two, or take it back, and tell who is who now."""
    from worker.jobs.merging import take_back

    with opened() as (wired, store):
        review = wired.review(store)
        if undo:
            said = take_back(store, verb, one, other, review=review)
        else:
            said = keep(store, one, other, review=review, owner=wired.owner, at=review.now)
        _tell(said, wired.review(store), undone=undo)


def _tell(said: Decision, review: Review, *, undone: bool) -> None:
    """Whose the two addresses are now: what mail shows may tie them still, or keep them apart."""
    click.echo(f"{'Taken back' if undone else 'Noted'}: {said.verb} {said.who} and {said.other}.")
    both = {said.who, said.other}
    for one in review.people:
        if both & {one.id, *one.addresses}:
            click.echo(f"  {one.name or one.id}: {', '.join(one.addresses)}")
