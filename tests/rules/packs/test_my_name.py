"""Leave to use a name vouches for me in every language, whether it is said to a friend or formally."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check

LEAVE = [
    ("en", "Write to Vera Moreau at the archive, and feel free to mention my name."),
    ("en", "Drop Vera Moreau a line; you may use my name."),
    ("it", "Scrivi pure a Vera Moreau e fai il mio nome."),
    ("it", "Contatta Vera Moreau, puoi tranquillamente fare il mio nome."),
    ("it", "Scriva pure a Vera Moreau e faccia pure il mio nome."),
    ("it", "Chiami la dottoressa Vera Moreau, può usare anche il mio nome."),
    ("nl", "Mail Vera Moreau maar en noem mijn naam gerust."),
    ("nl", "Schrijf gerust naar Vera Moreau, je mag mijn naam noemen."),
    ("nl", "Mailt u Vera Moreau, u mag daarbij mijn naam noemen."),
    ("nl", "Bel Vera Moreau gerust onder vermelding van mijn naam."),
    ("de", "Schreib Vera Moreau und nenn gerne meinen Namen."),
    ("de", "Schreiben Sie Vera Moreau und erwähnen Sie gerne meinen Namen."),
    ("fr", "Écris à Vera Moreau, tu peux donner mon nom."),
    ("fr", "Écrivez à Vera Moreau en vous recommandant de moi."),
    ("es", "Escribe a Vera Moreau, puedes dar mi nombre."),
    ("es", "Escriba a Vera Moreau, puede mencionar mi nombre."),
    ("pt", "Escreve à Vera Moreau, podes dar o meu nome."),
    ("pt", "Escreva à Vera Moreau e mencione o meu nome."),
]
NO_LEAVE = [
    ("en", "Write to Vera Moreau, but please don't use my name."),
    ("it", "Scrivi pure a Vera Moreau, ma per favore non fare il mio nome."),
    ("nl", "Schrijf Vera Moreau, maar noem mijn naam liever niet."),
    ("de", "Schreib Vera Moreau, aber nenn meinen Namen bitte nicht."),
    ("fr", "Écris à Vera Moreau, mais je préfère ne pas donner mon nom."),
    ("es", "Escriba a Vera Moreau, pero no mencione mi nombre."),
    ("pt", "Escreva à Vera Moreau, mas não use o meu nome."),
]


@pytest.mark.parametrize(("language", "says"), LEAVE)
def test_leave_to_use_a_name_introduces(language: str, says: str) -> None:
    check(Row(says, says, "introduces/hand_off", may="redirects"), language)


@pytest.mark.parametrize(("language", "says"), NO_LEAVE)
def test_a_name_that_is_not_to_be_used_introduces_nobody(language: str, says: str) -> None:
    check(Row(says, says, may="redirects"), language)
