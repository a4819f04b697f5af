"""Which mailboxes are one human, and why (DOMAIN.md rule 14).

First counts what the owner said, then what a note or an address book holds together, then the full name
that mail shows: never a first name alone, and never two that stood on one message under different names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from rules.model import Address, PersonNote, Reason, Tie
from rules.who.groups import Groups
from rules.who.names import NameKey, human_name, name_key
from rules.who.said import Said
from rules.who.traces import Trace, Traces

_TOO_MANY = 20  # mailboxes that show one name: spam, or a name too common to be evidence
_Pairs = Set[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Human:
    """The traces of one human, the oldest first, and what tied them."""

    traces: tuple[Trace, ...]
    ties: tuple[Tie, ...]


def humans(traces: Traces, said: Said) -> Sequence[Human]:
    """Everybody who left traces: what the owner and the notes tie, then what one full name ties."""
    knots = _Knots()
    for pair in said.one:
        if all(traces.knows(box) for box in pair):
            knots.tie(pair, Reason.SAID)
    for boxes in sorted({tuple(boxes) for boxes in traces.tied if len(boxes) > 1}):
        knots.tie(boxes, Reason.NOTED)
    same_name = _same_name(knots.grouped(traces), said.alone)
    apart = _apart(traces, same_name) | {frozenset(pair) for pair in said.two}
    for key, same in same_name.items():
        for cluster in _clusters(sorted(same, key=_age), apart):
            knots.tie([trace.mailbox for trace in cluster], Reason.NAMED, _shown(cluster, key))
    return [Human(tuple(human), tuple(_ties(human, knots))) for human in knots.grouped(traces)]


class _Knots:
    """Mailboxes tied into groups, and why each pair was."""

    def __init__(self) -> None:
        self._groups = Groups()
        self._ties: dict[str, set[Tie]] = defaultdict(set)

    def tie(self, boxes: Sequence[str], reason: Reason, name: str = "") -> None:
        """Makes one human of several mailboxes; what is one already needs no further reason."""
        for one, other in pairwise(boxes):
            if self._groups.find(one) != self._groups.find(other):
                self._ties[one].add(Tie(one, other, reason, name))
                self._groups.join((one, other))

    def grouped(self, traces: Traces) -> Sequence[list[Trace]]:
        """The traces of each group, the oldest first."""
        grouped: dict[str, list[Trace]] = defaultdict(list)
        for trace in traces.by_mailbox.values():
            grouped[self._groups.find(trace.mailbox)].append(trace)
        return [sorted(human, key=_age_of_one) for human in grouped.values()]

    def on(self, box: str) -> Sequence[Tie]:
        """The ties that begin at a mailbox."""
        return sorted(self._ties.get(box, ()), key=lambda tie: tie.other)


def _ties(human: Sequence[Trace], knots: _Knots) -> Iterator[Tie]:
    """Why each of their addresses is theirs; a mailbox is told by the address it was first seen under."""
    spelled = {trace.mailbox: trace.spellings for trace in human}
    for box, (first, *others) in spelled.items():
        yield from (Tie(first, other, Reason.MAILBOX) for other in others)
        yield from (replace(tie, one=first, other=spelled[tie.other][0]) for tie in knots.on(box))


def _same_name(grouped: Iterable[list[Trace]], alone: Set[str]) -> Mapping[NameKey, list[list[Trace]]]:
    """Groups that show one full name; somebody who was split off shows none."""
    named: dict[NameKey, list[list[Trace]]] = defaultdict(list)
    for human in grouped:
        if key := _key([trace for trace in human if trace.mailbox not in alone]):
            named[key].append(human)
    return {key: same for key, same in named.items() if 1 < len(same) <= _TOO_MANY}


def _key(human: list[Trace]) -> NameKey | None:
    """The notes' full name, else the one shown two times out of three: a shared inbox shows many."""
    for note in notes_on(human):
        if key := name_key(human_name(Address("", note.name))):
            return key
    shown = sum((trace.keys for trace in human), Counter[NameKey]())
    key, count = max(shown.items(), key=lambda pair: (pair[1], pair[0]), default=(None, 0))
    return key if 3 * count >= 2 * shown.total() else None


def _shown(cluster: Iterable[Trace], key: NameKey) -> str:
    """The name of that key as it is shown most."""
    names = sum((trace.names for trace in cluster), Counter[str]())
    same = [name for name in names if name_key(name) == key]
    return max(same, key=lambda name: (names[name], name), default=" ".join(key).title())


def _apart(traces: Traces, same_name: Mapping[NameKey, list[list[Trace]]]) -> _Pairs:
    """Pairs of mailboxes that share a name, yet stood on one message under different ones."""
    owners = {trace.mailbox: key for key, same in same_name.items() for human in same for trace in human}
    pairs = set()
    for shown in traces.beside:
        suspects = [(box, owners[box], key) for box, key in shown.items() if box in owners]
        for (one, name, key), (other, same, another) in combinations(suspects, 2):
            if name == same and key != another:
                pairs.add(frozenset((one, other)))
    return pairs


def _clusters(humans: list[list[Trace]], apart: _Pairs) -> list[list[Trace]]:
    """Puts each, the oldest first, to the first cluster with nobody it must be kept apart from."""
    clusters: list[list[Trace]] = []
    for human in humans:
        home = next((c for c in clusters if not _kept_apart(c, human, apart)), None)
        if home is None:
            clusters.append(list(human))
        else:
            home.extend(human)
    return clusters


def _kept_apart(one: list[Trace], other: list[Trace], apart: _Pairs) -> bool:
    return any(frozenset((a.mailbox, b.mailbox)) in apart for a in one for b in other)


def notes_on(human: Iterable[Trace]) -> list[PersonNote]:
    """What is said of them: the owner's word before an address book's, beyond that any order that is one."""
    notes = {note for trace in human for note in trace.notes}
    return sorted(notes, key=_word)


def _word(note: PersonNote) -> tuple[object, ...]:
    said = (note.name, note.organisation, note.contact_type or "", note.note, note.position, note.profile)
    return note.from_book, note.addresses, *said


def _age_of_one(trace: Trace) -> tuple[object, ...]:
    return trace.first, trace.mailbox


def _age(human: list[Trace]) -> tuple[object, ...]:
    return _age_of_one(human[0])
