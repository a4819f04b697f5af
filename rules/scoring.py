"""How evidence is combined: phrases and shape into how sure we are of each act.

For every act the log odds are a bias, plus what the message's shape adds (`rules/packs/weights.toml`),
plus the weights of what its best sentence says, plus a little for what the other sentences say. The
logistic function of that sum is the confidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.mentions import is_called, is_email, name_words
from rules.model import Act
from rules.packs import Entry, Pack, Weights
from rules.page import Page
from rules.parties import Parties
from rules.sentences import Sentence
from rules.structure import is_telephone

_FEW = 12  # people of a mail whose names are looked for
_OTHERS_ADD = 0.3  # of what sentences beside the best one say for an act …
_OTHERS_AT_MOST = 4.0  # … so that a letter full of weak hints does not become a strong one

Said = Mapping[int, Sequence[Entry]]
"""What was found of one act, by sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure we are of one act, on which sentence, by which entry (None: the shape alone)."""

    act: Act
    confidence: float
    sentence: int
    entry: Entry | None


def verdicts(
    shape: Mapping[str, float], said: Mapping[Act, Said], weights: Weights, *, only: Collection[Act]
) -> Iterator[Verdict]:
    """A verdict on each of some acts that the words speak of, or that the shape alone can show."""
    for act, bias in weights.bias.items():
        if act not in only or not (act in said or act in weights.by_shape):
            continue
        table = weights.shape[act]
        log_odds = bias + sum(value * table[name] for name, value in shape.items() if name in table)
        sentence, entry, words = _best(said.get(act, {}))
        yield Verdict(act, _logistic(log_odds + words), sentence, entry)


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _best(said: Said) -> tuple[int, Entry | None, float]:
    """The sentence that speaks most for an act, its weightiest entry, and what all words add."""
    sums = {at: sum(entry.weight for entry in entries) for at, entries in said.items()}
    if not sums:
        return 0, None, 0.0
    best = max(sums, key=lambda at: (sums[at], -at))
    others = sum(total for at, total in sums.items() if at != best and total > 0)
    leading = max(said[best], key=lambda entry: (entry.weight, entry.rule))
    return best, leading, sums[best] + _OTHERS_ADD * min(others, _OTHERS_AT_MOST)


# ── What the sentences say ──────────────────────────────────────────────────────────────────


def found(page: Page, shape: Mapping[str, float]) -> dict[Act, dict[int, list[Entry]]]:
    """Every entry that speaks in a text, once a sentence, by act and sentence."""
    said: dict[Act, dict[int, list[Entry]]] = defaultdict(dict)
    pack, classes = page.pack, Classes(page.who, page.pack)
    for at, sentence in enumerate(page.sentences):
        heard = {entry.rule: entry for entry in pack.matcher.found(sentence.folded, classes.of(sentence))}
        for entry in heard.values():
            if entry.counts(shape, asks=sentence.asks):
                said[entry.act].setdefault(at, []).append(entry)
    return said


class Classes:
    """The classes of words in one message: <to> and <me> are known by its parties, <name> by its letters."""

    __slots__ = ("_known", "_little", "_parties")

    def __init__(self, who: Parties, pack: Pack) -> None:
        self._parties = (*((a, "<to>") for a in (who.sender, *who.others)), *((a, "<me>") for a in who.me))
        self._parties = ((who.sender, "<sender>"), *self._parties[:_FEW])
        self._known = {w: self._called(w) for a, _ in self._parties for w in name_words(a)}
        self._little = pack.little

    def _called(self, word: str) -> Collection[str]:
        """The classes of a folded word by the people it may call, and that it is a name."""
        found = {known_as for address, known_as in self._parties if is_called(address, word)}
        return {*found, "<name>"} if found else ()

    def of(self, sentence: Sentence) -> dict[int, Collection[str]]:
        """The classes of a sentence's words, by place, for those that have any."""
        told: Collection[int] = [at for at, word in enumerate(sentence.words) if not word.islower()]
        if not self._known.keys().isdisjoint(sentence.folded):
            told = range(len(sentence.words))
        return {at: classes for at in told if (classes := self._at(sentence, at))}

    def _at(self, sentence: Sentence, at: int) -> Collection[str]:
        written, low = sentence.words[at], sentence.folded[at]
        bare = low.removesuffix("'s")
        if bare not in self._known and written[0].isupper():
            self._known[bare] = self._called(bare)
        if known := self._known.get(bare):
            return known
        if written[0].isdigit() or written[0] == "+":
            return _numbers(written)
        if "@" in written:
            return ("<email>", "<name>") if is_email(written) else ()
        capital = written[0].isupper() and low not in self._little
        return ("<name>",) if capital and (at or _followed_by_name(sentence)) else ()


def _numbers(written: str) -> Collection[str]:
    if is_telephone(written):
        return ("<number>",)
    digits = sum(c.isdigit() for c in written)
    return ("<hour>",) if digits <= 4 and len(written) <= 7 else ()


def _followed_by_name(sentence: Sentence) -> bool:
    """Whether the first word's capital is a name's: "Ann Lee" begins with one, "Please" does not."""
    second = sentence.words[1] if len(sentence.words) > 1 else ""
    return second[:1].isupper() and second[1:2].islower()
