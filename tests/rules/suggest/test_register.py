"""Formal or familiar, and in whose language: as they wrote, as I wrote, else as strangers are written to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Act, Kind, Reading, Signal, What
from rules.suggest import Desk
from tests.builders import MARA, Mail, mail, when
from tests.rules.suggest.desks import INES, INTRODUCTION, TOMAS, VERA, case, desk, drafted, duty, told

FROM_TOMAS = mail(f"Tomas Keller <{TOMAS}>", "x", on="Tue 2026-11-17 09:00", to=MARA, subject="Mara <> Tomas")
TO_TOMAS = mail(MARA, "x", on="Wed 2026-11-18 09:00", to=f"Tomas Keller <{TOMAS}>", subject="Mara <> Tomas")
TO_BOTH = mail(
    f"Tomas Keller <{TOMAS}>", "x", on="Tue 2026-11-17 09:00", to=[MARA, f"Vera <{VERA}>"], subject="x"
)
THANKS = case("MET", duty(What.THANK), mails=(INTRODUCTION, FROM_TOMAS, TO_TOMAS))


def spoken(language: str, *said: tuple[Mail, str], known: tuple[str, ...] = ()) -> Desk:
    """A desk on which mails lie, each with one sentence that was read in it."""
    read = {
        written.message_id: Reading(
            written.message.header,
            signals=(Signal(Act.THANKS, 0.9, words, "r", language),),
            language=language,
        )
        for written, words in said
    }
    return replace(desk(language=language, known=known), readings=read)


def is_formal(at: Desk) -> bool:
    text = drafted(THANKS, at).text
    return any(
        word in text for word in ("vielen Dank", "Cordialement", "cordialement", "La ringrazio", "mij het")
    )


@pytest.mark.parametrize(
    ("language", "words", "formal"),
    [
        ("de", "Ich danke Ihnen für das Gespräch.", True),
        ("de", "Danke, dass du da warst.", False),
        ("fr", "Merci de votre visite.", True),
        ("fr", "Merci de ta visite.", False),
        ("fr", "Pourrais-tu venir ?", False),
        ("it", "Grazie a Lei per il tempo.", True),
        ("it", "Grazie a te per il tempo.", False),
        ("nl", "Dank u voor het gesprek.", True),
        ("nl", "Dank je voor het gesprek.", False),
    ],
)
def test_a_letter_turns_to_somebody_as_they_turned_to_me(language: str, words: str, formal: bool) -> None:
    known = () if not formal else (TOMAS,)  # against what strangers and known people get by themselves
    assert is_formal(spoken(language, (FROM_TOMAS, words), known=known)) is formal


def test_what_they_wrote_outweighs_what_i_wrote_and_that_who_they_are() -> None:
    mine, theirs = (TO_TOMAS, "Wie geht es dir?"), (FROM_TOMAS, "Wie geht es Ihnen?")
    assert is_formal(spoken("de", theirs, mine)) is True
    assert is_formal(spoken("de", mine)) is False
    assert is_formal(spoken("de", (TO_TOMAS, "Wie geht es Ihnen?"), known=(TOMAS,))) is True


def test_a_mail_that_shows_neither_says_nothing() -> None:
    assert is_formal(spoken("de", (FROM_TOMAS, "Sie kommt morgen."))) is True
    assert is_formal(spoken("de", (FROM_TOMAS, "Sie kommt morgen."), known=(TOMAS,))) is False


def test_vous_to_several_people_is_no_sign() -> None:
    several = told(THANKS, messages=(TO_BOTH.message_id,))
    at = spoken("fr", (TO_BOTH, "Merci de votre visite."), known=(TOMAS,))
    assert "À bientôt" in drafted(several, at).text


@pytest.mark.parametrize(
    ("words", "formal"), [("Os dejo solos.", False), ("Ustedes dirán.", True), ("Hola.", True)]
)
def test_whom_an_introducer_speaks_to_as_familiarly_as_to_me_is_no_stranger(words: str, formal: bool) -> None:
    brought = told(case("MADE", duty(What.REPLY)), purpose="")
    text = drafted(brought, spoken("es", (INTRODUCTION, words))).text
    assert ("saludarle" in text) is formal


def test_an_introducer_who_wrote_to_me_alone_says_nothing_of_a_target() -> None:
    alone = mail(f"Ines Duarte <{INES}>", "x", on="Mon 2026-11-16 09:00", to=MARA, subject="x")
    brought = told(case("MADE", duty(What.REPLY), mails=(alone,)), purpose="")
    assert "Reciba" in drafted(brought, spoken("es", (alone, "Os dejo solos."))).text


def test_strangers_are_written_to_formally_and_people_i_knew_before_familiarly() -> None:
    assert is_formal(desk(language="de")) is True
    assert is_formal(desk(language="de", known=(TOMAS,))) is False
    at = desk(language="de", known=(TOMAS,))
    new = replace(at.people[TOMAS], first_seen=when("Mon 2026-11-16 09:00"))
    assert is_formal(replace(at, people={TOMAS: new})) is True
    assert is_formal(replace(at, people={TOMAS: replace(new, first_seen=None)})) is True
    assert is_formal(replace(desk(language="de"), people={})) is True


def test_a_letter_to_two_is_formal_where_one_of_them_is_to_be_written_to_so() -> None:
    brings = told(case("OPTED_IN", duty(What.INTRODUCE, VERA), kind=Kind.ASKED_OF_ME), requester=VERA)
    assert "ich möchte Ihnen" in drafted(brings, desk(language="de", known=(VERA,))).text
    assert "ich möchte dir" in drafted(brings, desk(language="de", known=(VERA, TOMAS))).text


def test_a_letter_is_in_the_language_of_whom_it_goes_to() -> None:
    asked = told(THANKS, duties=(duty(What.REPORT, INES),))
    at = spoken("de", (INTRODUCTION, "x"), (FROM_TOMAS, "x"))
    english = replace(at.readings[FROM_TOMAS.message_id], language="en")
    at = replace(at, readings={**at.readings, FROM_TOMAS.message_id: english})
    assert drafted(asked, at).language == "de"
    assert drafted(THANKS, at).language == "en"
