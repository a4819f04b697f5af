"""Who is one human, by the owner's word: merges and splits, and how each is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rules.model import Decision, Owner, Person, Review, Verb
from rules.who.addresses import canonical
from worker.jobs.people import find_person, refuse_own
from worker.ports import IntroloopError, Store


class NothingToDo(IntroloopError):
    """It is so already, or cannot be."""


def merge(store: Store, one: str, other: str, *, review: Review, owner: Owner, at: datetime) -> Decision:
    """Keep that two people are one human; raises NoSuchPerson, OwnAddress or NothingToDo."""
    first, second = (_person(wanted, review, owner) for wanted in (one, other))
    if first.id == second.id:
        raise NothingToDo(
            f"{one} and {other} are one person already",
            advice=f'introloop people show "{first.id}" says why.',
        )
    who, also = _split_before(store.decisions(), first, second) or (first.id, second.id)
    return _kept(store, Decision(at, Verb.MERGE, "", who=who, other=also))


def split(store: Store, wanted: str, address: str, *, review: Review, owner: Owner, at: datetime) -> Decision:
    """Keep that an address is not that person's; raises NoSuchPerson, OwnAddress or NothingToDo."""
    person, said = _person(wanted, review, owner), address.strip().lower()
    name = person.name or person.id
    if said not in person.addresses:
        raise NothingToDo(
            f"{address} is no address of {name}",
            advice=f"Theirs are {', '.join(person.addresses) or 'none'}.",
        )
    others = [held for held in person.addresses if canonical(held) != canonical(said)]
    if not others:
        raise NothingToDo(
            f"{address} is the only mailbox of {name}", advice="There is nothing to split it from."
        )
    return _kept(store, Decision(at, Verb.SPLIT, "", who=others[0], other=said))


def take_back(store: Store, verb: Verb, one: str, other: str, *, review: Review) -> Decision:
    """Take back the newest merge or split of two; raises NothingToDo where none stands."""
    both = _called(one, review), _called(other, review)
    for said in reversed(store.decisions()):
        pair = {said.who.lower(), said.other.lower()}
        if said.verb is verb and all(pair & names for names in both):
            store.undo(said)
            return said
    raise NothingToDo(
        f"you never said {verb} of {one} and {other}",
        advice="introloop people merges lists what you said of people.",
    )


def about_people(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The merges and splits among the decisions."""
    return tuple(said for said in decisions if said.verb in (Verb.MERGE, Verb.SPLIT))


def _person(wanted: str, review: Review, owner: Owner) -> Person:
    refuse_own(wanted, owner)
    return find_person(review, wanted)


def _called(wanted: str, review: Review) -> set[str]:
    """What may stand for somebody in a decision: what was typed, and every address of who is called so."""
    said = wanted.strip().lower()
    found = [one for one in review.people if said in {one.name.lower(), one.id.lower()}]
    return {said, *(address for one in found for address in one.addresses)} if "@" not in said else {said}


def _split_before(decisions: Iterable[Decision], one: Person, other: Person) -> tuple[str, str] | None:
    """The two addresses by which the owner once split them: a merge of these takes the split back."""
    sides = (frozenset(one.addresses), frozenset(other.addresses))
    for said in decisions:
        if said.verb is Verb.SPLIT and all(side & {said.who, said.other} for side in sides):
            return said.who, said.other
    return None


def _kept(store: Store, said: Decision) -> Decision:
    store.decide(said)
    return said
