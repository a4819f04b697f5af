"""German, French and Dutch as people speak it: how they ask, promise, refuse and put off."""

from __future__ import annotations

import pytest

from rules.drafts import body
from rules.wordings import wordings
from tests.rules.packs.mails import Row, check
from worker.packs import packs

ASKS = {
    "de": "Könntest du mich mit Vera Moreau bekannt machen?",
    "fr": "Pourrais-tu me présenter à Vera Moreau ?",
    "nl": "Zou je me aan Vera Moreau kunnen voorstellen?",
}
SPOKEN = (
    (
        "de",
        Row(
            "told that the other is away, and to try again",
            "Er ist grad in Elternzeit. Versuch's doch im Januar noch mal bei mir.",
            "defers",
            answers=ASKS["de"],
        ),
    ),
    (
        "de",
        Row(
            "a CV put on a desk",
            "Ich hab deinen Lebenslauf heute der Chefin auf den Tisch gelegt.",
            "gives_favour",
        ),
    ),
    (
        "de",
        Row(
            "asked whether they could imagine introducing me",
            "Könnten Sie sich vorstellen, mich mit Frau Moreau bekannt zu machen?",
            "asks_for_introduction",
        ),
    ),
    (
        "de",
        Row(
            "asked in the order of a spoken question",
            "Meinst du, du könntest mich mit Vera Moreau zusammenbringen?",
            "asks_for_introduction",
        ),
    ),
    (
        "de",
        Row(
            "asks her first, said as a question",
            "Klar, aber lass mich die Vera erst mal fragen, ok?",
            "promises_introduction/opt_in",
            answers=ASKS["de"],
        ),
    ),
    (
        "de",
        Row(
            "asks her first, in a spoken word",
            "Ich horch mal bei ihr nach und geb dir Bescheid.",
            "promises_introduction/opt_in",
            answers=ASKS["de"],
        ),
    ),
    (
        "de",
        Row(
            "asks her first, formally",
            "Gern. Ich halte vorab kurz mit Frau Moreau Rücksprache.",
            "promises_introduction/opt_in",
            answers=ASKS["de"],
        ),
    ),
    (
        "de",
        Row(
            "told to write, with a greeting to pass on",
            "Hab mit Vera Moreau geredet. Du sollst ihr einfach schreiben, vera@moreau.example, und "
            "einen Gruß von mir ausrichten.",
            "introduces/hand_off",
            answers=ASKS["de"],
            may="redirects",
        ),
    ),
    (
        "fr",
        Row(
            "told that the other is away, and to try again",
            "Il est en congé parental. Retente ta chance en janvier.",
            "defers",
            answers=ASKS["fr"],
        ),
    ),
    (
        "fr",
        Row(
            "who wants to speak with me is put on copy",
            "Chère Madame, Monsieur Keller souhaiterait échanger avec vous au sujet des écoles, je le "
            "mets donc en copie.",
            "introduces/two_sided",
            who="ines > mara, tomas",
        ),
    ),
    (
        "fr",
        Row(
            "asked with the pronoun before the verb",
            "Tu connais bien Vera Moreau, non ? Tu me la présenterais ?",
            "asks_for_introduction",
        ),
    ),
    (
        "fr",
        Row(
            "asked whether there is an inconvenience",
            "Verriez-vous un inconvénient à me présenter à Madame Moreau ?",
            "asks_for_introduction",
            may="opt_in_question",
        ),
    ),
    (
        "fr",
        Row(
            "speaks to her about it and tells me",
            "Je lui en parle et je te redis.",
            "promises_introduction/opt_in",
            answers=ASKS["fr"],
        ),
    ),
    (
        "fr",
        Row(
            "asks her first, said as a question",
            "Laisse-moi juste lui en toucher un mot avant, ok ?",
            "promises_introduction/opt_in",
            answers=ASKS["fr"],
        ),
    ),
    (
        "fr",
        Row(
            "a plain yes to what I had asked",
            "Avec grand plaisir, je te fais ça dans la semaine.",
            "promises_introduction",
            answers=ASKS["fr"],
        ),
    ),
    (
        "fr",
        Row(
            "asked whether my number may be given",
            "Est-ce que je peux donner ton numéro à Vera Moreau ?",
            "opt_in_question",
        ),
    ),
    (
        "nl",
        Row(
            "a list before a day",
            "Hoi Ines, de lijst met subsidies stuur ik je voor maandag.",
            "promises_something",
            who="mara > ines",
        ),
    ),
    (
        "nl",
        Row(
            "told that the other is away, and to try again",
            "Hij heeft ouderschapsverlof. Probeer het in januari nog eens bij me.",
            "defers",
            answers=ASKS["nl"],
        ),
    ),
    (
        "nl",
        Row("a CV put on a desk", "Ik heb je cv bij onze directeur op het bureau gelegd.", "gives_favour"),
    ),
    (
        "nl",
        Row(
            "asked for a line to somebody",
            "Zou je een lijntje willen leggen met Vera Moreau?",
            "asks_for_introduction",
        ),
    ),
    (
        "nl",
        Row(
            "wants to be sure that it is all right",
            "Ik wil eerst zeker weten dat zij het goed vindt.",
            "promises_introduction/opt_in",
            answers=ASKS["nl"],
        ),
    ),
)
NEAR_MISSES = (
    (
        "de",
        Row(
            "what is settled after a word with others",
            "Nach Rücksprache mit der Buchhaltung geht das in Ordnung.",
        ),
    ),
    ("fr", Row("figures that somebody presents", "Tu me les présentes demain, les chiffres ?")),
)


@pytest.mark.parametrize(("language", "row"), SPOKEN, ids=str)
def test_a_mail_as_people_speak_is_read_for_what_it_does(language: str, row: Row) -> None:
    check(row, language)


@pytest.mark.parametrize(("language", "row"), NEAR_MISSES, ids=str)
def test_what_only_sounds_like_it_is_left_alone(language: str, row: Row) -> None:
    check(row, language)


@pytest.mark.parametrize(("name", "written"), [("Hélène", "d'Hélène"), ("Hans", "de Hans")])
def test_de_is_elided_before_a_name_whose_h_is_silent(name: str, written: str) -> None:
    said = wordings("fr", packs().languages["fr"].drafts)
    assert body(["au sujet de {target}"], {"target": name}, said) == f"au sujet {written}"


def test_who_is_written_to_with_vous_is_not_called_by_the_first_name() -> None:
    said = wordings("fr", packs().languages["fr"].drafts)
    assert said.formal is not None
    known = {"to": "Henri", "to_name": "Henri Delmas"}
    assert body([said.formal.greeting], known, said) == "Bonjour Henri Delmas,"
