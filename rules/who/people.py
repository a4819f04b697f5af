"""People: one human behind many addresses and spellings (DOMAIN.md rule 14).

Two addresses are one human when the owner says so, when they reach one mailbox (plus-tags), or when
they show the same full name: never a first name alone, never a desk's or a list's address, and never
two that stood on one message under different names. The same mail gives the same people in any order.
Each person says what ties their addresses.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.model import Address, Decision, Header, Owner, Person, PersonNote, Reading
from rules.who.addresses import canonical, company_of, name_from_address
from rules.who.humans import Human, humans, notes_on
from rules.who.names import NameKey, human_name, is_via, name_key
from rules.who.said import loosened, said
from rules.who.traces import NEVER, Trace, Traces


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on the owner's mail and in their notes, but the owner; in order of their ids."""

    persons: tuple[Person, ...]
    _by_mailbox: Mapping[str, Person] = field(repr=False)
    _by_name: Mapping[NameKey, tuple[Person, ...]] = field(repr=False)
    _free_mail: frozenset[str] = field(repr=False)

    def of(self, who: Address | str) -> Person:
        """The person behind an address, or a bare name; one known by nothing else where it was never seen.

        An Address that a list wrote for somebody ("Ann Lee via Board") is looked up by its name.
        """
        address = who if isinstance(who, Address) else Address(who) if "@" in who else Address("", who)
        by_name = is_via(address.name) or not address.email
        named = self.find(human_name(address)) if by_name else None
        return named or self._by_mailbox.get(canonical(address.email)) or _stranger(address, self._free_mail)

    def find(self, name: str) -> Person | None:
        """The one person of an address or a full name; None for a first name, and where several share it."""
        if "@" in name:
            return self._by_mailbox.get(canonical(name))
        key = name_key(human_name(Address("", name)))
        return _only(self._by_name.get(key, ())) if key else None


def people(
    readings: Iterable[Reading | Header],
    *,
    owner: Owner,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
    free_mail: frozenset[str] = frozenset(),
) -> People:
    """Everybody on the owner's mail and in their notes, as the owner's merges and splits have it.

    `free_mail` adds domains that are no company's.
    """
    words = tuple(decisions)
    traces = Traces(owner)
    for reading in readings:
        if isinstance(reading, Reading):
            traces.read(reading.header, reading.organisation)
        else:
            traces.read(reading, "")
    for note in loosened(notes, words):
        traces.note(note)
    known = {_person(human, free_mail): human for human in humans(traces, said(words))}
    return _directory(known, free_mail)


# ── What is known of one human ──────────────────────────────────────────────────────────────


def _person(human: Human, free_mail: frozenset[str]) -> Person:
    traces = human.traces
    notes = notes_on(traces)
    seen = sorted((at, address) for trace in traces for address, at in trace.addresses.items())
    addresses = tuple(address for _, address in seen)
    days = [trace.last for trace in traces if trace.last]
    return Person(
        id=addresses[0] if addresses else traces[0].mailbox,
        addresses=addresses,
        name=next((note.name for note in notes if note.name), "") or _name(traces, addresses),
        organisation=next((note.organisation for note in notes if note.organisation), "")
        or _organisation(traces, free_mail),
        contact_type=next((note.contact_type for note in notes if note.contact_type), None),
        received=len(frozenset().union(*(trace.received for trace in traces))),
        sent=len(frozenset().union(*(trace.sent for trace in traces))),
        first_seen=seen[0][0] if days else None,
        last_seen=max(days, default=None),
        ties=human.ties,
    )


def _name(human: Sequence[Trace], addresses: tuple[str, ...]) -> str:
    """The name shown most often, a full one before a first name; else the one an address spells out."""
    shown = sum((trace.names for trace in human), Counter[str]())
    best = max(shown, key=lambda name: (name_key(name) is not None, shown[name], name), default="")
    return best or next(filter(None, map(name_from_address, addresses)), "")


def _organisation(human: Sequence[Trace], free_mail: frozenset[str]) -> str:
    """The newest signature's, else the domain's of the mailbox seen last."""
    signed = max((trace.signed for trace in human if trace.signed), default=None)
    if signed:
        return signed[1]
    newest = sorted(human, key=lambda trace: (trace.last is not None, trace.last or NEVER), reverse=True)
    return next(filter(None, (company_of(trace.mailbox, free_mail=free_mail) for trace in newest)), "")


# ── The directory ───────────────────────────────────────────────────────────────────────────


def _directory(known: Mapping[Person, Human], free_mail: frozenset[str]) -> People:
    by_name: dict[NameKey, list[Person]] = defaultdict(list)
    persons = tuple(sorted(known, key=lambda person: person.id))
    for person in persons:
        if key := name_key(person.name):
            by_name[key].append(person)
    return People(
        persons=persons,
        _by_mailbox={trace.mailbox: person for person, human in known.items() for trace in human.traces},
        _by_name={key: tuple(named) for key, named in by_name.items()},
        _free_mail=free_mail,
    )


def _stranger(who: Address, free_mail: frozenset[str]) -> Person:
    address = who.email.lower()
    return Person(
        id=address or who.name,
        addresses=(address,) if address else (),
        name=human_name(who) or name_from_address(address),
        organisation=company_of(address, free_mail=free_mail),
    )


def _only(found: Iterable[Person]) -> Person | None:
    persons = list(found)
    return persons[0] if len(persons) == 1 else None
