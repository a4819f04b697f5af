"""Formal or familiar, and in whose language: as they wrote, as I wrote, else as strangers are written to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Act, Draft, Kind, Mark, Reading, Signal, What
from rules.suggest import Desk, correspondence
from tests.builders import MARA, Mail, mail, when
from tests.rules.suggest.desks import INES, INTRODUCTION, TOMAS, VERA, case, desk, drafted, duty, one, told

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
        ("fr", "Je t'écris de Nantes.", False),
        ("fr", "Y a-t-il une place chez vous ?", True),
        ("it", "Potresti venire?", False),
        ("it", "Volevo scriverLe due righe.", True),
        ("de", "Kannst kommen, wann es passt.", False),
        ("nl", "Dank u voor het gesprek.", True),
        ("nl", "Dank je voor het gesprek.", False),
        ("de", "Sehr geehrte Frau Lindqvist, vielen Dank.", True),
        ("it", "Gentile Mara, giovedì va benissimo.", True),
        ("nl", "Geachte mevrouw Lindqvist, bij dezen dank.", True),
        ("nl", "Hoi Mara, donderdag is prima.", False),
        ("it", "Ciao Mara, giovedì va bene.", False),
        ("fr", "Salut Mara, jeudi me va.", False),
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
    ("language", "words"),
    [
        ("es", "¿Me podrías presentar a Vera?"),
        ("pt", "Podes apresentar-me a Vera?"),
        ("es", "Quería verte."),
        ("es", "Estimada Mara: ¿podrías venir?"),
        ("es", "Ya le hablé, escríbele."),
        ("pt", "Tudo bem se eu passar seu contato pra ela?"),
    ],
)
def test_a_verb_alone_shows_that_they_write_familiarly(language: str, words: str) -> None:
    at = spoken(language, (FROM_TOMAS, words))
    assert drafted(THANKS, at).text != drafted(THANKS, spoken(language, (FROM_TOMAS, "x"))).text


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


# ── Mail that is of no case ─────────────────────────────────────────────────────────────────

ELSEWHERE = mail(
    f"Vera <{VERA}>",
    "x",
    on="Mon 2026-06-01 09:00",
    to=MARA,
    subject="Friday",
)
TO_VERA = mail(MARA, "x", on="Mon 2026-06-08 09:00", to=f"Vera <{VERA}>", subject="Friday")
ASKED = told(
    case("ASKED_OF_ME", duty(What.ANSWER, TOMAS), kind=Kind.ASKED_OF_ME, mails=(FROM_TOMAS,)),
    requester=TOMAS,
    targets=(VERA,),
)


def beside(at: Desk, written: Mail, words: str, language: str, *, length: int = 20) -> Desk:
    """The desk, with a mail on it that is of no case."""
    more = spoken(language, (written, words)).readings[written.message_id]
    return replace(at, mail=correspondence([replace(more, words=length)], at.owner))


def question(at: Desk) -> Draft:
    """What Vera is asked, whom the case is about and who is not on its mail."""
    return next(d for d in one(ASKED, at).drafts if d.to[0].email == VERA)


@pytest.mark.parametrize("written", [ELSEWHERE, TO_VERA])
def test_who_always_wrote_in_another_language_is_written_to_in_it(written: Mail) -> None:
    at = spoken("es", (FROM_TOMAS, "x"))
    assert question(at).language == "es"
    assert question(beside(at, written, "x", "en")).language == "en"
    assert question(beside(at, written, "x", "en", length=3)).language == "es"
    assert drafted(ASKED, beside(at, written, "x", "en")).language == "es"


@pytest.mark.parametrize("written", [ELSEWHERE, TO_VERA])
def test_how_we_wrote_to_one_another_elsewhere_shows_how_to_write_now(written: Mail) -> None:
    at = spoken("de", (FROM_TOMAS, "x"))
    assert question(at).text.startswith("Guten Tag")
    assert not question(beside(at, written, "Wie geht es dir?", "de")).text.startswith("Guten Tag")
    assert question(beside(at, written, "Wie geht es Ihnen?", "de")).text.startswith("Guten Tag")


def test_mail_to_several_and_what_machines_send_shows_nobodys_language() -> None:
    to_two = mail(
        MARA, "x", on="Mon 2026-06-08 09:00", to=[f"Vera <{VERA}>", f"Tomas <{TOMAS}>"], subject="x"
    )
    at = spoken("es", (FROM_TOMAS, "x"))
    assert question(beside(at, to_two, "x", "en")).language == "es"
    listed = spoken("en", (ELSEWHERE, "x")).readings[ELSEWHERE.message_id]
    header = replace(listed.header, marks=frozenset({Mark.LIST}))
    by_machine = correspondence([replace(listed, header=header, words=20)], at.owner)
    assert question(replace(at, mail=by_machine)).language == "es"
