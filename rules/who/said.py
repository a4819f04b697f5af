"""What the owner said of who is one human and who is not: it outranks every rule of merging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.model import Decision, PersonNote, Verb
from rules.who.addresses import canonical


@dataclass(frozen=True, slots=True)
class Said:
    """The merges and splits that stand, by mailbox; somebody without an address goes by name.

    Whoever was split off stands alone: no note and no name ties them to anybody, only a later merge does.
    """

    one: tuple[tuple[str, str], ...] = ()
    two: tuple[tuple[str, str], ...] = ()  # a person, and who was split off them

    @property
    def alone(self) -> frozenset[str]:
        """Everybody who was split off."""
        return frozenset(split for _, split in self.two)


def said(decisions: Iterable[Decision]) -> Said:
    """What stands of all the owner said, the later word before the earlier.

    A merge takes back the split of the same two; a split takes back every merge of whom it splits off.
    """
    one: dict[frozenset[str], tuple[str, str]] = {}
    two: dict[frozenset[str], tuple[str, str]] = {}
    for decision in sorted((d for d in decisions if d.verb in (Verb.MERGE, Verb.SPLIT)), key=_order):
        pair = (box_of(decision.who), box_of(decision.other))
        if pair[0] == pair[1]:
            continue
        if decision.verb is Verb.MERGE:
            two.pop(frozenset(pair), None)
            one[frozenset(pair)] = pair
        else:
            one = {both: held for both, held in one.items() if pair[1] not in both}
            two[frozenset(pair)] = pair
    return Said(tuple(one.values()), tuple(two.values()))


def box_of(who: str) -> str:
    """The mailbox of an address; a name as it is."""
    return canonical(who) if "@" in who else who


def loosened(notes: Iterable[PersonNote], decisions: Iterable[Decision]) -> Sequence[PersonNote]:
    """The notes, where an address that was split off stands in none that is about somebody else too."""
    alone = said(decisions).alone
    return [_without(note, alone) for note in notes] if alone else list(notes)


def merged_notes(decisions: Iterable[Decision]) -> Sequence[PersonNote]:
    """The merges of addresses as notes that hold both and say nothing more."""
    decisions = tuple(decisions)
    pairs = ((d.who, d.other) for d in decisions if d.verb is Verb.MERGE)
    standing = {frozenset(pair) for pair in said(decisions).one}
    return [PersonNote(pair) for pair in pairs if frozenset(map(box_of, pair)) in standing]


def _order(decision: Decision) -> tuple[object, ...]:
    return decision.at, decision.verb, decision.who, decision.other


def _without(note: PersonNote, alone: frozenset[str]) -> PersonNote:
    left = tuple(address for address in note.addresses if canonical(address) not in alone)
    return replace(note, addresses=left) if left else note
