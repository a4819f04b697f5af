"""What a header says about a message that no human wrote to the owner alone (DOMAIN.md section 3, rule 1).

X-Auto-Response-Suppress alone is no mark: Outlook puts it on mail that people type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rules.model import Address, Mark
from worker.mime import senders
from worker.mime.fields import Fields
from worker.mime.identity import identifiers
from worker.mime.structured import parameters

OWN_HEADER = "x-introloop"

_AUTO_REPLY_FIELDS = frozenset({"x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply"})
_LIST_FIELDS = (
    *("list-id", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive"),
    *("mailing-list", "x-mailing-list", "x-mailman-version", "x-listname"),
)
_LIST_NAMES = ("list-id", "list-post")
_BULK_FIELDS = ("list-unsubscribe", "feedback-id", "x-feedback-id", "x-csa-complaints", "x-campaign-id")
_TELLING_FIELDS = frozenset(
    (*_AUTO_REPLY_FIELDS, *_LIST_FIELDS, *_BULK_FIELDS, "auto-submitted", "precedence", OWN_HEADER)
)
_PRECEDENCES = {"auto_reply": Mark.AUTO_REPLY, "list": Mark.LIST, "bulk": Mark.BULK, "junk": Mark.BULK}
_TYPED_BY_CALENDARS = ("urn:content-classes:calendarmessage",)


def marks_of(fields: Fields, sender: Address) -> frozenset[Mark]:
    """All marks of a header."""
    return frozenset((*_by_fields(fields), *_by_sender(fields, sender), *_by_type(fields)))


def _by_fields(fields: Fields) -> Iterator[Mark]:
    names = fields.values.keys()
    if names.isdisjoint(_TELLING_FIELDS):  # as in nearly all that people write
        return
    submitted = fields.text("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):  # RFC 3834 section 5
        yield Mark.AUTO_REPLY if submitted.startswith("auto-replied") else Mark.AUTO_GENERATED
    if any(fields.text(name).lower() not in ("", "no", "false") for name in names & _AUTO_REPLY_FIELDS):
        yield Mark.AUTO_REPLY
    precedence = _PRECEDENCES.get(fields.text("precedence").lower().replace("-", "_"))
    if precedence:
        yield precedence
    if not names.isdisjoint(_LIST_FIELDS):
        yield Mark.LIST
    if not names.isdisjoint(_BULK_FIELDS):
        yield Mark.BULK
    if OWN_HEADER in fields:
        yield Mark.OWN_DIGEST


def _by_sender(fields: Fields, sender: Address) -> Iterator[Mark]:
    local, _, domain = sender.email.rpartition("@")
    yield from _by_name(local or fields.text("from")[:200].lower(), domain)
    through = fields.text("sender").lower()
    if through and any(address in through for address in senders.CALENDAR_ADDRESSES):
        yield Mark.CALENDAR


@lru_cache(maxsize=1024)  # the same few write most of a mailbox
def _by_name(local: str, domain: str) -> tuple[Mark, ...]:
    """What the two halves of the sender's address tell."""
    plain = local.translate(_PUNCTUATION)
    calendar = f"{local}@{domain}" in senders.CALENDAR_ADDRESSES or _within(domain, senders.CALENDAR_DOMAINS)
    told = {
        Mark.REPORT: plain.startswith(senders.MAILER_DAEMONS),
        Mark.NO_REPLY: any(phrase in plain for phrase in senders.NO_REPLY),
        Mark.APPLICATION: _within(domain, senders.APPLICANT_TRACKING),
        Mark.CALENDAR: calendar,
    }
    return tuple(mark for mark, holds in told.items() if holds)


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
    if fields.values.keys().isdisjoint(_LIST_NAMES):
        return ""
    value = fields.text("list-id")
    found = identifiers(value) or identifiers(fields.text("list-post").replace("mailto:", ""))
    return (found[0] if found else value)[:200].strip("<> ").lower()
