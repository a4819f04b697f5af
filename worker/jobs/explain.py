"""Why Introloop says what it says: every signal, sentence and rule behind a case or a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.model import Case, Reading, Refusal, Review, Signal, Why
from rules.packs import Packs
from rules.reading.scoring import LEARNED
from rules.sentences import Sentence, sentences
from worker.jobs.decide import NoSuchCase, find_case
from worker.ports import IntroloopError


class NoSuchMessage(IntroloopError):
    """The store holds no message with this id."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The cases meant, the readings of their messages in order of date, and what those opened not."""

    cases: tuple[Case, ...]
    readings: tuple[Reading, ...]
    refusals: tuple[Refusal, ...] = ()


def explain(
    wanted: str, *, review: Review, readings: Iterable[Reading], refused: Iterable[Refusal] = ()
) -> Explanation:
    """Explain a case by its id, or a message by its Message-ID (with or without its brackets).

    `refused` are all the cases that were considered and not opened (rules.review.refused). That a message was
    not sure enough to open one is not said where it stands in one: that case makes it sure.
    """
    if "@" in wanted or wanted.startswith("<"):
        found = _message(f"<{wanted.strip('<>')}>", review=review, readings=readings)
    else:
        found = _case(wanted, review=review, readings=readings)
    meant = {reading.header.message_id for reading in found.readings}
    held = {message_id for case in found.cases for message_id in case.messages}
    about = (
        refusal
        for refusal in refused
        if refusal.message_id in meant and not (refusal.message_id in held and refusal.why is Why.UNSURE)
    )
    return replace(found, refusals=tuple(dict.fromkeys(about)))


def _case(wanted: str, *, review: Review, readings: Iterable[Reading]) -> Explanation:
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


# ── Words that were learned ─────────────────────────────────────────────────────────────────

_MOST = 3


def spoke(signal: Signal, packs: Packs) -> tuple[str, ...]:
    """The three words, or pairs of words, that spoke most for a signal that was learned.

    None where its language has learned nothing, or nothing but the shape of the sentence spoke.
    """
    pack = packs.languages.get(signal.language)
    if pack is None or not signal.rule.endswith(LEARNED):
        return ()
    learned = pack.learned()
    weighed = [
        (weight, _written(part, sentence))
        for sentence in sentences(signal.sentence)
        for part, weight in learned.spoke(sentence, signal.act)
    ]
    said: list[str] = []
    for weight, words in sorted(weighed, key=lambda pair: (-pair[0], pair[1])):
        news = set(words.split()) - {word for one in said for word in one.split()}
        if weight > 0 and news:
            said.append(words)
    return tuple(said[:_MOST])


def _written(part: str, sentence: Sentence) -> str:
    """A part of a sentence as it stands there ("introd* you" is "introduced you"); "" for what is no word.

    A part knows the words that mean something: between two of them others may stand.
    """
    words = [_word(stem, sentence) for stem in part.split()]
    if not all(words):
        return ""
    together = " ".join(words)
    return together if "…" in words or together in sentence.text else " … ".join(words)


def _word(stem: str, sentence: Sentence) -> str:
    if stem == "_":  # some word between
        return "…"
    begins = stem.endswith("*")
    pairs = ((w, f) for w, f in zip(sentence.words, sentence.folded, strict=True) if f[0].isalpha())
    return next((w for w, f in pairs if f == stem or (begins and f.startswith(stem[:-1]))), "")
