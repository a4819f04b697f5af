"""WebDAV requests over HTTP (RFC 4918): TLS is verified, and the password goes to one host only."""

from __future__ import annotations

import http.client
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from worker.ports import AddressBookError, AddressBookRefused, AddressBookUnreachable

PATIENCE = 30.0  # seconds without a byte
MOST = 64 * 1024 * 1024  # bytes of an answer
MOST_REDIRECTS = 5
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_RESERVED = "/?&=%:@!$'()*+,;~"  # RFC 3986 section 2.2, and what is quoted already
_MOVED = frozenset({301, 302, 307, 308})


class NotThere(AddressBookError):
    """The server knows nothing at this place, or does not speak WebDAV there."""


@dataclass(frozen=True, slots=True)
class Site:
    """A server's origin, and who asks. Nothing is ever sent to another origin."""

    url: str
    user: str
    password: Callable[[], str]
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        parts = _parts(self.url)
        if parts.scheme == "http" and parts.hostname in _LOOPBACK:
            return
        if parts.scheme != "https" or not parts.hostname:
            raise AddressBookError(
                "the address of a CardDAV server begins with https://",
                advice="The password is never sent over an open line.",
            )
        if parts.username or parts.password:
            raise AddressBookError(
                f"the address of {parts.hostname} holds a user or a password",
                advice="Give the user with --user; the password is asked for, or taken from its place.",
            )

    @property
    def host(self) -> str:
        """The server's name, for errors."""
        return _parts(self.url).hostname or ""

    def ask(self, method: str, place: str, body: str, *, depth: int) -> tuple[str, bytes]:
        """The answer to one request and the place it came from at last; raises AddressBookError."""
        url = joined(self.url, place)
        for _ in range(MOST_REDIRECTS):
            status, where, answer = self._send(method, self._own(url), body.encode(), depth)
            if status not in _MOVED:
                self._check(status)
                return url, answer
            url = joined(url, where)
        raise AddressBookError(f"{self.host} redirects without end", advice="Is the address right?")

    def _own(self, url: str) -> SplitResult:
        """The parts of an address at this origin; anywhere else the password would be a gift."""
        mine, there = _parts(self.url), _parts(url)
        if (there.scheme, there.hostname, _port(there)) != (mine.scheme, mine.hostname, _port(mine)):
            raise AddressBookError(
                f"{self.host} sends us on to {there.scheme}://{there.netloc}, which was not asked for",
                advice="Nothing was sent there. If you trust it, give it as --carddav.",
            )
        return there

    def _send(self, method: str, url: SplitResult, body: bytes, depth: int) -> tuple[int, str, bytes]:
        login = b64encode(f"{self.user}:{self.password()}".encode()).decode()
        headers = {
            "Authorization": f"Basic {login}",
            "Content-Type": "application/xml; charset=utf-8",
            "Depth": str(depth),
            "User-Agent": "introloop",
        }
        target = quote(url._replace(scheme="", netloc="", fragment="").geturl() or "/", safe=_RESERVED)
        connection = self._connection(url)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read(MOST + 1)
        except ssl.SSLCertVerificationError as error:
            raise AddressBookRefused(
                f"{self.host}: its certificate cannot be verified, and no password was sent",
                advice="For an authority of your own, name its certificate with --ca-file.",
            ) from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise AddressBookUnreachable(
                f"{self.host} does not answer: {type(error).__name__}",
                advice="Is the address right, and is there a network? Then try again.",
            ) from error
        finally:
            connection.close()
        if len(content) > MOST:
            raise AddressBookError(f"{self.host} answers with more than {MOST >> 20} MB; it was not read")
        return answer.status, answer.headers.get("Location", ""), content

    def _connection(self, url: SplitResult) -> http.client.HTTPConnection:
        host, port = url.hostname or "", _port(url)
        if url.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=PATIENCE)
        context = ssl.create_default_context(cafile=self.ca_file)
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)

    def _check(self, status: int) -> None:
        if status in (401, 403):
            raise AddressBookRefused(
                f"{self.host} refuses the user or the password (status {status})",
                advice="Many providers want an app password here, not that of the web page.",
            )
        if status >= 500 or status == 429:
            raise AddressBookUnreachable(
                f"{self.host} cannot answer now (status {status})", advice="Try again later."
            )
        if status != 207:
            raise NotThere(
                f"{self.host} has no address book at this address (status {status})",
                advice="Look up its CardDAV address in the provider's help.",
            )


def joined(base: str, place: str) -> str:
    """An address that a server names, in full; raises AddressBookError for one that is none."""
    try:
        return urljoin(base, place)
    except ValueError as error:
        raise AddressBookError(
            f"{_parts(base).hostname} names an address that is none", advice="Is the address right?"
        ) from error


def _parts(url: str) -> SplitResult:
    """The parts of an address; one that is none has no host."""
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (80 if parts.scheme == "http" else 443)
