"""Which sentences of a text lean furthest towards each act, by what was learned (rules/learned.py)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from rules.model import Act
from rules.packs import Pack
from rules.reading.scoring import LEARNED, Lean, Leans
from rules.sentences import Sentence

_LEAST = -4.0  # log odds below which a sentence does not lean towards an act
_FORMED = -1.5  # … and below which it does not matter in which form
_FIRST = 2  # sentences an act


def leans(text: Sequence[Sentence], pack: Pack) -> Leans:
    """The sentences that lean furthest towards each act; none where an act has none worth naming."""
    learned = pack.learned()
    sums = [learned.sums(sentence) for sentence in text]
    columns = zip(*map(learned.leans, sums), strict=True)
    return {
        act: [
            Lean(
                log_odds,
                at,
                learned.form(sums[at], act) if log_odds > _FORMED else "",
                _rule(pack.language, act),
            )
            for log_odds, at in _furthest(column)
        ]
        for act, column in zip(learned.acts, columns, strict=bool(sums))
        if max(column) > _LEAST
    }


def _furthest(column: Sequence[float]) -> Sequence[tuple[float, int]]:
    """The log odds that are worth naming, the highest first, and their places; the first of equals first."""
    leaning = [(log_odds, at) for at, log_odds in enumerate(column) if log_odds > _LEAST]
    return sorted(leaning, key=itemgetter(0), reverse=True)[:_FIRST]


@cache
def _rule(language: str, act: Act) -> str:
    return f"{language}.{act}{LEARNED}"
