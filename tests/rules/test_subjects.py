"""Subjects: what clients put before and behind them."""

from __future__ import annotations

import pytest

from rules.subjects import Subject, is_telling, normal_subject


@pytest.mark.parametrize(
    "subject",
    [
        *("Re: Rotor blades", "AW: Rotor blades", "RE: RE:  Rotor blades", "Re[2]: Rotor blades"),
        *(
            "Re(3): Rotor blades",
            "SV: Rotor blades",
            "R: Rotor blades",
            "RES: Rotor blades",
            "RE : Rotor blades",
        ),
        *("[Board] Re: Rotor blades", "Re: [Board] Rotor blades", "[EXTERNAL] RE : Rotor blades"),
        *("EXT: Re: Rotor blades", "Re: ***SPAM*** Rotor blades", "回复：Rotor blades"),
        *("Automatische Antwort: Rotor blades", "Accepted: Rotor blades"),
    ],
)
def test_reply_prefixes_of_many_languages_fall_away(subject: str) -> None:
    assert normal_subject(subject) == Subject("Rotor blades", is_reply=True, is_forward=False)


@pytest.mark.parametrize(
    "subject", ["Fwd: Lift", "WG: Lift", "TR: Lift", "I: Lift", "Lift (fwd)", "RV: Lift", "ENC: Lift"]
)
def test_forward_prefixes_fall_away(subject: str) -> None:
    assert normal_subject(subject) == Subject("Lift", is_reply=False, is_forward=True)


def test_a_forwarded_answer_is_both() -> None:
    assert normal_subject("Fw: Re: Lift") == Subject("Lift", is_reply=True, is_forward=True)


@pytest.mark.parametrize(
    "subject", ["Lift", "Budget: the lift", "[Lift]", "Reorganisation", "", "EXTERNAL", "a (b)"]
)
def test_a_subject_without_prefixes_stays_as_it_is(subject: str) -> None:
    assert normal_subject(subject) == Subject(subject, is_reply=False, is_forward=False)


def test_a_subject_of_prefixes_alone_is_empty() -> None:
    assert normal_subject("Re: Fwd: ") == Subject("", is_reply=True, is_forward=True)


def test_greetings_and_single_letters_say_nothing() -> None:
    assert not any(map(is_telling, ("", "hi", "Hello!", "Lunch", "ok", "Danke.")))
    assert is_telling("MRI")


@pytest.mark.parametrize(
    "subject",
    [
        "Two slots (was: Lift)",
        "Re: Two slots (was: RE: Lift)",
        "Two slots [was: Lift]",
        "Two slots (war: AW: Lift)",
        "Two slots (was : [Board] Lift",
    ],
)
def test_a_changed_subject_tells_what_it_was(subject: str) -> None:
    told = normal_subject(subject)
    assert (told.text, told.was) == ("Two slots", "Lift")


@pytest.mark.parametrize(
    "subject", ["Two slots (north: Lift)", "(was: Lift)", "Was: Lift", "Two slots (was)"]
)
def test_other_brackets_stay_in_the_subject(subject: str) -> None:
    assert normal_subject(subject) == Subject(subject, is_reply=False, is_forward=False)


@pytest.mark.parametrize("subject", ["Lift [EXTERNAL]", "Lift [Extern]", "[EXT] Lift [External]"])
def test_the_mark_of_a_gateway_falls_away_behind_the_subject_too(subject: str) -> None:
    assert normal_subject(subject).text == "Lift"


def test_what_a_writer_puts_in_brackets_behind_a_subject_stays() -> None:
    assert normal_subject("Lift [draft]").text == "Lift [draft]"
    assert normal_subject("EXT]").text == "EXT]"
