"""How sure a reading must be before a case begins: who speaks, and what shows it (DOMAIN.md section 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.cases.mails import cases, mail

MET_BRAM = mail("10-01 bram > me :", subject="Boats")
MET_PETRA = mail("10-01 petra > me :", subject="Payroll")


@pytest.mark.parametrize(("sure", "opened"), [(0.8, 0), (0.9, 1)])
def test_what_no_known_phrase_says_must_be_surer_to_open_a_case(sure: float, opened: int) -> None:
    asked = mail(f"11-02 bram > me : asks_for_introduction {sure} {{Ann Lee}}")
    learned = replace(asked.signals[0], rule="en.asks_for_introduction.learned")
    assert len(cases(MET_BRAM, replace(asked, signals=(learned,)), on="11-03")) == opened


@pytest.mark.parametrize(
    ("sentence", "opened"), [("Whom can I call about it?", 0), ("Do you know anyone at Lumen?", 1)]
)
def test_a_colleague_asks_for_somebody_outside_in_one_sentence(sentence: str, opened: int) -> None:
    asked = mail("11-02 petra > me : asks_for_introduction 0.95 {Lumen}")
    asked = replace(asked, signals=(replace(asked.signals[0], sentence=sentence),))
    assert len(cases(MET_PETRA, asked, on="11-03")) == opened


@pytest.mark.parametrize(("sure", "opened"), [(0.65, 0), (0.75, 1)])
def test_the_shape_of_a_mail_alone_must_be_surer_to_open_a_case(sure: float, opened: int) -> None:
    introduction = mail(f"11-02 ines > me tomas : introduces/two_sided {sure} {{Tomas|Mara}}")
    shaped = replace(introduction.signals[0], rule="shape")
    assert len(cases(replace(introduction, signals=(shaped,)), on="11-03")) == opened


@pytest.mark.parametrize("sentence", ["Could you send me the list?", "Ann Lee knows them all."])
def test_an_ask_that_no_known_phrase_shows_must_say_for_whom(sentence: str) -> None:
    asked = mail("11-02 bram > me : asks_for_introduction 0.95 {Ann Lee}")
    learned = replace(asked.signals[0], rule="en.asks_for_introduction.learned", sentence=sentence)
    assert len(cases(MET_BRAM, replace(asked, signals=(learned,)), on="11-03")) == ("Ann" in sentence)
    nobody = replace(learned, names=())
    assert cases(MET_BRAM, replace(asked, signals=(nobody,)), on="11-03") == []


@pytest.mark.parametrize(("by", "opened"), [("Bram Teunissen", 1), ("Ann Lee", 0)])
def test_a_stranger_who_names_somebody_i_know_was_sent_by_them(by: str, opened: int) -> None:
    wrote = mail(f"11-02 tomas > me : replies_to_introduction/outreach 0.6 {{{by}}}")
    learned = replace(wrote.signals[0], rule="en.replies_to_introduction.learned")
    answered = mail("10-02 me > bram :", subject="Boats")
    assert len(cases(MET_BRAM, answered, replace(wrote, signals=(learned,)), on="11-03")) == opened


@pytest.mark.parametrize(("sure", "opened"), [(0.89, 0), (0.9, 1)])
def test_whether_i_would_meet_somebody_of_a_bare_name_must_leave_no_doubt(sure: float, opened: int) -> None:
    asked = mail(f"11-02 bram > me : opt_in_question {sure} {{Ann}}")
    assert len(cases(MET_BRAM, asked, on="11-03")) == opened
