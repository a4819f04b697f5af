"""The review: everything the rules say, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from rules.model.advice import Advice
from rules.model.cases import Case, Person, Suggestion


@dataclass(frozen=True, slots=True)
class Review:
    """Everything Introloop has to say at one moment. Cases of every turn, in order of their ids."""

    now: datetime
    cases: tuple[Case, ...]
    suggestions: tuple[Suggestion, ...]  # in the digest's order, uncut
    people: tuple[Person, ...]
    advice: Advice = field(default_factory=Advice)
