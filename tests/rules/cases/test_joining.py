"""Which messages belong to a case, who wrote them, and how one case moves on (DOMAIN.md rules 1, 13, 14)."""

from __future__ import annotations

import pytest

from rules.model import Mark, Reading
from tests.rules.cases.mails import INTRODUCTION, cases, decision, mail, reviewed

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
        3,
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


def test_somebody_at_home_with_the_introducer_answers_for_nobody() -> None:
    made = mail("11-02 ines > me loes : introduces/two_sided {Loes}")
    reply = mail("11-03 me > loes :", re=made, cc="ines")
    aide = mail("11-04 aide@harbour.example > me loes :", re=reply)
    (case,) = reviewed(made, reply, aide, on="11-05").cases
    assert case.turn == "them"


ONE_CASE = [
    (
        "asked, promised, made: one case",
        [
            ask := mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 ines > me : promises_introduction {Tomas}", re=ask),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["made_for_me MADE: ines > tomas (3)"],
    ),
    (
        "asked for somebody at a company",
        [
            mail("11-02 me > ines : asks_for_introduction {Nordvik AG}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["made_for_me MADE: ines > tomas @Nordvik AG (2)"],
    ),
    (
        "asked for one, introduced to another",
        [
            mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me ASKED: ines > Dana Okoye (1)", "made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "asked in one thread, it is the one meant",
        [
            ask2 := mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", re=ask2),
        ],
        ["made_for_me MADE: ines > tomas (2)"],
    ),
    (
        "promised by somebody else",
        [
            mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-04 bram > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me ASKED: ines > tomas (1)", "made_for_me MADE: bram > tomas (1)"],
    ),
    (
        "the same introducer half a year later",
        [
            mail("2026-03-02 me > ines : asks_for_introduction"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me LAPSED: ines >  (1)", "made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "asked of me, asked of the target, made",
        [
            mail("11-02 bram > me : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 me > tomas : opt_in_question {Bram}"),
            mail("11-04 tomas > me : opts_in", subject="Re: Hello"),
            mail("11-05 me > tomas bram : introduces/two_sided {Tomas|Bram}", subject="Tomas, Bram"),
        ],
        ["made_by_me MADE: me bram > tomas (4)"],
    ),
    (
        "whoever of them was taken for the target",
        [
            mail("11-03 me > tomas : opt_in_question {Bram Teunissen}"),
            mail("11-05 me > bram tomas : introduces/two_sided {Tomas|Bram}", subject="Tomas, Bram"),
        ],
        ["made_by_me MADE: me bram > tomas (2)"],
    ),
    (
        "two people ask for the same target",
        [
            mail("11-02 bram > me : asks_for_introduction {Tomas Ruud}"),
            mail("11-02 loes > me : asks_for_introduction {Tomas Ruud}"),
        ],
        [
            "asked_of_me ASKED_OF_ME: me bram > Tomas Ruud (1)",
            "asked_of_me ASKED_OF_ME: me loes > Tomas Ruud (1)",
        ],
    ),
    (
        "asked whether I would meet, and I would",
        [
            mail("11-02 ines > me : opt_in_question {Dana Okoye}"),
            mail("11-03 me > ines : opts_in", subject="Re: Hello"),
        ],
        ["promised_to_me PROMISED: ines > Dana Okoye (2)"],
    ),
    (
        "asked whether I would meet, and met",
        [
            mail("11-02 ines > me : opt_in_question {Tomas Ruud}"),
            mail("11-03 me > ines : opts_in", subject="Re: Hello"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas, Mara"),
        ],
        ["made_for_me MADE: ines > tomas (3)"],
    ),
    (
        "a promise said in a case is no case of its own",
        [MADE, mail("11-03 me > tomas : replies_to_introduction, promises_something", re=MADE, cc="ines")],
        ["made_for_me REPLIED: ines > tomas (2)"],
    ),
    (
        "a favour asked, and done",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 loes > me : gives_favour", subject="Done")],
        ["favour RECEIVED: loes >  (2)"],
    ),
    (
        "done for me by somebody else",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 ines > me : gives_favour", subject="Done")],
        ["favour ASKED_BY_ME: loes >  (1)", "favour RECEIVED: ines >  (1)"],
    ),
    (
        "the target thanks for the introduction I made: nobody is introduced to me",
        [
            made2 := mail("11-02 me > tomas bram : introduces/two_sided {Tomas|Bram}"),
            mail("11-03 tomas > me bram : introduces/two_sided {Bram}", re=made2),
        ],
        ["made_by_me HANDED_OFF: me bram > tomas (2)"],
    ),
    (
        "two promises in one thread",
        [
            p := mail("11-02 me > loes : promises_something"),
            mail("11-02 me > loes : promises_something", re=p, hour=10),
        ],
        ["my_promise OPEN:  > loes (2)"],
    ),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in ONE_CASE])
def test_a_case_that_moves_on_is_one_case(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-06") == expected


def test_two_cases_of_one_thread_do_not_take_each_others_mail() -> None:
    made = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")
    reply = mail("11-03 me > tomas :", re=made, cc="ines")
    assert cases(made, reply, on="11-04") == [
        "made_for_me MADE: ines > dana (1)",
        "made_for_me REPLIED: ines > tomas (2)",
    ]


# ── Rule 13: quoted words ───────────────────────────────────────────────────────────────────


def test_an_introduction_nobody_holds_is_read_from_my_reply() -> None:
    reply = mail(
        "11-03 me > tomas : introduces/two_sided {Tomas|Mara}", cc="ines", quotes="ines", says=["Tomas"]
    )
    assert cases(reply, on="11-04") == ["made_for_me REPLIED: ines > tomas (1)"]


def test_quoted_words_say_nothing_where_the_mailbox_holds_the_original() -> None:
    reply = mail("11-03 me > tomas : asks_for_introduction {Dana Okoye}", re=MADE, cc="ines", quotes="ines")
    assert cases(MADE, reply, on="11-04") == ["made_for_me REPLIED: ines > tomas (2)"]


QUOTED = [
    ("what they are not sure of", "11-03 me > tomas : introduces/two_sided 0.79 {Tomas|Mara}", "ines"),
    ("my own words", "11-03 ines > tomas me : asks_for_introduction {Dana Okoye}", "me"),
    ("the sender's own words", "11-03 ines > me : introduces/hand_off {Dana Okoye}", "ines"),
    ("a hand-over among others", "11-03 bram > me : introduces/hand_off {Dana Okoye}", "ines"),
]


@pytest.mark.parametrize(("line", "writer"), [pytest.param(line, w, id=name) for name, line, w in QUOTED])
def test_quoted_words_open_nothing_where_they_are(line: str, writer: str) -> None:
    assert cases(mail(line, cc="ines", quotes=writer), on="11-04") == []


def test_a_hand_over_i_quote_was_meant_for_me() -> None:
    reply = mail("11-03 me > ines : introduces/hand_off {Dana Okoye}", quotes="ines")
    assert cases(reply, on="11-04") == ["made_for_me MADE: ines > Dana Okoye (1)"]


def test_the_owner_under_an_address_not_told_is_still_the_owner() -> None:
    mine = mail("11-03 ines > me : asks_for_introduction {Dana Okoye}", quotes="mara2")
    assert cases(mine, on="11-04") == []


# ── The owner's word ────────────────────────────────────────────────────────────────────────


def test_a_decision_about_one_of_two_cases_leaves_the_other_alone() -> None:
    made = mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")
    said = reviewed(made, decisions=[decision("11-02", "not-intro", made, who="Dana Okoye")], on="11-03")
    assert sorted((case.targets[0], case.turn.value) for case in said.cases) == [
        ("dana@lantern.example", "closed"),
        ("tomas.ruud@nordvik.example", "me"),
    ]


def test_a_decision_about_a_mail_of_no_case_means_nothing() -> None:
    other = mail("11-01 bram > me :")
    said = reviewed(MADE, other, decisions=[decision("11-02", "not-intro", other)], on="11-03")
    assert [case.state for case in said.cases] == ["MADE"]


def test_a_decision_names_its_case_by_a_message_or_by_its_id() -> None:
    (case,) = reviewed(MADE, on="11-03").cases
    by_id = decision("11-02", "not-intro", MADE)
    object.__setattr__(by_id, "message_id", case.id)
    assert [c.turn.value for c in reviewed(MADE, decisions=[by_id], on="11-03").cases] == ["closed"]
