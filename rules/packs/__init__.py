"""Packs: what we know of a language as data that an owner can read and add to (README.md of rules/).

TOML texts come in, frozen packs go out; a mistake is a ValueError that names the pack and the entry.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Generic, TypeVar

from rules.concepts import Concepts
from rules.learned import Learned, Shared, learned, shared
from rules.model import Act
from rules.phrases import Matcher, Speller
from rules.sentences import fold
from rules.weights import Weights
from rules.wordings.mistakes import check as check_drafts

_SHARED = "concepts"  # what was learned of all languages together
_MAILS = "mails"  # what was learned of whole mails
_HARDLY = -1.0  # log odds below which nothing is ever kept
_KEYS = frozenset({"act", "id", "form", "weight", "phrases", "question", "sender", "needs", "unless"})
_LITTLE = frozenset({"common", "lists", "drafts"})  # of a pack: what is kept of every language
_SENDERS = frozenset({"", "from_me", "to_me"})

T = TypeVar("T")
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """Phrases that say the same: one piece of evidence for, or below zero against, an act (log odds).

    It counts only in a sentence that asks (`question`) or does not (False), and in a message that has
    all the features `needs` and none of `unless` (rules/reading/structure.py).
    """

    act: Act
    weight: float
    rule: str
    form: str = ""
    question: bool | None = None
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def counts(self, shape: Mapping[str, float], *, asks: bool) -> bool:
        """Whether the entry may speak in this message and this sentence."""
        if self.question is not None and self.question != asks:
            return False
        has = shape.__contains__
        return all(map(has, self.needs)) and not any(map(has, self.unless))


@dataclass(frozen=True, slots=True)
class Pack:
    """What we know of one language."""

    language: str
    common: frozenset[str] = frozenset()  # frequent little words: they tell the language
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by name: greetings, thanks …
    spelled_out: Callable[[], Matcher[Entry]] = Matcher  # its phrases, spelled out when first asked for
    little: frozenset[str] = frozenset()  # words that are no name, whatever their first letter
    drafts: Table = field(default_factory=dict)
    meant: Callable[[], Concepts] = lambda: Concepts({})  # words that mean nearly the same, when asked for
    learned: Callable[[], Learned] = Learned  # what was learned of it, read when first asked for

    @property
    def matcher(self) -> Matcher[Entry]:
        """What finds the phrases. The first use takes a moment, and names a mistake: ValueError."""
        return self.spelled_out()

    def words(self, name: str) -> frozenset[str]:
        """The words of a list, folded; none where the pack has no such list."""
        return self.lists.get(name, frozenset())


@dataclass(frozen=True, slots=True)
class Packs:
    """All languages, and the weights that are the same in each."""

    languages: Mapping[str, Pack]
    weights: Weights = field(default_factory=Weights)
    _common: frozenset[str] = field(init=False, repr=False, compare=False)  # of all languages

    def __post_init__(self) -> None:
        every = frozenset[str]().union(*(pack.common for pack in self.languages.values()))
        object.__setattr__(self, "_common", every)

    def checked(self) -> Packs:
        """The same, once every phrase has been spelled out: ValueError where a pack is wrong."""
        for pack in self.languages.values():
            pack.spelled_out()
        return self

    def language_of(self, folded: Iterable[str]) -> str:
        """The language with the most of its little words among some words; "en" where none has any."""
        little = self._common.intersection(folded)
        english = self.languages["en"].common if "en" in self.languages else frozenset()
        if little <= english:
            return "en"
        counts = {name: len(little & pack.common) for name, pack in self.languages.items()}
        most = max(counts.values())
        return "en" if counts.get("en") == most else next(n for n, count in counts.items() if count == most)


def load_packs(texts: Mapping[str, str], *, weighed: Mapping[str, str] | None = None) -> Packs:
    """Packs from TOML texts by file stem; "weights" holds the weights, every other one a language.

    `weighed` holds what was learned of each language, and of the "concepts" of all (rules/learned.py). Both
    are asked for a text again when more of it is needed: neither need be held in memory.

    An owner's own pack is one more text with the same `language`: its signals and list members are
    added, an entry whose act and id are taken replaces the one there, and so does a draft of its key.
    """
    stems: dict[str, list[str]] = defaultdict(list)
    merged: dict[str, Table] = {}
    weights, weighed = Weights(), weighed or {}
    for stem in sorted(texts):
        data = _parsed(stem, texts[stem])
        if stem == "weights":
            weights = _weights(data)
            weights = weights.corrected(weighed[_MAILS]) if _MAILS in weighed else weights
        else:
            language = str(data.get("language", stem))
            check_drafts(stem, data.get("drafts", {}))
            little = {key: value for key, value in data.items() if key in _LITTLE}
            merged[language] = _merged(merged[language], little) if language in merged else little
            stems[language].append(stem)
    every = _Late(lambda: shared(weighed[_SHARED]))
    whole = {name: partial(_together, texts, named) for name, named in stems.items()}
    return Packs({n: _pack(n, d, whole[n], weighed=weighed, every=every) for n, d in merged.items()}, weights)


def _together(texts: Mapping[str, str], stems: Iterable[str]) -> Table:
    """All packs of one language."""
    return reduce(_merged, (_parsed(stem, texts[stem]) for stem in stems))


def _parsed(stem: str, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"pack {stem} is no TOML: {error}") from error


def _merged(held: Table, new: Table) -> dict[str, object]:
    """Two packs of one language; what the new one says is added, or comes last and wins."""
    return {
        "common": _listed(held.get("common")) + _listed(new.get("common")),
        "lists": _joined(_dict(held.get("lists")), _dict(new.get("lists"))),
        "concepts": _joined(_dict(held.get("concepts")), _dict(new.get("concepts"))),
        "groups": _joined(_dict(held.get("groups")), _dict(new.get("groups"))),
        "signal": _signals(_dicts(held.get("signal")), _dicts(new.get("signal"))),
        "drafts": _overlaid(_dict(held.get("drafts")), _dict(new.get("drafts"))),
    }


def _overlaid(held: Table, new: Table) -> dict[str, object]:
    """One table over another, and so the tables in it."""
    tables = {
        name: _overlaid(_dict(held.get(name)), _dict(table)) for name, table in new.items() if _dict(table)
    }
    return {**held, **new, **tables}


def _joined(held: Table, new: Table) -> dict[str, list[str]]:
    return {name: _listed(held.get(name)) + _listed(new.get(name)) for name in held.keys() | new.keys()}


def _signals(old: Iterable[Table], new: Sequence[Table]) -> list[Table]:
    replaced = {(entry.get("act"), entry["id"]) for entry in new if "id" in entry}
    return [*(e for e in old if (e.get("act"), e.get("id")) not in replaced), *new]


def _weights(data: Table) -> Weights:
    try:
        tables = {Act(act): {k: float(str(v)) for k, v in _dict(t).items()} for act, t in data.items()}
    except ValueError as error:
        raise ValueError(f"pack weights: {error}") from error
    bias = {act: table.pop("bias", 0.0) for act, table in tables.items()}
    telling = {act: _telling(bias[act], table) for act, table in tables.items()}
    return Weights(bias, tables, {act: features for act, features in telling.items() if features})


def _telling(bias: float, adds: Mapping[str, float]) -> frozenset[str]:
    """The strongest features of an act, without which the others do not show it; none where none do."""
    if bias > _HARDLY:
        return _SENDERS  # of which one holds in every mail
    found: set[str] = set()
    log_odds = bias + sum(max(added, 0) for added in adds.values())
    for name in sorted(adds, key=adds.__getitem__, reverse=True):
        if log_odds <= _HARDLY:
            break
        found.add(name)
        log_odds -= adds[name]
    return frozenset(found)


def _pack(
    language: str,
    data: Table,
    whole: Callable[[], Table],
    *,
    weighed: Mapping[str, str],
    every: Callable[[], Shared],
) -> Pack:
    """A pack with what is little of it; what is large is read when it is needed, and of most it never is."""
    meant = _Late(partial(_concepts, whole))
    common = _folded(data.get("common"))
    lists = {name: _folded(value) for name, value in _dict(data.get("lists")).items()}
    return Pack(
        language=language,
        common=common,
        lists=lists,
        spelled_out=_Late(partial(_matcher, language, whole)),
        little=common | lists.get("not_names", frozenset()),
        drafts=_dict(data.get("drafts")),
        meant=meant,
        learned=_Late(lambda: learned(weighed[language], every(), meant()))
        if language in weighed
        else Learned,
    )


class _Late(Generic[T]):
    """What is made when it is first asked for; what it was made of is let go then."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make

    def __call__(self) -> T:
        if make := self._make:
            self._made = make()
            self._make = None  # last: another thread that comes between makes it once more
        return self._made


def _concepts(whole: Callable[[], Table]) -> Concepts:
    table = _dict(whole().get("concepts"))
    return Concepts({name: _folded(forms) for name, forms in table.items()})


def _matcher(language: str, whole: Callable[[], Table]) -> Matcher[Entry]:
    data = whole()
    speller = Speller({name: tuple(_listed(value)) for name, value in _dict(data.get("groups")).items()})
    matcher: Matcher[Entry] = Matcher()
    for number, raw in enumerate(_dicts(data.get("signal"))):
        rule = f"{language}.{raw.get('act')}.{raw.get('id', number)}"
        try:
            _add(matcher, _entry(rule, raw), raw, speller)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"pack {language}, entry {rule}: {error}") from error
    return matcher.complete()


def _entry(rule: str, raw: Table) -> Entry:
    if unknown := raw.keys() - _KEYS:
        raise ValueError(f"nobody reads {', '.join(sorted(unknown))}")
    sender, question = str(raw.get("sender", "")), raw.get("question")
    if sender not in _SENDERS:
        raise ValueError(f"sender is from_me or to_me, not {sender}")
    return Entry(
        act=Act(str(raw["act"])),
        weight=float(str(raw.get("weight", 2.0))),
        rule=rule,
        form=str(raw.get("form", "")),
        question=question if isinstance(question, bool) else None,
        needs=(*_listed(raw.get("needs")), *([sender] if sender else ())),
        unless=tuple(_listed(raw.get("unless"))),
    )


def _add(matcher: Matcher[Entry], entry: Entry, raw: Table, speller: Speller) -> None:
    texts = raw["phrases"]
    if not isinstance(texts, list) or not texts:
        raise ValueError("phrases must be a list of texts")
    for text in texts:
        matcher.add(speller.places(str(text)), entry)


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Table]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _listed(value: object) -> list[str]:
    """A TOML list of texts, or one text of words with blanks between them."""
    if isinstance(value, list):
        return [str(v) for v in value]
    return value.split() if isinstance(value, str) else []


def _folded(value: object) -> frozenset[str]:
    return frozenset(fold(word) for word in _listed(value))
