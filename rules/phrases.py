"""Phrase packs: what an owner can read and add to, and the matcher that finds their phrases in a sentence.

A pack contains phrases, not regular expressions. A phrase is words in order:

    introduce/introducing you     alternatives
    introduc*                     a word that begins so
    (very) happy                  a word that may be missing
    {meet} <name>                 a word of the pack's group "meet"; a name, as <email>, <number>, <to>, <me>
    put ~ in touch                ~ stands for at most four words, ~~ for at most nine

Matching is linear in the text: every phrase is looked up by one of its own words, and a gap is bounded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from rules import names
from rules.model import Act

GAPS = {"~": 4, "~~": 9}
CLASSES = {"<name>", "<email>", "<number>", "<to>", "<me>"}
_TOKEN = re.compile(
    r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"  # an address
    r"|https?://[^\s<>\"]{1,200}"
    r"|\+?\d[\d().\-/ ]{5,18}\d"  # a telephone number
    r"|[^\W_]+(?:['’‘´`.&-][^\W_]+)*"  # a word
    r"|[?!,:;()\"“”„«»-]"
)


fold = lru_cache(maxsize=131072)(names.fold)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text, its words as written and folded, and the paragraph it stands in."""

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    paragraph: int

    @property
    def asks(self) -> bool:
        return "?" in self.words


def words(text: str) -> list[str]:
    """The words, addresses, numbers and marks of a text, in order."""
    return _TOKEN.findall(text)


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: a set of words, beginnings of words, classes; or a gap of up to `gap` words."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    gap: int = 0

    def fits(self, word: str, kinds: frozenset[str]) -> bool:
        return (
            word in self.words
            or (bool(self.beginnings) and word.startswith(self.beginnings))
            or not self.classes.isdisjoint(kinds)
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a pack, spelled out: no optional words are left in it."""

    text: str
    elements: tuple[Element, ...]
    anchor: int  # the element it is looked up by

    def found(self, sentence: Sentence, kinds: Sequence[frozenset[str]], at: int) -> tuple[int, int] | None:
        """Where the phrase stands, given that its anchor fits the word `at`: (first, after the last), or None."""
        before = _walk(self.elements, sentence.folded, kinds, range(self.anchor - 1, -1, -1), at - 1)
        if before is None:
            return None
        after = _walk(
            self.elements, sentence.folded, kinds, range(self.anchor + 1, len(self.elements)), at + 1
        )
        return None if after is None else (before + 1, after)


def _walk(
    elements: Sequence[Element], folded: Sequence[str], kinds: Sequence[frozenset[str]], order: range, at: int
) -> int | None:
    """The position after the last element in the direction of `order`, or None where one does not fit."""
    step = order.step
    slack = 0
    for i in order:
        element = elements[i]
        if element.gap:
            slack = element.gap
            continue
        for position in range(at, at + step * (slack + 1), step):
            if not 0 <= position < len(folded):
                return None
            if element.fits(folded[position], kinds[position]):
                at = position + step
                break
        else:
            return None
        slack = 0
    return at


@dataclass(frozen=True, slots=True)
class Entry:
    """Phrases that say the same: one piece of evidence for or (below zero) against an act."""

    act: Act
    form: str
    weight: float
    rule: str
    phrases: tuple[Phrase, ...]
    question: bool | None = None  # only in a sentence that asks, or (False) that does not
    sender: str = ""  # only in mail "from_me" or "to_me"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a sentence, and where."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pack:
    """What we know of one language."""

    language: str
    common: frozenset[str]  # frequent little words: they tell the language
    lists: Mapping[str, frozenset[str]]  # greetings, titles, months … by name
    anchors: Mapping[str, tuple[tuple[Phrase, Entry], ...]]  # by the anchor's words
    stems: Mapping[str, tuple[tuple[Phrase, Entry], ...]]  # by the first three letters of its beginnings
    drafts: Mapping[str, object] = field(default_factory=dict)

    def hits(self, sentence: Sentence, kinds: Sequence[frozenset[str]]) -> Iterator[Hit]:
        """Every entry that stands in the sentence, each at its first place."""
        seen: set[int] = set()
        for at, word in enumerate(sentence.folded):
            for phrase, entry in (*self.anchors.get(word, ()), *self.stems.get(word[:3], ())):
                if id(entry) in seen or (entry.question is not None and entry.question != sentence.asks):
                    continue
                place = (
                    phrase.found(sentence, kinds, at)
                    if phrase.elements[phrase.anchor].fits(word, kinds[at])
                    else None
                )
                if place is not None:
                    seen.add(id(entry))
                    yield Hit(entry, *place)


@dataclass(frozen=True, slots=True)
class Weights:
    """How evidence is combined: a bias for each act, and what each structural feature adds (log odds)."""

    bias: Mapping[Act, float]
    structure: Mapping[Act, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Packs:
    """All languages, and the weights that are the same in each."""

    languages: Mapping[str, Pack]
    weights: Weights

    def language_of(self, folded: Sequence[str]) -> str:
        """The language whose little words stand most often among the first 300; "en" where none does."""
        head = folded[:300]
        counts = {name: sum(w in pack.common for w in head) for name, pack in self.languages.items()}
        best = max(counts, key=lambda name: (counts[name], name == "en"))
        return best if counts[best] else "en"


def load_packs(texts: Mapping[str, str]) -> Packs:
    """Packs from TOML texts by file stem; "weights" holds the weights, every other one a language.

    An owner's own pack is one more text with the same `language`: it adds to or replaces what is there.
    Raises ValueError with the stem and the entry where a pack is wrong.
    """
    merged: dict[str, dict[str, object]] = {}
    weights = Weights({}, {})
    for stem, text in sorted(texts.items()):
        data = tomllib.loads(text)
        if stem == "weights":
            weights = _weights(data)
        else:
            _merge(merged.setdefault(str(data.get("language", stem)), {}), data)
    return Packs({name: _pack(name, data) for name, data in merged.items()}, weights)


def _merge(into: dict[str, object], data: Mapping[str, object]) -> None:
    for key, value in data.items():
        held = into.get(key)
        if isinstance(value, list) and isinstance(held, list):
            into[key] = held + value
        elif isinstance(value, dict) and isinstance(held, dict):
            into[key] = {**held, **value}
        else:
            into[key] = value


def _weights(data: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Weights:
    bias = {Act(act): float(table.get("bias", 0)) for act, table in data.items()}  # type: ignore[arg-type]
    structure = {
        Act(act): {name: float(w) for name, w in table.items() if name != "bias"}  # type: ignore[arg-type]
        for act, table in data.items()
    }
    return Weights(bias, structure)


def _pack(language: str, data: Mapping[str, object]) -> Pack:
    groups = {name: _listed(value) for name, value in _table(data, "groups").items()}
    anchors: dict[str, list[tuple[Phrase, Entry]]] = {}
    stems: dict[str, list[tuple[Phrase, Entry]]] = {}
    for number, raw in enumerate(_entries(data)):
        entry = _entry(language, number, raw, groups)
        for phrase in entry.phrases:
            element = phrase.elements[phrase.anchor]
            for word in element.words:
                anchors.setdefault(word, []).append((phrase, entry))
            for stem in {b[:3] for b in element.beginnings}:
                stems.setdefault(stem, []).append((phrase, entry))
    return Pack(
        language=language,
        common=frozenset(fold(w) for w in _listed(data.get("common", []))),
        lists={name: frozenset(fold(w) for w in _listed(v)) for name, v in _table(data, "lists").items()},
        anchors={word: tuple(pairs) for word, pairs in anchors.items()},
        stems={stem: tuple(pairs) for stem, pairs in stems.items()},
        drafts=_table(data, "drafts"),
    )


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name, {})
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> list[str]:
    """A TOML list of words, or one string of words with spaces between them."""
    return (
        value.split()
        if isinstance(value, str)
        else [str(v) for v in value]
        if isinstance(value, list)
        else []
    )


def _entries(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    entries = data.get("signal", [])
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def _entry(language: str, number: int, raw: Mapping[str, object], groups: Mapping[str, list[str]]) -> Entry:
    rule = f"{language}.{raw.get('act')}.{raw.get('id', number)}"
    try:
        act = Act(str(raw["act"]))
        phrases = tuple(p for text in _listed_phrases(raw["phrases"]) for p in spell_out(text, groups))
        weight = float(str(raw.get("weight", 2.0)))
    except (KeyError, ValueError) as error:
        raise ValueError(f"pack {language}, entry {rule}: {error}") from error
    question = raw.get("question")
    return Entry(
        act=act,
        form=str(raw.get("form", "")),
        weight=weight,
        rule=rule,
        phrases=phrases,
        question=question if isinstance(question, bool) else None,
        sender=str(raw.get("sender", "")),
    )


def _listed_phrases(value: object) -> list[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("phrases must be a list of texts")
    return [str(v) for v in value]


def spell_out(text: str, groups: Mapping[str, list[str]]) -> Iterator[Phrase]:
    """The phrases a text stands for: one for each choice of its optional words."""
    places = text.split()
    choices = [(p[1:-1], "") if p.startswith("(") and p.endswith(")") else (p,) for p in places]
    for chosen in product(*choices):
        elements = tuple(_element(place, groups) for place in chosen if place)
        yield Phrase(text, elements, _anchor(text, elements))


def _element(place: str, groups: Mapping[str, list[str]]) -> Element:
    if place in GAPS:
        return Element(gap=GAPS[place])
    plain: set[str] = set()
    beginnings: list[str] = []
    classes: set[str] = set()
    for part in place.split("/"):
        members = groups[part[1:-1]] if part.startswith("{") else [part]
        for member in members:
            if member in CLASSES:
                classes.add(member)
            elif member.endswith("*"):
                beginnings.append(fold(member[:-1]))
            else:
                plain.add(fold(member))
    if any(len(b) < 3 for b in beginnings):
        raise ValueError(f"a beginning needs three letters: {place}")
    return Element(frozenset(plain), tuple(beginnings), frozenset(classes))


def _anchor(text: str, elements: Sequence[Element]) -> int:
    """The element with the longest words: the rarest to look a phrase up by."""
    usable = [i for i, e in enumerate(elements) if (e.words or e.beginnings) and not e.classes]
    if not usable or elements[0].gap or elements[-1].gap:
        raise ValueError(f"a phrase needs a word of its own and no gap at its ends: {text}")
    return max(usable, key=lambda i: min(len(w) for w in (*elements[i].words, *elements[i].beginnings)))
