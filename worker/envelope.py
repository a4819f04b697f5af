"""To whom a finished mail goes: read from its frozen bytes, strictly, so that nobody slips in.

`email.utils.parseaddr` reads "me@example.com <evil@x>" as me@example.com. Here a header that is
not exactly a list of mailboxes is refused: our own mail is plain, so nothing of ours is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import compat32

from worker.ports import NotTheOwner, OutboxRefused

# RFC 5322 section 3.4 without comments, groups, routes, quoted local parts and obsolete forms.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"
_ADDRESS = rf"{_ATOM}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_NAME = rf'(?:"(?:[^"\\]|\\.)*"|{_ATOM}(?:[ \t]+{_ATOM})*)'
_MAILBOX = re.compile(rf"\s*(?:{_NAME}?[ \t]*<(?P<angle>{_ADDRESS})>|(?P<bare>{_ADDRESS}))\s*(?:,|$)")
_FOLD = re.compile(r"\r\n(?=[ \t])")
_LONE = re.compile(rb"\r(?!\n)|(?<!\r)\n|[\x80-\xff]|\x00")


@dataclass(frozen=True, slots=True)
class Envelope:
    """MAIL FROM and RCPT TO (RFC 5321 section 2.3.1). Recipients are lower case, each once."""

    sender: str
    recipients: tuple[str, ...]


def envelope(content: bytes) -> Envelope:
    """The envelope of a finished mail: its From, and everybody in To, Cc and Bcc, of all such lines.

    Raises NotTheOwner where these cannot be read beyond doubt, or nobody is named, and
    OutboxRefused where the bytes are not ready for the wire.
    """
    if not content.endswith(b"\r\n") or _LONE.search(content):
        raise OutboxRefused("the mail is not 7-bit lines ended by CRLF: nothing was sent")
    header = BytesHeaderParser(policy=compat32).parsebytes(content)
    senders = _addresses(header.get_all("From", []))
    recipients = _addresses([v for name in ("To", "Cc", "Bcc") for v in header.get_all(name, [])])
    if len(senders) != 1 or not recipients:
        raise NotTheOwner("the mail names no recipient, or not one sender: nothing was sent")
    return Envelope(sender=senders[0], recipients=tuple(dict.fromkeys(a.lower() for a in recipients)))


def _addresses(values: list[str]) -> list[str]:
    return [address for value in values for address in _mailboxes(_FOLD.sub("", value))]


def _mailboxes(value: str) -> list[str]:
    found, position = [], 0
    while position < len(value):
        mailbox = _MAILBOX.match(value, position)
        if mailbox is None:
            raise NotTheOwner("an address line of the mail cannot be read beyond doubt: nothing was sent")
        found.append(mailbox["angle"] or mailbox["bare"])
        position = mailbox.end()
    return found
