"""Which sentences of a text lean furthest towards each act, by what was learned (rules/learned.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rules.learned import Label
from rules.model import Act
from rules.packs import Pack
from rules.reading.scoring import Lean, Leans
from rules.sentences import Sentence

_LEAST = -4.0  # log odds below which a sentence does not lean towards an act
_FORMED = -1.0  # … and below which it is not said in which form
_FIRST = 2  # sentences an act


def leans(text: Sequence[Sentence], pack: Pack) -> Leans:
    """The sentences that lean furthest towards each act; none where an act has none worth naming."""
    learned, found = pack.learned(), defaultdict[Act, list[Lean]](list)
    for at, sentence in enumerate(text):
        leaning = learned.leans(sentence)
        for (act, form), log_odds in leaning.items():
            if not form and log_odds > _LEAST:
                found[act].append(Lean(log_odds, at, _form(act, leaning), f"{pack.language}.{act}.learned"))
    return {
        act: sorted(leans, key=lambda lean: (-lean.log_odds, lean.sentence))[:_FIRST]
        for act, leans in found.items()
    }


def _form(act: Act, leaning: Mapping[Label, float]) -> str:
    """The form of an act that a sentence leans furthest to, where that is far enough."""
    forms = [(log_odds, form) for (named, form), log_odds in leaning.items() if form and named is act]
    log_odds, form = max(forms, default=(_FORMED, ""))
    return form if log_odds > _FORMED else ""
