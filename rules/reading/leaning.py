"""Which sentences of a text lean furthest towards each act, by what was learned (rules/learned.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.packs import Pack
from rules.reading.scoring import Lean, Leans
from rules.sentences import Sentence

_LEAST = -4.0  # log odds below which a sentence does not lean towards an act
_FORMED = -1.5  # … and below which it does not matter in which form
_FIRST = 2  # sentences an act


def leans(text: Sequence[Sentence], pack: Pack) -> Leans:
    """The sentences that lean furthest towards each act; none where an act has none worth naming."""
    learned = pack.learned()
    rows = [learned.leans(sentence) for sentence in text]
    columns = zip(learned.labels, zip(*rows, strict=True), strict=bool(rows))
    return {
        label.act: [
            Lean(
                log_odds,
                at,
                learned.form(rows[at], label.act) if log_odds > _FORMED else "",
                f"{pack.language}.{label.act}.learned",
            )
            for log_odds, at in _furthest(column)
        ]
        for label, column in columns
        if not label.form and max(column) > _LEAST
    }


def _furthest(column: Sequence[float]) -> Iterator[tuple[float, int]]:
    """The log odds that are worth naming, the highest first, and their places; the first of equals first."""
    leaning = sorted((-log_odds, at) for at, log_odds in enumerate(column) if log_odds > _LEAST)
    return ((-negated, at) for negated, at in leaning[:_FIRST])
