"""How evidence is combined: phrases, learned weights and shape into how sure we are of each act.

For every act the log odds are a bias, plus what the message's shape adds (`rules/packs/weights.toml`),
plus the weights of what its best sentence says, plus a little for what the other sentences say, plus
what was learned of such sentences. The logistic function of that sum is the confidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from rules.model import Act
from rules.packs import Entry, Weights
from rules.sentences import Sentence

SHAPE = "shape"  # the rule where no phrase speaks
LEARNED = ".learned"  # how a rule ends that is no phrase, but what was learned (rules/learned.py)
_LIKELY = 2.0  # log odds
_WHO_ACTS_NEXT = frozenset({"target_writes", "said_yes"})  # forms that outrank how something is done
SPEAKS = -2.0  # log odds from which a sentence that leans is evidence by itself
NO_LEAN = -5.0  # log odds of a sentence that is not there
_OTHERS_ADD = 0.3  # of what sentences beside the best one say for an act …
_OTHERS_AT_MOST = 4.0  # … so that a letter full of weak hints does not become a strong one

Said = Mapping[int, Sequence[Entry]]
"""What was found of one act, by sentence."""


class Lean(NamedTuple):
    """How far one sentence leans towards an act by its words, in its likeliest form (rules/learned.py)."""

    log_odds: float
    sentence: int
    form: str
    rule: str


Leans = Mapping[Act, Sequence[Lean]]
"""The sentences that lean furthest towards each act, the first of them first."""


class Verdict(NamedTuple):
    """How sure we are of one act and its form, on which sentence, by which rule."""

    act: Act
    confidence: float
    sentence: int
    rule: str
    form: str


def verdicts(
    shape: Mapping[str, float],
    said: Mapping[Act, Said],
    leans: Leans,
    weights: Weights,
    *,
    only: Collection[Act],
) -> Iterator[Verdict]:
    """A verdict on each of some acts that the words speak of, or that the shape alone can show.

    What was learned of a mail's shape counts only beside a sentence: every decision names its evidence.
    """
    for act in weights.bias:
        if act not in only:
            continue
        here, leaning = said.get(act, {}), leans.get(act, ())
        sentence, entry, words = best(here)
        speaks = bool(leaning) and leaning[0].log_odds > SPEAKS
        held: list[float] = []
        if words > 0 or speaks:
            leant = _leaning(leaning, weights.leans.get(act, ()))
            held.append(_shaped(act, shape, weights) + weights.words * words + leant)
        if words <= 0 and act in weights.by_shape:  # as it is set by hand
            held.append(_shaped(act, shape, weights.by_hand or weights) + words)
        if not held:
            continue
        rule, form = (entry.rule, _form(here, entry)) if entry else (SHAPE, "")
        if words <= 0 and speaks:
            sentence, rule, form = leaning[0].sentence, leaning[0].rule, leaning[0].form
        yield Verdict(act, _logistic(max(held)), sentence, rule, form)


def _shaped(act: Act, shape: Mapping[str, float], weights: Weights) -> float:
    """Where an act starts, and what a mail's shape adds."""
    table = weights.shape[act]
    added = [value * table[name] for name, value in shape.items() if name in table]
    return weights.bias[act] + sum(added)


def _leaning(leaning: Sequence[Lean], counts: Sequence[float]) -> float:
    """What the sentences that lean furthest add: each by what its place counts."""
    held = [lean.log_odds for lean in leaning] + [NO_LEAN] * len(counts)
    return sum(count * log_odds for count, log_odds in zip(counts, held, strict=False))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def best(said: Said) -> tuple[int, Entry | None, float]:
    """The sentence that speaks most for an act, its weightiest entry, and what all words add."""
    sums = {at: sum(entry.weight for entry in entries) for at, entries in said.items()}
    if not sums:
        return 0, None, 0.0
    leader = max(sums, key=lambda at: (sums[at], -at))
    others = sum(total for at, total in sums.items() if at != leader and total > 0)
    leading = max(said[leader], key=lambda entry: (entry.weight, entry.rule))
    return leader, leading, sums[leader] + _OTHERS_ADD * min(others, _OTHERS_AT_MOST)


def _form(said: Said, leading: Entry) -> str:
    """Who acts next, where a likely entry says so; else the leading entry's form, or any likely one's."""
    likely = (e for entries in said.values() for e in entries if e.form and e.weight >= _LIKELY)
    formed = sorted(likely, key=lambda e: (e.form not in _WHO_ACTS_NEXT, -e.weight, e.rule))
    first = formed[0].form if formed else ""
    return first if first in _WHO_ACTS_NEXT else leading.form or first


def counted(
    text: Sequence[Sentence], entries: Sequence[Collection[Entry]], shape: Mapping[str, float]
) -> dict[Act, dict[int, list[Entry]]]:
    """Those entries that count in a message of this shape, by act and sentence."""
    said: dict[Act, dict[int, list[Entry]]] = defaultdict(dict)
    for at, (sentence, here) in enumerate(zip(text, entries, strict=True)):
        for entry in here:
            if entry.counts(shape, asks=sentence.asks):
                said[entry.act].setdefault(at, []).append(entry)
    return said
