"""What the owner says of a person, what is held of one, and forgetting one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rules.model import Answer, ContactType, Element, Header, Owner, Person, PersonNote, Review, Turn
from rules.who.addresses import canonical
from worker.ports import IntroloopError, Store

NOTHING_SAID: Mapping[Element, Answer] = MappingProxyType({})


class NoSuchPerson(IntroloopError):
    """Nobody with this address or name is known."""


class SeveralPeople(NoSuchPerson):
    """More than one person has this name."""


def find_person(review: Review, wanted: str) -> Person:
    """The one person with this address, or whose name holds these words; raises NoSuchPerson."""
    said = wanted.strip().lower()
    exact = [person for person in review.people if said in person.addresses or said == person.name.lower()]
    found = exact or [person for person in review.people if said and said in person.name.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralPeople(f"{len(found)} people fit “{wanted}”", advice=f"Which one: {_these(found)}?")
    raise NoSuchPerson(f"nobody fits “{wanted}”", advice="introloop people list --all shows everybody known.")


def without_address(notes: Iterable[PersonNote], wanted: str = "") -> tuple[PersonNote, ...]:
    """The entries of address books that have no address; with `wanted`, those of this name or else with these
    words in it. They are nobody's but the book's, and in no review."""
    entries = [note for note in notes if not note.addresses and note.name]
    said = wanted.strip().lower()
    exact = tuple(note for note in entries if note.name.lower() == said)
    return exact or tuple(note for note in entries if said in note.name.lower())


def _these(people: Sequence[Person]) -> str:
    return ", ".join(person.addresses[0] if person.addresses else person.name for person in people[:5])


class OwnAddress(IntroloopError):
    """It is the owner who would be forgotten."""


def set_person(
    store: Store,
    address: str,
    *,
    name: str = "",
    organisation: str = "",
    contact_type: ContactType | None = None,
    note: str = "",
    elements: Mapping[Element, Answer] = NOTHING_SAID,
    inside: Sequence[str] = (),
) -> None:
    """Keep what the owner says of the human behind an address; what is not said stays as it was.

    `elements` are those of an endorsement, `inside` the companies where they know somebody.
    """
    said = tuple(elements.items())
    about = (address.strip().lower(),)
    store.note(PersonNote(about, name, organisation, contact_type, note, elements=said, inside=tuple(inside)))


def only_of_others(store: Store, owner: Owner) -> int:
    """How many messages are held, where none of them is from or to the owner: then an address is misspelt.

    0 where one is, as it ought to be: that is found in the first few, without a walk through the store.
    """
    mine, count = frozenset(map(canonical, owner.addresses)), 0
    for _, reading in store.numbered():
        if any(canonical(address) in mine for address in _on(reading.header)):
            return 0
        count += 1
    return count


def _on(header: Header) -> Iterator[str]:
    """The addresses on a mail, and those that it was delivered to."""
    for one in (header.sender, *header.to, *header.cc, *header.bcc):
        yield one.email
    yield from header.delivered_to


def refuse_own(address: str, owner: Owner) -> None:
    """Raise OwnAddress where it reaches the owner's mailbox: on that, nothing of the store would be left."""
    if canonical(address.strip()) in map(canonical, owner.addresses):
        raise OwnAddress(
            f"{address} is your own address: nothing was deleted",
            advice="To start afresh, delete the state directory; introloop check names it.",
        )


def is_held(store: Store, address: str) -> bool:
    """Whether anything is held of a person."""
    return next(export(store, address), None) is not None


def open_loops_with(address: str, review: Review) -> int:
    """How many open loops a person stands in, by any of their addresses."""
    said = address.strip().lower()
    theirs = {said}.union(
        *((person.id, *person.addresses) for person in review.people if said in person.addresses)
    )
    return sum(
        not theirs.isdisjoint((case.introducer, case.requester, case.helper, case.awaiting, *case.targets))
        for case in review.cases
        if case.turn is not Turn.CLOSED
    )


def forget(store: Store, address: str, *, mine: Collection[str] = ()) -> int:
    """Delete all that is held of a person; how many rows went. `mine` are the owner's addresses."""
    return store.forget(address.strip().lower(), mine=mine)


def export(store: Store, address: str) -> Iterator[dict[str, object]]:
    """All that is held of a person, one object a row."""
    return store.export(address.strip().lower())
