"""What is quoted is evidence about its writer (DOMAIN.md rule 13); a decision goes to the case it means."""

from __future__ import annotations

import pytest

from tests.rules.cases.mails import INTRODUCTION, cases, decision, mail, reviewed

MADE = mail(INTRODUCTION)

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


def test_an_introduction_that_two_others_quote_is_not_mine_for_a_blind_copy() -> None:
    among_them = mail("11-03 bram > tomas : introduces/two_sided {Tomas|Bram}", bcc="me", quotes="ines")
    assert cases(among_them, on="11-04") == []


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


def test_quoted_words_count_from_eight_tenths_on() -> None:
    reply = mail(
        "11-03 me > tomas : introduces/two_sided 0.8 {Tomas|Mara}", cc="ines", quotes="ines", says=["Tomas"]
    )
    assert cases(reply, on="11-04") == ["made_for_me REPLIED: ines > tomas (1)"]


SENT_ON = [
    ("that names me is mine", "introduces/two_sided {Tomas|Mara}", "FW: Mara and Tomas", 1),
    ("of two others is gossip", "introduces/two_sided {Tomas|Dana}", "FW: Dana and Tomas", 0),
    (
        "is an introduction in an answer, whomever it names",
        "introduces/two_sided {Tomas|Dana}",
        "Re: Dana",
        1,
    ),
]


@pytest.mark.parametrize(("said", "subject", "held"), [pytest.param(*row, id=name) for name, *row in SENT_ON])
def test_an_introduction_that_somebody_sends_on(said: str, subject: str, held: int) -> None:
    line = f"11-03 bram > me tomas : {said}"
    assert (
        len(cases(mail(line, cc="ines", quotes="ines", subject=subject, says=["Tomas"]), on="11-04")) == held
    )


def test_what_i_send_on_to_others_is_mine_whomever_it_names() -> None:
    line = "11-03 me > tomas : introduces/two_sided {Tomas|Dana}"
    sent = mail(line, cc="ines", quotes="ines", subject="FW: Dana and Tomas", says=["Tomas"])
    assert len(cases(sent, on="11-04")) == 1
