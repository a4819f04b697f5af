"""What an issue has room for: at most 7 duties, 3 questions, 3 reconnects, one give-back (DOMAIN.md 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from rules.due import clock
from rules.model import Owner, Section, Suggestion

# What counts against which number; whatever is not named here is a duty.
_ROOM = {
    Section.QUESTIONS: "digest.questions",
    Section.RECONNECTS: "digest.reconnects",
    Section.GIVE_BACK: "digest.give_back",
}
_GIVE_BACK = 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """One section's suggestions that have room, and those that have not: "and 4 more"."""

    section: Section
    suggestions: tuple[Suggestion, ...]
    more: tuple[Suggestion, ...] = ()


def choose(suggestions: Sequence[Suggestion], owner: Owner, *, most: int) -> tuple[Chosen, ...]:
    """The sections that have something to say, cut, with `most` items in all.

    `suggestions` come in the digest's order. What a group lost is counted at the last section of it
    that is shown; what a group without any lost, at the end.
    """
    kept: dict[Section, list[Suggestion]] = {}
    lost: dict[str, list[Suggestion]] = {}
    taken: Counter[str] = Counter()
    for suggestion in suggestions:
        group = _group(suggestion.section)
        if taken[group] < _room(group, owner) and taken.total() < most:
            taken[group] += 1
            kept.setdefault(suggestion.section, []).append(suggestion)
        elif suggestion.section is not Section.GIVE_BACK:  # the next idea is as good next week
            lost.setdefault(group, []).append(suggestion)
    last = {_group(section): section for section in kept}
    counted_at = {section: lost.pop(group, []) for group, section in last.items()}
    chosen = [
        Chosen(section, tuple(some), tuple(counted_at.get(section, ()))) for section, some in kept.items()
    ]
    hidden = tuple(chain.from_iterable(lost.values()))
    return (*chosen[:-1], *(replace(one, more=(*one.more, *hidden)) for one in chosen[-1:]))


def _group(section: Section) -> str:
    return _ROOM.get(section, "digest.duties")


def _room(group: str, owner: Owner) -> int:
    return _GIVE_BACK if group == "digest.give_back" else max(clock(owner, group), 1)
