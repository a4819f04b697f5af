"""Subjects: what clients put before them, in many languages, and what is left.

The prefixes are data. Nothing here can backtrack: each step cuts a piece off the front or the end.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rules.tables import table

_LONGEST = 998  # RFC 5322 section 2.1.1: a line is no longer

_REPLIES = table("""
    re aw antw antwort antwoord betr sv svar vs ref rif r res resp rsp rép rep odp ynt yan vá bls atb
    回复 答复 回覆 返信
    accepted declined tentative zugesagt abgesagt zusage absage aceptado aceptada aceito accepté accettato
    geaccepteerd rechazado recusado refusé rifiutato geweigerd
""") | {
    "automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "out of office autoreply",
    "automatische antwort", "abwesenheitsnotiz", "réponse automatique", "respuesta automática",
    "resposta automática", "risposta automatica", "automatisch antwoord", "mit vorbehalt",
    "tentatively accepted",
}  # fmt: skip
_FORWARDS = table("fw fwd wg tr rv enc i doorst vb vl pd vl i̇lt ilt továbbítás 转发 轉寄 転送")
_TAGS = {"ext", "external", "extern", "externe", "***unchecked***", "spam", "***spam***", "[spam]"}

_BEFORE = table("was war before formerly previously vorher ehemals früher anciennement avant antes era prima")

_PLAIN = table("""
    hi hello hey hallo hola ciao bonjour salut olá oi hoi question frage pregunta domanda pergunta vraag
    update meeting lunch thanks danke merci gracias grazie obrigado obrigada bedankt today tomorrow fyi info
    test none
""")


class Subject(NamedTuple):
    """A subject without its prefixes, as it was written, and what the prefixes said."""

    text: str
    is_reply: bool
    is_forward: bool
    was: str = ""  # the subject before, where a reply that changes it says so

    @property
    def has_prefix(self) -> bool:
        """Whether it says that its mail answers another or sends it on."""
        return self.is_reply or self.is_forward


@lru_cache(maxsize=4096)
def normal_subject(subject: str) -> Subject:
    """Strips reply and forward prefixes, list tags, "(fwd)", "(was: …)" and double blanks.

    RFC 5256 section 2.1, and what gateways and people add.
    """
    text, was = _parted(" ".join(subject[:_LONGEST].replace("：", ":").split()))
    text, found = _stripped(text)
    return Subject(text, "reply" in found, "forward" in found, _stripped(was)[0])


def _stripped(text: str) -> tuple[str, set[str]]:
    found: set[str] = set()
    while cut := _cut(text):
        kind, text = cut
        found.add(kind)
    return text, found


def _parted(text: str) -> tuple[str, str]:
    """A changed subject, and the one it had before: "Slots (was: Lunch)"."""
    for opening, closing in ("()", "[]"):
        at = text.rfind(opening)
        word, colon, before = text[at + 1 :].partition(":")
        if at > 0 and colon and word.strip().casefold() in _BEFORE:
            return text[:at].rstrip(), before.strip().removesuffix(closing)
    return text, ""


def is_telling(text: str) -> bool:
    """Whether a stripped subject says enough to tie mail by it: "Lunch" and "" do not."""
    return len(text) > 2 and text.casefold().strip(" .!?") not in _PLAIN


def _cut(text: str) -> tuple[str, str] | None:
    """What stands before the first piece's end, and the rest; None where nothing more is to be cut."""
    if text[-5:].lower() == "(fwd)":
        return "forward", text[:-5].rstrip()
    if text.endswith("]") and text[text.rfind("[") + 1 : -1].casefold() in _TAGS and text.rfind("[") > 0:
        return "tag", text[: text.rfind("[")].rstrip()
    if text.startswith("["):
        rest = text.partition("]")[2]
        return ("tag", rest.lstrip()) if rest.strip() else None
    prefix, colon, rest = text.partition(":")
    word = _without_count(prefix.strip().casefold())
    if colon and word in _REPLIES:
        return "reply", rest.lstrip()
    if colon and word in _FORWARDS:
        return "forward", rest.lstrip()
    return _cut_mark(text)


def _cut_mark(text: str) -> tuple[str, str] | None:
    """Cuts off what a gateway wrote before the subject: "***UNCHECKED***", "EXT:"."""
    first, _, rest = text.partition(" ")
    return ("tag", rest) if rest and first.casefold().rstrip(":") in _TAGS else None


def _without_count(prefix: str) -> str:
    """ "re[2]", "re(2)" and "re^2" are "re"."""
    return prefix.rstrip("0123456789[]()^ ") or prefix
