"""Italian as people write it: tu and Lei, by telephone without accents."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "Ho parlato di te a Vera Moreau. Ti scriverà lei quando torna.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction with copy to both",
        "Mara, ti presento Tomas Keller, che segue la logistica di Nordvik. Tomas, Mara è l'architetta di "
        "cui ti parlavo. Da qui in poi lascio a voi.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a formal introduction",
        "Gentili entrambi,\n\nho il piacere di mettervi in contatto. Tomas dirige il laboratorio di "
        "Nordvik, Mara progetta scuole. Credo che abbiate molto in comune.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals or accents",
        "ciao tomas, ti presento mara, l'architetta che ti dicevo. mara, tomas e' il responsabile acquisti "
        "di nordvik. vi lascio parlare!",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Buongiorno Tomas, buongiorno Mara, la dottoressa Moreau mi ha chiesto di mettervi in contatto. "
        "Mara conosce bene i porti del nord, Tomas cerca una persona così.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off: she expects the call",
        "Ho già parlato di te a Vera Moreau. Aspetta una tua telefonata, il suo numero è 333 123 4567.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with Lei",
        "Ho dato il Suo nominativo alla dottoressa Moreau, che La contatterà nei prossimi giorni.",
        "introduces/target_writes",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Scrivi pure a Vera Moreau (vera@moreau.example) e dille che ti mando io. Le ho parlato molto bene "
        "di te.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Ciao Mara, mi presenteresti Vera Moreau? Mi piacerebbe parlare con lei dell'archivio.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Gentile Mara, Le sarebbe possibile mettermi in contatto con la direttrice di Nordvik? Gliene "
        "sarei molto grato.",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "ciao mara conosci qualcuno in nordvik? sto cercando lavoro nella logistica",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Ciao Ines, ti andrebbe di presentarmi Tomas Keller? Ti mando due righe da inoltrare.",
        "asks_for_introduction",
        who="mara > ines",
    ),
    Row(
        "a promise with a day",
        "Ma certo, volentieri. Giovedì vi metto in contatto.",
        "promises_introduction",
        answers="Ciao Ines, mi presenteresti Vera Moreau?",
    ),
    Row(
        "a promise to ask first",
        "Fammi sentire prima Vera, poi ti faccio sapere cosa ne pensa.",
        "promises_introduction/opt_in",
        answers="Ciao Ines, mi presenteresti Vera Moreau?",
    ),
    Row(
        "may I introduce somebody to you",
        "Ciao Mara, un'amica, Vera Moreau, vorrebbe conoscerti. Ti va bene se vi metto in contatto? Un no "
        "va benissimo.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Sì, volentieri: mi farebbe piacere conoscerla. Dalle pure il mio indirizzo.",
        "opts_in",
        answers="Ti va bene se do il tuo indirizzo a Vera Moreau?",
    ),
    Row(
        "a no, since they hardly know each other",
        "Mi dispiace, ma non la conosco abbastanza bene. Preferirei non farlo.",
        "declines",
        answers="Ciao Ines, mi presenteresti Vera Moreau?",
    ),
    Row(
        "write to her yourself",
        "Scrivile direttamente tu e fai pure il mio nome, non serve che io faccia da tramite.",
        "redirects",
        answers="Ciao Ines, mi presenteresti Vera Moreau?",
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Volentieri. Mi mandi tre o quattro righe su di te che possa girarle?",
        "asks_for_blurb",
        answers="Ciao Ines, mi presenteresti Vera Moreau?",
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Buonasera Mara, Vera Moreau mi ha suggerito di scriverti. Sto aprendo una biblioteca e dice che "
        "potresti darmi un consiglio.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter with Lei",
        "Gentile dottoressa Lindqvist, Le scrivo su consiglio di Vera Moreau, che mi ha dato il Suo "
        "contatto.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Grazie Ines per la presentazione (ti metto in ccn). Piacere di conoscerti, Mara. Ti andrebbe bene "
        "giovedì alle 10?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row(
        "two times to choose from",
        "Per te va bene martedì alle 11 oppure giovedì pomeriggio?",
        "proposes_times",
    ),
    Row(
        "a time agreed",
        "Perfetto, ci vediamo giovedì alle 10.",
        "confirms_meeting",
        answers="Ti andrebbe bene giovedì alle 10?",
    ),
    Row(
        "a meeting moved",
        "Ho avuto un imprevisto, possiamo spostare l'incontro a venerdì?",
        "reschedules",
        answers="Ci vediamo giovedì alle 10.",
    ),
    Row(
        "thanks after a meeting",
        "Grazie mille per il tuo tempo ieri, è stato un piacere parlare di porti con te.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Ciao Mara, volevo dirti com'è andata: ieri ho incontrato Vera Moreau ed è andata benissimo. "
        "Grazie per avermi aperto quella porta.",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "Mara, mi hanno preso! comincio lunedi. grazie di tutto davvero",
        "reports_outcome/outcome, thanks",
    ),
    Row(
        "nothing came of it",
        "Alla fine hanno scelto un'altra persona, non ho avuto il posto. Ci tenevo a dirtelo io.",
        "reports_outcome/outcome",
    ),
    Row(
        "a nudge",
        "Ciao Mara, scusa se insisto: hai avuto modo di leggere la mia mail della settimana scorsa?",
        "nudges",
    ),
    Row(
        "not before autumn",
        "In questo periodo sono sommersa, risentiamoci dopo l'estate.",
        "defers",
        answers="Ci vediamo questo mese?",
        may="declines",
    ),
)
FAVOURS = (
    Row("a reference", "Potresti farmi da referenza per il posto in Nordvik?", "asks_favour"),
    Row(
        "a CV to read", "Mara, mi faresti un favore? Potresti leggere il mio CV entro lunedì?", "asks_favour"
    ),
    Row(
        "a CV handed on",
        "Ho girato il tuo CV alla responsabile di Nordvik e ho messo una buona parola.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Domani ti mando la relazione che ti dicevo.", "promises_something"),
    Row("a question", "Quante persone ci stanno nella sala piccola?", "asks_question"),
)
MACHINES = (
    Row("an automatic reply", "Sono in ferie fino a lunedì 16. Risponderò al mio rientro.", "auto_reply"),
    Row(
        "a failed delivery",
        "Impossibile recapitare il messaggio al seguente indirizzo: utente sconosciuto.",
        "bounce",
    ),
    Row(
        "a newsletter",
        "Le novità di novembre in negozio. Se non vuoi più ricevere queste mail, annulla l'iscrizione qui.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Grazie per la tua candidatura. Abbiamo ricevuto il tuo CV e lo valuteremo con attenzione.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Buongiorno Mara, mi presento: sono Tomas, di un'agenzia. Ho visto il tuo profilo su LinkedIn. "
        "Aiutiamo le aziende come la tua ad aumentare le vendite; fissiamo una breve call?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas: vi metto in copia, la riunione di lunedì è spostata alle 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, ho messo in copia Tomas per la riunione di lunedì, spostata alle 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "a product is presented",
        "Le presentiamo la nostra nuova piattaforma, con tre mesi di prova gratuita.",
    ),
    Row(
        "a report is presented",
        "Ti presento la relazione sulle vendite di ottobre: guarda la tabella a pagina due.",
    ),
    Row("a quotation", "Gentile Mara, Le presento il preventivo che ci ha chiesto. Resto a disposizione."),
    Row("slides", "In allegato la presentazione dei risultati per la riunione del comitato."),
    Row(
        "a new colleague",
        "Ciao a tutti, lunedì Vera Moreau entra a far parte del nostro team. Diamole il benvenuto.",
        who="ines > mara, tomas, arjun",
    ),
    Row(
        "a new list member",
        "Ciao a tutti, mi presento: sono Arjun e mi sono appena iscritto al gruppo di lettura.",
    ),
    Row(
        "a new account manager",
        "Da gennaio Vera Moreau seguirà la Sua pratica: sarà la Sua nuova referente in banca.",
    ),
    Row("presenting oneself for an exam", "Alla fine mi presenterò all'esame di giugno, fammi gli auguri."),
    Row("contact us", "Per qualsiasi dubbio può mettersi in contatto con il nostro servizio clienti."),
    Row("a delivery", "Il pacco è arrivato ieri, il corriere l'ha lasciato in portineria."),
    Row("a plumber", "Conosci qualcuno che ripari tapparelle? Quella del salotto si è rotta."),
    Row("a thank-you before the fact", "Mi serve la fattura di settembre. Grazie in anticipo."),
    Row("lunch", "Mangiamo domani al solito posto? Il pane lo porto io."),
    Row("the agenda", "Ordine del giorno: 1. Presentazione del piano. 2. Bilancio. 3. Varie ed eventuali."),
    Row("news of the family", "La nonna è tornata a casa e ti manda un bacio. Domenica facciamo le lasagne."),
    Row("a task inside the team", "Per favore metti il fornitore in copia quando rispondi alla contabilità."),
    Row("a password", "Per collegarti alla nuova rete usa la password scritta sulla lavagna."),
    Row("thanks for a file", "Grazie per il file, l'ho già salvato nella cartella condivisa."),
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_italian_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "it")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_italian_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "it")


def test_every_italian_phrase_can_be_read() -> None:
    check_pack("it")


def test_every_draft_can_be_written_in_italian() -> None:
    check_drafts("it")


def test_italian_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages(
        "it",
        (
            "Grazie mille per il caffè di ieri.",
            "Conosci qualcuno in Nordvik?",
            "Ti mando la relazione domani mattina.",
            "Gentile dottoressa, Le scrivo su consiglio di un'amica.",
            "La ringrazio per la risposta e resto a disposizione.",
            "Vorrei chiederLe i tempi di consegna.",
            "mi passi il numero di vera?",
            "ok, ci vediamo giovedi",
            "ciao, le ho gia parlato io",
        ),
    )
