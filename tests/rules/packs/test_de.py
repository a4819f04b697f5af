"""German as people write it: Germany, Austria, Switzerland; du and Sie; by telephone without umlauts."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

ASK = "Könntest du mich mit Vera Moreau bekannt machen?"
INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "Ich habe Vera Moreau von dir erzählt. Sie meldet sich bei dir, sobald sie zurück ist.",
        "introduces/target_writes",
    ),
    Row(
        "a hand-off after which they will write first",
        "Ich habe Vera Moreau von dir erzählt. Sie wird sich bei dir melden.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction with copy to both",
        "Mara, ich möchte dir Tomas Keller vorstellen, der bei Nordvik die Logistik leitet. Tomas, Mara ist "
        "die Architektin, von der ich dir erzählt habe. Alles Weitere überlasse ich euch.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a formal introduction with Sie",
        "Sehr geehrte Frau Lindqvist, sehr geehrter Herr Keller,\n\nhiermit möchte ich Sie miteinander "
        "bekannt machen. Herr Keller führt die Werkstatt in Nordvik, Frau Lindqvist plant Schulen.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals or umlauts",
        "hallo tomas, das ist mara, die architektin von der ich dir erzaehlt habe. mara, tomas macht den "
        "einkauf bei nordvik. ihr solltet euch mal treffen, ab hier uebernehmt ihr",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Guten Tag zusammen, Vera Moreau hat mich gebeten, Sie miteinander in Kontakt zu bringen. Mara kennt "
        "die Häfen im Norden, Tomas sucht genau das.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off: she expects the call",
        "Ich habe mit Vera Moreau über dich gesprochen. Sie erwartet deinen Anruf, ihre Nummer ist "
        "0171 2345678.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Melde dich bei Herrn Moreau (vera@moreau.example), er weiß Bescheid. Berufe dich ruhig auf mich.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Liebe Mara, könntest du mich Vera Moreau vorstellen? Ich würde gern mit ihr über das Archiv "
        "sprechen.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Sehr geehrte Frau Lindqvist, wäre es möglich, dass Sie den Kontakt zu Frau Moreau herstellen? Ich "
        "wäre Ihnen sehr dankbar.",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "servus mara, kennst du jemanden bei nordvik? suche was in der logistik",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Hallo Ines, würdest du mich mit Tomas Keller vernetzen? Ein paar Zeilen zum Weiterleiten habe "
        "ich angehängt.",
        "asks_for_introduction",
        who="mara > ines",
    ),
    Row(
        "a promise with a day",
        "Sehr gern. Am Donnerstag bringe ich euch in Kontakt.",
        "promises_introduction",
        answers=ASK,
    ),
    Row(
        "a promise to ask first",
        "Ich frage Vera erst, ob ihr das recht ist, und gebe dir dann Bescheid.",
        "promises_introduction/opt_in",
        answers=ASK,
    ),
    Row(
        "may I introduce somebody to you",
        "Hallo Mara, eine Freundin, Vera Moreau, würde dich gern kennenlernen. Darf ich ihr deine "
        "Nummer geben? Ein Nein ist völlig in Ordnung.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Ja, gern! Gib ihr meine Nummer, sie kann mich jederzeit anrufen.",
        "opts_in",
        answers="Darf ich Vera Moreau deine Nummer geben?",
    ),
    Row(
        "a no, since they hardly know each other",
        "Ich kenne sie leider nicht gut genug, um dich vorzustellen. Das möchte ich lieber nicht.",
        "declines",
        answers=ASK,
    ),
    Row(
        "write to her yourself",
        "Schreib ihr am besten selbst und nenn meinen Namen, dafür brauchst du mich nicht.",
        "redirects",
        answers=ASK,
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Gern. Schickst du mir drei, vier Sätze über dich, die ich weiterleiten kann?",
        "asks_for_blurb",
        answers=ASK,
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Hallo Mara, Vera Moreau hat mir empfohlen, mich bei dir zu melden. Ich baue gerade eine "
        "Bücherei auf.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter with Sie",
        "Sehr geehrte Frau Lindqvist, ich wende mich auf Empfehlung von Frau Moreau an Sie.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Danke, Ines, für die Vorstellung (dich setze ich in Bcc). Freut mich, Mara! Passt es dir am "
        "Donnerstag um 10 Uhr?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row(
        "two times to choose from",
        "Passt es Ihnen am Dienstag um 11 Uhr oder lieber am Donnerstag um 15 Uhr?",
        "proposes_times",
    ),
    Row(
        "a time agreed",
        "Donnerstag um 10 passt mir gut. Bis dann!",
        "confirms_meeting",
        answers="Passt es dir am Donnerstag um 10 Uhr?",
    ),
    Row(
        "a meeting moved",
        "Mir ist leider etwas dazwischengekommen, können wir auf Freitag verschieben?",
        "reschedules",
        answers="Bis Donnerstag um 10 Uhr.",
    ),
    Row(
        "thanks after a meeting",
        "Vielen Dank für das gute Gespräch gestern, und dass Sie sich die Zeit genommen haben.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Liebe Mara, kurzes Update: gestern habe ich mit Vera Moreau gesprochen, es war ein sehr gutes "
        "Gespräch. Danke dir!",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "mara, ich hab den job bekommen!! fange am 1. dezember an. tausend dank",
        "reports_outcome/outcome, thanks",
    ),
    Row(
        "nothing came of it",
        "Aus der Stelle ist leider nichts geworden, sie haben sich für jemand anderen entschieden.",
        "reports_outcome/outcome",
    ),
    Row(
        "the verb far behind",
        "Liebe Mara, ich möchte dir gern bald einmal meine alte Nachbarin aus Jena vorstellen.",
        "promises_introduction",
    ),
    Row(
        "a formal nudge", "Sehr geehrte Frau Lind, ich komme auf meine Anfrage vom 3. März zurück.", "nudges"
    ),
    Row("a nudge", "Hallo Mara, ich wollte kurz nachfragen: hast du schon etwas gehört?", "nudges"),
    Row(
        "not before March",
        "Gerade ist hier Land unter, melden Sie sich bitte im Frühjahr wieder.",
        "defers",
        may="declines",
    ),
)
FAVOURS = (
    Row("a reference", "Darf ich dich für die Stelle bei Nordvik als Referenz angeben?", "asks_favour"),
    Row("a CV to read", "Könntest du bis Montag einen Blick auf meinen Lebenslauf werfen?", "asks_favour"),
    Row(
        "a CV handed on",
        "Ich habe deinen Lebenslauf an die Leiterin bei Nordvik weitergeleitet und dich wärmstens empfohlen.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Ich schicke dir den Bericht bis Freitag.", "promises_something"),
    Row("a question", "Wie viele Leute passen in den kleinen Saal?", "asks_question"),
)
MACHINES = (
    Row(
        "an automatic reply",
        "Ich bin bis zum 16. November nicht im Büro. In dringenden Fällen wenden Sie sich bitte an "
        "meine Vertretung.",
        "auto_reply",
    ),
    Row("a failed delivery", "Ihre Nachricht konnte nicht zugestellt werden: Empfänger unbekannt.", "bounce"),
    Row(
        "a newsletter",
        "Neues aus dem Laden im November. Sie erhalten diese Mail als Kundin; hier können Sie den "
        "Newsletter abbestellen.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Vielen Dank für Ihre Bewerbung. Wir prüfen Ihre Unterlagen und melden uns.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Guten Tag Frau Lindqvist, ich bin auf Ihr Profil gestoßen und möchte mich kurz vorstellen. "
        "Wir helfen Unternehmen wie Ihrem, Kosten zu sparen. Passt Ihnen ein unverbindliches Gespräch?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas: ich setze euch beide in Kopie, die Besprechung am Montag ist auf 11 Uhr verschoben.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, ich setze Tomas in Kopie, die Besprechung am Montag ist auf 11 Uhr verschoben.",
        who="ines > mara, tomas",
    ),
    Row("a product is presented", "Heute stellen wir Ihnen unsere neue Software für die Buchhaltung vor."),
    Row(
        "a report is presented", "Am Montag stelle ich euch die Ergebnisse vor, die Folien liegen im Ordner."
    ),
    Row("an introduction to a subject", "Anbei die Einführung in die Buchhaltung, Seite zwei ist wichtig."),
    Row("something hard to imagine", "Ich kann mir gut vorstellen, dass der Umbau bis Ostern dauert."),
    Row(
        "a new colleague",
        "Liebe alle, Vera Moreau verstärkt ab Montag unser Team. Sie stellt sich in der Runde kurz vor.",
        who="ines > mara, tomas, arjun",
    ),
    Row("a new list member", "Hallo zusammen, ich stelle mich kurz vor: Ich bin Arjun und neu im Lesekreis."),
    Row("a new account manager", "Ab Januar ist Vera Moreau bei der Bank Ihre neue Ansprechpartnerin."),
    Row("a job interview", "Das Vorstellungsgespräch war gestern um neun, jetzt heißt es warten."),
    Row("a network cable", "Der Drucker hat keine Verbindung zum Netz, kannst du ihn neu starten?"),
    Row("contact us", "Bei Fragen wenden Sie sich bitte an unseren Kundendienst."),
    Row("a delivery", "Das Paket kam gestern an, der Bote hat es beim Nachbarn gelassen."),
    Row("a plumber", "Kennst du jemanden, der eine Wohnung in Linz mieten möchte? Unsere wird frei."),
    Row("a thank-you before the fact", "Ich brauche die Rechnung vom September. Vielen Dank im Voraus."),
    Row(
        "a hand-over inside the house", "Frau Moreau übernimmt ab Mai meine Projekte, sie ist eingearbeitet."
    ),
    Row(
        "a yes about something else",
        "Kein Problem, ich schreibe ihm. Er soll mal vorbeikommen.",
        answers="Der Drucker spinnt wieder.",
    ),
    Row(
        "a choice of colour",
        "Grün wäre schön, aber frag sie lieber selbst.",
        answers="Welche Farbe soll der Zaun haben?",
    ),
    Row(
        "a file sent on",
        "Klar, ich leite es dir gleich weiter.",
        answers="Kannst du mir das Protokoll schicken?",
    ),
    Row(
        "a contract to be checked",
        "Ich kläre das mit der Rechtsabteilung und gebe Ihnen Bescheid.",
        answers="Können Sie den Vertrag prüfen?",
    ),
    Row(
        "somebody asked for a favour at home",
        "Hallo Mara, könntest du bitte Tomas fragen, ob der Raum frei ist?",
    ),
)
LANGUAGE = (
    "Könntest du mich mit ihr bekannt machen?",
    "ich hab ihr von dir erzaehlt, sie meldet sich",
    "Vielen Dank, wir sehen uns am Donnerstag.",
    "Wann hättest du Zeit?",
    "Sehr geehrte Frau Doktor, anbei die Unterlagen.",
    "kannst du mir ihre nummer geben",
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_a_german_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "de")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_german_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "de")


def test_every_german_phrase_can_be_read() -> None:
    check_pack("de")


def test_every_draft_can_be_written_in_german() -> None:
    check_drafts("de")


def test_german_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages("de", LANGUAGE)
