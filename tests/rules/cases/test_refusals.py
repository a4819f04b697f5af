"""Why a message that could open a case opens none: said where it is decided (DOMAIN.md section 4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Mark, Reading, Why
from rules.review import refused
from tests.rules.cases.mails import INTRODUCTION, OWNER, cases, mail

MET_INES = mail("10-01 ines > me :", subject="Lunch")
MET_PETRA = mail("10-01 petra > me :", subject="Payroll")
KNOWS_TOMAS = (mail("10-01 tomas > me :", subject="Old"), mail("10-02 me > tomas :", subject="Times"))
MADE = mail(INTRODUCTION)
MINE = mail("11-02 me > ines dana : introduces/two_sided {Ines|Dana}")


def why(*mails: Reading) -> list[Why]:
    """Why the last of some mails opens nothing."""
    found = refused(mails, owner=OWNER, now=datetime(2026, 12, 31, tzinfo=UTC))
    return [one.why for one in found if one.message_id == mails[-1].header.message_id]


REFUSED = [
    (Why.TO_EVERYBODY, [mail(INTRODUCTION, marks=[Mark.LIST])]),
    (Why.TO_EVERYBODY, [mail("11-02 ines > me tomas : list_or_bulk, introduces {Tomas}")]),
    (Why.UNSURE, [mail("11-02 ines > me tomas : introduces/two_sided 0.52 {Tomas}")]),
    (Why.COLD, [mail("11-02 seller > me : cold_self_introduction, asks_for_introduction {Dana}")]),
    (Why.ANSWER, [MET_INES, mail("11-02 ines > me : opts_in, asks_for_introduction {Dana}")]),
    (Why.DESK, [mail("11-02 desk > me tomas : introduces/two_sided {Tomas}")]),
    (Why.DESK, [mail("11-02 ines > me desk : introduces/two_sided {Nordvik}")]),
    (Why.DESK, [mail("11-02 desk > me : replies_to_introduction/outreach {Ines}")]),
    (Why.DESK, [mail("11-02 desk > me : gives_favour")]),
    (Why.CROWD, [mail("11-02 ines > me tomas dana bram loes olle petra hr : introduces {Tomas}")]),
    (Why.NOT_TO_ME, [mail("11-02 ines > tomas : introduces/two_sided {Tomas}", cc="me")]),
    (Why.NOT_TO_ME, [mail("11-02 tomas > dana : replies_to_introduction/outreach {Ines}", cc="me")]),
    (Why.NOT_TO_ME, [mail("11-02 ines > dana : gives_favour", cc="me")]),
    (Why.KNOWN, [*KNOWS_TOMAS, mail(INTRODUCTION)]),
    (Why.KNOWN, [*KNOWS_TOMAS, mail("11-02 tomas > me : replies_to_introduction/outreach {Ines}")]),
    (Why.ONE_HOUSE, [mail("11-02 tomas > me pa : introduces/two_sided {Kim}")]),
    (Why.ONE_HOUSE, [mail("11-02 tomas > me : replies_to_introduction/outreach {kim@nordvik.example}")]),
    (Why.ONE_HOUSE, [MET_PETRA, mail("11-02 petra > me : asks_favour")]),
    (Why.ONE_HOUSE, [MET_PETRA, mail("11-02 petra > me : gives_favour")]),
    (Why.ONE_HOUSE, [MET_PETRA, mail("11-02 petra > me : asks_for_introduction {olle@tramworks.example}")]),
    (Why.ONE_HOUSE, [MET_PETRA, mail("11-02 petra > me : promises_introduction {olle@tramworks.example}")]),
    (Why.ONE_HOUSE, [mail("11-02 tomas > me : opt_in_question {kim@nordvik.example}")]),
    (Why.NOBODY, [MET_INES, mail("11-02 ines > me : introduces/hand_off")]),
    (Why.NOBODY, [MET_INES, mail("11-02 ines > me : promises_introduction")]),
    (Why.NOBODY, [MET_INES, mail("11-02 ines > me : opt_in_question")]),
    (Why.STRANGER, [mail("11-02 ines > me : introduces/hand_off 0.6 {Tomas Ruud}")]),
    (Why.STRANGER, [mail("11-02 ines > me : promises_introduction 0.6 {Tomas Ruud}")]),
    (Why.STRANGER, [mail("11-02 ines > me : asks_for_introduction 0.6 {Tomas Ruud}")]),
    (Why.STRANGER, [mail("11-02 ines > me : opt_in_question 0.6 {Tomas Ruud}")]),
    (Why.STRANGER, [mail("11-02 ines > me : asks_favour 0.6")]),
    (Why.UNSURE, [MET_INES, mail("11-02 ines > me : promises_introduction/opt_in 0.6 {Tomas Ruud}")]),
    (Why.NO_INTRODUCER, [mail("11-02 tomas > me : replies_to_introduction/outreach")]),
    (Why.ANSWER, [mail("11-02 tomas > me : replies_to_introduction {Ines}")]),
    # what I write
    (Why.NOBODY, [mail("11-02 me > : introduces {Tomas}")]),
    (Why.NOBODY, [mail("11-02 me > ines : introduces")]),
    (Why.CROWD, [mail("11-02 me > ines tomas dana bram loes seller : introduces")]),
    (Why.TOGETHER, [mail("11-01 ines > me tomas :"), mail("11-02 me > ines tomas : introduces {Tomas}")]),
    (Why.ONE_HOUSE, [mail("11-02 me > tomas pa : introduces {Tomas}")]),
    (Why.CROWD, [mail("11-02 me > ines tomas dana : opt_in_question {Bram}")]),
    (Why.CROWD, [mail("11-02 me > ines tomas dana : promises_introduction {Bram}")]),
    (Why.UNSURE, [mail("11-02 me > ines : promises_introduction 0.6 {Bram}")]),
    (Why.NOBODY, [mail("11-02 me > ines : promises_introduction")]),
    (Why.ONE_HOUSE, [mail("11-02 me > petra : promises_introduction {Bram}")]),
    (Why.CROWD, [mail("11-02 me > ines tomas dana : replies_to_introduction/outreach {Bram}")]),
    (Why.NO_INTRODUCER, [mail("11-02 me > tomas : replies_to_introduction/outreach")]),
    (Why.KNOWN, [*KNOWS_TOMAS, mail("11-02 me > tomas : replies_to_introduction/outreach {Ines}")]),
    (Why.CROWD, [mail("11-02 me > ines tomas dana : asks_for_introduction {Bram}")]),
    (Why.ONE_HOUSE, [mail("11-02 me > petra : asks_for_introduction {olle@tramworks.example}")]),
    (Why.ONE_HOUSE, [mail("11-02 me > petra : asks_favour")]),
    (Why.ONE_HOUSE, [mail("11-02 me > petra : gives_favour")]),
    (Why.ONE_HOUSE, [mail("11-02 me > petra : promises_something")]),
    # in a case that is open
    (Why.SAME_PEOPLE, [MINE, mail("11-03 ines > me dana : introduces/two_sided {Dana|Mara}", re=MINE)]),
    (Why.IN_PASSING, [MADE, mail("11-03 me > tomas : promises_something", re=MADE)]),
]


@pytest.mark.parametrize(("reason", "mails"), REFUSED, ids=[f"{n} {r[0]}" for n, r in enumerate(REFUSED)])
def test_what_is_not_opened_is_refused_for_a_reason(reason: Why, mails: list[Reading]) -> None:
    assert reason in why(*mails)


def test_every_reason_but_the_owners_word_is_given_by_some_mail() -> None:
    assert {reason for reason, _ in REFUSED} | {Why.CORRECTED} == set(Why)


def test_what_opens_a_case_or_goes_on_with_one_is_not_refused() -> None:
    promised = mail("11-01 ines > me : promises_introduction {Tomas Ruud}")
    assert cases(promised, MADE) == ["made_for_me MADE: ines > tomas (2)"]
    assert why(promised) == why(promised, MADE) == []


def test_a_refusal_names_its_sentence_and_rule() -> None:
    (one,) = refused([*KNOWS_TOMAS, MADE], owner=OWNER, now=datetime(2026, 12, 31, tzinfo=UTC))
    assert (one.signal.sentence, one.signal.rule) == ("It says Tomas and Mara.", "en.introduces.test")
