"""The mail around a message: what a review of it reads, of a mailbox too large to be read again each time.

A case is its people and its threads. So what new mail can touch is found by what it shares with other mail:
somebody on it, under any of their addresses (DOMAIN.md rule 14); its thread; a name that the beginning of a
case gave without an address. A case found there may have further people: their mail is brought too, once.
What lies further off is not seen: who stood in that mail may be better known than it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Set
from datetime import datetime
from itertools import chain

from rules.cases import may_open, said_in
from rules.matter import Matter, failures
from rules.model import Act, Address, Decision, Owner, PersonNote, Reading, Why
from rules.reading.mentions import short_of
from rules.review import considered
from rules.subjects import is_telling, normal_subject
from rules.who.addresses import canonical, company_of, name_from_address
from rules.who.names import fold, human_name, name_key
from rules.who.nicknames import NICKNAMES
from rules.who.said import merged_notes

Find = Callable[[Collection[str]], Iterable[Reading]]
"""The readings held that have any of these keys."""

_REFERENCES = 50
_STEM = 3  # letters that a name shares with what is short for it
_IF_UNKNOWN = frozenset({Why.STRANGER, Why.COLD})  # refused of somebody who may be known by other mail


# ── What a reading is found by ──────────────────────────────────────────────────────────────


def boxes(owner: Owner) -> frozenset[str]:
    """The owner's own mailboxes: by them everything would be found."""
    return frozenset(map(canonical, owner.addresses))


def keys(reading: Reading, mine: Set[str]) -> frozenset[str]:
    """Everything under which a reading is found: its people, its thread, and whom it may be a case of."""
    found = {key for who in _on(reading) for key in _keys_of(who, mine)}
    found.update(_thread_keys(reading))
    if may_open(reading):
        found.update(key for who in _named(reading) for key in _keys_of(who, mine))
        found.update(_stem(word) for word in _called(reading))
    return frozenset(found)


def _on(reading: Reading) -> Iterator[Address]:
    """Everybody on a message, by its lines or by its report."""
    header = reading.header
    yield from (header.sender, *header.to, *header.cc, *header.bcc, *header.reply_to)
    yield from map(Address, failures(reading))


def _named(reading: Reading) -> Iterator[Address]:
    """Everybody its text names so that they can be told from others: by address, or by full name."""
    named = chain(reading.names, *(signal.names for signal in reading.signals))
    yield from (Address(name) if "@" in name else Address("", name) for name in named)
    yield from (signal.writer for signal in reading.signals if signal.writer)


def _keys_of(who: Address, mine: Set[str]) -> Iterator[str]:
    """Under what somebody is found who is not the owner, whose boxes `mine` are."""
    if canonical(who.email) in mine:
        return
    if "@" in who.email:
        yield _at(who.email)
    if key := name_key(human_name(who)):
        yield f"as {key[0]} {key[1]}"


def _at(email: str) -> str:
    return f"at {canonical(email)}"


def _thread_keys(reading: Reading) -> Iterator[str]:
    header = reading.header
    references = header.references
    if len(references) > _REFERENCES:
        references = references[:1] + references[1 - _REFERENCES :]
    yield from (f"id {name}" for name in (header.message_id, *header.in_reply_to, *references))
    if header.thread_key:
        yield f"thread {header.thread_key}"
    subject = normal_subject(header.subject)
    titles = {subject.text, subject.was, normal_subject(header.thread_topic).text}
    titles.update(normal_subject(quoted.subject).text for quoted in reading.quoted)
    yield from (f"re {title.casefold()}" for title in titles if is_telling(title))


def _called(reading: Reading) -> Set[str]:
    """The words that somebody or a company named in it goes by, and everybody on it."""
    named = chain(reading.names, *(signal.names for signal in reading.signals))
    found = {word for name in named if "@" not in name for word in fold(name).split() if len(word) > 2}
    return found.union(*(map(_name_words, _on(reading))), *(map(_house_words, _on(reading))))


def _name_words(who: Address) -> Set[str]:
    name = human_name(who) or name_from_address(who.email)
    return {word for word in fold(name).split() if len(word) > 2}


def _house_words(who: Address) -> Set[str]:
    return {word for word in fold(company_of(who.email)).split() if len(word) > 2}


def _called_on(reading: Reading) -> Set[str]:
    """The words of the names on a message; the house of whoever tells what came of a matter."""
    names = frozenset[str]().union(*map(_name_words, _on(reading)))
    tells = any(signal.act is Act.REPORTS_OUTCOME for signal in reading.signals)
    return names | _house_words(reading.header.sender) if tells else names


def _stem(word: str) -> str:
    return f"word {word[:_STEM]}"


# ── What is around a message ────────────────────────────────────────────────────────────────


def surroundings(
    new: Iterable[Reading],
    *,
    find: Find,
    owner: Owner,
    now: datetime,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[Reading, ...]:
    """The mail that a review of these messages has to read, they among it."""
    around = _Around(new, find, owner=owner, now=now, notes=tuple(notes), decisions=tuple(decisions))
    around.call()
    around.gather()
    further = around.further() - around.people
    if further:
        around.people |= further
        around.gather()
    return tuple(around.held.values())


class _Around:
    """The mail found so far, and the people whose mail it is."""

    def __init__(
        self,
        new: Iterable[Reading],
        find: Find,
        *,
        owner: Owner,
        now: datetime,
        notes: tuple[PersonNote, ...],
        decisions: tuple[Decision, ...],
    ) -> None:
        self.held = {reading.header.message_id: reading for reading in new}
        self._mine = boxes(owner)
        self.people = {key for reading in self.held.values() for key in self._everybody(reading)}
        self._new = frozenset(self.held)
        self._asked: set[str] = set()
        own = frozenset[str]().union(*(_house_words(Address(email)) for email in owner.addresses))
        self._ours, self._me = own, frozenset(fold(owner.name).split())
        self._find, self._owner, self._now = find, owner, now
        self._notes, self._decisions = notes, decisions
        tied = (note.addresses for note in (*notes, *merged_notes(decisions)))
        self._one = [frozenset(map(_at, addresses)) for addresses in tied if len(addresses) > 1]

    def _everybody(self, reading: Reading) -> Set[str]:
        everybody = chain(_on(reading), _named(reading) if may_open(reading) else ())
        return {key for who in everybody for key in _keys_of(who, self._mine)}

    def gather(self) -> None:
        """All mail with these people, under every address and name of theirs, and its threads."""
        fresh: Collection[Reading] = tuple(self.held.values())
        while fresh:
            for reading in fresh:
                self._recognise(reading)
            asking = self.people.union(*map(_thread_keys, fresh)) - self._asked
            self._asked |= asking
            found = {r.header.message_id: r for r in self._find(asking)}
            fresh = [reading for name, reading in found.items() if name not in self.held]
            self.held |= found

    def _recognise(self, reading: Reading) -> None:
        """Take in the names and addresses under which one of the people stands on a message."""
        for who in _on(reading):
            one = frozenset(_keys_of(who, self._mine))
            if not one.isdisjoint(self.people):
                self.people |= one.union(*(noted for noted in self._one if not noted.isdisjoint(one)))

    def further(self) -> Set[str]:
        """Everybody who must be known to tell how a case of one of these people stands."""
        if not any(map(may_open, self.held.values())) and not self._decisions:
            return frozenset()
        matters, refused = considered(
            self.held.values(), owner=self._owner, now=self._now, notes=self._notes, decisions=self._decisions
        )
        found = {key for matter in matters if self._touches(matter) for key in self._parties(matter)}
        doubted = {refusal.message_id for refusal in refused if refusal.why in _IF_UNKNOWN}
        found.update(key for name in doubted & self.held.keys() for key in self._everybody(self.held[name]))
        return found

    def call(self) -> None:
        """Bring what may have begun a case of somebody on the new mail, whom it only calls by a name."""
        new = tuple(self.held.values())
        called = {word for reading in new for word in _called_on(reading)} - self._ours
        said = {word for reading in new for word in said_in(reading)} - self._ours
        stems = {_stem(short) for word in called for short in (word, *NICKNAMES.get(word, ()))}
        for reading in self._find(stems):
            words = _called(reading)
            meant = {word for word in words if any(short_of(one, word) for one in called)}
            if meant and not said.isdisjoint((words - meant) | self._me):
                self.held.setdefault(reading.header.message_id, reading)
                self.people |= self._everybody(reading)

    def _touches(self, matter: Matter) -> bool:
        here = any(event.message_id in self._new for event in matter.events)
        return here or not self.people.isdisjoint(self._in_roles(matter))

    def _in_roles(self, matter: Matter) -> Iterator[str]:
        for who in matter.roles.values():
            yield from _keys_of(Address(who.label if "@" in who.label else "", who.name), self._mine)

    def _parties(self, matter: Matter) -> Iterator[str]:
        """Its people, and whoever stands on what began it or carried it on: they may be of another case."""
        yield from self._in_roles(matter)
        for event in matter.events:
            if event.reading and may_open(event.reading):
                yield from self._everybody(event.reading)
