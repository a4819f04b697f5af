"""What an issue has room for: at most 7 duties, 3 questions, 3 reconnects, one give-back (DOMAIN.md 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
    """One section's suggestions that have room, and how many have not: "and 4 more"."""

    section: Section
    suggestions: tuple[Suggestion, ...]
    more: int = 0


def choose(suggestions: Sequence[Suggestion], owner: Owner) -> tuple[Chosen, ...]:
    """The sections that have something to say, cut; `suggestions` come in the digest's order.

    What a group lost is counted at the last section of it that is shown.
    """
    taken: Counter[str] = Counter()
    kept: dict[Section, list[Suggestion]] = {}
    for suggestion in suggestions:
        group = _group(suggestion.section)
        taken[group] += 1
        if taken[group] <= _room(group, owner):
            kept.setdefault(suggestion.section, []).append(suggestion)
    lost = {group: n - _room(group, owner) for group, n in taken.items()}
    last = {_group(section): section for section in kept}
    return tuple(
        Chosen(section, tuple(some), more=_more(section, last, lost)) for section, some in kept.items()
    )


def _more(section: Section, last: dict[str, Section], lost: dict[str, int]) -> int:
    group = _group(section)
    if group == "digest.give_back" or last[group] is not section:
        return 0
    return max(lost[group], 0)


def _group(section: Section) -> str:
    return _ROOM.get(section, "digest.duties")


def _room(group: str, owner: Owner) -> int:
    return _GIVE_BACK if group == "digest.give_back" else max(clock(owner, group), 1)
