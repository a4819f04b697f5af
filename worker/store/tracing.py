"""Finding the traces of one human: what they are called, what is theirs alone, where they stand. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from rules.model import Address, PersonNote, Reading
from rules.reading.mentions import name_words
from rules.who.groups import Groups
from rules.who.names import fold
from rules.who.said import box_of
from worker.store.traces import Traces, holds

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_NEVER = "(?!)"  # fits nothing
_ACCENTED = tuple(map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))))  # Latin letters
_MARKS = "[\u0300-\u036f]*"  # accents that stand behind their letter


def find(
    address: str,
    readings: Callable[[], Iterable[Reading]],
    notes: Iterable[PersonNote],
    *,
    alone: frozenset[str] = frozenset(),
    mine: frozenset[str] = frozenset(),
    salt: bytes,
) -> Traces:
    """The traces of the human with that address or name, and with those the owner's notes tie to it.

    `readings` is called for each of six passes; `alone` are the mailboxes split off (rules.who.said), `mine`
    the owner's addresses.
    """
    notes = tuple(notes)
    addresses = _addresses(address, readings(), notes)
    names = _names(addresses, readings(), notes)
    words = {word for name in names for word in _words(name)}
    ordinary = _ordinary(words, addresses, readings)
    own = words - ordinary - _namesakes(words, addresses, readings(), notes)
    traces = Traces(
        addresses,
        frozenset(name.casefold() for name in names),
        everywhere=_pattern(addresses, names, own),
        nearby=_pattern(addresses, names, words - ordinary, ordinary=ordinary),
        called=_pattern(addresses, names, words | set(_of_addresses(addresses))),
        salt=salt,
        alone=alone,
        mine=mine,
    )
    return _placed(traces, readings())


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


def _of_addresses(addresses: frozenset[str]) -> Iterator[str]:
    """What somebody is greeted as whose mail shows no name."""
    for address in addresses:
        yield from (word for word in name_words(Address(address)) if "@" in address)


def _namesakes(
    words: set[str], addresses: frozenset[str], readings: Iterable[Reading], notes: Iterable[PersonNote]
) -> set[str]:
    """Those of the words that somebody else is called by too."""
    shared = {w for note in notes if addresses.isdisjoint(note.addresses) for w in _words(note.name)}
    for reading in readings:
        shared.update(w for a in _everybody(reading) if a.email not in addresses for w in _words(a.name))
    return words & shared


def _ordinary(
    words: set[str], addresses: frozenset[str], readings: Callable[[], Iterable[Reading]]
) -> set[str]:
    """Those that are words of the language: elsewhere in lower case as often as anywhere in capitals.

    Their own threads say nothing of it: there a hasty writer means the person.
    """
    theirs = {r.header.message_id for r in readings() if any(a.email in addresses for a in _everybody(r))}
    low, capital = Counter[str](), Counter[str]()
    for reading in readings():
        header = reading.header
        elsewhere = theirs.isdisjoint((header.message_id, *header.in_reply_to, *header.references))
        for text in (header.subject, *(s.sentence for s in reading.signals)):
            written = _WORD.findall(text)
            capital.update(fold(word) for word in written if not word.islower())
            low.update(fold(word) for word in written if elsewhere and word.islower())
    return {word for word in words if low[fold(word)] and low[fold(word)] >= capital[fold(word)]}


def _pattern(
    addresses: frozenset[str], names: frozenset[str], words: Iterable[str], *, ordinary: Iterable[str] = ()
) -> re.Pattern[str]:
    """Fits addresses, names and words in every case and spelling, and ordinary words in capitals alone."""
    mail = [re.escape(address) for address in sorted(addresses) if "@" in address]
    full = sorted((n for n in names if " " in n), key=len, reverse=True)  # a bare word is one of the words
    texts = [r"\s+".join(map(_any_spelling, name.split())) for name in full]
    texts += map(_any_spelling, sorted(words))
    single = [f"{re.escape(w)}|{re.escape(w.upper())}" for w in sorted(ordinary)]
    return re.compile(
        "|".join(
            [rf"(?i:(?<![\w.+-])(?:{'|'.join(mail) or _NEVER})(?![\w-]|\.\w))"]
            + [rf"(?i:(?<!\w)(?:{text})(?!\w))" for text in texts]
            + [rf"(?<!\w)(?:{word})(?!\w)" for word in single]
        )
    )


def _any_spelling(word: str) -> str:
    """A word as it stands, or with other accents or none: salutations are kept folded."""
    return f"(?:{re.escape(word)}|{''.join(map(_letter, fold(word)))})"


@lru_cache(maxsize=256)
def _letter(plain: str) -> str:
    if not plain.isalpha():
        return re.escape(plain)
    return f"[{plain}{''.join(c for c in _ACCENTED if fold(c) == plain)}]{_MARKS}"


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
