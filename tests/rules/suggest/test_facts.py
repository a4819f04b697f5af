"""What a letter may name: the people, days and lines of its case, and a subject that says something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.model import Address, Kind, Turn, What
from rules.suggest.facts import topic
from tests.builders import owner
from tests.rules.suggest.desks import (
    INES,
    INTRODUCTION,
    LATE,
    TOMAS,
    VERA,
    case,
    desk,
    drafted,
    duty,
    evidence,
    one,
    standing,
    told,
)
from worker.packs import packs

ASKED, PROMISED = Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME
BY_ME, OF_ME, FAVOUR = Kind.MADE_BY_ME, Kind.ASKED_OF_ME, Kind.FAVOUR


def test_a_report_says_whom_i_met_and_when() -> None:
    draft = drafted(case("MET", duty(What.REPORT, INES)))
    assert "Tomas and I spoke on Monday 16 November." in draft.text
    assert draft.to == (Address(INES, "Ines Duarte"),)


def test_the_words_of_others_are_never_given_back_as_mine() -> None:
    for state, what in (("RECEIVED", What.THANK), ("OUTCOME", What.REPORT), ("RECEIVED", What.REPORT)):
        helped = replace(duty(what, INES), evidence=evidence("I put in a word for you with the harbour."))
        text = drafted(told(case(state, kind=FAVOUR), duties=(helped,))).text
        assert "put in a word" not in text


def test_nobody_is_told_of_themselves_as_of_somebody_else() -> None:
    asked = told(case("HANDED_OFF", duty(What.CHECK, TOMAS), kind=BY_ME), requester=VERA)
    assert "Did the two of you manage to talk?" in drafted(asked).text


def test_a_helper_hears_again_by_when_it_is_needed() -> None:
    asked = told(case("ASKED_BY_ME", duty(What.ANSWER, "me", by=INES, due=LATE), kind=FAVOUR))
    at = desk()
    (reading,) = at.readings.values()
    needed = replace(reading, days=(date(2026, 11, 16), date(2026, 12, 1)))
    at = replace(at, readings={reading.header.message_id: needed})
    assert "My request about “Tide mills” is needed by Tuesday 1 December." in drafted(asked, at).text
    past = replace(at, today=date(2026, 12, 2))
    assert "which I asked you about on Monday 16 November" in drafted(asked, past).text
    assert "which I asked" in drafted(asked, replace(at, readings={})).text


def test_my_own_lines_to_forward_stand_in_a_letter_that_asks_for_an_introduction() -> None:
    waiting = standing(ASKED, "ASKED", duty(What.ANSWER, "me", by=INES, due=LATE))
    mine = replace(owner(), blurb="Mara builds timetables for ferries.")
    assert "\n\nMara builds timetables for ferries.\n\n" in drafted(waiting, desk(by=mine)).text
    assert "Mara Lindqvist would be glad of twenty minutes with Tomas Keller" in drafted(waiting).text
    nobody = drafted(told(waiting, targets=())).text
    assert "If a few lines to forward would help, I will gladly write them." in nobody
    company = told(waiting, targets=("Nordvik",), organisation="Nordvik")
    assert "twenty minutes with somebody at Nordvik" in drafted(company).text


def test_who_asks_me_for_lines_to_forward_gets_them() -> None:
    wants = replace(duty(What.ANSWER, INES), evidence=replace(evidence(), rule="en.asks_for_blurb.lines"))
    draft = drafted(told(case("ASKED", kind=ASKED), duties=(wants,)))
    assert (
        "Here are a few lines on Tomas to forward as they are:\n\nMara Lindqvist would be glad" in draft.text
    )


def test_who_asked_me_to_wait_is_asked_whether_it_is_time_now() -> None:
    later = replace(evidence(), rule="en.defers.after")
    asked = told(case("ASKED", kind=ASKED), duties=(replace(duty(What.ANSWER, INES), evidence=later),))
    assert "Is it a better time for my question about Tomas?" in drafted(asked).text
    met = told(case("REPLIED"), duties=(replace(duty(What.SCHEDULE), evidence=later),))
    assert "Would Tuesday 24 November at 10:00" in drafted(met).text


def test_my_word_to_ask_first_is_kept_by_asking_the_target() -> None:
    promised = told(standing(OF_ME, "ASKED_OF_ME", duty(What.PROMISE, VERA)))
    assert drafted(promised).to[0].email == TOMAS
    nowhere = told(promised, targets=("Tomas Keller",))
    assert drafted(nowhere).text.startswith("Hi Vera,\n\nAs promised on Monday 16 November:")


def test_who_helped_hears_that_the_search_is_over() -> None:
    landed = replace(owner(), landed=date(2026, 11, 18))
    draft = drafted(case("OPEN", duty(What.UPDATE, INES), kind=Kind.UPDATE), desk(by=landed))
    assert "My search is over:" in draft.text


@pytest.mark.parametrize("language", sorted(packs().languages))
@pytest.mark.parametrize("kind", [ASKED, PROMISED])
def test_an_ask_can_be_let_rest_in_words(language: str, kind: Kind) -> None:
    (draft,) = one(case("LAPSED", kind=kind, turn=Turn.NOBODY), desk(language=language)).drafts
    assert ([a.email for a in draft.to], draft.language) == ([INES], language)


def test_no_time_is_offered_before_the_duty_is_due_or_on_a_holiday() -> None:
    late = duty(What.SCHEDULE, due=date(2026, 12, 1))
    assert "Thursday 3 December at 10:00 or Monday 7 December" in drafted(case("SCHEDULING", late)).text
    free = replace(owner().calendar, holidays=frozenset({date(2026, 12, 3)}))
    at = desk(by=replace(owner(), calendar=free))
    assert "Friday 4 December at 10:00" in drafted(case("SCHEDULING", late), at).text


@pytest.mark.parametrize(
    ("purpose", "organisation", "topic"),
    [
        ("Tide mills", None, "talk about “Tide mills”."),
        ("Re: Tide mills", None, "Tide mills"),
        ("Tide mills", "Nordvik", "your work at Nordvik"),
        ("Introduction", None, ""),
        ("Vera and the mills", "", ""),
        ("Mara <> Tomas", None, ""),
        ("Introduction: Tomas", None, ""),
        ("Mara", None, ""),
        ("Boats?", None, ""),
        ("Your CV", None, ""),
        ("About the tide mills", None, ""),
        ("Wegen Lagerhalle", None, ""),
        ("Hi", None, ""),
        ("", None, ""),
    ],
)
def test_a_letter_speaks_of_the_company_or_of_a_subject_that_says_something(
    purpose: str, organisation: str | None, topic: str
) -> None:
    text = drafted(told(case("MADE", duty(What.REPLY)), purpose=purpose, organisation=organisation)).text
    assert ("I would" in text) == bool(topic)
    assert topic in text


def test_a_subject_that_is_the_name_in_an_address_is_no_topic() -> None:
    unnamed = told(case("MADE", duty(What.REPLY, "claire.duval@frigolane.example")), purpose="Claire")
    unnamed = replace(unnamed, targets=("claire.duval@frigolane.example",))
    assert "Claire" not in drafted(unnamed).text


@pytest.mark.parametrize("subject", ["Ines's idea", "Ines’ idea", "Tomas's cranes"])
def test_a_subject_that_says_whose_it_is_is_no_topic(subject: str) -> None:
    assert topic(told(case("MADE", duty(What.REPLY)), purpose=subject), desk()) == ""


def test_a_subject_that_is_the_name_of_their_house_is_no_topic() -> None:
    assert topic(told(case("MADE", duty(What.REPLY)), purpose="Nordvik"), desk()) == ""


def test_a_letter_of_its_own_without_a_topic_is_headed_by_who_stands_between() -> None:
    bare = told(standing(OF_ME, "OPTED_OUT", duty(What.TELL, VERA)), purpose="")
    assert drafted(bare).subject == "Vera Moreau"
    assert drafted(told(bare, requester=None)).subject == "Tomas Keller"


def test_a_mail_that_is_not_held_is_no_thread() -> None:
    draft = drafted(
        told(case("MET", duty(What.REPORT, INES)), messages=("<gone@x>", INTRODUCTION.message_id))
    )
    assert draft.in_reply_to == INTRODUCTION.message_id


FOR_A_MAIL = """
    Question | Quick question | Logistics question | A question on mills | Request | Favour | A
    small favor | Hello from Oslo | Intro | Recommendation | Help needed | Frage | Kurze Frage |
    Frage zur Mühle | Anfrage | Bitte | Empfehlung | Hallo! | Schöne Grüße | Gefallen | Petite
    question | Une question rapide | Demande d'aide | Recommandation | Bonjour | Un service |
    Pregunta | Una consulta rápida | Solicitud | Un favor | Recomendación | Hola, Mara | Domanda |
    Una domanda veloce | Richiesta | Favore | Raccomandazione | Ciao | Vraag | Vraagje | Klein
    vraagje | Verzoekje | Aanbeveling | Gunst | Hoi | Pergunta | Uma pergunta rápida | Pedido |
    Recomendação | Olá | Contato | Contatto | Kontakt | Kennismaking | Apresentação | Mise en
    relation
"""


@pytest.mark.parametrize("subject", " ".join(FOR_A_MAIL.split()).split(" | "))
def test_a_subject_that_only_says_what_sort_of_mail_it_is_is_no_topic(subject: str) -> None:
    brought = told(case("MADE", duty(What.REPLY)), purpose=subject)
    assert topic(brought, desk()) == ""


@pytest.mark.parametrize("subject", ["Tide mills", "Hafenkräne im Norden", "Voies ferrées", "Mühlenfragen"])
def test_a_subject_that_names_a_matter_is_a_topic(subject: str) -> None:
    assert topic(told(case("MADE", duty(What.REPLY)), purpose=subject), desk()) == subject
