"""One finished mail out, to the owner only: yagmail's connection and login, a transaction of our own.

yagmail's `send` repeats a transaction after a lost reply, so that one mail can arrive three times.
Here it connects and logs in, with TLS verified; then every step of RFC 5321 section 3.3 is taken
once, because what a failure means depends on whether the final dot had gone.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Literal

import yagmail

from worker.envelope import Envelope, envelope
from worker.ports import (
    ConfigurationError,
    InDoubt,
    IntroloopError,
    NotTheOwner,
    OutboxAuthenticationRefused,
    OutboxCertificateRefused,
    OutboxDeferred,
    OutboxError,
    OutboxRefused,
    OutboxUnreachable,
    Token,
)
from worker.ports.outbox import nothing
from worker.sasl import Bearer, chosen

Security = Literal["tls", "starttls", "plaintext-loopback"]

_OURSELVES = "[127.0.0.1]"  # in EHLO (RFC 5321 section 4.1.3): our own host name is nobody's business
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463; the rest of a reply may name a person
_DOT_FIRST = re.compile(rb"(?m)^\.")


class SmtpOutbox:
    """The way out through one SMTP server. Implements `worker.ports.Outbox`; never tries twice.

    `password` is asked at every connect; None means a server that wants no login. `ca_file` adds
    to the trusted authorities; there is no way to leave TLS unverified.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: Callable[[], str] | None,
        security: Security,
        owner_addresses: frozenset[str],
        ca_file: str | None = None,
        timeout: float = 60,
    ) -> None:
        if not _is_a_name(host):
            raise ConfigurationError(f"smtp host {host}: not a host name", advice="check the spelling")
        if security == "plaintext-loopback" and not _is_loopback(host):
            raise ConfigurationError(
                f"smtp host {host}: a connection without TLS may only lead to this machine",
                advice='set security to "tls" (port 465) or "starttls" (port 587)',
            )
        self._where = f"{host}:{port}"
        self._host, self._port, self._user, self._password = host, port, user, password
        self._security, self._ca_file, self._timeout = security, ca_file, timeout
        self._owner = frozenset(address.lower() for address in owner_addresses)

    def send(
        self, content: bytes, *, ready: Callable[[], None] = nothing, taken: Callable[[], None] = nothing
    ) -> None:
        """Send frozen bytes to the addresses on them; returns after a 2xx. Raises OutboxError or InDoubt.

        `ready` is asked just before the final dot, `taken` told before the goodbye (worker.ports.Outbox).
        """
        mail = envelope(content)
        if not self._owner.issuperset(mail.recipients):
            raise NotTheOwner(
                "somebody but the owner stands in To, Cc or Bcc: nothing was sent",
                advice="this is an error of ours: please report it",
            )
        with self._session() as smtp:
            with self._no_mail_yet():
                self._offer(smtp, mail, len(content))
            with _hung_up_unless_done(smtp):
                with self._no_mail_yet():
                    smtp.send(_DOT_FIRST.sub(b"..", content))
                ready()
                self._finish(smtp)
            taken()

    def check(self) -> str:
        """Connect, verify TLS, log in, and leave: one line that says what answered."""
        with self._session() as smtp, self._no_mail_yet():
            code, reply = smtp.noop()
            self._expect(code, reply, stage="NOOP")
            tls = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else "no TLS, on this machine"
        login = "logged in" if self._password else "no login"
        return f"{self._where} answered: {tls}, {login}"

    # ── The transaction, RFC 5321 section 3.3 ───────────────────────────────────────────────

    def _offer(self, smtp: smtplib.SMTP, mail: Envelope, size: int) -> None:
        """MAIL, RCPT for each, DATA: until the server waits for the content."""
        size_too = f" SIZE={size}" if smtp.has_extn("size") else ""
        self._expect(*smtp.docmd("MAIL", f"FROM:<{mail.sender}>{size_too}"), stage="MAIL")
        for address in mail.recipients:
            self._expect(*smtp.docmd("RCPT", f"TO:<{address}>"), stage="RCPT")
        self._expect(*smtp.docmd("DATA"), stage="DATA", wanted=354)

    def _finish(self, smtp: smtplib.SMTP) -> None:
        """The final dot, and what its reply says. From here on silence means doubt (RFC 1047)."""
        try:
            smtp.send(b".\r\n")
            code, reply = smtp.getreply()
        except OSError as error:
            raise self._doubt() from error
        if not 200 <= code < 300 and not 400 <= code < 600:
            raise self._doubt()
        self._expect(code, reply, stage="the final dot")

    def _doubt(self) -> InDoubt:
        return InDoubt(
            f"{self._where}: the mail was handed over and no reply came",
            advice="it may have arrived: look for it in the mailbox before sending it again",
        )

    def _expect(self, code: int, reply: bytes, *, stage: str, wanted: int | None = None) -> None:
        if code == wanted or (wanted is None and 200 <= code < 300):
            return
        raise _refusal(f"{self._where} answered {_digits(code, reply)} to {stage}", code)

    # ── The connection ──────────────────────────────────────────────────────────────────────

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A connection, verified and logged in, that is hung up without waiting for a goodbye."""
        secret = self._secret()
        with _Connection(**self._arguments(secret)) as connection:
            connection.user = self._user  # as it is: yagmail adds @gmail.com to a name without a domain
            with self._no_mail_yet():
                connection.login()
                connection.smtp.ehlo_or_helo_if_needed()
                if isinstance(secret, Token):
                    self._say_token(connection.smtp, secret)
            yield connection.smtp

    def _say_token(self, smtp: smtplib.SMTP, token: Token) -> None:
        """AUTH with a token, by what the server offers (RFC 7628); the token goes after the command, as
        command lines may be short (RFC 4954 section 4)."""
        mechanism = chosen(smtp.esmtp_features.get("auth", "").split())
        if not mechanism:
            raise OutboxAuthenticationRefused(
                f"{self._where} takes no tokens", advice="leave out signin and use a password here"
            )
        bearer = Bearer(mechanism, self._user, token, self._host, self._port)
        try:
            smtp.auth(mechanism, lambda said=b"": bearer.answer(said).decode(), initial_response_ok=False)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise
            token.refused()
            raise OutboxAuthenticationRefused(
                f"{self._where} refused the token",
                advice="the next try brings a new one; if that is refused too: introloop login",
            ) from error

    def _arguments(self, secret: str) -> dict[str, object]:
        secure = self._security != "plaintext-loopback"
        context = {"context": self._tls()} if secure else {}
        implicit = self._security == "tls"
        return {
            "user": self._user,
            "password": secret,
            "host": self._host,
            "port": self._port,
            "smtp_ssl": implicit,
            "smtp_starttls": context if self._security == "starttls" else False,
            "smtp_skip_login": self._password is None or isinstance(secret, Token),
            "soft_email_validation": False,  # a user name need not be an address
            "timeout": self._timeout,
            "local_hostname": _OURSELVES,
            **(context if implicit else {}),
        }

    def _tls(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context()
            if self._ca_file is not None:
                context.load_verify_locations(self._ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(
                f"smtp ca_file {self._ca_file}: cannot be read as certificates",
                advice="name a file of PEM certificates, or leave the setting out",
            ) from error
        return context

    def _secret(self) -> str:
        """The password, or the token; never None, at which yagmail would look into a keyring and ask the
        terminal."""
        secret = "" if self._password is None else self._password()
        if isinstance(secret, Token) and self._security == "plaintext-loopback":
            raise ConfigurationError(
                f"{self._where}: signing in goes over TLS only", advice='set security to "tls" or "starttls"'
            )
        if secret.isascii():
            return secret
        raise OutboxAuthenticationRefused(
            f"{self._where}: the password holds letters beyond ASCII, which this login cannot carry",
            advice="make an app password at your provider and use it here",
        )

    @contextmanager
    def _no_mail_yet(self) -> Iterator[None]:
        """Whatever fails in here failed before the final dot: the mail was certainly not sent."""
        try:
            yield
        except (OSError, ValueError) as error:  # smtplib's and ssl's own are OSErrors
            raise _foreign(self._where, error) from error


@contextmanager
def _hung_up_unless_done(smtp: smtplib.SMTP) -> Iterator[None]:
    """Where the content was begun and not ended, not even a goodbye may follow: it would be content."""
    try:
        yield
    except BaseException:
        smtp.close()
        raise


class _Connection(yagmail.SMTP):  # type: ignore[misc]  # yagmail ships no types
    """yagmail's connection and login, with a goodbye that waits for nobody."""

    def close(self) -> None:
        """QUIT and hang up. The mail is sent or it is not; a slow goodbye must not hold up the record."""
        self.is_closed = True
        if self.smtp is not None:
            with suppress(OSError):
                self.smtp.putcmd("QUIT")
            self.smtp.close()


# ── Foreign errors ──────────────────────────────────────────────────────────────────────────
_WHICH_PORT = (
    'set security = "starttls" in [smtp], which goes with port 587, or port = 465, which goes with "tls"'
)


def _foreign(where: str, error: OSError | ValueError) -> IntroloopError:
    """An error of smtplib, ssl or the socket before the final dot, as one of the port's."""
    match error:
        case ssl.SSLCertVerificationError():
            return OutboxCertificateRefused(
                f"{where}: the certificate could not be verified: {error.verify_message}",
                advice="check the host name; for an authority of your own set ca_file",
            )
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return OutboxUnreachable(f"{where}: the server speaks no TLS on this port", advice=_WHICH_PORT)
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= 500:
            return OutboxAuthenticationRefused(
                f"{where} refused the user or the password",
                advice="check both; most providers want an app password here",
            )
        case smtplib.SMTPNotSupportedError():
            unless = "; where it wants no login, set login = false" if "AUTH" in str(error) else ""
            return OutboxRefused(f"{where}: {error}", advice=f"check port and security{unless}")
        case smtplib.SMTPResponseException():
            reply = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
            return _refusal(f"{where} answered {_digits(error.smtp_code, reply)}", error.smtp_code)
        case smtplib.SMTPServerDisconnected():
            return OutboxUnreachable(f"{where}: the connection was lost", advice="try again later")
        case smtplib.SMTPException():
            return OutboxAuthenticationRefused(
                f"{where}: no way to log in that both sides know", advice="check port and security"
            )
    if not isinstance(error, OSError):  # e.g. binascii's, of a challenge that is no base64
        return _refusal(f"{where} answered what cannot be understood", 0)
    return OutboxUnreachable(
        f"{where}: no connection ({error.strerror or type(error).__name__})",
        advice="check host, port and security, and whether this machine is online",
    )


def _refusal(what: str, code: int) -> OutboxError:
    if 400 <= code < 500:
        return OutboxDeferred(what, advice="the server is busy or holds mail back: try again later")
    if 500 <= code < 600:
        return OutboxRefused(what, advice="check that the sender address belongs to this account")
    return OutboxUnreachable(what, advice="is this an SMTP server? check host and port")


def _digits(code: int, reply: bytes) -> str:
    """ "550 5.1.1": a reply without its words, in which servers like to name the recipient."""
    enhanced = _ENHANCED.match(reply)
    return f"{code} {enhanced.group().decode()}" if enhanced else f"{code}"


def _is_a_name(host: str) -> bool:
    """Whether DNS could carry it: a label of more than 63 octets, or none, would only fail later."""
    try:
        return bool(host.encode("idna")) and "\x00" not in host
    except UnicodeError:
        return False


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host.lower() == "localhost"  # RFC 6761 section 6.3: never another machine
