"""What mail of mine opens, of which kind, and who is what in it (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Reading
from tests.rules.cases.mails import cases, mail

MET_BRAM = mail("10-01 bram > me :", subject="Boats")
KNOWS_TOMAS = (
    mail("10-01 tomas > me :", subject="Old times"),
    mail("10-02 me > tomas :", subject="Old friends"),
)
MET_PETRA = mail("10-01 petra > me :", subject="Payroll")


OPENS = [
    (
        "warm outreach of mine",
        [mail("11-02 me > tomas : replies_to_introduction/outreach {Ines Carvalho}")],
        ["made_for_me REPLIED: Ines Carvalho > tomas (1)"],
    ),
    (
        "to whom I have written before",
        [*KNOWS_TOMAS, mail("11-02 me > tomas : replies_to_introduction/outreach {Ines}")],
        [],
    ),
    (
        "to a colleague of who sent me",
        [mail("11-02 me > tomas : replies_to_introduction/outreach {kim@nordvik.example}")],
        [],
    ),
    (
        "to a colleague of mine, whoever sent me",
        [mail("11-02 me > olle : replies_to_introduction/outreach 0.95 {Ines Carvalho}")],
        [],
    ),
    ("to a desk", [mail("11-02 me > desk : replies_to_introduction/outreach {Ines}")], []),
    (
        "I ask for an introduction",
        [mail("11-02 me > ines : asks_for_introduction {Tomas Ruud|Nordvik AG}")],
        ["asked_by_me ASKED: ines > Tomas Ruud @Nordvik AG (1)"],
    ),
    (
        "to somebody at a company",
        [mail("11-02 me > ines : asks_for_introduction {NETA}")],
        ["asked_by_me ASKED: ines > NETA @NETA (1)"],
    ),
    (
        "to nobody in particular",
        [mail("11-02 me > ines : asks_for_introduction")],
        ["asked_by_me ASKED: ines >  (1)"],
    ),
    (
        "a place is no company",
        [mail("11-02 me > ines : asks_for_introduction {London}")],
        ["asked_by_me ASKED: ines >  (1)"],
    ),
    ("a colleague is asked who does what", [mail("11-02 me > olle : asks_for_introduction")], []),
    (
        "a mail to three asks nobody",
        [mail("11-02 me > ines tomas dana : asks_for_introduction {Ann Lee}")],
        [],
    ),
    (
        "a yes to a question asks nothing",
        [mail("11-02 me > ines : asks_for_introduction, opts_in 0.6")],
        [],
    ),
    (
        "I ask the target first",
        [mail("11-02 me > tomas : opt_in_question {Arjun Pillai}")],
        ["asked_of_me OPT_IN_ASKED: me Arjun Pillai > tomas (1)"],
    ),
    ("I ask a desk", [mail("11-02 me > desk : opt_in_question {Arjun Pillai}")], []),
    ("I ask about nobody", [mail("11-02 me > tomas : opt_in_question")], []),
    (
        "I introduce two people",
        [mail("11-02 me > tomas bram : introduces/two_sided {Tomas|Bram}")],
        ["made_by_me MADE: me bram > tomas (1)"],
    ),
    (
        "who have been on one mail before",
        [mail("10-01 tomas > bram me :"), mail("11-02 me > tomas bram : introduces/two_sided {Tomas|Bram}")],
        [],
    ),
    (
        "who stood in one crowd before have not met there",
        [
            mail("10-01 tomas > bram ines dana loes pa seller hr tomas2 me :"),
            mail("11-02 me > tomas bram : introduces/two_sided {Tomas|Bram}"),
        ],
        ["made_by_me MADE: me bram > tomas (1)"],
    ),
    ("of one house", [mail("11-02 me > tomas pa : introduces/two_sided {Tomas|Kim}")], []),
    (
        "I hand one over",
        [mail("11-02 me > bram : introduces/hand_off {Ann Lee}")],
        ["made_by_me MADE: me bram > Ann Lee (1)"],
    ),
    ("I hand over nobody", [mail("11-02 me > bram : introduces/hand_off")], []),
    ("I introduce a crowd", [mail("11-02 me > tomas bram dana loes pa seller : introduces {Tomas}")], []),
    ("an introduction to nobody", [mail("11-02 me > me : introduces {Tomas}")], []),
    ("I hand over to my own house", [MET_PETRA, mail("11-02 me > bram : introduces/hand_off {Petra}")], []),
    (
        "a colleague, and not certain",
        [mail("11-02 me > bram olle : introduces/two_sided 0.85 {Bram|Olle}")],
        [],
    ),
    (
        "a colleague, and certain",
        [mail("11-02 me > bram olle : introduces/two_sided 0.9 {Bram|Olle}")],
        ["made_by_me MADE: me olle > bram (1)"],
    ),
    (
        "a colleague on copy",
        [mail("11-02 me > bram : introduces/two_sided 0.95 {Bram|Olle}", cc="olle")],
        [],
    ),
    (
        "I offer an introduction, perhaps",
        [mail("11-02 me > bram : promises_introduction 0.85 {Ann Lee}")],
        [],
    ),
    (
        "I will ask a colleague",
        [MET_PETRA, mail("11-02 me > bram : promises_introduction 0.95 {Petra Holm}")],
        [],
    ),
    (
        "I offer an introduction",
        [mail("11-02 me > bram : promises_introduction {Ann Lee}")],
        ["asked_of_me OPTED_IN: me bram > Ann Lee (1)"],
    ),
    (
        "in answer to what they wrote, whoever it is",
        [MET_BRAM, mail("11-02 me > bram : promises_introduction", re=MET_BRAM)],
        ["asked_of_me OPTED_IN: me bram >  (1)"],
    ),
    ("to nobody, out of the blue", [mail("11-02 me > bram : promises_introduction")], []),
    ("not sure", [mail("11-02 me > bram : promises_introduction 0.65 {Ann Lee}")], []),
    ("to a colleague", [mail("11-02 me > olle : promises_introduction {Ann Lee}")], []),
    ("to a crowd", [mail("11-02 me > bram ines loes : promises_introduction {Ann Lee}")], []),
    ("a favour I ask", [mail("11-02 me > loes : asks_favour")], ["favour ASKED_BY_ME: loes >  (1)"]),
    ("of a colleague is work", [mail("11-02 me > olle : asks_favour")], []),
    ("of a desk", [mail("11-02 me > desk : asks_favour")], []),
    (
        "a favour I do somebody",
        [mail("11-02 me > loes : gives_favour {Amir Haddad}")],
        ["favour GIVEN: Amir Haddad >  (1)"],
    ),
    (
        "a colleague only hears of it",
        [MET_PETRA, mail("11-02 me > loes : gives_favour {petra@tramworks.example}")],
        ["favour GIVEN: loes >  (1)"],
    ),
    ("to the person themselves", [mail("11-02 me > loes : gives_favour")], ["favour GIVEN: loes >  (1)"]),
    ("to a colleague is work", [mail("11-02 me > olle : gives_favour {Amir Haddad}")], []),
    ("to three", [mail("11-02 me > loes ines bram : gives_favour")], []),
    ("a promise of mine", [mail("11-02 me > loes : promises_something")], ["my_promise OPEN:  > loes (1)"]),
    ("to a colleague is work", [mail("11-02 me > olle : promises_something")], []),
    ("to a crowd", [mail("11-02 me > loes ines bram : promises_something")], []),
    (
        "the surest act opens the case",
        [mail("11-02 me > ines : asks_for_introduction 0.9 {Ann Lee}, asks_favour 0.8")],
        ["asked_by_me ASKED: ines > Ann Lee (1)"],
    ),
    (
        "where that opens nothing, the next",
        [mail("11-02 me > ines : replies_to_introduction/answer 0.9, asks_favour 0.8")],
        ["favour ASKED_BY_ME: ines >  (1)"],
    ),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in OPENS])
def test_what_a_mail_of_mine_opens(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-03") == expected


@pytest.mark.parametrize(
    ("sentence", "opened"), [("Whom could I call to get it mended?", 0), ("Can I get hold of Petra Holm?", 1)]
)
def test_an_outsider_is_asked_for_my_colleague_only_by_name(sentence: str, opened: int) -> None:
    asked = mail("11-02 me > bram : asks_for_introduction {petra@tramworks.example}")
    asked = replace(asked, signals=(replace(asked.signals[0], sentence=sentence),))
    assert len(cases(MET_PETRA, asked, on="11-03")) == opened
