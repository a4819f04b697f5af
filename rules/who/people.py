"""People: one human behind many addresses and spellings (DOMAIN.md rule 14).

Two addresses are one human when the owner says so, when they reach one mailbox (plus-tags), or when
they show the same full name: never a first name alone, never a desk's or a list's address, and never
two that stood on one message under different names. The same mail gives the same people in any order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rules.model import Address, Header, Owner, Person, PersonNote, Reading
from rules.who.addresses import canonical, company_of, name_from_address
from rules.who.groups import Groups
from rules.who.names import NameKey, fold, human_name, is_via, name_key
from rules.who.traces import NEVER, Trace, Traces

_TOO_MANY = 20  # mailboxes that show one name: spam, or a name too common to be evidence


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


def find_among(name: str, candidates: Iterable[Person]) -> Person | None:
    """The one of some persons a name means; None where it fits several or nobody.

    The same full name goes before a part of one: "Ann" is Ann Lee where no other Ann is among them.
    """
    given = human_name(Address("", name))
    key, words = name_key(given), _words(given)
    known = {person.id: person for person in candidates}.values()
    same = [person for person in known if key and name_key(_shown_name(person)) == key]
    return _only(same) if same else _only([p for p in known if _alike(words, _words(_shown_name(p)))])


def people(
    readings: Iterable[Reading | Header],
    *,
    owner: Owner,
    notes: Iterable[PersonNote] = (),
    free_mail: frozenset[str] = frozenset(),
) -> People:
    """Everybody on the owner's mail and in their notes. `free_mail` adds domains that are no company's."""
    traces = Traces(owner)
    for reading in readings:
        if isinstance(reading, Reading):
            traces.read(reading.header, reading.organisation)
        else:
            traces.read(reading, "")
    for note in notes:
        traces.note(note)
    return _directory({_person(human, free_mail): human for human in _humans(traces)}, free_mail)


# ── Which mailboxes are one human ───────────────────────────────────────────────────────────


def _humans(traces: Traces) -> list[list[Trace]]:
    """The traces of each human: what the notes tie, then what one full name ties."""
    groups = Groups()
    for boxes in traces.tied:
        groups.join(boxes)
    named: dict[NameKey, dict[str, list[Trace]]] = defaultdict(dict)
    for root, human in _grouped(traces, groups).items():
        if key := _key(human):
            named[key][root] = human
    same_name = {key: roots for key, roots in named.items() if 1 < len(roots) <= _TOO_MANY}
    apart = _apart(traces, same_name)
    for roots in same_name.values():
        for cluster in _clusters(sorted(roots.values(), key=_age), apart):
            groups.join(trace.mailbox for trace in cluster)
    return list(_grouped(traces, groups).values())


def _grouped(traces: Traces, groups: Groups) -> dict[str, list[Trace]]:
    grouped: dict[str, list[Trace]] = defaultdict(list)
    for trace in traces.by_mailbox.values():
        grouped[groups.find(trace.mailbox)].append(trace)
    return {root: sorted(human, key=_age_of_one) for root, human in grouped.items()}


def _key(human: list[Trace]) -> NameKey | None:
    """The notes' full name, else the one shown two times out of three: a shared inbox shows many."""
    for note in _notes(human):
        if key := name_key(human_name(Address("", note.name))):
            return key
    shown = sum((trace.keys for trace in human), Counter[NameKey]())
    key, count = max(shown.items(), key=lambda pair: (pair[1], pair[0]), default=(None, 0))
    return key if 3 * count >= 2 * shown.total() else None


def _apart(
    traces: Traces, same_name: Mapping[NameKey, Mapping[str, list[Trace]]]
) -> frozenset[frozenset[str]]:
    """Pairs of mailboxes that share a name, yet stood on one message under different ones."""
    owners = {
        trace.mailbox: key for key, roots in same_name.items() for human in roots.values() for trace in human
    }
    pairs = set()
    for shown in traces.beside:
        suspects = [(box, owners[box], key) for box, key in shown.items() if box in owners]
        for (one, name, key), (other, same, another) in combinations(suspects, 2):
            if name == same and key != another:
                pairs.add(frozenset((one, other)))
    return frozenset(pairs)


def _clusters(humans: list[list[Trace]], apart: frozenset[frozenset[str]]) -> list[list[Trace]]:
    """Puts each, the oldest first, to the first cluster with nobody it must be kept apart from."""
    clusters: list[list[Trace]] = []
    for human in humans:
        home = next((c for c in clusters if not _kept_apart(c, human, apart)), None)
        if home is None:
            clusters.append(list(human))
        else:
            home.extend(human)
    return clusters


def _kept_apart(one: list[Trace], other: list[Trace], apart: frozenset[frozenset[str]]) -> bool:
    return any(frozenset((a.mailbox, b.mailbox)) in apart for a in one for b in other)


# ── What is known of one human ──────────────────────────────────────────────────────────────


def _person(human: list[Trace], free_mail: frozenset[str]) -> Person:
    notes = _notes(human)
    seen = sorted((at, address) for trace in human for address, at in trace.addresses.items())
    addresses = tuple(address for _, address in seen)
    days = [trace.last for trace in human if trace.last]
    return Person(
        id=addresses[0] if addresses else human[0].mailbox,
        addresses=addresses,
        name=next((note.name for note in notes if note.name), "") or _name(human, addresses),
        organisation=next((note.organisation for note in notes if note.organisation), "")
        or _organisation(human, free_mail),
        contact_type=next((note.contact_type for note in notes if note.contact_type), None),
        received=len(frozenset().union(*(trace.received for trace in human))),
        sent=len(frozenset().union(*(trace.sent for trace in human))),
        first_seen=seen[0][0] if days else None,
        last_seen=max(days, default=None),
    )


def _name(human: list[Trace], addresses: tuple[str, ...]) -> str:
    """The name shown most often, a full one before a first name; else the one an address spells out."""
    shown = sum((trace.names for trace in human), Counter[str]())
    best = max(shown, key=lambda name: (name_key(name) is not None, shown[name], name), default="")
    return best or next(filter(None, map(name_from_address, addresses)), "")


def _organisation(human: list[Trace], free_mail: frozenset[str]) -> str:
    """The newest signature's, else the domain's of the mailbox seen last."""
    signed = max((trace.signed for trace in human if trace.signed), default=None)
    if signed:
        return signed[1]
    newest = sorted(human, key=lambda trace: (trace.last is not None, trace.last or NEVER), reverse=True)
    return next(filter(None, (company_of(trace.mailbox, free_mail=free_mail) for trace in newest)), "")


def _notes(human: list[Trace]) -> list[PersonNote]:
    notes = {note for trace in human for note in trace.notes}
    return sorted(notes, key=_word)


def _word(note: PersonNote) -> tuple[object, ...]:
    """What the owner typed goes before what an address book says; beyond that, any order that is one."""
    said = (note.name, note.organisation, note.contact_type or "", note.note, note.position, note.profile)
    return note.from_book, note.addresses, *said


def _age_of_one(trace: Trace) -> tuple[object, ...]:
    return trace.first, trace.mailbox


def _age(human: list[Trace]) -> tuple[object, ...]:
    return _age_of_one(human[0])


# ── The directory ───────────────────────────────────────────────────────────────────────────


def _directory(known: Mapping[Person, list[Trace]], free_mail: frozenset[str]) -> People:
    by_name: dict[NameKey, list[Person]] = defaultdict(list)
    persons = tuple(sorted(known, key=lambda person: person.id))
    for person in persons:
        if key := name_key(person.name):
            by_name[key].append(person)
    return People(
        persons=persons,
        _by_mailbox={trace.mailbox: person for person, human in known.items() for trace in human},
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


def _shown_name(person: Person) -> str:
    """The name, or what the first address says of one: "dlee" of dlee@example.com."""
    return person.name or person.id.partition("@")[0]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in (fold(w).strip(".") for w in name.split()) if len(word) > 1)


def _alike(given: frozenset[str], known: frozenset[str]) -> bool:
    """Whether one name says no more than the other: "Ann" and "Ann Lee", but never "Ann Moss"."""
    return bool(given and known) and (given <= known or known <= given)
