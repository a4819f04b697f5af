"""Mail to me that only looks as if it brought somebody: forms, signatures, and strangers who sell."""

from __future__ import annotations

import pytest

from rules.model import Reading
from tests.rules.cases.mails import cases, mail, reviewed

MET_BRAM = mail("10-01 bram > me :", subject="Boats")
ALIKE = [
    (
        "the lines of a signature",
        [MET_BRAM, mail("11-02 bram > me : introduces/hand_off {Ann Lee|bram@harbour.example}")],
        [],
    ),
    (
        "the lines of a form",
        [MET_BRAM, mail("11-02 bram > me : introduces/hand_off {Ann Lee|Kay|Bo|Jo|Max|Liv|Una}")],
        [],
    ),
    (
        "the lines under a name",
        [MET_BRAM, mail("11-02 bram > me : introduces/hand_off {Ann Lee|Fax|Cell}")],
        [],
    ),
    (
        "a label of a form is nobody",
        [MET_BRAM, mail("11-02 bram > me : introduces/hand_off {Direct Phone}")],
        [],
    ),
    (
        "one of their own short names is nobody else",
        [mail("11-02 tomas > me : introduces/hand_off 0.95 {Tom}")],
        [],
    ),
    (
        "who will ask an unnamed somebody of some company, unasked",
        [MET_BRAM, mail("11-02 bram > me : promises_introduction/opt_in 0.95 {Lumen}")],
        [],
    ),
    (
        "a stranger who sells something",
        [mail("11-02 seller > me : asks_for_introduction, cold_self_introduction 0.4")],
        [],
    ),
    ("or asks a favour", [mail("11-02 seller > me : asks_favour, cold_self_introduction 0.4")], []),
    (
        "whom I have met may say who they are",
        [MET_BRAM, mail("11-02 bram > me : asks_for_introduction {Ann Lee}, cold_self_introduction 0.4")],
        ["asked_of_me ASKED_OF_ME: me bram > Ann Lee (1)"],
    ),
    (
        "but not sell",
        [MET_BRAM, mail("11-02 bram > me : asks_for_introduction {Ann Lee}, cold_self_introduction 0.7")],
        [],
    ),
    (
        "cold mail introduces nobody",
        [mail("11-02 seller > me : introduces {Ann Lee}, cold_self_introduction 0.8")],
        [],
    ),
    (
        "an introducer may say who they are",
        [mail("11-02 ines > me tomas : introduces/two_sided {Tomas}, cold_self_introduction 0.6")],
        ["made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "what I say of myself is never cold",
        [mail("11-02 me > ines : asks_for_introduction {Ann Lee}, cold_self_introduction")],
        ["asked_by_me ASKED: ines > Ann Lee (1)"],
    ),
    ("an outsider who asks for my house", [mail("11-02 bram > me : asks_for_introduction {Tramworks}")], []),
    ("or for a part of it", [mail("11-02 bram > me : asks_for_introduction {Tramworks Research}")], []),
    ("a colleague who asks who does what", [mail("11-02 olle > me : asks_for_introduction")], []),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in ALIKE])
def test_what_only_looks_like_it_opens(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-03") == expected


def test_a_company_of_one_of_two_targets_is_not_said_of_the_other() -> None:
    both = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana|Lantern}")
    told = {case.targets: case.organisation for case in reviewed(both, on="11-03").cases}
    assert told == {("tomas.ruud@nordvik.example",): None, ("dana@lantern.example",): "Lantern"}


@pytest.mark.parametrize(
    ("named", "organisation"),
    [("CTO", None), ("Vice President", None), ("Product", None), ("Halden Partners", "Halden Partners")],
)
def test_a_post_is_no_company(named: str, organisation: str | None) -> None:
    asked = mail(f"11-02 me > ines : asks_for_introduction {{Dana Okoye|{named}}}")
    (case,) = reviewed(mail("10-01 ines > me :"), asked, on="11-03").cases
    assert case.organisation == organisation


@pytest.mark.parametrize(("by", "opened"), [("Ann Lee", 0), ("Bram Teunissen", 1)])
def test_who_sells_and_drops_a_name_i_do_not_know_was_sent_by_nobody(by: str, opened: int) -> None:
    sells = f"11-02 seller > me : replies_to_introduction/outreach 0.95 {{{by}}}, cold_self_introduction 0.4"
    assert len(cases(MET_BRAM, mail(sells), on="11-03")) == opened


def test_a_stranger_who_sells_asks_nobody_whether_they_would_be_met() -> None:
    sells = mail("11-02 seller > me : opt_in_question 0.95 {Ann Lee}, cold_self_introduction 0.4")
    assert cases(sells, on="11-03") == []


def test_who_is_handed_over_by_their_address_is_spoken_of_by_the_name_beside_it() -> None:
    handed = mail("11-02 me > bram : introduces/hand_off {enzo@ricci.example}", says=["Enzo Ricci"])
    thanked = mail("11-09 bram > me : thanks", subject="Enzo")
    (case,) = reviewed(MET_BRAM, handed, thanked, on="11-10").cases
    assert (case.state, case.targets) == ("REPORTED", ("enzo@ricci.example",))


@pytest.mark.parametrize(("named", "opened"), [("Luke", 0), ("Luke Barnard", 1)])
def test_a_stranger_offers_me_somebody_by_their_whole_name(named: str, opened: int) -> None:
    assert len(cases(mail(f"11-02 seller > me : opt_in_question 0.95 {{{named}}}"), on="11-03")) == opened
