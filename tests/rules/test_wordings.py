"""Wordings: what a pack may say of letters, every mistake with its key, and what no letter ever says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rules.packs import load_packs
from rules.wordings import Wordings, wordings
from rules.wordings.mistakes import check
from worker.packs import packs

LANGUAGES = sorted(packs().languages)


@pytest.mark.parametrize(
    ("drafts", "key", "mistake"),
    [
        ('[drafts.text]\nthnak = [["x"]]', "thnak", "no letter has this key"),
        ('[drafts.text]\n"MAID.reply" = [["x"]]', "MAID.reply", "no letter has this key"),
        ('[drafts.text]\n"MADE.replay" = [["x"]]', "MADE.replay", "no letter has this key"),
        ('[drafts.text]\n"nudge.WAITING" = [["x"]]', "nudge.WAITING", "no letter has this key"),
        ('[drafts.text]\nthank = [["Hi {too}"]]', "thank", "nobody knows {too}; there are bcc, bcc_name"),
        ('[drafts.text]\nthank = [["a", ["b", "{x}"]]]', "thank", "nobody knows {x}"),
        ('[drafts.text]\nthank = [["{to!r}"]]', "thank", "nobody knows {to}"),
        ('[drafts.text]\nthank = [["Dear {"]]', "thank", "Single '{' encountered in format string: Dear {"),
        ('[drafts.text]\nthank = "Thanks"', "thank", "is no list of wordings"),
        ('[drafts.text]\nthank = ["Thanks"]', "thank", "is no list of wordings"),
        ("[drafts.text]\nthank = [[7]]", "thank", "is no list of wordings"),
        ("[drafts.text]\nthank = [[[7]]]", "thank", "a line is a text, or a list of texts"),
        ("[drafts]\ntext = 7", "text", "is no table"),
        ("[drafts]\nformal = 7", "formal.", "is no table"),
        ('[drafts]\ngreting = "Hi"', "greting", "nobody reads it; there are day, days"),
        ('[drafts]\ngreeting = ["Hi {you}"]', "greeting", "nobody knows {you}"),
        ("[drafts]\nsigned = 7", "signed", "is no text"),
        ('[drafts]\ndays = "Mon Tue"', "days", "names 2 and not 7"),
        ('[drafts]\nslot = "{date}"', "slot", "nobody knows {date}; there are day, hour, oclock, weekday"),
        ('[drafts]\nprefix = "{x}"', "prefix", "nobody knows {x}; there are none here"),
        ('[drafts.elided]\nde = "d"', "elided.de", "cannot be read"),
        ("[drafts]\nelided = 7", "elided.", "cannot be read"),
        ('[drafts.address]\nposh = "x"', "address.posh", "cannot be read"),
        ("[drafts.formal]\nelided = 7", "formal.elided", "nobody reads it"),
        ('[drafts.formal.text]\nthnak = [["x"]]', "formal.thnak", "no letter has this key"),
    ],
)
def test_a_mistake_in_my_own_wording_is_said_at_the_start_with_pack_and_key(
    drafts: str, key: str, mistake: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"pack ~own mine, draft {key}: {mistake}")):
        load_packs({"~own mine": f'language = "en"\n{drafts}'})


def test_all_mistakes_of_a_pack_are_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"pack mine, draft thnak: no .*; draft signed: is no text"):
        check("mine", {"text": {"thnak": [["x"]]}, "signed": 7})


def test_any_wording_can_be_replaced_by_my_own_in_either_register() -> None:
    own = 'language = "de"\n[drafts.text]\nthank = [["Merci."]]\n[drafts.formal.text]\nthank = [["Danke."]]'
    shipped = '[drafts]\nprefix = "AW: "\n[drafts.text]\nthank = [["a"]]\nanswer = [["b"]]'
    said = wordings("de", load_packs({"de": shipped, "~own": own}).languages["de"].drafts)
    assert said.texts == {"thank": [["Merci."]], "answer": [["b"]]}
    assert said.formal is not None
    assert said.formal.texts == {"thank": [["Danke."]], "answer": [["b"]]}
    assert said.formal.prefix == "AW: "


@pytest.mark.parametrize("key", ["made_for_me.MADE.reply.absent", "UNDELIVERED", "MET?.thank", "blurb"])
def test_a_wording_can_be_as_special_or_as_plain_as_i_like(key: str) -> None:
    check("mine", {"text": {key: [["x"]]}})
    assert wordings("en", {"text": {key: [["x"]]}}).texts == {key: [["x"]]}


# ── What no letter says ─────────────────────────────────────────────────────────────────────

CHECKING_IN = (
    "just checking in|checking in|just following up|touching base|circling back|bumping"
    "|nachhaken|kurz nachfragen|wollte nur|nachfassen|in erinnerung rufen"
    "|je me permets de vous relancer|relance|je reviens aux nouvelles"
    "|solo quería saber|haciendo seguimiento|hacer seguimiento"
    "|volevo solo|sollecito|sollecitare|só queria saber|passando para|fazer o seguimento"
    "|even checken|ik wilde even|even opvolgen"
)
DEBT = (
    r"\bowe\b|\bdebt|indebted|return the favou?r|make it up to you|schuld|revanchieren|redevable|\bdette"
    r"|vous dois|te dois|revanche|\bdeuda|te debo|le debo|debitor|in debito|\bdebito|sdebitar"
    "|d[ií]vida|devo-lhe"
    "|verschuldigd|in het krijt|schulden"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_shouts_checks_in_or_speaks_of_debt(language: str) -> None:
    for key, line in _lines(language):
        assert "!" not in line, key
        assert not re.search(CHECKING_IN, line.casefold()), key
        assert not re.search(DEBT, line.casefold()), key


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en", "pt"}))
def test_a_formal_wording_has_no_familiar_word_and_the_other_way_round(language: str) -> None:
    said = wordings(language, packs().languages[language].drafts)
    assert said.formal is not None
    familiar, formal = said.address["familiar"], said.address["formal"]
    for key, line in _of(said.formal):
        assert not familiar.intersection(_words(line)), key
    if language not in ("fr", "es"):  # "vous" is several people too, "tu" says nothing of them
        for key, line in _of(said):
            assert not formal.intersection(_words(line)[1:]), key


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\{\w+\}", "", line))


def _lines(language: str) -> Iterator[tuple[str, str]]:
    said = wordings(language, packs().languages[language].drafts)
    yield from _of(said)
    if said.formal:
        yield from _of(said.formal)


def _of(said: Wordings) -> Iterator[tuple[str, str]]:
    """Every form of every line, with its key."""
    whole = {**said.texts, "greeting": [[said.greeting]], "signed": [[said.signed]]}
    for key, variants in whole.items():
        for line in (line for lines in variants for line in lines):
            yield from ((key, form) for form in ([line] if isinstance(line, str) else line))
