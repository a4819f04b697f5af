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
from rules.packs import Entry
from rules.sentences import Sentence
from rules.weights import Weights, added

SHAPE = "shape"  # the rule where no phrase speaks
LEARNED = ".learned"  # how a rule ends that is no phrase, but what was learned (rules/learned.py)
_LIKELY = 2.0  # log odds
_WHO_ACTS_NEXT = frozenset({"target_writes", "said_yes"})  # forms that outrank how something is done
SPEAKS = -2.0  # log odds from which a sentence that leans is evidence; one that leans less says nothing
_OTHERS_ADD = 0.3  # of what sentences beside the best one say for an act …
_BEYOND_DOUBT = 2.0  # log odds
_OTHERS_AT_MOST = 4.0  # … so that a letter full of weak hints does not become a strong one

# Is a mail about an introduction at all?
OF_INTRODUCTIONS = frozenset(
    {Act.INTRODUCES, Act.ASKS_FOR_INTRODUCTION, Act.PROMISES_INTRODUCTION, Act.OPT_IN_QUESTION, Act.OPTS_IN}
    | {Act.ASKS_FOR_BLURB, Act.DECLINES, Act.REDIRECTS, Act.REPLIES_TO_INTRODUCTION, Act.REPORTS_OUTCOME}
)

Said = Mapping[int, Sequence[Entry]]
"""What was found of one act, by sentence, the first sentence first."""


class Lean(NamedTuple):
    """How far one sentence leans towards an act by its words, in its likeliest form (rules/learned.py)."""

    log_odds: float
    sentence: int
    form: str
    rule: str


Leans = Mapping[Act, Sequence[Lean]]
"""The sentences that lean furthest towards each act, the first of them first."""


class Evidence(NamedTuple):
    """What the words of a text say of one act: what they add, and what a decision would be shown with."""

    act: Act
    words: float = 0.0  # what its phrases add
    leant: float | None = None  # what sentences that lean add; None where no word speaks for the act
    sentence: int = 0
    rule: str = SHAPE
    form: str = ""


class Verdict(NamedTuple):
    """How sure we are of one act and its form, on which sentence, by which rule."""

    act: Act
    log_odds: float
    sentence: int
    rule: str
    form: str

    @property
    def confidence(self) -> float:
        """The logistic function of the log odds."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))


_UNSAID = {act: Evidence(act) for act in Act}


def evidence(said: Mapping[Act, Said], leans: Leans, weights: Weights) -> tuple[Evidence, ...]:
    """What there is on each act that the words speak of, or that the shape alone can show."""
    worded = {*leans, *said}
    possible = worded.union(weights.by_shape)
    acts = [act for act in weights.bias if act in possible]
    return tuple([_on(act, said, leans, weights) if act in worded else _UNSAID[act] for act in acts])


def _on(act: Act, said: Mapping[Act, Said], leans: Leans, weights: Weights) -> Evidence:
    """Phrases and leaning sentences together; shown with the phrases, unless only a lean speaks for it."""
    told = _told(act, said[act]) if act in said else _UNSAID[act]
    leaning = leans.get(act, ())
    if told.words <= 0 and not leaning:
        return told
    leant = _leaning(leaning, weights.leans.get(act, ()))
    shown = told if told.words > 0 else leaning[0]
    return Evidence(act, told.words, leant, shown.sentence, shown.rule, shown.form)


def _told(act: Act, said: Said) -> Evidence:
    """What phrases say of an act, shown with the sentence that says most, and its weightiest entry."""
    sums = {at: sum([entry.weight for entry in entries]) for at, entries in said.items()}
    leader = max(sums, key=sums.__getitem__)  # the first of equals
    others = sum([total for at, total in sums.items() if at != leader and total > 0])
    leading = max(said[leader], key=lambda entry: (entry.weight, entry.rule))
    words = sums[leader] + _OTHERS_ADD * min(others, _OTHERS_AT_MOST)
    return Evidence(act, words, None, leader, leading.rule, _form(said, leading))


def _form(said: Said, leading: Entry) -> str:
    """Who acts next, where a likely entry says so; else the leading entry's form, or any likely one's."""
    likely = [e for entries in said.values() for e in entries if e.form and e.weight >= _LIKELY]
    if not likely:
        return leading.form
    first = min(likely, key=lambda e: (e.form not in _WHO_ACTS_NEXT, -e.weight, e.rule)).form
    return first if first in _WHO_ACTS_NEXT else leading.form or first


def verdicts(
    shape: Mapping[str, float],
    found: Sequence[Evidence],
    weights: Weights,
    *,
    only: Collection[Act],
) -> Iterator[Verdict]:
    """A verdict on each of some acts for which there is evidence.

    What was learned of a mail's shape counts only beside a sentence: every decision names its evidence.
    """
    for on in found:
        if on.act in only and (log_odds := _log_odds(on, shape, weights)) > -math.inf:
            yield Verdict(on.act, log_odds, on.sentence, on.rule, on.form)


def together(found: Sequence[Verdict], shape: Mapping[str, float], weights: Weights) -> Sequence[Verdict]:
    """The verdicts, those on acts of introductions moved alike by what was learned of whole mails.

    Whether a mail is about an introduction at all its shape shows better than it shows which act it is.
    Where one of them is beyond doubt nothing has to be shown, and nothing moves.
    """
    best = max((v.log_odds for v in found if v.act in OF_INTRODUCTIONS), default=math.inf)
    if best > _BEYOND_DOUBT:
        return found
    by = weights.whole.moves(best, shape)
    return [v._replace(log_odds=v.log_odds + by) if v.act in OF_INTRODUCTIONS else v for v in found]


def _log_odds(on: Evidence, shape: Mapping[str, float], weights: Weights) -> float:
    """How likely an act is, by what was learned or by what is set by hand, where each may speak."""
    log_odds = -math.inf
    if on.leant is not None:
        log_odds = _shaped(on.act, shape, weights) + weights.words * on.words + on.leant
    telling = weights.by_shape.get(on.act)
    if telling and on.words <= 0 and not telling.isdisjoint(shape):
        by_hand = _shaped(on.act, shape, weights.by_hand or weights) + on.words
        return max(log_odds, by_hand)
    return log_odds


def _shaped(act: Act, shape: Mapping[str, float], weights: Weights) -> float:
    """Where an act starts, and what a mail's shape adds."""
    return weights.bias[act] + added(shape, weights.shape[act])


def _leaning(leaning: Sequence[Lean], counts: Sequence[float]) -> float:
    """What the sentences that lean furthest add, each by what its place counts: as far as they speak."""
    return sum([count * (lean.log_odds - SPEAKS) for count, lean in zip(counts, leaning, strict=False)])


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
