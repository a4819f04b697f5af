"""Drafts: lines filled with facts or left out, threading headers, and days as a language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.drafts import Letter, Wordings, drafts, first_name, slots, wordings
from rules.model import Address, Draft, Header

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
VERA = Address("vera@moreau.example", "Vera Moreau")
SAID = wordings(
    "en",
    {
        "greeting": "Hi {to},",
        "signed": "{owner}",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "months": "January February March April May June July August September October November December",
        "slot": "{day} at {hour}",
        "prefix": "Re: ",
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
    assert [d.text for d in only(("both",))] == ["It stands.\n"]


def test_the_first_key_that_says_anything_is_used() -> None:
    assert [d.text for d in only(("nothing", "none", "facts", "plain"))] == ["It stands.\n"]
    assert [d.text for d in only(("facts", "plain"), {"topic": "boats"})] == ["About boats.\n"]
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


def test_days_are_written_as_the_language_writes_them() -> None:
    assert SAID.in_words(TUESDAY) == "Tuesday 24 November"
    assert SAID.at(TUESDAY, "10:00") == "Tuesday 24 November at 10:00"
    assert Wordings("xx", {}).in_words(TUESDAY) == "2026-11-24"
    assert Wordings("xx", {}, days=("a",)).in_words(TUESDAY) == "2026-11-24"


def test_two_times_are_offered_on_two_days() -> None:
    assert slots([TUESDAY, THURSDAY], SAID) == {
        "slot1": "Tuesday 24 November at 10:00",
        "slot2": "Thursday 26 November at 15:00",
        "slot1day": "Tuesday 24 November",
    }
    assert slots([], SAID) == {}


def test_a_table_that_says_little_leaves_the_rest_as_it_is() -> None:
    assert wordings("xx", {"text": 1, "days": 7}) == Wordings("xx", {})


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (VERA, "Vera"),
        (Address("vera@moreau.example"), ""),
        (Address("info@moreau.example", "Moreau Ltd"), ""),
    ],
)
def test_a_letter_calls_people_by_their_first_name_and_desks_by_none(who: Address, expected: str) -> None:
    assert first_name(who) == expected
