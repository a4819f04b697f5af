"""Dutch as people write it: the Netherlands and Flanders; je and u; by telephone without capitals."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

ASK = "Zou je me aan Vera Moreau willen voorstellen?"
INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "Ik heb Vera Moreau over je verteld. Zij neemt contact met je op als ze terug is.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction with copy to both",
        "Mara, graag stel ik je voor aan Tomas Keller, die bij Nordvik de logistiek leidt. Tomas, Mara is de "
        "architecte over wie ik je vertelde. Ik laat het verder aan jullie over.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a formal introduction with u",
        "Geachte mevrouw Lindqvist, geachte heer Keller,\n\nHierbij breng ik u graag met elkaar in contact. "
        "Tomas leidt de werkplaats van Nordvik; Mara ontwerpt scholen.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals",
        "hoi tomas, dit is mara, de architecte waar ik je over vertelde. mara, tomas doet de inkoop bij "
        "nordvik. jullie moeten elkaar echt eens spreken!",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Goedemorgen Tomas en Mara, Vera Moreau heeft mij gevraagd jullie met elkaar in contact te brengen. "
        "Mara kent de havens in het noorden; Tomas zoekt zo iemand.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off: she expects the call",
        "Ik heb Vera Moreau over je verteld. Ze verwacht je telefoontje, haar nummer is 06 12345678.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Neem contact op met Vera Moreau (vera@moreau.example), ze is op de hoogte. Noem gerust mijn naam.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Hoi Mara, zou je me willen voorstellen aan Vera Moreau? Ik wil haar graag spreken over het archief.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Geachte mevrouw, zou u mij in contact kunnen brengen met de directeur van Nordvik?",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "dag mara, ken jij iemand bij nordvik? zoek werk in de logistiek",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Hoi Ines, kun je mij koppelen aan Tomas Keller? Ik stuur je een stukje dat je kunt doorsturen.",
        "asks_for_introduction",
        who="mara > ines",
        may="promises_introduction",
    ),
    Row(
        "a promise with a day",
        "Natuurlijk! Donderdag breng ik jullie met elkaar in contact.",
        "promises_introduction",
        answers=ASK,
    ),
    Row(
        "a promise to ask first",
        "Ik vraag het haar eerst even, en laat je weten of ze ervoor openstaat.",
        "promises_introduction/opt_in",
        answers=ASK,
    ),
    Row(
        "may I introduce somebody to you",
        "Dag Mara, een vriendin, Vera Moreau, zou graag met je praten. Vind je het goed als ik haar je "
        "nummer geef? Een nee is prima.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Ja, graag! Geef haar gerust mijn nummer, ze mag me altijd bellen.",
        "opts_in",
        answers="Vind je het goed als ik Vera Moreau je nummer geef?",
    ),
    Row(
        "a no, since they hardly know each other",
        "Sorry, ik ken haar eigenlijk niet goed genoeg om je voor te stellen. Dat doe ik liever niet.",
        "declines",
        answers=ASK,
    ),
    Row(
        "write to her yourself",
        "Mail haar maar gewoon zelf en noem mijn naam, daar heb je mij niet voor nodig.",
        "redirects",
        answers=ASK,
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Graag. Kun je me drie of vier zinnen over jezelf sturen die ik kan doorsturen?",
        "asks_for_blurb",
        answers=ASK,
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Dag Mara, Vera Moreau raadde me aan contact met je op te nemen. Ik begin een kleine bibliotheek.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter with u",
        "Geachte mevrouw Lindqvist, op aanraden van Vera Moreau schrijf ik u over de tentoonstelling.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Dank je voor de introductie, Ines (ik zet je in bcc). Leuk om kennis te maken, Mara. Schikt "
        "donderdag om 10 uur?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row(
        "two times to choose from",
        "Schikt het u dinsdag om 11 uur of liever donderdag om 15 uur?",
        "proposes_times",
    ),
    Row(
        "a time agreed",
        "Prima, donderdag om 10 uur past me goed. Tot dan!",
        "confirms_meeting",
        answers="Schikt donderdag om 10 uur?",
    ),
    Row(
        "a meeting moved",
        "Er is helaas iets tussengekomen, kunnen we de afspraak verplaatsen naar vrijdag?",
        "reschedules",
        answers="Tot donderdag om 10 uur.",
    ),
    Row(
        "thanks after a meeting",
        "Hartelijk dank voor het fijne gesprek van gisteren, en dat je de tijd nam.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Dag Mara, even een korte update: gisteren heb ik met Vera Moreau gesproken en het was een heel goed "
        "gesprek. Dank je wel!",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "mara, ik heb de baan gekregen!! ik begin in december. superbedankt voor alles",
        "reports_outcome/outcome, thanks",
    ),
    Row(
        "nothing came of it",
        "Het is helaas niets geworden: ze hebben voor iemand anders gekozen.",
        "reports_outcome/outcome",
    ),
    Row(
        "the verb far behind",
        "Hoi Mara, ik ga je zeker nog eens aan mijn oude buurvrouw in Gent voorstellen.",
        "promises_introduction",
    ),
    Row("a formal nudge", "Beste Mara, ik kom nog even terug op mijn mail van 3 maart.", "nudges"),
    Row("a nudge", "Dag Mara, kleine herinnering: ben je er al aan toegekomen?", "nudges"),
    Row(
        "not before March",
        "Het is hier nu erg druk, probeer het na de zomer nog eens.",
        "defers",
        may="declines",
    ),
)
FAVOURS = (
    Row("a reference", "Mag ik je opgeven als referentie voor de functie bij Nordvik?", "asks_favour"),
    Row("a CV to read", "Zou je voor maandag even naar mijn cv willen kijken?", "asks_favour"),
    Row(
        "a CV handed on",
        "Ik heb je cv doorgestuurd naar het hoofd van Nordvik en een goed woordje voor je gedaan.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Ik stuur je het verslag voor vrijdag.", "promises_something"),
    Row("a question", "Hoeveel mensen passen er in de kleine zaal?", "asks_question"),
)
MACHINES = (
    Row(
        "an automatic reply",
        "Ik ben met vakantie tot 16 november en lees mijn mail niet. Voor dringende zaken kunt u mijn "
        "collega bellen.",
        "auto_reply",
    ),
    Row("a failed delivery", "Uw bericht kon niet worden bezorgd: ontvanger onbekend.", "bounce"),
    Row(
        "a newsletter",
        "Nieuws uit de winkel in november. U ontvangt deze mail als klant; u kunt zich hier altijd "
        "uitschrijven.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Bedankt voor je sollicitatie. We bekijken je brief en laten binnen twee weken van ons horen.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Dag Mara, ik kwam je profiel tegen en wil mezelf graag even voorstellen. Wij helpen bedrijven "
        "kosten te besparen. Tijd voor een vrijblijvend gesprek?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas: ik zet jullie in cc, het overleg van maandag is verplaatst naar 11 uur.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, ik zet Tomas in cc, het overleg van maandag is verplaatst naar 11 uur.",
        who="ines > mara, tomas",
    ),
    Row("a product is presented", "Graag stellen wij u onze nieuwe software voor de boekhouding voor."),
    Row("something is proposed", "Ik stel voor dat we het hek groen schilderen."),
    Row(
        "an introduction to a subject",
        "Bijgaand de introductie tot het boekhouden, bladzijde twee is van belang.",
    ),
    Row("something imagined", "Ik kan me voorstellen dat de verbouwing tot het voorjaar duurt."),
    Row(
        "a new colleague",
        "Beste allemaal, Vera Moreau komt ons team versterken vanaf maandag. Ze zal zich in de kantine "
        "voorstellen.",
        who="ines > mara, tomas, arjun",
    ),
    Row(
        "a new list member",
        "Hallo allemaal, ik zal mezelf even voorstellen: ik ben Arjun en nieuw in de leesclub.",
    ),
    Row("a new account manager", "Vanaf januari is Vera Moreau uw nieuwe contactpersoon bij de bank."),
    Row("a theatre evening", "De voorstelling begint om acht uur, ik heb de kaartjes in mijn tas."),
    Row("a network cable", "De printer heeft geen verbinding met het netwerk, kun je hem herstarten?"),
    Row("contact us", "Heeft u vragen, neem dan contact op met onze klantenservice."),
    Row("a delivery", "Het pakket kwam gisteren aan, de koerier heeft het bij de buren gelaten."),
    Row("a flat", "Ken jij iemand die ons appartement in Gent wil huren? Het komt vrij."),
    Row("a thank-you before the fact", "Ik heb de factuur van september nodig. Alvast bedankt."),
    Row(
        "a hand-over inside the house", "Vera Moreau neemt het van mij over vanaf mei, ze is goed ingewerkt."
    ),
    Row(
        "a yes about something else",
        "Geen probleem, ik mail hem. Hij komt vanavond langs.",
        answers="De printer doet weer raar.",
    ),
    Row(
        "a choice of colour",
        "Groen zou mooi zijn, maar vraag het haar liever zelf.",
        answers="Welke kleur krijgt het hek?",
    ),
    Row("a file sent on", "Tuurlijk, ik stuur het je zo door.", answers="Kun je me het verslag sturen?"),
    Row(
        "a contract to be checked",
        "Ik overleg met juridische zaken en laat het u weten.",
        answers="Kunt u het contract nakijken?",
    ),
    Row("somebody asked for a favour at home", "Hoi Mara, kun je Tomas vragen of de zaal vrij is?"),
)
LANGUAGE = (
    "Zou je me aan haar willen voorstellen?",
    "heb haar je nummer gegeven, ze belt je morgen",
    "Hartelijk dank, we zien elkaar donderdag.",
    "Wanneer zou je kunnen?",
    "Geachte mevrouw, hierbij de stukken.",
    "kun je me haar nummer geven",
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_a_dutch_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "nl")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_dutch_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "nl")


def test_every_dutch_phrase_can_be_read() -> None:
    check_pack("nl")


def test_every_draft_can_be_written_in_dutch() -> None:
    check_drafts("nl")


def test_dutch_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages("nl", LANGUAGE)
