"""Spanish, Italian and Portuguese as people speak it: how they ask, promise, refuse and put off."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check

ASKS = {
    "es": "¿Me podrías presentar a Vera Moreau?",
    "it": "Potresti presentarmi a Vera Moreau?",
    "pt": "Poderias apresentar-me à Vera Moreau?",
}
SPOKEN = (
    (
        "es",
        Row(
            "a list before a day",
            "Hola Ines, te mando la lista de subvenciones antes del lunes.",
            "promises_something",
            who="mara > ines",
        ),
    ),
    (
        "es",
        Row(
            "told that the other is away, and to try again",
            "Está de permiso de paternidad. Inténtalo otra vez en enero.",
            "defers",
            answers=ASKS["es"],
        ),
    ),
    (
        "es",
        Row(
            "who wants to speak with me is put on copy",
            "Estimada Mara: el señor Keller desearía conversar con usted sobre las escuelas, por lo "
            "que lo pongo en copia.",
            "introduces/two_sided",
            who="ines > mara, tomas",
        ),
    ),
    (
        "es",
        Row(
            "they chose somebody else",
            "Al final se han decantado por otra persona.",
            "reports_outcome/outcome",
        ),
    ),
    (
        "es",
        Row(
            "asked with the pronoun before the verb",
            "¿Sigues tratando a Vera Moreau? ¿Me la presentas?",
            "asks_for_introduction",
        ),
    ),
    (
        "es",
        Row(
            "asked whether there is an inconvenience",
            "¿Tendría usted inconveniente en presentarme a la señora Moreau?",
            "asks_for_introduction",
            may="opt_in_question",
        ),
    ),
    (
        "es",
        Row(
            "asks her first, said as a question",
            "Déjame que lo hable antes con ella, ¿vale?",
            "promises_introduction/opt_in",
            answers=ASKS["es"],
        ),
    ),
    (
        "it",
        Row(
            "a list by a day",
            "Ciao Ines, ti mando l'elenco dei bandi entro lunedì.",
            "promises_something",
            who="mara > ines",
        ),
    ),
    (
        "it",
        Row(
            "told that the other is away, and to try again",
            "Lui è in congedo di paternità. Riprova con me a gennaio.",
            "defers",
            answers=ASKS["it"],
        ),
    ),
    (
        "it",
        Row(
            "asked with the pronoun before the verb",
            "Conosci ancora Vera Moreau? Me la presenti?",
            "asks_for_introduction",
        ),
    ),
    (
        "it",
        Row(
            "speaks to her about it and tells me",
            "Gliene parlo e ti faccio sapere.",
            "promises_introduction/opt_in",
            answers=ASKS["it"],
        ),
    ),
    (
        "it",
        Row(
            "asks her first, said as a question",
            "Fammi sentire prima lei, ok?",
            "promises_introduction/opt_in",
            answers=ASKS["it"],
        ),
    ),
    (
        "it",
        Row(
            "wants to be sure that it is all right",
            "Voglio prima essere sicura che le vada bene.",
            "promises_introduction/opt_in",
            answers=ASKS["it"],
        ),
    ),
    (
        "pt",
        Row(
            "a list by a day",
            "Oi Ines, te mando a lista dos editais até segunda.",
            "promises_something",
            who="mara > ines",
        ),
    ),
    (
        "pt",
        Row(
            "told that the other is away, and to try again",
            "Ele tá de licença-paternidade. Tenta comigo de novo em janeiro.",
            "defers",
            answers=ASKS["pt"],
        ),
    ),
    (
        "pt",
        Row(
            "who wants to speak with me is put on copy",
            "Prezada Mara, o Dr. Keller gostaria de conversar com a senhora sobre as escolas, por isso "
            "o coloco em cópia.",
            "introduces/two_sided",
            who="ines > mara, tomas",
        ),
    ),
    (
        "pt",
        Row(
            "asked in Portugal with both pronouns in one",
            "Ainda te dás com a Vera Moreau? Apresentas-ma?",
            "asks_for_introduction",
        ),
    ),
    (
        "pt",
        Row(
            "asked in Portugal with the pronoun after the first verb",
            "Podias-me apresentar a Vera Moreau?",
            "asks_for_introduction",
        ),
    ),
    (
        "pt",
        Row(
            "asks her first, in Brazil",
            "Vou dar um toque nela e te aviso.",
            "promises_introduction/opt_in",
            answers=ASKS["pt"],
        ),
    ),
    (
        "pt",
        Row(
            "asks her first, in Portugal",
            "Dou-lhe uma palavrinha e depois digo-te.",
            "promises_introduction/opt_in",
            answers=ASKS["pt"],
        ),
    ),
    (
        "pt",
        Row(
            "asked formally whether they may introduce",
            "O senhor veria algum problema em eu lhe apresentar a Vera Moreau?",
            "opt_in_question",
        ),
    ),
)
NEAR_MISSES = (
    ("es", Row("a question to the accountants", "Déjame que lo consulte con contabilidad.")),
    ("it", Row("a price to be sure of", "Voglio prima essere sicuro che il prezzo sia giusto.")),
    ("pt", Row("somebody who will come by", "Vê algum problema se eu passar aí às cinco?")),
)


@pytest.mark.parametrize(("language", "row"), SPOKEN, ids=str)
def test_a_mail_as_people_speak_is_read_for_what_it_does(language: str, row: Row) -> None:
    check(row, language)


@pytest.mark.parametrize(("language", "row"), NEAR_MISSES, ids=str)
def test_what_only_sounds_like_it_is_left_alone(language: str, row: Row) -> None:
    check(row, language)
