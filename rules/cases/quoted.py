"""Rule 13: quoted words are evidence about their writer, where the mailbox does not hold the original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import timedelta

from rules.model import Address, Header, Reading, Signal


def quoted(reading: Reading, *, heard: Set[str], mine: Set[str]) -> Iterator[Reading]:
    """The messages a mail quotes and nobody holds, as far as they can be told from it.

    `heard` are the addresses that have written in its thread before. What I quote of somebody was to
    me and to those I answer; what somebody quotes of a third was to them.
    """
    words: dict[Address, list[Signal]] = defaultdict(list)
    for signal in reading.signals:
        writer = signal.writer
        if writer and writer.email and writer.email not in heard | mine | {reading.header.sender.email}:
            words[writer].append(replace(signal, writer=None))
    for number, (writer, signals) in enumerate(words.items(), 1):
        header = _header(reading.header, writer, number)
        yield Reading(header, signals=tuple(signals), language=reading.language)


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
