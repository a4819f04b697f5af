"""Delivery reports: which addresses failed for good (RFC 3464, and the bounces that are older than it).

Policy: only a final failure counts: action "failed", or a status 5.x.x; a delay notice names nobody.
Where a report has no machine-readable part, its own words count, never those of the mail it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.model import Body, Header, Mark, SpanKind
from worker.mime import limits
from worker.mime.addresses import addresses, email_of
from worker.mime.fields import Fields, lines_of, parse
from worker.mime.parts import Part

RECIPIENTS = 200  # groups of a delivery-status part that are read
REASON_WITHIN = 4  # lines between an address and the reason

_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
_DELAY = re.compile(
    r"delayed|will (?:be )?retr|still trying|warning message only|temporar|not yet been|will keep trying|"
    r"no action is required|verzögert|verzögerung|retardé|retrasad|ritardo|atrasad|vertraagd",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b5\d\d\b|\b5\.\d{1,3}\.\d{1,3}\b|permanent|user unknown|unknown user|no such user|"
    r"does ?n[o']t exist|could ?n[o']t be delivered|could not deliver|undeliver|not listed in|"
    r"delivery failed|failed recipient|mailbox (?:unavailable|not found|disabled)|invalid recipient|"
    r"unzustellbar|non remis|no se pudo entregar|mancata consegna|não foi entregue|"
    r"niet (?:worden )?(?:afgeleverd|bezorgd)|fatal errors?",
    re.IGNORECASE,
)
_TOLD = r"[^\s<>()\",;:]+@[^\s<>()\",;:]+\.[^\s<>()\",;:]+"
_NAMED = re.compile(rf"^[\s\"'(]*(?:to:|rcpt to:)?\s*<?({_TOLD})", re.IGNORECASE)


def failed_addresses(root: Part, header: Header, body: Body) -> tuple[str, ...]:
    """The addresses a report names with a final failure, each once, in their order."""
    statuses = [part for part in root.walk() if part.kind in _STATUS_PARTS]
    if statuses:
        found = [email for part in statuses for email in _in_status(part)]
    elif Mark.REPORT in header.marks or "x-failed-recipients" in root.fields:
        found = list(_in_words(root.fields, header, body))
    else:
        found = []
    return tuple(dict.fromkeys(email for email in found if email))


def _in_status(part: Part) -> Iterator[str]:
    """Recipients of a delivery-status part whose delivery was given up (RFC 3464 section 2.3)."""
    for group in lines_of(part.content()).split(b"\n\n")[:RECIPIENTS]:
        fields = parse(group)
        if _is_final(fields):
            for name in ("original-recipient", "final-recipient"):
                email = email_of(fields.text(name).rpartition(";")[2])
                if email:
                    yield email
                    break


def _is_final(fields: Fields) -> bool:
    action = fields.text("action").partition(" ")[0].lower()
    status = _STATUS.match(fields.text("status"))
    return action == "failed" if action else bool(status and status[1] == "5")


def _in_words(fields: Fields, header: Header, body: Body) -> Iterator[str]:
    """Recipients named by qmail, Exim and other mailers that write for people only."""
    own = "\n".join(body.text[s.start : s.end] for s in body.spans if s.kind is not SpanKind.QUOTE)
    own = f"{header.subject}\n{own}"[: limits.FIELD]
    if _DELAY.search(own):
        return
    for address in addresses(fields.texts("x-failed-recipients")):
        yield address.email
    reading = {address.email for address in (header.sender, *header.to)}
    lines = own.split("\n")
    for i, line in enumerate(lines):
        named = _NAMED.match(line) if "@" in line else None
        if named and any(_FINAL.search(other) for other in lines[i : i + REASON_WITHIN]):
            email = email_of(named[1])
            if email not in reading:
                yield email
