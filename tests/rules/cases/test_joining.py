"""Which messages belong to a case, who wrote them, and how one case moves on (DOMAIN.md rules 1, 13, 14)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.matter import failures
from rules.model import Address, Mark, Reading, Turn
from tests.rules.cases.mails import INTRODUCTION, cases, mail, reviewed

MADE = mail(INTRODUCTION)
REPLY = mail("11-03 me > tomas : replies_to_introduction", re=MADE, cc="ines")
MET_TOMAS = (mail("10-01 tomas > me :", subject="Old"), mail("10-02 me > tomas :", subject="Older"))
ASK_KNOWN = mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}")

JOINS = [
    ("an answer in the thread", [MADE, REPLY, mail("11-04 tomas > me :", re=REPLY)], 3),
    ("mail of strangers in the thread is not of it", [MADE, mail("11-04 bram > me :", re=MADE)], 1),
    ("mail with whom I met through it is of it", [MADE, mail("11-04 tomas > me :", subject="Maps")], 2),
    ("but not a month later", [MADE, mail("12-05 tomas > me :", subject="Maps")], 1),
    ("nor with others on it", [MADE, mail("11-04 tomas > me dana :", subject="Maps")], 1),
    ("unless it speaks of it", [MADE, mail("11-04 tomas > me dana :", subject="Maps", says=["Ines"])], 2),
    ("the introducer on something else", [MADE, mail("11-04 ines > me :", subject="Cake")], 1),
    ("the introducer, naming the target", [MADE, mail("11-04 me > ines :", subject="Tomas")], 2),
    ("by a short name", [MADE, mail("11-04 me > ines :", subject="Tom and I")], 2),
    ("or their company", [MADE, mail("11-04 me > ines :", subject="Nordvik")], 2),
    ("the introducer's own name says nothing", [MADE, mail("11-04 ines > me :", subject="Ines")], 1),
    ("my own company says nothing", [MADE, mail("11-04 ines > me :", subject="Tramworks")], 1),
    (
        "a word that any company bears says nothing",
        [
            mail("10-01 ines > me :", subject="Old"),
            mail("11-02 me > ines : asks_for_introduction {Dana Okoye|Credit Trading Group}"),
            mail("11-04 ines > me :", subject="Our group"),
        ],
        1,
    ),
    ("in a crowd it says nothing", [MADE, mail("11-04 me > ines dana bram loes hr :", subject="Tomas")], 1),
    ("within the window", [MADE, mail("2027-01-28 me > ines :", subject="Tomas")], 2),
    ("and not after it", [MADE, mail("2027-01-29 me > ines :", subject="Tomas")], 1),
    (
        "every message of the case moves the window",
        [MADE, mail("12-20 me > ines :", subject="Tomas"), mail("2027-02-20 me > ines :", subject="Tomas")],
        3,
    ),
    (
        "one mail that names the target draws in no thread",
        [
            *MET_TOMAS,
            ASK_KNOWN,
            about := mail("11-04 me > ines : ", subject="Tomas"),
            mail("11-05 ines > me :", re=about, subject="Cake"),
        ],
        2,
    ),
    (
        "a thread with whom I met through it does",
        [MADE, other := mail("11-04 me > tomas :", subject="Maps"), mail("12-20 tomas > me :", re=other)],
        3,
    ),
    (
        "a second address of theirs",
        [MADE, mail("11-04 tomas2 > me :", subject="From home", says=["Ines"])],
        2,
    ),
    ("a namesake who says nothing of it", [MADE, mail("11-04 tomas2 > me :", subject="From home")], 1),
    (
        "a namesake I know already",
        [mail("10-01 tomas2 > me :"), MADE, mail("11-04 tomas2 > me :", subject="From home", says=["Ines"])],
        1,
    ),
    (
        "my answer there",
        [
            MADE,
            home := mail("11-04 tomas2 > me :", subject="From home", says=["Ines"]),
            mail("11-05 me > tomas2 :", re=home),
        ],
        3,
    ),
    (
        "their organisation tells the outcome",
        [MADE, REPLY, mail("11-20 hr > me : reports_outcome/outcome", subject="Your contract")],
        3,
    ),
    (
        "but no other news",
        [MADE, REPLY, mail("11-20 hr > me : reports_outcome/met", subject="Your visit")],
        2,
    ),
    ("nor does mine", [MADE, mail("11-20 olle > me : reports_outcome/outcome", subject="Your contract")], 1),
    ("a list on the same thread", [MADE, mail("11-04 tomas > me :", re=MADE, marks=[Mark.BULK])], 1),
    ("an automatic answer is of it", [MADE, mail("11-04 tomas > me :", re=MADE, marks=[Mark.AUTO_REPLY])], 2),
    (
        "a report on their address",
        [MADE, mail("11-04 mailer > me :", marks=[Mark.REPORT], failed=["tomas.ruud@nordvik.example"])],
        2,
    ),
    (
        "a report that names the address in its text",
        [MADE, mail("11-04 mailer > me : bounce {tomas.ruud@nordvik.example}", marks=[Mark.REPORT])],
        2,
    ),
    (
        "a delay, in its text",
        [
            MADE,
            mail(
                "11-04 mailer > me : bounce {tomas.ruud@nordvik.example}",
                marks=[Mark.REPORT],
                subject="Delayed",
            ),
        ],
        1,
    ),
    (
        "a report without a word",
        [MADE, mail("11-04 mailer > me :", marks=[Mark.REPORT], says=["tomas.ruud@nordvik.example"])],
        1,
    ),
    (
        "a report on another address",
        [MADE, mail("11-04 mailer > me :", marks=[Mark.REPORT], failed=["dana@lantern.example"])],
        1,
    ),
]


@pytest.mark.parametrize(("mails", "messages"), [pytest.param(m, n, id=name) for name, m, n in JOINS])
def test_which_mail_is_of_the_case(mails: list[Reading], messages: int) -> None:
    first = reviewed(*mails, on="2027-03-01").cases
    assert [len(case.messages) for case in first if case.kind in ("made_for_me", "asked_by_me")] == [messages]


ASKED_OF_ME = mail("11-02 bram > me : asks_for_introduction {Tomas Ruud|Nordvik}")
WORD = mail("11-04 me > tomas :", subject="Bram")

OF_WHAT_I_AM_ASKED = [
    ("mail with the target says nothing of it", [mail("11-04 me > tomas :", subject="Maps")], 1),
    ("nor does the name of their company", [mail("11-04 me > tomas :", subject="Nordvik")], 1),
    ("nor an introduction to them by another", [MADE, REPLY, mail("11-04 tomas > me :", re=REPLY)], 1),
    ("whom it is for does, and what is answered to it", [WORD, mail("11-05 tomas > me :", re=WORD)], 3),
    (
        "it does in the thread of that introduction",
        [MADE, mail("11-04 me > tomas :", re=MADE, says=["Bram"])],
        2,
    ),
    ("mail to both of them", [mail("11-04 me > tomas bram :", subject="Nordvik")], 2),
    (
        "mail to both of them introduces them, whatever it says",
        [mail("11-03 me > tomas bram :", subject="Nordvik"), mail("11-04 tomas > me :", subject="Maps")],
        3,
    ),
    (
        "a word of mine to whom it is for introduces nobody",
        [mail("11-03 me > bram :", re=ASKED_OF_ME), mail("11-04 me > tomas :", subject="Nordvik")],
        2,
    ),
    (
        "once I have handed them on, mail with the target is of it",
        [
            mail("11-03 me > bram : introduces/hand_off {Tomas Ruud}", subject="Tomas"),
            mail("11-04 tomas > me :", subject="Nordvik"),
        ],
        3,
    ),
    (
        "once I have introduced them, mail with the target is of it",
        [
            mail("11-03 me > tomas bram : introduces/two_sided {Tomas|Bram}", subject="Tomas and Bram"),
            mail("11-04 tomas > me :", subject="Maps"),
        ],
        3,
    ),
    ("the other, naming the target", [mail("11-04 bram > me :", subject="Tomas")], 2),
    ("or their company", [mail("11-04 bram > me :", subject="Nordvik")], 2),
]


@pytest.mark.parametrize(
    ("mails", "messages"), [pytest.param(m, n, id=name) for name, m, n in OF_WHAT_I_AM_ASKED]
)
def test_which_mail_is_of_an_introduction_that_i_am_asked_for(mails: list[Reading], messages: int) -> None:
    found = reviewed(ASKED_OF_ME, *mails, on="11-06").cases
    assert [len(case.messages) for case in found if case.requester == "bram@teunissen.example"] == [messages]


SOMEBODY = mail("11-02 bram > me : asks_for_introduction {Tomas}", hour=8)

OF_A_FIRST_NAME = [
    ("my own name under it says nothing", [mail("11-04 me > tomas :", subject="Mara, Tomas")], 1),
    ("nor does it in what they write", [mail("11-04 tomas > me :", subject="Maps", says=["Mara"])], 1),
    ("whom it is for does", [mail("11-04 me > tomas :", subject="Bram")], 2),
    ("and that they are on it", [mail("11-04 bram > me tomas :", subject="Tomas")], 2),
    ("in its thread I ask", [mail("11-04 me > tomas : opt_in_question", re=SOMEBODY)], 2),
]


@pytest.mark.parametrize(
    ("mails", "messages"), [pytest.param(m, n, id=name) for name, m, n in OF_A_FIRST_NAME]
)
def test_which_mail_shows_whom_i_am_asked_for_by_a_first_name(mails: list[Reading], messages: int) -> None:
    found = reviewed(*MET_TOMAS, SOMEBODY, *mails, on="11-06").cases
    assert [len(case.messages) for case in found if case.requester == "bram@teunissen.example"] == [messages]


IN_THE_REQUESTERS_THREAD = [
    ("thanks for something else", mail("11-04 me > tomas : thanks", re=ASKED_OF_ME), "ASKED_OF_ME"),
    ("their name", mail("11-04 me > tomas :", re=ASKED_OF_ME, says=["Bram"]), "OPT_IN_ASKED"),
    ("the question", mail("11-04 me > tomas : opt_in_question 0.4", re=ASKED_OF_ME), "OPT_IN_ASKED"),
]


@pytest.mark.parametrize(
    ("word", "state"), [pytest.param(m, s, id=name) for name, m, s in IN_THE_REQUESTERS_THREAD]
)
def test_what_i_write_to_the_target_alone_where_i_was_asked(word: Reading, state: str) -> None:
    found = reviewed(ASKED_OF_ME, word, on="11-06").cases
    assert [case.state for case in found if case.requester == "bram@teunissen.example"] == [state]


WROTE = [
    ("the target", mail("11-04 tomas > me :", re=REPLY), "REPLIED me"),
    ("an assistant of the target", mail("11-04 pa > me tomas :", re=REPLY), "REPLIED me"),
    ("the introducer", mail("11-04 ines > me tomas :", re=REPLY), "REPLIED them"),
    ("a stranger on the thread", mail("11-04 dana > me tomas :", re=REPLY), "REPLIED them"),
    ("a colleague of mine", mail("11-04 olle > me tomas :", re=REPLY), "REPLIED them"),
    ("the target, from home", mail("11-04 tomas2 > me :", subject="Hi", says=["Ines"]), "REPLIED me"),
]


@pytest.mark.parametrize(("answer", "expected"), [pytest.param(a, e, id=name) for name, a, e in WROTE])
def test_only_the_awaited_person_answers(answer: Reading, expected: str) -> None:
    (case,) = reviewed(MADE, REPLY, answer, on="11-05").cases
    assert f"{case.state} {case.turn.value}" == expected


def test_whom_another_introduces_meanwhile_was_not_met_through_the_one_i_had_asked() -> None:
    made = mail("11-04 bram > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara")
    reply = mail("11-05 me > tomas : replies_to_introduction", re=made)
    answer = mail("11-06 tomas > me :", subject="Maps")

    assert cases(ASK_KNOWN, made, reply, answer, on="11-06") == [
        "asked_by_me ASKED: ines > tomas (1)",
        "made_for_me REPLIED: bram > tomas (3)",
    ]


def test_somebody_at_home_with_the_introducer_answers_for_nobody() -> None:
    made = mail("11-02 ines > me loes : introduces/two_sided {Loes}")
    reply = mail("11-03 me > loes :", re=made, cc="ines")
    aide = mail("11-04 aide@harbour.example > me loes :", re=reply)
    (case,) = reviewed(made, reply, aide, on="11-05").cases
    assert case.turn == "them"


def test_two_cases_of_one_thread_do_not_take_each_others_mail() -> None:
    made = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")
    reply = mail("11-03 me > tomas :", re=made, cc="ines")
    assert cases(made, reply, on="11-04") == [
        "made_for_me MADE: ines > dana (1)",
        "made_for_me REPLIED: ines > tomas (2)",
    ]


def test_mail_to_both_of_two_cases_is_of_both() -> None:
    made = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")
    reply = mail("11-03 me > tomas dana :", re=made, cc="ines")
    assert [case.state for case in reviewed(made, reply, on="11-04").cases] == ["REPLIED", "REPLIED"]


def test_a_report_on_one_address_is_of_no_other_case() -> None:
    other = mail("11-02 ines > me dana : introduces/two_sided {Dana}", subject="Dana", hour=10)
    reply = mail("11-03 me > dana :", re=other, cc="ines")
    failed = mail("11-03 mailer > me :", marks=[Mark.REPORT], failed=["dana@lantern.example"], hour=10)
    said = reviewed(MADE, REPLY, other, reply, failed, on="11-03")
    assert sorted(case.state for case in said.cases) == ["REPLIED", "UNDELIVERED"]


def test_a_report_says_of_itself_that_it_is_one_and_that_is_not_enough() -> None:
    report = mail("11-04 mailer > me : bounce {tomas.ruud@nordvik.example}", marks=[Mark.REPORT])
    told = replace(report, signals=tuple(replace(s, rule="header.report") for s in report.signals))
    assert (failures(report), failures(told)) == (("tomas.ruud@nordvik.example",), ())


def test_a_mail_in_the_thread_tells_the_introducer_whatever_it_names() -> None:
    met = mail("11-06 me > tomas : thanks/after_meeting", re=REPLY)
    report = mail("11-09 me > ines :", re=REPLY)
    assert [case.state for case in reviewed(MADE, REPLY, met, report, on="11-10").cases] == ["CLOSED"]


def test_mail_to_the_second_address_of_the_target_that_comes_back_is_mine_again() -> None:
    second = Address("truud@mailbox.test", "Tomas Ruud")
    wrote = mail("11-03 tomas > me :", re=MADE)
    wrote = replace(wrote, header=replace(wrote.header, sender=second))
    reply = mail("11-04 me > tomas : replies_to_introduction", re=wrote, cc="ines")
    reply = replace(reply, header=replace(reply.header, to=(second,)))
    failed = mail("11-04 mailer > me :", marks=[Mark.REPORT], failed=[second.email], hour=12)
    (case,) = reviewed(MADE, wrote, reply, failed, on="11-05").cases
    assert (case.state, case.turn) == ("UNDELIVERED", Turn.ME)
