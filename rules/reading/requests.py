"""Whether a sentence asks for something of its reader: a question, a request, a command, a proposal to meet.

The words are data of the packs, four of their `[lists]`: `requests` (phrases of one to three words, with
"can/could you" for both), `imperatives` (verbs that ask where a clause begins), `leads` (little words that
may stand before them) and `unasked` (phrases of the small print of circulars, and others that ask nothing).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from rules.packs import Pack
from rules.sentences import Sentence

_SHORTEST = 3  # words and marks of a question that is more than an exclamation: "Lunch today?"
_LOOKED_AT = 40  # words
_PAUSES = frozenset(",:;-()–—!")


class _Phrases(NamedTuple):
    """Phrases of one, of two and of three words, and the words they all begin with."""

    one: frozenset[str]
    two: frozenset[tuple[str, ...]]
    three: frozenset[tuple[str, ...]]
    begin: frozenset[str]


def asks_for_something(sentence: Sentence, pack: Pack) -> bool:
    """Whether the reader is asked for anything: only set operations, for a sentence that asks nothing."""
    folded = sentence.folded
    asks = ("?" in folded and len(folded) >= _SHORTEST) or (
        _says(pack.words("requests"), folded)
        or _commands(folded, pack.words("imperatives"), pack.words("leads"))
    )
    return asks and not _says(pack.words("unasked"), folded)


def _says(phrases: frozenset[str], folded: Sequence[str]) -> bool:
    """Whether any of some phrases stands in a sentence."""
    known = _by_length(phrases)
    return not known.begin.isdisjoint(folded) and not (
        known.one.isdisjoint(folded)
        and known.two.isdisjoint(pairwise(folded))
        and known.three.isdisjoint(zip(folded, folded[1:], folded[2:], strict=False))
    )


def _commands(folded: Sequence[str], imperatives: frozenset[str], leads: frozenset[str]) -> bool:
    """Whether a clause begins with an imperative, or with words that lead to one."""
    if imperatives.isdisjoint(folded):
        return False
    begins = True
    for word in folded[:_LOOKED_AT]:
        if begins and word in imperatives:
            return True
        begins = word in _PAUSES or (begins and word in leads)
    return False


@lru_cache(maxsize=64)
def _by_length(phrases: frozenset[str]) -> _Phrases:
    """Phrases by their number of words, each alternative spelled out."""
    ways = {way for phrase in phrases for way in product(*(place.split("/") for place in phrase.split()))}
    one, two, three = (frozenset(way for way in ways if len(way) == words) for words in (1, 2, 3))
    return _Phrases(frozenset(word for (word,) in one), two, three, frozenset(way[0] for way in ways))
