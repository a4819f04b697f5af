"""Whom to leave in peace, and until when: one open ask, 60 BD apart, three a year, no unclosed loop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.model import Answer, Reading
from tests.rules.advice.told import ASK, acquainted, advised, asked, reasons, texts, with_
from tests.rules.cases.mails import INTRODUCTION, OWNER, decision, mail

KNOWN = acquainted("ines", "bram", "loes")


def declined(to: Reading, on: str) -> list[Reading]:
    no = mail(f"{on} ines > me : declines", re=to)
    return [no, mail(f"{on} me > ines : thanks", re=no, hour=11)]


def test_somebody_who_was_asked_nothing_may_be_asked() -> None:
    load = with_("ines", advised(*KNOWN, types=[("ines", "friend")])).load
    assert (load.answer, load.reasons, load.free, load.asked) == (Answer.YES, (), None, 0)


def test_while_an_ask_is_open_there_is_no_other() -> None:
    ask = asked()
    load = with_("ines", advised(*KNOWN, ask, on="11-05")).load
    assert (load.answer, texts(load.reasons)) == (
        Answer.NO,
        ["A question of yours of Monday 2 November is still open with them."],
    )
    evidence = load.reasons[0].evidence
    assert (evidence.message_id, evidence.rule) == (
        ask.header.message_id,
        "en.asks_for_introduction.test",
    )


def test_after_an_answer_they_are_left_in_peace_for_sixty_business_days() -> None:
    ask = asked()
    said = with_("ines", advised(*KNOWN, ask, *declined(ask, "11-03"), on="11-05"))
    assert reasons(said) == [
        "You asked them once, last on Monday 2 November; leave them in peace until Monday 25 January 2027."
    ]
    assert said.load.free == date(2027, 1, 25)
    later = with_("ines", advised(*KNOWN, ask, *declined(ask, "11-03"), on="2027-01-25"))
    assert (later.load.answer, later.load.asked) == (Answer.YES, 1)


def test_the_owner_can_set_the_days_between_two_asks() -> None:
    ask, hasty = asked(), replace(OWNER, clocks={"ask.apart": 1})
    mails = (*KNOWN, ask, *declined(ask, "11-03"))
    assert with_("ines", advised(*mails, on="11-05", owner=hasty)).load.answer is Answer.YES


def test_three_asks_are_enough_for_a_year() -> None:
    patient = replace(OWNER, clocks={"ask.apart": 1})
    mails = list(KNOWN)
    for month, name in (("02", "Vera Moreau"), ("05", "Nils Ek"), ("08", "Otto Blom")):
        ask = asked(f"2026-{month}-02 me > ines : asks_for_introduction {{{name}}}", subject=name)
        mails += [ask, *declined(ask, f"2026-{month}-04")]
    said = with_("ines", advised(*mails, on="11-30", owner=patient))
    assert (said.load.asked, said.load.free) == (3, date(2027, 2, 2))
    assert reasons(said) == [
        "You asked them 3 times in a year, last on Sunday 2 August; "
        "leave them in peace until Tuesday 2 February 2027."
    ]
    assert with_("ines", advised(*mails, on="2027-02-02", owner=patient)).load.answer is Answer.YES


def test_nobody_is_asked_while_a_loop_to_them_is_open() -> None:
    made = mail(INTRODUCTION)
    said = with_("tomas", advised(made, on="11-03"))
    assert reasons(said) == ["A loop to them is open since Monday 2 November: an answer."]


def test_a_report_that_is_owed_is_named() -> None:
    made = mail(INTRODUCTION)
    reply = mail("11-03 me > tomas : replies_to_introduction", re=made, cc="ines")
    met = mail("11-06 me > tomas : thanks/after_meeting", re=reply)
    said = with_("ines", advised(made, reply, met, on="11-09"))
    assert reasons(said) == ["A loop to them is open since Friday 6 November: how it went."]


def test_what_others_owe_me_stands_in_nobodys_way() -> None:
    made = mail(INTRODUCTION)
    reply = mail("11-03 me > tomas : replies_to_introduction", re=made, cc="ines")
    assert with_("tomas", advised(made, reply, on="11-05")).load.answer is Answer.YES


def test_who_helped_twice_is_given_something_first() -> None:
    helped = [
        mail("11-02 loes > me : gives_favour", subject="Your note"),
        mail("11-09 loes > me dana : introduces/two_sided {Dana|Mara}", subject="Dana, Mara"),
    ]
    told = [decision("11-10", "done", one) for one in helped]
    said = with_("loes", advised(*KNOWN, *helped, decisions=told))
    assert reasons(said) == ["They helped you twice, last on Monday 9 November: give something first."]
    given = mail("11-12 me > loes : gives_favour", subject="A paper")
    assert with_("loes", advised(*KNOWN, *helped, given, decisions=told)).load.answer is Answer.YES


# ── At an ask that stands ───────────────────────────────────────────────────────────────────


def remarked(*mails: Reading, on: str = "11-06") -> list[str]:
    return texts(advised(*KNOWN, *mails, on=on).remarks)


def test_an_ask_alone_is_remarked_on_by_nothing() -> None:
    assert remarked(asked()) == []


def test_a_second_ask_while_the_first_is_open_is_one_too_many() -> None:
    other = asked("11-04 me > ines : asks_for_introduction {Vera Moreau}", subject="Vera")
    assert remarked(asked(), other) == ["A question of yours of Monday 2 November is still open with them."]


def test_an_ask_over_an_open_loop_says_which() -> None:
    favour = mail("10-30 ines > me : gives_favour", subject="Your note")
    assert remarked(favour, asked()) == ["A loop to them is open since Friday 30 October: your thanks."]


def test_a_loop_that_opened_after_the_ask_was_no_reason_against_it() -> None:
    assert remarked(asked(), mail("11-04 ines > me : gives_favour", subject="Your note", hour=7)) == []


def test_an_ask_soon_after_another_had_better_rest() -> None:
    first = asked("10-05 me > ines : asks_for_introduction {Vera Moreau}", subject="Vera")
    assert remarked(first, *declined(first, "10-06"), asked()) == [
        "You had asked them on Monday 5 October as well; let this one rest rather than nudge."
    ]


def test_an_ask_long_after_another_is_none_too_many() -> None:
    first = asked("2026-06-01 me > ines : asks_for_introduction {Vera Moreau}", subject="Vera")
    assert remarked(first, *declined(first, "2026-06-02"), asked()) == []


def test_a_favour_asked_for_is_an_ask_too() -> None:
    favour = asked("11-03 me > ines : asks_favour", subject="Reference")
    assert remarked(asked(), favour) == ["A question of yours of Monday 2 November is still open with them."]


def test_remarks_hang_on_the_later_ask() -> None:
    later = asked("11-04 me > ines : asks_for_introduction {Vera Moreau}", subject="Vera")
    (remark,) = advised(*KNOWN, asked(ASK), later, on="11-06").remarks
    assert remark.evidence.message_id == asked(ASK).header.message_id
    assert remark.case_id
