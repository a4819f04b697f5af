"""Drafts: lines filled with facts or left out, threading headers, and days as a language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.drafts import Letter, body, drafts, first_name, slots
from rules.model import Address, Draft, Header
from rules.wordings import Wordings, wordings
from worker.packs import packs

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
VERA = Address("vera@moreau.example", "Vera Moreau")
SAID = wordings(
    "en",
    {
        "greeting": ["Hi {to},", "Hello,"],
        "signed": "{owner}",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "months": "January February March April May June July August September October November December",
        "slot": "{day} at {hour}",
        "prefix": "Re: ",
        "elided": {"de": ["d'", "a", "e"], "a": ["ad", "a"]},
        "text": {
            "both": [["About {topic}.", "", "It stands."], ["Only {topic}."]],
            "facts": [["About {topic}."]],
            "plain": [["It stands."]],
            "none": [],
        },
    },
)


def only(keys: tuple[str, ...], facts: dict[str, str] | None = None, **letter: object) -> tuple[Draft, ...]:
    return drafts(Letter((VERA,), **letter), keys=keys, facts=facts or {}, said=SAID)  # type: ignore[arg-type]


def test_every_wording_of_a_key_becomes_a_draft() -> None:
    facts = {"topic": "boats", "to": "Vera", "owner": "Mara"}
    assert [d.text for d in only(("both",), facts)] == [
        "Hi Vera,\n\nAbout boats.\n\nIt stands.\n\nMara\n",
        "Hi Vera,\n\nOnly boats.\n\nMara\n",
    ]


def test_a_line_whose_facts_are_unknown_is_left_out_and_an_empty_draft_too() -> None:
    assert [d.text for d in only(("both",))] == ["Hello,\n\nIt stands.\n"]


def test_the_first_key_that_says_anything_is_used() -> None:
    assert [d.text for d in only(("nothing", "none", "facts", "plain"))] == ["Hello,\n\nIt stands.\n"]
    assert [d.text for d in only(("facts", "plain"), {"topic": "boats"})] == ["Hello,\n\nAbout boats.\n"]
    assert only(("nothing",)) == ()


def test_nobody_is_written_to_without_an_address() -> None:
    for to in ((), (Address("", "Vera"),), (VERA, Address("", "Jo"))):
        assert drafts(Letter(to), keys=("plain",), facts={}, said=SAID) == ()


def test_a_letter_of_its_own_has_its_own_subject_and_no_thread() -> None:
    (draft,) = only(("plain",), subject="Boats", bcc=(Address("ines@harbour.example"),))
    assert (draft.subject, draft.in_reply_to, draft.references) == ("Boats", "", ())
    assert (draft.to, draft.cc, draft.bcc) == ((VERA,), (), (Address("ines@harbour.example"),))
    assert draft.language == "en"


def test_an_answer_stands_in_its_thread() -> None:
    references = tuple(f"<{n}@x>" for n in range(30))
    answered = Header(
        "<last@x>", datetime(2026, 11, 2, tzinfo=UTC), VERA, subject="AW: Boats", references=references
    )
    (draft,) = only(("plain",), subject="other", answers=answered)
    assert draft.subject == "Re: Boats"
    assert draft.in_reply_to == "<last@x>"
    assert draft.references == (*references[-20:], "<last@x>")


def test_an_answer_to_a_mail_without_a_subject_has_the_letters_own() -> None:
    answered = Header("<last@x>", datetime(2026, 11, 2, tzinfo=UTC), VERA, references=("<last@x>",))
    (draft,) = only(("plain",), subject="Boats", answers=answered)
    assert draft.subject == "Boats"
    assert draft.references == ("<last@x>",)


def test_of_several_forms_of_a_line_the_first_whose_facts_are_known_is_used() -> None:
    lines = ["Yes.", ["About {topic}.", "About {target}."]]
    assert body(lines, {"topic": "boats", "target": "Jo"}, SAID) == "Yes. About boats."
    assert body(lines, {"target": "Jo"}, SAID) == "Yes. About Jo."
    assert body(lines, {}, SAID) == "Yes."


def test_lines_are_paragraphs_and_what_is_to_be_finished_ends_its_line() -> None:
    assert body(["One.", "Two.", "", "What I learned:", "What I will do:", "", "", "Three."], {}, SAID) == (
        "One. Two.\n\nWhat I learned:\nWhat I will do:\n\nThree."
    )


@pytest.mark.parametrize(
    ("line", "name", "written"),
    [
        ("près de {target}", "Anna", "près d'Anna"),
        ("près de {target}", "Élise", "près d'Élise"),
        ("De {target}", "Anna", "D'Anna"),
        ("près de {target}", "Vera", "près de Vera"),
        ("scrivo a {target}", "Anna", "scrivo ad Anna"),
        ("code{target}", "Anna", "codeAnna"),
        ("a {target} de ", "Anna", "ad Anna de "),
    ],
)
def test_a_word_is_elided_before_a_name_that_asks_for_it(line: str, name: str, written: str) -> None:
    assert body([line], {"target": name}, SAID) == written


def test_several_are_greeted_by_the_letter_itself() -> None:
    (draft,) = drafts(Letter((VERA, VERA)), keys=("plain",), facts={"to": "Vera"}, said=SAID)
    assert draft.text == "It stands.\n"


def test_days_are_written_as_the_language_writes_them() -> None:
    assert SAID.in_words(TUESDAY) == "Tuesday 24 November"
    assert SAID.at(TUESDAY, 10) == "Tuesday 24 November at 10:00"
    assert Wordings("xx", {}).in_words(TUESDAY) == "2026-11-24"
    assert Wordings("xx", {}, weekdays=("a",)).in_words(TUESDAY) == "2026-11-24"
    assert Wordings("xx", {}).at(TUESDAY, 10) == "2026-11-24 10:00"


@pytest.mark.parametrize(
    ("language", "day", "slot"),
    [
        ("en", "Tuesday 1 December", "Tuesday 1 December at 10:00"),
        ("de", "1. Dezember", "am Dienstag, 1. Dezember, um 10 Uhr"),
        ("fr", "mardi 1er décembre", "mardi 1er décembre à 10 h"),
        ("es", "martes 1 de diciembre", "el martes 1 de diciembre a las 10:00"),
        ("it", "martedì 1º dicembre", "martedì 1º dicembre alle 10"),
        ("pt", "1º de dezembro", "terça-feira, 1º de dezembro, às 10h"),
        ("nl", "dinsdag 1 december", "dinsdag 1 december om 10 uur"),
    ],
)
def test_a_day_and_a_time_read_as_people_of_the_language_write_them(
    language: str, day: str, slot: str
) -> None:
    said = wordings(language, packs().languages[language].drafts)
    assert (said.in_words(date(2026, 12, 1)), said.at(date(2026, 12, 1), 10)) == (day, slot)


def test_two_times_are_offered_on_two_days() -> None:
    assert slots([TUESDAY, THURSDAY], SAID) == {
        "slot1": "Tuesday 24 November at 10:00",
        "slot2": "Thursday 26 November at 15:00",
        "slot1day": "Tuesday 24 November",
    }
    assert slots([], SAID) == {}


def test_a_table_that_says_little_leaves_the_rest_as_it_is() -> None:
    assert wordings("xx", {"text": 1, "elided": 7}) == Wordings("xx", {})


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (VERA, "Vera"),
        (Address("vera@moreau.example", "V. Moreau"), "V. Moreau"),
        (Address("vera@moreau.example"), ""),
        (Address("info@moreau.example", "Moreau Ltd"), ""),
    ],
)
def test_a_letter_calls_people_by_their_first_name_and_desks_by_none(who: Address, expected: str) -> None:
    assert first_name(who) == expected
