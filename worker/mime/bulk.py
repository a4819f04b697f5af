"""What the raw bytes of a header say of whether a mail can matter: half of all mail is never parsed.

A list's fields and a machine's are looked for as bytes. Where they leave a doubt (a calendar, an answering
machine, a report, a sender that may be a machine) there is no verdict, and the header is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from worker.mime import senders

_TO_MANY = re.compile(
    rb"\n(?:list-(?:id|post|help|subscribe|owner|archive|unsubscribe)|(?:x-)?mailing-list|x-mailman-version"
    rb"|x-listname|(?:x-)?feedback-id|x-csa-complaints|x-campaign-id"
    rb"|precedence[ \t]*:[ \t]*(?:bulk|list|junk)\r?\n|auto-submitted[ \t]*:[ \t]*auto-generated)"
)
_DOUBTFUL = re.compile(
    rb"\n(?:precedence[ \t]*:(?![ \t]*(?:bulk|list|junk)\r?\n)|auto-submitted[ \t]*:(?![ \t]*auto-generated)"
    rb"|x-auto|content-class|x-introloop)|multipart/report|text/calendar|calendar-"
)
_FROM = re.compile(rb"\nfrom[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)")
_DOMAIN = re.compile(rb"@([\w.-]+)")


def _any_of(words: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile("|".join(map(re.escape, words)).encode())


_MACHINES = _any_of(senders.MAILER_DAEMONS)
_NO_REPLY = _any_of(senders.NO_REPLY)
_KNOWN = frozenset(d.encode() for d in senders.APPLICANT_TRACKING | senders.CALENDAR_DOMAINS)


def is_bulk(header: bytes) -> bool | None:
    """Whether a message went to many and no human wrote it; None where only its whole header can tell."""
    block = b"\n" + header.lower()
    sender = _FROM.search(block)
    if sender is None or _DOUBTFUL.search(block):
        return None
    plain = sender[1].translate(None, b".-_+=<>\" '")
    if _MACHINES.search(plain) or any(_is_known(domain) for domain in _DOMAIN.findall(sender[1])):
        return None
    if _TO_MANY.search(block):
        return True
    return None if _NO_REPLY.search(plain) else False


def _is_known(domain: bytes) -> bool:
    """Whether mail of this domain is told by it, or that of a domain above it."""
    labels = domain.strip(b".").split(b".")[-6:]
    return any(b".".join(labels[i:]) in _KNOWN for i in range(len(labels) - 1))
