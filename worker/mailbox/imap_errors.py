"""What goes wrong with an IMAP server, said as worker.ports says it, with the likely cause.

A server's own words may hold an address or a name: of them, only the response code of RFC 5530 in
brackets is passed on. The rest stays in the error's `__cause__`.
"""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass
from imaplib import IMAP4

from worker.ports import (
    AuthenticationRefused,
    CertificateRefused,
    MailboxError,
    NotConnected,
    Throttled,
    Unreachable,
)

_THROTTLED = re.compile(
    r"\[(?:THROTTLED|OVERQUOTA|UNAVAILABLE|LIMIT|INUSE)\]|request is throttled|suggested backoff time"
    r"|user is authenticated but not connected|too many (?:simultaneous )?(?:connections|logins)"
    r"|(?:command|bandwidth) limits|try again later|temporary (?:authentication )?failure",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"backoff time:? *(?P<milliseconds>\d+) *milli|(?:after|in|for) (?P<n>\d+) (?P<unit>second|minute|hour)",
    re.IGNORECASE,
)
_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0}
_CODE = re.compile(r"\[([A-Z-]{3,30})\]")
_APP_PASSWORD = re.compile(r"app(?:lication)?[- ]specific|app password|invalidsecondfactor", re.IGNORECASE)
_NO_PASSWORDS = re.compile(r"basicauth|basic authentication|authenticate failed|logindisabled", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Server:
    """Where we talk to: what an error may name."""

    account: str
    host: str
    port: int
    security: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port} (account {self.account})"


def throttled(error: IMAP4.error, server: Server) -> Throttled | None:
    """The wish to be left alone for a while, which is no wrong password (RELIABILITY.md); else None."""
    text = str(error)
    if not _THROTTLED.search(text):
        return None
    seconds = _seconds(text)
    told = f"in {seconds:.0f} seconds, as it asks" if seconds else "later"
    return Throttled(
        f"{server} asks us to come back later{_code(text)}",
        advice=f"Nothing to do: it is tried again {told}. Another mail program may use up its connections.",
        seconds=seconds,
    )


def _seconds(text: str) -> float | None:
    found = _WAIT.search(text)
    if not found:
        return None
    if found["milliseconds"]:
        return int(found["milliseconds"]) / 1000
    return int(found["n"]) * _SECONDS[found["unit"].lower()]


def login_refused(error: IMAP4.error, server: Server) -> AuthenticationRefused:
    """A login answered with NO, and what most often stands behind it."""
    text = str(error)
    if _APP_PASSWORD.search(text):
        advice = "This provider wants an app password: make one in its security settings and use it here."
    elif _NO_PASSWORDS.search(text):
        advice = (
            "This server takes no passwords over IMAP (Microsoft 365 does not): set signin in the account's "
            "table, and type: introloop login"
        )
    else:
        advice = (
            "Check the user and the password. Gmail, iCloud, Yahoo and Fastmail refuse the everyday "
            "password here: make an app password in the provider's security settings and use that."
        )
    return AuthenticationRefused(f"{server} refused the user or the password{_code(text)}", advice=advice)


def token_refused(error: IMAP4.error, server: Server) -> AuthenticationRefused:
    """A token answered with NO: ended before its time, or not for this mailbox."""
    return AuthenticationRefused(
        f"{server} refused the token{_code(str(error))}",
        advice="The next try brings a new one. If that is refused too: is the user the one who signed in, "
        "and may the application read mail over IMAP? introloop login signs in again.",
    )


def no_tokens_taken(server: Server) -> AuthenticationRefused:
    """Neither mechanism of worker.sasl is offered."""
    return AuthenticationRefused(
        f"{server} takes no tokens", advice="Nothing was sent. Leave out signin and use a password here."
    )


def _code(text: str) -> str:
    found = _CODE.search(text)
    return f": [{found[1]}]" if found else ""


def not_connected(error: Exception, server: Server) -> MailboxError:
    """Why no connection came about; no password was sent yet."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateRefused(
            f"{server} showed a certificate that is not trusted: {error.verify_message.rstrip('.')}",
            advice="Nothing was sent. Is the host's name right? If the server has a certificate authority "
            'of its own, name its file in the account\'s setting "ca_file".',
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return CertificateRefused(
            f"{server} does not speak TLS as expected",
            advice='Nothing was sent. Port 993 goes with security "tls", port 143 with "starttls".',
        )
    if isinstance(error, IMAP4.error):
        return throttled(error, server) or _no_greeting(error, server)
    return NotConnected(f"{server}: {_failure(error)}", advice=_cause(error))


def _no_greeting(error: IMAP4.error, server: Server) -> MailboxError:
    if server.security == "starttls" and not isinstance(error, IMAP4.abort):
        return CertificateRefused(
            f"{server} offers no STARTTLS",
            advice='Nothing was sent. Try security "tls" with port 993.',
        )
    return lost(error, server, kind=NotConnected)


def lost(error: Exception, server: Server, *, kind: type[Unreachable] = Unreachable) -> MailboxError:
    """A conversation that broke off: the connection is thrown away (RELIABILITY.md, IMAPClient)."""
    return kind(
        f"{server}: the connection was lost ({_failure(error)})",
        advice="Nothing was lost: the scan goes on where it stood when it is tried again.",
    )


def _failure(error: Exception) -> str:
    """The operating system's words, or the kind of error: never what a server wrote."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "the host's name is not known"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__


def _cause(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "Check the account's host, and whether this machine reaches a name server."
    if isinstance(error, ConnectionRefusedError):
        return "Nothing listens there: check the port (993 for TLS), or whether the server is running."
    if isinstance(error, TimeoutError):
        return "Check host and port, and whether a firewall stands between."
    return "Check this machine's network, then the account's host and port."
