"""What a letter may name: only what its own case holds (DOMAIN.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rules.drafts import body, slots
from rules.due import add_business_days, local_day
from rules.model import Case, Duty, What
from rules.subjects import is_telling, normal_subject
from rules.suggest.desk import Desk
from rules.tables import table
from rules.who.addresses import company_of
from rules.who.names import fold
from rules.wordings import Wordings

_OFFERED = (2, 4)  # business days ahead: time enough to answer, and two different days
_AROUND = ".,:;()!¡¿'’"
_MARKS = frozenset("<>/+?&|")  # in a subject: it names people, or asks
_NO_TOPIC = table("""
    my your our his her their about regarding concerning re on for
    mein meine meinen dein deine deinen ihr ihre ihren euer eure unser unsere wegen zu zum zur
    bezuglich betreffend
    mon ma mes ton ta tes votre vos notre nos au sujet concernant
    mi mis tu tus su sus vuestro vuestra nuestro nuestra sobre acerca
    mio mia tuo tua suo sua nostro nostra vostro vostra riguardo circa
    meu minha teu seu sobre acerca nosso nossa vosso vossa
    mijn je jouw uw jullie onze ons over inzake betreffende
    can could would may what when where how why who kannst konnen was wann wie wo warum wer
    peux pourrais quand comment pourquoi qui puedes que cuando como puoi quando come
    kun kan wat wanneer hoe waarom
""")  # folded: the first word of what is no noun phrase, or is one only from its sender's mouth
_OF_A_MAIL = table("""
    question questions request requests favour favor intro introduction introductions introducing help
    mail email
    recommendation recommendations reference hi hello hey greetings thanks
    frage fragen anfrage kontaktanfrage bitte gefallen hilfe empfehlung vorstellung bekanntmachung hallo
    gruss grusse danke
    demande service aide recommandation bonjour bonsoir salut coucou merci
    pregunta preguntas consulta solicitud peticion favor ayuda recomendacion hola saludos gracias
    domanda domande richiesta favore aiuto raccomandazione segnalazione ciao saluti grazie
    vraag vragen vraagje vraagjes verzoek verzoekje gunst hulp aanbeveling introductie hoi groeten dank
    bedankt
    pergunta perguntas pedido ajuda recomendacao ola oi saudacoes obrigado obrigada
""")  # folded: what a mail is, whatever it is about ("Logistics question", "Frage zur Halle")
_SAYS_NOTHING = table("""
    connect connecting connection meet contact call quick short small little brief a an one the of to
    for and with
    from about my our your needed there
    bekannt kennenlernen kontakt anruf kurze kleine kurzer kleiner kurz schone liebe viele und mit von
    an eine ein
    einen der die das
    mise relation en presentation appel petite petit rapide breve courte et de la le un une du pour
    presentacion contacto llamada rapida pequena pequeno corta y con
    presentazione contatto piacere chiamata veloce rapido piccola piccolo per di da e una uno
    apresentacao contato chamada rapida curta do com uma um
    kennismaking kennismaken telefoontje korte kleine klein snelle even een met van voor aan
""")  # folded


def facts(
    case: Case,
    duty: Duty | None,
    desk: Desk,
    said: Wordings,
    *,
    to: tuple[str, ...],
    bcc: tuple[str, ...] = (),
) -> dict[str, str]:
    """Everything that is known of a case, by the names that wordings use; "" or nothing is not known."""
    found = {
        **dict(_people(case, desk, to=to, bcc=bcc)),
        **dict(_days(case, duty, desk, said)),
        "owner": desk.called_owner(),
        "owner_name": desk.owner.name,
        "organisation": case.organisation or "",
        "topic": topic(case, desk),
    }
    return found | {"blurb": desk.owner.blurb or _blurb(found, said)}


def _blurb(found: dict[str, str], said: Wordings) -> str:
    """The wording of the pack, where the owner has set none of their own."""
    return next((body(lines, found, said) for lines in said.texts.get("blurb", ())), "")


def _people(
    case: Case, desk: Desk, *, to: tuple[str, ...], bcc: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Who is who, by first and by whole name; a company is nobody to speak with.

    Nobody is told of themselves as of somebody else.
    """
    roles = {
        "to": to[0] if len(to) == 1 else "",
        "introducer": case.introducer or "",
        "bcc": bcc[0] if bcc else "",
        "requester": case.requester or "",
        "target": desk.target(case),
    }
    for role, label in roles.items():
        spoken_to = role != "to" and to == (label,)
        if label and label not in (case.organisation, *desk.owner.addresses) and not spoken_to:
            yield role, desk.called(label)
            yield f"{role}_name", desk.address(label).name or desk.called(label)


def _days(case: Case, duty: Duty | None, desk: Desk, said: Wordings) -> Iterator[tuple[str, str]]:
    """Two times that can be offered, none before the duty is due, and the days that lie behind it."""
    calendar, due = desk.owner.calendar, duty.due if duty and duty.due else desk.today
    offered = [add_business_days(max(desk.today, due), n, calendar) for n in _OFFERED]
    yield from slots(offered, said).items()
    met = next((d.since for d in case.duties if d.what in (What.REPORT, What.THANK)), None)
    told = {"meeting": met, "since": duty.since if duty else None, "deadline": _deadline(duty, desk)}
    yield from ((name, said.in_words(day)) for name, day in told.items() if day)


def _deadline(duty: Duty | None, desk: Desk) -> date | None:
    """The first day that the mail which opened a duty names after its own, where it is still to come."""
    reading = desk.readings.get(duty.evidence.message_id) if duty else None
    if reading is None:
        return None
    written = local_day(reading.header.date, desk.owner.calendar)
    return next((day for day in reading.days if day > max(written, desk.today)), None)


def topic(case: Case, desk: Desk) -> str:
    """The subject the case began under, where it says what it is about and names nobody.

    Whoever is named there may stand outside the case, and a letter that names the parties has their names;
    nobody has to be told where they work.
    "Your CV" and "About the pilot" read well in their sender's subject only.
    """
    subject = normal_subject(case.purpose)[0]
    here = {fold(word) for word in (*desk.owner.name.split(), *(case.organisation or "").split())}
    for label in (case.introducer, case.requester, case.helper, *case.targets):
        parts = (label or "").partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ")
        house = company_of(label) if label and "@" in label else ""
        here |= {fold(word) for word in (*desk.name(label or "").split(), *parts.split(), *house.split())}
    said = [fold(word).strip(_AROUND).removesuffix("'s") for word in subject.replace("-", " ").split()]
    names_somebody = not desk.name_words.isdisjoint(said) or not here.isdisjoint(said)
    silent = names_somebody or _is_of_a_mail(said) or said[0] in _NO_TOPIC
    return "" if silent or not is_telling(subject) or _MARKS.intersection(subject) else subject


def _is_of_a_mail(said: Sequence[str]) -> bool:
    """Whether a subject says of what sort its mail is, or nothing at all: its first or last word tells."""
    telling = [word for word in said if word not in _SAYS_NOTHING]
    return not telling or telling[0] in _OF_A_MAIL or telling[-1] in _OF_A_MAIL
