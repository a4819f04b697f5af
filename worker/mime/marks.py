"""What a header says about a message that no human wrote to the owner alone (DOMAIN.md section 3, rule 1).

X-Auto-Response-Suppress alone is no mark: Outlook puts it on mail that people type.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.model import Address, Mark
from worker.mime import senders
from worker.mime.fields import Fields
from worker.mime.identity import identifiers
from worker.mime.structured import parameters

OWN_HEADER = "x-introloop"

_AUTO_REPLY_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply")
_LIST_FIELDS = ("list-id", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive")
_OLD_LIST_FIELDS = ("mailing-list", "x-mailing-list", "x-mailman-version", "x-listname")
_BULK_FIELDS = ("list-unsubscribe", "feedback-id", "x-feedback-id", "x-csa-complaints", "x-campaign-id")
_PRECEDENCES = {"auto_reply": Mark.AUTO_REPLY, "list": Mark.LIST, "bulk": Mark.BULK, "junk": Mark.BULK}
_TYPED_BY_CALENDARS = ("urn:content-classes:calendarmessage",)


def marks_of(fields: Fields, sender: Address) -> frozenset[Mark]:
    """All marks of a header."""
    return frozenset((*_by_fields(fields), *_by_sender(fields, sender), *_by_type(fields)))


def _by_fields(fields: Fields) -> Iterator[Mark]:
    submitted = fields.text("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):  # RFC 3834 section 5
        yield Mark.AUTO_REPLY if submitted.startswith("auto-replied") else Mark.AUTO_GENERATED
    if any(fields.text(name).lower() not in ("", "no", "false") for name in _AUTO_REPLY_FIELDS):
        yield Mark.AUTO_REPLY
    precedence = _PRECEDENCES.get(fields.text("precedence").lower().replace("-", "_"))
    if precedence:
        yield precedence
    if any(name in fields for name in (*_LIST_FIELDS, *_OLD_LIST_FIELDS)):
        yield Mark.LIST
    if any(name in fields for name in _BULK_FIELDS):
        yield Mark.BULK
    if OWN_HEADER in fields:
        yield Mark.OWN_DIGEST


def _by_sender(fields: Fields, sender: Address) -> Iterator[Mark]:
    raw = fields.text("from")[:200].lower()
    local, _, domain = sender.email.rpartition("@")
    plain = (local or raw).translate(_PUNCTUATION)
    if plain.startswith(senders.MAILER_DAEMONS):
        yield Mark.REPORT
    if any(phrase in plain for phrase in senders.NO_REPLY):
        yield Mark.NO_REPLY
    if _within(domain, senders.APPLICANT_TRACKING):
        yield Mark.APPLICATION
    through = fields.text("sender").lower()
    if any(
        address in through or address == sender.email for address in senders.CALENDAR_ADDRESSES
    ) or _within(domain, senders.CALENDAR_DOMAINS):
        yield Mark.CALENDAR


def _by_type(fields: Fields) -> Iterator[Mark]:
    kind, _ = parameters(fields.text("content-type"))
    if kind == "multipart/report":
        yield Mark.REPORT
    if kind == "text/calendar" or fields.text("content-class").lower() in _TYPED_BY_CALENDARS:
        yield Mark.CALENDAR


_PUNCTUATION = str.maketrans("", "", ".-_+=<>\" '")


def _within(domain: str, known: frozenset[str]) -> bool:
    """Whether a domain or one of the domains above it is known."""
    labels = domain.split(".")[-6:]
    return any(".".join(labels[i:]) in known for i in range(len(labels) - 1))


def list_id(fields: Fields) -> str:
    """The list's name (RFC 2919), lower case without brackets; else its posting address."""
    value = fields.text("list-id")
    found = identifiers(value) or identifiers(fields.text("list-post").replace("mailto:", ""))
    return (found[0] if found else value)[:200].strip("<> ").lower()
