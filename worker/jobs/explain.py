"""Why Introloop says what it says: every signal, sentence and rule behind a case or a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.model import Case, Reading, Review
from worker.jobs.decide import NoSuchCase, find_case
from worker.ports import IntroloopError


class NoSuchMessage(IntroloopError):
    """The store holds no message with this id."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The cases meant, and the readings of their messages in order of date."""

    cases: tuple[Case, ...]
    readings: tuple[Reading, ...]


def explain(wanted: str, *, review: Review, readings: Iterable[Reading]) -> Explanation:
    """Explain a case by its id, or a message by its Message-ID (with or without its brackets)."""
    if "@" in wanted or wanted.startswith("<"):
        return _message(f"<{wanted.strip('<>')}>", review=review, readings=readings)
    try:
        case = find_case(review, wanted)
    except NoSuchCase as error:
        raise NoSuchCase(str(error), advice=f"{error.advice} A Message-ID works too.") from error
    return Explanation((case,), tuple(r for r in readings if r.header.message_id in case.messages))


def _message(message_id: str, *, review: Review, readings: Iterable[Reading]) -> Explanation:
    found = tuple(reading for reading in readings if reading.header.message_id == message_id)
    if not found:
        raise NoSuchMessage(
            f"no message {message_id} is held",
            advice="It was not scanned, is list or bulk mail, or was quarantined: see introloop status.",
        )
    return Explanation(tuple(case for case in review.cases if message_id in case.messages), found)
