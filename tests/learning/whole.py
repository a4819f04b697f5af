"""Learns what the shape of a mail says of all acts of introductions alike (part of `make learn`).

How sure we are of each act is worked out apart; but whether a mail is about an introduction at all its
shape tells better than it tells which act it is. One logistic regression on the likeliest of those acts and
the shape, learned from mails each read by what all other writers taught: of mails that a reader was made
from it is too sure. Of what it would change only a part is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from rules.model import Act
from rules.packs import Packs
from rules.reading.scoring import OF_INTRODUCTIONS
from rules.reading.signals import features_of, judged, new_text, quoted_signals
from rules.weights import NO, within_reason
from tests.learning.mails import message_of
from worker.evaluate.labels import owner_of

Label = Mapping[str, Any]

COUNTS = 0.3  # what it says beside what is known of each act
_STRENGTH = 0.003  # of what lets the weights grow (C of the regression)


@dataclass(frozen=True, slots=True)
class Row:
    """A mail as numbers: how likely the likeliest act of introductions is, its shape, and the truth."""

    writer: str
    best: float  # log odds
    shape: Mapping[str, float]
    about: bool


def row_of(label: Label, packs: Packs, *, writer: str) -> Row:
    """A labelled mail, read without what is learned here."""
    message, whose = message_of(label), owner_of(label)
    typed = new_text(message, owner=whose, packs=packs)
    quoted = tuple(quoted_signals(message, whose, packs))
    features = features_of(typed, quoted)
    likely = [v.log_odds for v in judged(typed, features, packs.weights) if v.act in OF_INTRODUCTIONS]
    does = {Act(name) for name in label["acts"] if name != "none"}
    return Row(writer, within_reason(max(likely, default=NO)), features, bool(does & OF_INTRODUCTIONS))


def learn_whole(rows: Iterable[Row]) -> dict[str, Any]:
    """What moves those acts, as `rules.packs.Whole` has it."""
    known = list(rows)
    columns, scale = DictVectorizer(sparse=False), StandardScaler()
    numbers = scale.fit_transform(columns.fit_transform([{"": row.best, **row.shape} for row in known]))
    model = LogisticRegression(C=_STRENGTH, max_iter=500).fit(numbers, [row.about for row in known])
    slopes = model.coef_[0] / scale.scale_
    by = dict(zip(columns.feature_names_, slopes, strict=True))
    start = float(model.intercept_[0] - slopes @ scale.mean_)
    best = by.pop("")
    return {
        "bias": round(COUNTS * start, 3),
        "best": round(COUNTS * (float(best) - 1), 3),
        "shape": {name: round(COUNTS * float(slope), 3) for name, slope in by.items()},
    }
