"""How evidence is combined, as numbers: what is set by hand, and what was learned of whole mails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.model import Act

NO, YES = -5.0, 6.0  # log odds beyond which nothing more is to be said


def added(shape: Mapping[str, float], table: Mapping[str, float]) -> float:
    """What the features of a shape add, by a table of what each does."""
    return sum([value * table[name] for name, value in shape.items() if name in table])


def within_reason(log_odds: float) -> float:
    """What is beyond doubt either way counts as it does at its edge."""
    return max(NO, min(YES, log_odds))


@dataclass(frozen=True, slots=True)
class Whole:
    """What moves all acts of introductions of a mail alike (log odds): learned of the mail as a whole."""

    bias: float = 0.0
    best: float = 0.0  # for each log odds of the likeliest of them
    shape: Mapping[str, float] = field(default_factory=dict)

    def moves(self, best: float, shape: Mapping[str, float]) -> float:
        """By how much, in a mail of a shape, whose likeliest act of introductions has so many log odds."""
        return self.bias + self.best * within_reason(best) + added(shape, self.shape)


@dataclass(frozen=True, slots=True)
class Weights:
    """How evidence is combined: where each act starts, and what each feature of the shape adds (log odds)."""

    bias: Mapping[Act, float] = field(default_factory=dict)
    shape: Mapping[Act, Mapping[str, float]] = field(default_factory=dict)
    by_shape: Mapping[Act, frozenset[str]] = field(default_factory=dict)  # of acts that the shape can show
    # without a word: the features of which one at least has to hold for it
    words: float = 1.0  # what the weights of phrases count
    leans: Mapping[Act, tuple[float, ...]] = field(default_factory=dict)  # what leaning sentences count
    whole: Whole = Whole()
    by_hand: Weights | None = None  # the same without what was learned

    def corrected(self, text: str) -> Weights:
        """The same with what was learned from whole mails: JSON by act of `bias`, `leans` and `shape`, and
        the fields of `whole`."""
        data = json.loads(text)
        acts = {Act(act): table for act, table in data["acts"].items()}
        shape = {
            act: {
                name: counts.get(name, 0.0) * data["words"] + added.get(name, 0.0)
                for name in {*counts, *added}
            }
            for act, counts in self.shape.items()
            for added in [acts.get(act, {}).get("shape", {})]
        }
        bias = {
            act: start * data["words"] + acts.get(act, {}).get("bias", 0.0)
            for act, start in self.bias.items()
        }
        leans = {act: tuple(table["leans"]) for act, table in acts.items()}
        whole = Whole(**data.get("whole", {}))
        return Weights(bias, shape, self.by_shape, data["words"], leans, whole, by_hand=self)
