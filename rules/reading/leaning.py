"""Which sentences of a text lean furthest towards each act, by what was learned (rules/learned.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rules.model import Act
from rules.packs import Pack
from rules.reading.scoring import Lean, Leans
from rules.sentences import Sentence

_LEAST = -4.0  # log odds below which a sentence does not lean towards an act
_FORMED = -1.5  # … and below which it does not matter in which form
_FIRST = 2  # sentences an act


def leans(text: Sequence[Sentence], pack: Pack) -> Leans:
    """The sentences that lean furthest towards each act; none where an act has none worth naming."""
    learned, found = pack.learned(), defaultdict[Act, list[tuple[float, int]]](list)
    for at, sentence in enumerate(text):
        for act, log_odds in learned.leans(sentence).items():
            if log_odds > _LEAST:
                found[act].append((-log_odds, at))
    return {
        act: [
            Lean(
                -negated,
                at,
                learned.form(text[at], act) if -negated > _FORMED else "",
                f"{pack.language}.{act}.learned",
            )
            for negated, at in sorted(leaning)[:_FIRST]
        ]
        for act, leaning in found.items()
    }
