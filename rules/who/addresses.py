"""What an address says of itself: which mailbox it reaches, whether a human reads it, for which company."""

from __future__ import annotations

from functools import lru_cache

from rules.tables import table

ROLES = table("""
    orderreceipt orderconfirmation confirmation confirmations receipt receipts orders shipping tracking
    info office team hello hi contact support sales admin administrator hr jobs careers career recruiting
    recruitment talent press media billing invoice invoices accounts accounting finance payroll noreply
    donotreply newsletter newsletters news notification notifications notify alert alerts updates update
    mailer daemon mailerdaemon postmaster webmaster hostmaster abuse help helpdesk service services
    customerservice customercare feedback marketing events event registration register booking bookings
    reservations orders order shop store security privacy legal compliance secretary reception frontdesk
    assistant assistants assistenz assistente asistente
    all everyone staff members membership list lists announce announcement announcements committee
    community bounce bounces auto autoreply kontakt buero büro vertrieb empfang bewerbung rechnung
    buchhaltung verwaltung sekretariat contacto ventas soporte rrhh administracion facturacion contatto
    contatti ufficio segreteria vendite amministrazione contato vendas suporte atendimento financeiro
    notice notices customernotices techsupport recruiter recruiters resume resumes faculty cv
    secretaria bonjour accueil secretariat recrutement comptabilite receptie verkoop administratie
    klantenservice secretariaat facturen
    """)

# Whole domains, and names that mean free mail under any ending (yahoo.fr, gmx.at).
FREE_MAIL_DOMAINS = table("""
    me.com mac.com live.com msn.com web.de mail.com email.com mail.ru proton.me pm.me hey.com free.fr
    sfr.fr orange.fr neuf.fr sky.com att.net verizon.net cox.net juno.com qq.com 163.com 126.com sina.com
    naver.com uol.com.br bol.com.br terra.com.br ig.com.br sapo.pt mail.pt planet.nl home.nl alice.it
    tin.it ymail.com mailbox.org duck.com ntlworld.com arcor.de freenet.de online.de live.nl live.fr
    live.co.uk live.it
    """)
FREE_MAIL_NAMES = table("""
    gmail googlemail yahoo hotmail outlook icloud aol gmx protonmail fastmail yandex zoho tutanota tuta
    posteo rocketmail comcast sbcglobal bellsouth earthlink btinternet virginmedia blueyonder talktalk
    t-online wanadoo laposte libero tiscali virgilio ziggo kpnmail xs4all hetnet bluewin rediffmail
    telefonica terra
    """)
_SECOND_LEVEL = table("co com org net ac edu gov gob gouv ne or go in")
_NOBODYS = table("example.com example.net example.org")  # kept for examples (RFC 2606, 3): whoever tries us


@lru_cache(maxsize=16384)
def canonical(email: str) -> str:
    """One spelling for addresses that reach one mailbox: plus-tags, and the dots Gmail does not read."""
    local, _, domain = email.lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


@lru_cache(maxsize=16384)
def is_role_address(email: str) -> bool:
    """Whether an address belongs to a desk and not to a human: info@, office@, emea-sales@, no-reply@."""
    words = _words_of(email)
    return not ROLES.isdisjoint(("".join(words), words[0], words[-1]))


@lru_cache(maxsize=4096)
def company_of(email: str, *, free_mail: frozenset[str] = frozenset()) -> str:
    """The company a mail domain speaks for, "ann@mail.carewell.example" -> "Carewell"; "" for free mail.

    `free_mail` adds domains to the table. Endings of two parts ("co.uk") are known by their usual
    words only: a label for the reader, not an identity. The domains kept for examples are nobody's, and
    each name below them a company's: "ann@carewell.example.com" -> "Carewell".
    """
    labels = email.lower().rpartition("@")[2].split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    two_parts = country or ".".join(labels[-2:]) in _NOBODYS
    labels = labels[-3:] if two_parts else labels[-2:]
    domain = ".".join(labels)
    free = domain in FREE_MAIL_DOMAINS | _NOBODYS | free_mail or labels[0] in FREE_MAIL_NAMES
    if free or len(labels) < 2:
        return ""
    return labels[0].upper() if len(labels[0]) < 4 else labels[0].replace("-", " ").title()


def name_from_address(email: str) -> str:
    """The name an address spells out, "ann.lee@…" -> "Ann Lee"; "" for any other form and for roles."""
    words = _words_of(email)
    spelled = len(words) == 2 and all(len(w) > 1 and w.isalpha() for w in words)
    return " ".join(words).title() if spelled and not is_role_address(email) else ""


def _words_of(email: str) -> list[str]:
    local = email.lower().partition("@")[0].partition("+")[0]  # "info@firm.example@gateway" is info's too
    return local.replace("_", ".").replace("-", ".").replace("..", ".").strip(".").split(".")
