"""Rule 13: quoted words are evidence about their writer, where the mailbox does not hold the original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import timedelta

from rules.model import Act, Address, Header, Owner, Reading, Signal
from rules.reading.structure import is_forward
from rules.who.names import fold, human_name, name_key

_SURE = 0.8  # quoted text has lost its shape: signatures and disclaimers read like sentences


def quoted(reading: Reading, *, heard: Set[str], owner: Owner) -> Iterator[Reading]:
    """The messages a mail quotes and nobody holds, as far as they can be told from it.

    `heard` are the addresses that have written in its thread before. What is handed over in words that
    somebody else quotes was hardly meant for the owner.
    """
    if not reading.signals:
        return
    mine = reading.header.sender.email in owner.addresses
    known = heard | owner.addresses | {reading.header.sender.email, ""}
    words: dict[Address, list[Signal]] = defaultdict(list)
    for signal in reading.signals:
        writer = signal.writer
        lost = writer is not None and writer.email not in known and not _is_named(writer, owner)
        introduces = signal.act is Act.INTRODUCES
        handed_over = introduces and signal.form != "two_sided" and not mine
        to_others = not introduces or is_forward(reading.header)  # an introduction was to those who answer it
        among_others = not mine and to_others and not _speaks_of(owner, signal)
        if writer and lost and signal.confidence >= _SURE and not handed_over and not among_others:
            words[writer].append(replace(signal, writer=None))
    for number, (writer, signals) in enumerate(words.items(), 1):
        header = _header(reading.header, writer, number)
        yield Reading(header, signals=tuple(signals), language=reading.language)


def _speaks_of(owner: Owner, signal: Signal) -> bool:
    """Whether the words name the owner: else others quote to one another what they do."""
    return not set(fold(owner.name).split()).isdisjoint(
        fold(f"{signal.sentence} {' '.join(signal.names)}").split()
    )


def _is_named(writer: Address, owner: Owner) -> bool:
    """Whether it is the owner, under an address they have not told us."""
    key = name_key(human_name(writer))
    return key is not None and key == name_key(owner.name)


def _header(of: Header, writer: Address, number: int) -> Header:
    """The header the quoted message may have had: a moment before, and from its writer to everybody else."""
    others = tuple(a for a in (of.sender, *of.to, *of.cc) if a.email != writer.email)
    return replace(
        of,
        date=of.date - timedelta(seconds=number),
        sender=writer,
        to=others,
        cc=(),
        bcc=(),
        marks=frozenset(),
    )
