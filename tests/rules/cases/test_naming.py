"""Whom and what a sentence names, where it names several or hardly any (DOMAIN.md section 4)."""

from __future__ import annotations

import pytest

from rules.model import Reading
from tests.rules.cases.mails import INTRODUCTION, cases, mail

MADE = mail(INTRODUCTION)
MET_INES = mail("10-01 ines > me :", subject="Lunch")

NAMED = [
    (
        "the whole name is meant, not the first name before it",
        [mail("11-02 me > ines : asks_for_introduction {Bob|Ann Lee}")],
        ["asked_by_me ASKED: ines > Ann Lee (1)"],
    ),
    (
        "the address is meant, not the whole name before it",
        [mail("11-02 me > ines : asks_for_introduction {Ann Lee|dana@lantern.example}")],
        ["asked_by_me ASKED: ines > dana (1)"],
    ),
    (
        "a part of my own house is no company where they are",
        [mail("11-02 me > ines : asks_for_introduction {Ann Lee|Tramworks Research Group}")],
        ["asked_by_me ASKED: ines > Ann Lee (1)"],
    ),
    (
        "a sentence of four names is no form",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {Ann Lee|Kay|Bo|Jo}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "nor is one that has a label in it",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {Ann Lee|Fax}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "a bare name beside another must be certain",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.7 {Ann|Kay}")],
        [],
    ),
    (
        "an abbreviation of two letters makes no name",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {EU Lindgren}")],
        [],
    ),
    (
        "an initial does",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {Ann B Lee}")],
        ["made_for_me MADE: ines > Ann B Lee (1)"],
    ),
    (
        "a capital from the fifth letter on makes a product",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {LeadPump}")],
        [],
    ),
    (
        "MacAllister is no product",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {MacAllister}")],
        ["made_for_me MADE: ines > MacAllister (1)"],
    ),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in NAMED])
def test_whom_a_sentence_means(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-03") == expected


def test_whom_one_has_introduced_to_me_nobody_introduces_anew() -> None:
    again = mail("11-04 bram > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara")
    assert cases(MADE, again, on="11-05") == ["made_for_me MADE: ines > tomas (1)"]
