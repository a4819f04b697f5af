"""Short mails as tests of a language's pack: who wrote to whom, in what words, and all that the mail does.

    Row("a friend asks", "Could you introduce me to Vera?", "asks_for_introduction")
    Row("a friend thanks", "Thank you for the coffee.", "thanks/after_meeting", who="tomas > mara")
    Row("a product", "We introduce our new line.")          a near miss: it does nothing of the kind

`does` names acts that must be read for sure, with their form where it matters; any other act that is about
an introduction is a mistake, unless `may` allows it. `answers` is what the other had written before.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rules.model import Act, Reading
from rules.packs import Packs, load_packs
from rules.reading import signals
from rules.reading.signals import STRONG
from rules.sentences import words
from tests.builders import MARA, Mail, mail, owner
from worker.packs import shipped

PEOPLE = {
    "mara": MARA,
    "ines": "Ines Duarte <ines@harbour.example>",
    "tomas": "Tomas Keller <tomas@nordvik.example>",
    "arjun": "Arjun Pillai <arjun@pillai.example>",
}
ABOUT_INTRODUCTIONS = frozenset(
    {
        Act.INTRODUCES,
        Act.ASKS_FOR_INTRODUCTION,
        Act.PROMISES_INTRODUCTION,
        Act.OPT_IN_QUESTION,
        Act.DECLINES,
        Act.REDIRECTS,
        Act.REPLIES_TO_INTRODUCTION,
        Act.REPORTS_OUTCOME,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One mail and what is to be read in it."""

    name: str
    says: str
    does: str = ""
    who: str = "ines > mara"
    subject: str = ""
    answers: str = ""
    may: str = ""

    def __str__(self) -> str:
        return self.name


def read(row: Row) -> Reading:
    """What the packs read in a row's mail, in the mailbox of Mara, with nothing that was learned."""
    return signals.read(written(row).message, owner=owner(), packs=by_hand())


@cache
def by_hand() -> Packs:
    """The packs as they are written: phrases, and weights set by hand."""
    return load_packs(shipped(".toml"))


def written(row: Row) -> Mail:
    """A row's mail, with what it answers."""
    sender, _, others = row.who.partition(" > ")
    to = [PEOPLE[name] for name in others.split(", ")]
    before = None
    if row.answers:
        before = mail(to[0], row.answers, on="Mon 2026-11-02 09:00", to=PEOPLE[sender], subject="Nordvik")
    return mail(
        PEOPLE[sender], row.says, on="Tue 2026-11-03 09:00", to=to, subject=row.subject, answers=before
    )


def check(row: Row, language: str) -> None:
    """The mail is read in its language, does what the row says, and nothing else about an introduction."""
    reading = read(row)
    sure = {s.act: s for s in reading.signals if s.confidence >= STRONG and s.writer is None}
    wanted = dict(acts(row.does))
    assert reading.language == language
    assert wanted.keys() <= sure.keys(), _told(reading)
    assert {act: sure[act].form for act, form in wanted.items() if form} == {
        a: f for a, f in wanted.items() if f
    }
    assert not (sure.keys() & ABOUT_INTRODUCTIONS) - wanted.keys() - dict(acts(row.may)).keys(), _told(
        reading
    )


def acts(text: str) -> Iterator[tuple[Act, str]]:
    """The acts a row names, each with its form."""
    for part in filter(None, text.split(", ")):
        act, _, form = part.partition("/")
        yield Act(act), form


def _told(reading: Reading) -> str:
    return "; ".join(f"{s.act} {s.confidence} by {s.rule}" for s in reading.signals)


# ── The pack itself ─────────────────────────────────────────────────────────────────────────


@cache
def pack(language: str) -> Mapping[str, object]:
    """A pack as it is written."""
    return tomllib.loads((files("rules") / "packs" / f"{language}.toml").read_text("utf-8"))


def check_pack(language: str) -> None:
    """All phrases can be read, can stand in a mail, and are said once; every act of English has some."""
    text = (files("rules") / "packs" / f"{language}.toml").read_text("utf-8")
    assert load_packs({language: text}).languages.keys() == {language}
    entries = _entries(language)
    assert {e["act"] for e in entries} == {e["act"] for e in _entries("en")}
    assert len({(e["act"], e["id"]) for e in entries}) == len(entries)
    assert [(e["id"], p) for e in entries for p in e["phrases"] if e["phrases"].count(p) > 1] == []
    assert sorted({w for w in _written(language, entries) if words(w) != [w]}) == []


def check_drafts(language: str) -> None:
    """Every letter of English is there with as many wordings, and each names no others than English does."""
    ours, formal, english = _drafts(language), _drafts(language, "formal"), _drafts("en")
    assert english.keys() == ours.keys()
    assert formal.keys() <= ours.keys()
    for key, variants in (*ours.items(), *formal.items()):
        assert len(variants) == len(english[key]), key
        assert _facts(variants) <= _facts(english[key]), key


def check_languages(language: str, sentences: Iterable[str]) -> None:
    """A mail of one sentence is read in its language."""
    for sentence in sentences:
        assert read(Row(sentence, sentence)).language == language, sentence


def _entries(language: str) -> list[dict[str, list[str]]]:
    entries = pack(language)["signal"]
    assert isinstance(entries, list)
    return entries


def _written(language: str, entries: Sequence[Mapping[str, Sequence[str]]]) -> Iterator[str]:
    """The plain words of all phrases and groups, as a mail would have them."""
    groups = pack(language)["groups"]
    assert isinstance(groups, dict)
    members = [m for g in groups.values() for m in (g.split() if isinstance(g, str) else g)]
    for phrase in (*members, *(p for e in entries for p in e["phrases"])):
        for part in re.split(r"[\s/()]+", phrase):
            if part and part[0] not in "{<~":
                yield part.removesuffix("*")


def _drafts(language: str, register: str = "") -> Mapping[str, Sequence[object]]:
    table = pack(language)["drafts"]
    assert isinstance(table, dict)
    texts = table.get(register, {"text": {}})["text"] if register else table["text"]
    assert isinstance(texts, dict)
    return texts


def _facts(variants: Sequence[object]) -> set[str]:
    """The facts that are named, by first or by whole name."""
    return {fact.removesuffix("_name") for fact in re.findall(r"\{(\w+)\}", str(variants))}
