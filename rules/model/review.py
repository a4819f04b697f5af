"""The review: everything the rules say, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

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

    def short_ids(self, *, least: int = 4) -> dict[str, str]:
        """Each case's id, shortened as far as all stay apart: what a person can type."""
        ids = sorted(case.id for case in self.cases)
        length = max([least, *(_shared(one, other) + 1 for one, other in pairwise(ids))])
        return {one: one[:length] for one in ids}


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
