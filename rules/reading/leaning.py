"""Which sentences of a text lean furthest towards each act, by what was learned (rules/learned.py)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rules.learned import Learned
from rules.model import Act
from rules.packs import Pack
from rules.reading.scoring import LEARNED, SPEAKS, Lean, Leans
from rules.rows import raised, weight
from rules.sentences import Sentence

_SPEAKS = raised(SPEAKS)
_FORMED = raised(-1.5)  # log odds below which it does not matter in which form
_FIRST = 2  # sentences an act


def leans(text: Sequence[Sentence], pack: Pack) -> Leans:
    """The sentences that lean furthest towards each act, of those that lean far enough to speak."""
    learned = pack.learned()
    weighed = [learned.weighed(sentence) for sentence in text]
    return {
        act: [
            Lean(weight(held), at, _form(learned, weighed[at], act, held), _rule(pack.language, act))
            for held, at in _furthest(column)
        ]
        for act, column in zip(learned.acts, zip(*weighed, strict=True), strict=False)  # forms follow
        if max(column) > _SPEAKS
    }


def _furthest(column: Sequence[int]) -> Sequence[tuple[int, int]]:
    """What speaks, the most first, and its places; the first of equals first."""
    leaning = sorted([(-held, at) for at, held in enumerate(column) if held > _SPEAKS])
    return [(-held, at) for held, at in leaning[:_FIRST]]


def _form(learned: Learned, weighed: Sequence[int], act: Act, held: int) -> str:
    return learned.form(weighed, act) if held > _FORMED else ""


@cache
def _rule(language: str, act: Act) -> str:
    return f"{language}.{act}{LEARNED}"
