"""Store and owner to a review: cases and duties are derived afresh from the facts each time."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from rules.model import Decision, Mark, Owner, PersonNote, Reading, Refusal, Review
from rules.review import refused, review
from worker.ports import Store

if TYPE_CHECKING:
    from rules.packs import Packs


def review_at(
    store: Store, *, owner: Owner, packs: Packs, now: datetime, also: Sequence[Decision] = ()
) -> Review:
    """The review as it stands at `now`, with drafts in the packs' words; what came later is not known yet."""
    decisions = (*store.decisions(), *also)
    return review_of(store.readings(), store.notes(), decisions, owner=owner, packs=packs, now=now)


def review_of(
    readings: Iterable[Reading],
    notes: Iterable[PersonNote],
    decisions: Iterable[Decision],
    *,
    owner: Owner,
    packs: Packs | None,
    now: datetime,
) -> Review:
    """The review of some mail, as far as it and the decisions were there by `now`."""
    with collector.off():
        return review(
            [reading for reading in readings if counts(reading, now)],
            owner=owner,
            notes=notes,
            decisions=[decision for decision in decisions if decision.at <= now],
            now=now,
            packs=packs,
        )


def review_with(
    store: Store, also: Sequence[Decision], *, owner: Owner, packs: Packs, now: datetime
) -> Review:
    """The review with decisions that are not kept: what would become of them."""
    return review_at(store, owner=owner, packs=packs, now=now, also=also)


def refused_at(store: Store, *, owner: Owner, now: datetime) -> Sequence[Refusal]:
    """The cases that had been considered and not opened by `now`, each with its reason."""
    with collector.off():
        return refused(
            [reading for reading in store.readings() if counts(reading, now)],
            owner=owner,
            notes=store.notes(),
            decisions=store.decisions(),
            now=now,
        )


@dataclass(slots=True)
class Collector:
    """Python's look for cycles, which is off while any thread reviews and on again after the last."""

    _turn: Lock = field(default_factory=Lock)
    _reviews: int = 0
    _wanted: bool = True

    @contextmanager
    def off(self) -> Iterator[None]:
        """Of a review, a million values and no cycle, a fifth would go into looking."""
        with self._turn:
            if not self._reviews:
                self._wanted = gc.isenabled()
                gc.disable()
            self._reviews += 1
        try:
            yield
        finally:
            with self._turn:
                self._reviews -= 1
                if self._wanted and not self._reviews:
                    gc.enable()


collector = Collector()


def counts(reading: Reading, now: datetime) -> bool:
    """Our own digests are kept to know that they arrived; they are evidence of nothing (rule 1)."""
    return reading.header.date <= now and Mark.OWN_DIGEST not in reading.header.marks
