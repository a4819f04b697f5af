"""The parts of a sentence that anything can be learned of: its words and concepts, alone and in pairs.

This is what a part is; `rules/scales.py` finds the same ones quicker, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise, product, repeat

from rules.concepts import Concepts
from rules.sentences import Sentence

BETWEEN = "_"  # in the middle of a part: something stands between the two
FIRST = "^"  # before a part: it begins the sentence
SOON = 3  # words with a meaning
BEGINNING, END = "<s>", "</s>"
NAME, _FIGURE, _ADDRESS, _UNKNOWN = "<name>", "<number>", "<address>", "<other>"
SILENT = frozenset('-;()"“”„«»')  # marks that say nothing about an act
_QUESTION = "<?>"
_STEM = 5  # letters that tell a word from another; its ending tells person and tense
_MARKS = frozenset('-;:,.()!"“”„«»')
_REMEMBERED = 32_768  # words

Part = tuple[str, ...]
"""A word, stem or concept alone, two side by side, or two with "_" for what stands between them."""


def word_parts(sentence: Sentence, known: frozenset[str]) -> Iterator[Part]:
    """The words and stems of a sentence alone, and its stems beside the next one and the next but one."""
    words = _words(sentence, known)
    stems = list(map(stem, words))
    apart = zip(stems, repeat(BETWEEN), stems[2:])  # endless beside the stems
    return chain(zip(words[1:-1]), zip(stems[1:-1]), pairwise(stems), apart)


def concept_parts(sentence: Sentence, concepts: Concepts) -> Iterator[Part]:
    """The concepts of a sentence alone, the first of all, and each before those that follow it soon."""
    held = _meant(sentence, concepts)
    return chain.from_iterable(
        chain(
            map(product, ((FIRST,),), held),
            map(product, held),
            map(product, held, held[1:]),
            *(map(product, held, repeat((BETWEEN,)), held[steps:]) for steps in range(2, SOON + 1)),
        )
    )


def _meant(sentence: Sentence, concepts: Concepts) -> list[tuple[str, ...]]:
    """The concepts of each word that has any; names, figures, addresses and questions are some too."""
    kinds = map(kind, sentence.words)
    meant = [found or own for found, own in zip(concepts.of(sentence.folded), kinds, strict=True)]
    if meant[:1] == [(NAME,)]:  # any word begins so
        del meant[0]
    return list(filter(None, meant))


def _words(sentence: Sentence, known: frozenset[str]) -> list[str]:
    """The folded words of a sentence between its beginning and its end; a name is a name, whosever it is."""
    pairs = zip(sentence.words, sentence.folded, strict=True)
    between = [token(word, folded, known) for word, folded in pairs if word not in SILENT]
    return [BEGINNING, *between, END]


def token(written: str, folded: str, known: frozenset[str]) -> str:
    """A word as it is learned of: itself where it is known, else what it is."""
    return folded if folded in known else _class(written)


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The beginning of a long word: it means the same with every ending."""
    return word if len(word) <= _STEM or word[0] == "<" else f"{word[:_STEM]}*"


@lru_cache(_REMEMBERED)
def kind(written: str) -> tuple[str, ...]:
    """What a word is in the place of a concept: a name, a figure, an address, a question, or nothing."""
    if written == "?":
        return (_QUESTION,)
    said = _UNKNOWN if written in _MARKS else _class(written)
    return () if said == _UNKNOWN else (said,)


@lru_cache(_REMEMBERED)
def _class(written: str) -> str:
    if "@" in written:
        return _ADDRESS
    if written[0].isdigit() or written[0] == "+":
        return _FIGURE
    return NAME if written[0].isupper() else _UNKNOWN
