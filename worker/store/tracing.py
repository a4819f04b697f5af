"""Finding the traces of one human: what they are called, what is theirs alone, where they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rules.model import Address, PersonNote, Reading
from rules.who.groups import Groups
from rules.who.said import box_of
from worker.store.traces import Traces, holds

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_NEVER = "(?!)"  # fits nothing


def find(
    address: str,
    readings: Callable[[], Iterable[Reading]],
    notes: Iterable[PersonNote],
    *,
    alone: frozenset[str] = frozenset(),
    salt: bytes,
) -> Traces:
    """The traces of the human with that address or name, and with those the owner's notes tie to it.

    `readings` is called for each of four passes; `alone` are the mailboxes split off (rules.who.said).
    """
    notes = tuple(notes)
    addresses = _addresses(address, readings(), notes)
    names = _names(addresses, readings(), notes)
    words = {word for name in names for word in _words(name)}
    own = words - _shared(words, addresses, readings(), notes)
    everywhere, nearby = _patterns(addresses, names, own), _patterns(addresses, names, words)
    folded = frozenset(name.casefold() for name in names)
    return _placed(Traces(addresses, folded, everywhere, nearby, salt=salt, alone=alone), readings())


def _placed(traces: Traces, readings: Iterable[Reading]) -> Traces:
    gone, threads = set(), set()
    for reading in readings:
        if _theirs(reading, traces.addresses):
            gone.add(reading.header.message_id)
        if traces.without(reading) != reading:
            threads.add(reading.header.message_id)
    return replace(traces, gone=frozenset(gone), threads=frozenset(threads))


def _addresses(address: str, readings: Iterable[Reading], notes: Iterable[PersonNote]) -> frozenset[str]:
    """Every spelling of every mailbox of theirs, over as many notes as it takes; a merged name is one too."""
    tied, asked = Groups(), address.strip().casefold()
    for note in notes:
        tied.join(map(_box, note.addresses))
    seen = {asked, *(a for note in notes for a in note.addresses)}
    for reading in readings:
        seen.update((*(a.email for a in _everybody(reading)), *_named_alone(reading)))
    theirs = tied.find(_box(asked))
    return frozenset(a for a in seen if a and tied.find(_box(a)) == theirs)


def _named_alone(reading: Reading) -> Iterator[str]:
    """Addresses that stand in a reading without a name."""
    yield from (*reading.header.delivered_to, *reading.failed)
    if invitation := reading.invitation:
        yield from (invitation.organizer, *(address for address, _ in invitation.attendees))


def _box(who: str) -> str:
    return box_of(who.casefold())


def _everybody(reading: Reading) -> Iterator[Address]:
    header = reading.header
    yield header.sender
    yield from (*header.to, *header.cc, *header.bcc, *header.reply_to)
    yield from (signal.writer for signal in reading.signals if signal.writer)
    yield from (quoted.writer for quoted in reading.quoted if quoted.writer)


def _names(
    addresses: frozenset[str], readings: Iterable[Reading], notes: Iterable[PersonNote]
) -> frozenset[str]:
    """Every name the person goes by, and each one turned round ("Okoye, Dana")."""
    written = {a.name for r in readings for a in _everybody(r) if a.email in addresses}
    written |= {note.name for note in notes if not addresses.isdisjoint(_known_by(note))}
    written |= {a for note in notes for a in note.addresses if a in addresses and "@" not in a}
    names = {" ".join(name.split()).strip("'\" ") for name in written}
    return frozenset(n for name in names for n in (name, _turned(name)) if len(n) > 1)


def _known_by(note: PersonNote) -> tuple[str, ...]:
    """What a person is asked for by: an address; of somebody without one the name, or the profile."""
    return note.addresses or (note.name.casefold(), note.profile.casefold())


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    if comma:
        return f"{first.strip()} {last.strip()}"
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name


def _words(name: str) -> Iterator[str]:
    """The words of a name as a sentence would write them; particles ("van der") are nobody's own."""
    words = [w for w in _WORD.findall(name) if len(w) > 1 and not w.isdecimal()]
    for word in [w for w in words if not w.islower()] or words:
        yield word.capitalize() if word.isupper() or word.islower() else word


def _shared(
    words: set[str], addresses: frozenset[str], readings: Iterable[Reading], notes: Iterable[PersonNote]
) -> set[str]:
    """Those of the words that somebody else is called by too, or that are ordinary words."""
    ordinary = {word.lower(): word for word in words}
    shared = {w for note in notes if addresses.isdisjoint(note.addresses) for w in _words(note.name)}
    for reading in readings:
        shared.update(w for a in _everybody(reading) if a.email not in addresses for w in _words(a.name))
        for text in (reading.header.subject, *(s.sentence for s in reading.signals)):
            shared.update(ordinary[w] for w in ordinary.keys() & set(_WORD.findall(text)))
    return words & shared


def _patterns(addresses: frozenset[str], names: frozenset[str], words: Iterable[str]) -> re.Pattern[str]:
    mail = [re.escape(address) for address in sorted(addresses) if "@" in address]
    full = sorted((n for n in names if " " in n), key=len, reverse=True)  # a bare word is one of the words
    texts = [re.escape(name).replace(r"\ ", r"\s+") for name in full]
    single = [f"{re.escape(w)}|{re.escape(w.upper())}" for w in sorted(words)]
    return re.compile(
        "|".join(
            [rf"(?i:(?<![\w.+-])(?:{'|'.join(mail) or _NEVER})(?![\w-]|\.\w))"]
            + [rf"(?i:(?<!\w){text}(?!\w))" for text in texts]
            + [rf"(?<!\w)(?:{word})(?!\w)" for word in single]
        )
    )


def _theirs(reading: Reading, addresses: frozenset[str]) -> bool:
    """Whether a message is from the person, to nobody else, or a bounce of mail to them alone."""
    header = reading.header
    others = {a.email for a in (*header.to, *header.cc, *header.bcc)} - {header.sender.email}
    return (
        header.sender.email in addresses
        or (bool(others) and others <= addresses)
        or (bool(reading.failed) and addresses.issuperset(reading.failed))
        or holds(header.message_id, addresses)
    )
