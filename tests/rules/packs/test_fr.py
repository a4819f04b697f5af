"""French as people write it, from Brussels to Québec; tu and vous; by telephone without accents."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

ASK = "Pourrais-tu me présenter à Vera Moreau ?"
INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "J'ai parlé de toi à Vera Moreau. Elle te contactera à son retour.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction with copy to both",
        "Mara, je te présente Tomas Keller, qui dirige la logistique de Nordvik. Tomas, Mara est "
        "l'architecte dont je t'ai parlé. Je vous laisse prendre la suite.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a formal introduction with vous",
        "Bonjour à tous les deux,\n\nJ'ai le plaisir de vous mettre en relation. Tomas dirige l'atelier de "
        "Nordvik ; Mara dessine des écoles. Je vous laisse convenir d'un moment.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals or accents",
        "salut tomas, je te presente mara, l'architecte dont je tai parle. mara, tomas s'occupe des achats "
        "chez nordvik. je vous laisse discuter!",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Bonjour Tomas et Mara, Vera Moreau m'a demandé de vous mettre en relation. Mara connaît bien les "
        "ports du nord ; Tomas cherche ce profil.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off: she expects the call",
        "J'ai parlé de toi à Vera Moreau. Elle attend ton appel, voici son numéro : 06 12 34 56 78.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Contactez Vera Moreau (vera@moreau.example), elle est prévenue. Dites que vous venez de ma part.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Bonjour Mara, pourrais-tu me présenter à Vera Moreau ? J'aimerais lui parler des archives.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Chère Madame, vous serait-il possible de me mettre en relation avec la directrice de Nordvik "
        "? Je vous en serais très reconnaissante.",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "coucou mara, tu connais quelqu'un chez nordvik? je cherche du boulot en logistique",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Bonjour Ines, accepterais-tu de me mettre en contact avec Tomas Keller ? Je t'ai préparé "
        "quelques lignes.",
        "asks_for_introduction",
        who="mara > ines",
    ),
    Row(
        "a promise with a day",
        "Avec plaisir. Jeudi, je vais te mettre en relation avec elle.",
        "promises_introduction",
        answers=ASK,
    ),
    Row(
        "a promise to ask first",
        "Je lui demande d'abord si elle est d'accord, et je te tiens au courant.",
        "promises_introduction/opt_in",
        answers=ASK,
    ),
    Row(
        "may I introduce somebody to you",
        "Bonjour Mara, une amie, Vera Moreau, aimerait te rencontrer. Puis-je lui donner tes "
        "coordonnées ? Un non me va aussi.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Oui, avec plaisir ! Donne-lui mon numéro, elle peut m'appeler.",
        "opts_in",
        answers="Puis-je donner ton numéro à Vera Moreau ?",
        may="promises_introduction",
    ),
    Row(
        "a no, since they hardly know each other",
        "Désolée, mais je ne la connais pas assez bien. Je préfère ne pas le faire.",
        "declines",
        answers=ASK,
    ),
    Row(
        "write to her yourself",
        "Écris-lui directement de ma part, tu n'as pas besoin de moi.",
        "redirects",
        answers=ASK,
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Volontiers. Peux-tu m'envoyer trois ou quatre lignes sur toi que je puisse lui transférer ?",
        "asks_for_blurb",
        answers=ASK,
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Bonjour Mara, Vera Moreau m'a conseillé de te contacter. Je monte une petite bibliothèque de "
        "quartier.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter with vous",
        "Madame, je me permets de vous écrire de la part de Vera Moreau au sujet de l'exposition.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter from a name with an elision",
        "Bonjour Mara, je me permets de vous écrire sur les conseils d'Amélie Roy. Auriez-vous un moment la "
        "semaine prochaine ?",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Merci, Ines, pour la mise en relation (je te passe en copie cachée). Enchanté, Mara. Es-tu "
        "disponible jeudi à 10h ?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row(
        "two times to choose from",
        "Seriez-vous disponible mardi à 11h ou plutôt jeudi à 15h ?",
        "proposes_times",
    ),
    Row(
        "a time agreed",
        "Parfait, jeudi à 10h me convient. À jeudi !",
        "confirms_meeting",
        answers="Es-tu disponible jeudi à 10h ?",
    ),
    Row(
        "a meeting moved",
        "J'ai un empêchement, pourrions-nous décaler notre rendez-vous à vendredi ?",
        "reschedules",
        answers="À jeudi 10h.",
    ),
    Row(
        "thanks after a meeting",
        "Merci beaucoup pour notre échange d'hier, et pour le temps que vous m'avez accordé.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Bonjour Mara, quelques nouvelles : hier j'ai rencontré Vera Moreau et l'échange s'est très "
        "bien passé. Merci encore de ton aide.",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "mara, j'ai eu le poste!! je commence le 1er decembre. mille mercis pour tout",
        "reports_outcome/outcome, thanks",
    ),
    Row(
        "nothing came of it",
        "Finalement ça n'a rien donné : ils ont choisi quelqu'un d'autre.",
        "reports_outcome/outcome",
    ),
    Row(
        "a formal nudge", "Chère Mara, je me permets de vous écrire suite à mon courriel du 3 mars.", "nudges"
    ),
    Row("a nudge", "Bonjour Mara, petit rappel : as-tu eu le temps de regarder mon message ?", "nudges"),
    Row(
        "not before September",
        "Nous sommes en pleine période chargée, recontactez-moi après l'été.",
        "defers",
        may="declines",
    ),
)
FAVOURS = (
    Row(
        "a reference", "Accepterais-tu de me servir de référence pour le poste chez Nordvik ?", "asks_favour"
    ),
    Row("a CV to read", "Pourriez-vous jeter un coup d'œil à mon CV avant lundi ?", "asks_favour"),
    Row(
        "a CV handed on",
        "J'ai transmis ton CV à la responsable de Nordvik et je t'ai chaudement recommandée.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Je t'envoie le rapport d'ici vendredi.", "promises_something"),
    Row("a question", "Combien de personnes la petite salle peut-elle accueillir ?", "asks_question"),
)
MACHINES = (
    Row(
        "an automatic reply",
        "Je suis absente du bureau jusqu'au 16 novembre. Je vous répondrai dès mon retour.",
        "auto_reply",
    ),
    Row("a failed delivery", "Votre message n'a pas pu être remis : destinataire inconnu.", "bounce"),
    Row(
        "a newsletter",
        "Les nouveautés de novembre en boutique. Vous recevez ce message en tant que cliente ; pour vous "
        "désinscrire, cliquez ici.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Nous avons bien reçu votre candidature. Notre équipe de recrutement reviendra vers vous.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Bonjour Mara, je suis tombé sur votre profil et me permets de me présenter. Nous aidons les "
        "entreprises comme la vôtre à réduire leurs frais. Une démo gratuite vous tente ?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas : je vous mets en copie, la réunion de lundi est déplacée à 11 heures.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, je mets Tomas en copie, la réunion de lundi est déplacée à 11 heures.",
        who="ines > mara, tomas",
    ),
    Row("a product is presented", "Nous vous présentons notre nouvelle plateforme de facturation."),
    Row("condolences", "Je vous présente mes sincères condoléances, à vous et à votre famille."),
    Row("a report is presented", "Lundi, je vous présente les résultats du trimestre, salle 2."),
    Row("an introduction to a book", "L'introduction du mémoire est trop longue, la page deux suffit."),
    Row(
        "a new colleague",
        "Bonjour à tous, Vera Moreau rejoint notre équipe lundi. Elle se présentera pendant la réunion.",
        who="ines > mara, tomas, arjun",
    ),
    Row("a new list member", "Bonjour à tous, je me présente : je suis Arjun, nouveau au club de lecture."),
    Row(
        "a new account manager",
        "À partir de janvier, Vera Moreau sera votre nouvelle interlocutrice à la banque.",
    ),
    Row("presenting oneself at a desk", "Il faut se présenter à l'accueil avec une pièce d'identité."),
    Row("a contact lens", "J'ai perdu une lentille de contact dans la piscine, as-tu vu l'étui ?"),
    Row("contact us", "Pour toute question, contactez notre service client."),
    Row("a delivery", "Le colis est arrivé hier, le livreur l'a laissé chez la voisine."),
    Row("a flat", "Connais-tu quelqu'un qui cherche un appartement à Gand ? Le nôtre se libère."),
    Row("a thank-you before the fact", "Il me faut la facture de septembre. Merci d'avance."),
    Row("a hand-over inside the house", "Vera Moreau prend ma suite en mai, elle connaît tous les dossiers."),
    Row(
        "a yes about something else",
        "Pas de souci, je lui écris. Il passera ce soir.",
        answers="L'imprimante est en panne.",
    ),
    Row(
        "a choice of colour",
        "Vert ce serait joli, mais demande-lui plutôt.",
        answers="Quelle couleur pour la clôture ?",
    ),
    Row(
        "a file sent on",
        "Bien sûr, je te le transfère tout de suite.",
        answers="Peux-tu m'envoyer le compte rendu ?",
    ),
    Row(
        "a contract to be checked",
        "Je vérifie avec le service juridique et je reviens vers vous.",
        answers="Pouvez-vous relire le contrat ?",
    ),
    Row(
        "somebody asked for a favour at home",
        "Bonjour Mara, pourrais-tu demander à Tomas si la salle est libre ?",
    ),
)
LANGUAGE = (
    "Pourrais-tu me mettre en relation avec elle ?",
    "jai parle de toi a vera, elle va tappeler",
    "Merci beaucoup, on se voit jeudi.",
    "Quand seriez-vous disponible ?",
    "Chère Madame, veuillez trouver le dossier ci-joint.",
    "tu peux me donner son numero",
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_a_french_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "fr")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_french_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "fr")


def test_every_french_phrase_can_be_read() -> None:
    check_pack("fr")


def test_every_draft_can_be_written_in_french() -> None:
    check_drafts("fr")


def test_french_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages("fr", LANGUAGE)
