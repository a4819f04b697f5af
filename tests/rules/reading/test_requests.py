"""Requests: whether a sentence asks for something of its reader, in every language."""

from __future__ import annotations

import pytest

from rules.packs import Pack
from rules.reading.requests import asks_for_something
from rules.sentences import sentences
from worker.packs import packs

ASK = {
    "en": (
        "Please send the plans of the pontoon by Friday.",
        "Could you look over the lease before the meeting.",
        "Let me know whether the harbour is free in May.",
        "Ines, call Tomas about the crane.",
        "I need you to sign the second page.",
        "We should discuss the moorings.",
        "And then forward it to the harbour office.",
        "If the tide is too low, take the north gate.",
        "Tuesday at three?",
    ),
    "de": (
        "Bitte schicken Sie mir den Plan der Anlegestelle.",
        "Könnten Sie den Vertrag bis Freitag durchsehen.",
        "Gib mir Bescheid, wenn der Kran frei ist.",
        "Ines, ruf Tomas wegen der Liegeplätze an.",
        "Wir sollten die Liegeplätze besprechen.",
        "Am Dienstag um drei?",
    ),
    "fr": (
        "Merci de me renvoyer le plan du ponton.",
        "Pourriez-vous relire le bail avant vendredi.",
        "Dites-moi si la grue est libre.",
        "Inès, appelle Tomas pour les amarres.",
        "J'aimerais savoir si le quai est libre.",
        "Mardi à quinze heures ?",
    ),
    "es": (
        "Por favor, manda el plano del pantalán.",
        "Te agradecería una respuesta antes del viernes.",
        "Avísame si la grúa está libre.",
        "Inés, llama a Tomás por los amarres.",
        "Necesito que firmes la segunda página.",
        "¿El martes a las tres?",
    ),
    "it": (
        "Per favore, rivedi la pianta del pontile.",
        "Potreste rileggere il contratto entro venerdì.",
        "Fammi sapere se la gru è libera.",
        "Ines, chiama Tomas per gli ormeggi.",
        "Sarebbe utile una copia del contratto.",
        "Martedì alle tre?",
    ),
    "pt": (
        "Por favor, reveja a planta do pontão.",
        "Agradeço que reveja o contrato até sexta.",
        "Diga-me se a grua está livre.",
        "Inês, liga ao Tomás por causa do cais.",
        "Preciso que assine a segunda página.",
        "Terça às três?",
    ),
    "nl": (
        "Alstublieft, het plan van de steiger voor vrijdag.",
        "Zou je het contract willen doorlezen.",
        "Laat me weten of de kraan vrij is.",
        "Ines, bel Tomas over de ligplaatsen.",
        "We moeten de ligplaatsen bespreken.",
        "Dinsdag om drie uur?",
    ),
}
ASK_NOTHING = {
    "en": (
        "The pontoon was repaired last week.",
        "I sent the plans to the harbour office.",
        "Thank you for the coffee, it was good to see you.",
        "The crane takes boats of ten tons, and they call it small.",
        "Look forward to the regatta.",
        "Please click here to read the harbour news.",
        "If you have any questions, please call the harbour office.",
        "Really?",
    ),
    "de": ("Der Steg wurde letzte Woche repariert.", "Hier können Sie den Rundbrief abbestellen, bitte."),
    "fr": ("Le ponton a été réparé la semaine dernière.", "Merci pour le café, quel plaisir."),
    "es": ("El pantalán quedó reparado la semana pasada.", "Gracias por el café, fue un placer."),
    "it": ("Il pontile è stato riparato la settimana scorsa.", "Grazie per il caffè, è stato un piacere."),
    "pt": ("O pontão foi reparado na semana passada.", "Obrigada pelo café, foi um prazer."),
    "nl": ("De steiger is vorige week hersteld.", "Graag gedaan, het was een mooie middag."),
}


def asks(text: str, language: str) -> bool:
    pack = packs().languages[language]
    return any(asks_for_something(sentence, pack) for sentence in sentences(text))


@pytest.mark.parametrize(("language", "text"), [(name, t) for name, told in ASK.items() for t in told])
def test_a_sentence_asks_for_something(language: str, text: str) -> None:
    assert asks(text, language)


@pytest.mark.parametrize(
    ("language", "text"), [(name, t) for name, told in ASK_NOTHING.items() for t in told]
)
def test_a_sentence_asks_for_nothing(language: str, text: str) -> None:
    assert not asks(text, language)


def test_an_imperative_asks_only_where_a_clause_begins() -> None:
    assert asks("Tomas, send the plans.", "en")
    assert not asks("Those are the plans they send.", "en")
    assert not asks(f"{'berth ' * 50}, send the plans.", "en")


def test_an_owner_adds_words_of_their_own() -> None:
    pack = Pack("en", lists={"requests": frozenset({"ahoy", "haul/heave away", "over to you"})})
    asking = [asks_for_something(s, pack) for s in sentences("Ahoy.\n\nHeave away.\n\nIt is over to you.")]
    assert asking == [True, True, True]
    assert not asks_for_something(sentences("Please haul the rope.")[0], pack)


@pytest.mark.parametrize("language", sorted(ASK))
def test_no_phrase_of_a_pack_is_longer_than_is_looked_for(language: str) -> None:
    pack = packs().languages[language]
    phrases = pack.words("requests") | pack.words("unasked")
    assert phrases
    assert [phrase for phrase in phrases if len(phrase.split()) > 3] == []
