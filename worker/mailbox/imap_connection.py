"""One IMAP connection that can only read: the one door to imapclient.

It knows EXAMINE, LIST, UID SEARCH by range, UID FETCH of what imap_fetch asks (PEEK), ENABLE QRESYNC, NOOP
and what logging in and out needs; nothing here can change a mailbox (ARCHITECTURE.md invariant 1). After any
error but a plain NO the connection is thrown away: it may be out of step with the server.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from imaplib import IMAP4
from pathlib import Path
from ssl import SSLContext, create_default_context
from typing import Literal

from imapclient import IMAPClient, imap_utf7

from worker.mailbox.folders import Listed
from worker.mailbox.imap_answer import Answer, status
from worker.mailbox.imap_dialling import DialledImap
from worker.mailbox.imap_doorbell import Doorbell
from worker.mailbox.imap_errors import (
    Server,
    login_refused,
    lost,
    no_tokens_taken,
    not_connected,
    throttled,
    token_refused,
)
from worker.mailbox.imap_pipeline import Pipeline, Request
from worker.mailbox.imap_safety import has_control_characters, require_tls
from worker.mailbox.logins import Logins
from worker.mailbox.uid_sets import UidSet, compact, counted, searched, vanished
from worker.ports import AuthenticationRefused, ConfigurationError, IntroloopError, Token, Unreachable
from worker.sasl import Bearer, chosen

Security = Literal["tls", "starttls", "plaintext-loopback"]

MANY = 200  # messages with other flags, beyond which it costs less to ask what is there than what is not
_LAST_UID = 2**32 - 1
_STATUS = b"UIDNEXT UIDVALIDITY MESSAGES"

# imapclient logs every line of the conversation: mail and names (invariant 6).
logging.getLogger("imapclient").setLevel(logging.CRITICAL + 1)


class Refused(Exception):
    """The server answered NO or BAD, or something unreadable, and the conversation is still in step."""


def encoded_name(folder: str) -> bytes:
    """A folder's name in modified UTF-7 (RFC 3501 section 5.1.3)."""
    name: bytes = imap_utf7.encode(folder)
    return name


class _Client(IMAPClient):  # type: ignore[misc] # it comes without types
    """imapclient's, which would try one address after the other, each for a whole time-out."""

    def _create_IMAP4(self) -> IMAP4:  # noqa: N802 # its name for it
        tls = self.ssl_context if self.ssl else None
        return DialledImap(self.host, self.port, timeout=self._timeout.connect, tls=tls)


class Connection:
    """Connected, verified and logged in when it is made; `close` says LOGOUT."""

    def __init__(
        self,
        server: Server,
        *,
        user: str,
        password: str,
        ca_file: Path | None,
        timeout: float,
        logins: Logins | None = None,
    ) -> None:
        self.server = server
        if has_control_characters(user) or has_control_characters(password):
            raise AuthenticationRefused(
                f"{server}: the user or the password holds a line break or another control character",
                advice="Nothing was sent. Is there a second line in the file the password is read from?",
            )
        if isinstance(password, Token):
            require_tls(server)
        self._client: IMAPClient | None = self._connect(ca_file, timeout)
        self._line: DialledImap = self._client._imap  # the stream that imapclient talks over
        self._pipeline = Pipeline(self._line)
        self._doorbell = Doorbell()
        self._enabling: Request | None = None
        try:
            if logins:
                logins.take(server)
            self._log_in(user, password)
            self.capabilities = self._capabilities()
        except BaseException:
            self._drop()
            raise

    def _connect(self, ca_file: Path | None, timeout: float) -> IMAPClient:
        context = self._context(ca_file)
        tls = self.server.security == "tls"
        try:
            client = _Client(
                self.server.host, self.server.port, ssl=tls, ssl_context=context, timeout=timeout
            )
        except Exception as error:
            raise not_connected(error, self.server) from error
        client.folder_encode = False  # one name that cannot be decoded must not hide the others
        client.normalise_times = False  # INTERNALDATE with its zone
        if self.server.security == "starttls":
            self._start_tls(client, context)
        return client

    def _context(self, ca_file: Path | None) -> SSLContext:
        """TLS as Python verifies it by default; with `ca_file`, trusting its authorities alone."""
        try:
            return create_default_context(cafile=ca_file)
        except OSError as error:  # ssl.SSLError included
            raise ConfigurationError(
                f'account {self.server.account}: the file of setting "ca_file" cannot be read: {ca_file}',
                advice="It must hold certificates in PEM form (-----BEGIN CERTIFICATE-----).",
            ) from error

    def _start_tls(self, client: IMAPClient, context: SSLContext) -> None:
        try:
            client.starttls(context)
        except Exception as error:
            with suppress(Exception):
                client.shutdown()
            raise not_connected(error, self.server) from error

    def _log_in(self, user: str, password: str) -> None:
        """AUTHENTICATE PLAIN where offered, as LOGIN knows ASCII only (RFC 4616: PLAIN is UTF-8)."""
        with self._talk() as client:
            try:
                if isinstance(password, Token):
                    self._say_token(client, user, password)
                elif client.has_capability("AUTH=PLAIN"):
                    client.plain_login(user, password)
                else:
                    client.login(user, password)
            except IMAP4.error as error:
                if isinstance(
                    error.__context__, IMAP4.abort
                ):  # imapclient calls a lost connection LoginError
                    raise error.__context__ from error
                if later := throttled(error, self.server):
                    raise later from error
                raise self._refusal(error, password) from error

    def _say_token(self, client: IMAPClient, user: str, token: Token) -> None:
        """AUTHENTICATE with a token, by what the server offers (RFC 7628)."""
        offered = [c.decode("ascii", "replace").upper() for c in client.capabilities()]
        mechanism = chosen([c.removeprefix("AUTH=") for c in offered if c.startswith("AUTH=")])
        if not mechanism:
            raise no_tokens_taken(self.server)
        bearer = Bearer(mechanism, user, token, self.server.host, self.server.port)
        client.sasl_login(mechanism, bearer.answer)

    def _refusal(self, error: IMAP4.error, password: str) -> AuthenticationRefused:
        if not isinstance(password, Token):
            return login_refused(error, self.server)
        password.refused()
        return token_refused(error, self.server)

    def _capabilities(self) -> frozenset[str]:
        """What the server can do after login; it is told who we are where it asks for that (RFC 2971)."""
        with self._talk() as client:
            found = frozenset(c.decode("ascii", "replace").upper() for c in client.capabilities())
            if "ID" in found:  # some providers serve no mail to clients without a name
                with suppress(IMAP4.error):
                    client.id_({"name": "introloop"})
        return found

    @property
    def received(self) -> int:
        """Bytes that came so far."""
        return self._line.received

    def folders(self) -> list[Listed]:
        """LIST "" "*"."""
        with self._talk() as client:
            return [Listed.told(*line) for line in client.list_folders()]

    def examine(self, folder: str) -> Mapping[bytes, object]:
        """Select read-only; raises Refused."""
        with self._talk() as client:
            answer: Mapping[bytes, object] = client.select_folder(encoded_name(folder), readonly=True)
        return answer

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs there are in a range, rising."""
        with self._talk() as client:
            return sorted(client.search(["UID", f"{first}:{last}"], charset=None))

    def still_there(self, uids: Sequence[int]) -> frozenset[int]:
        """Those of the messages that have not been removed meanwhile (NOOP brings the news)."""
        with self._talk() as client:
            client.noop()
            return frozenset(client.search(["UID", ",".join(map(str, uids))], charset=None))

    def tell_what_vanishes(self) -> None:
        """Ask to be told of removed messages by UID, which is for before a folder is opened (RFC 7162)."""
        if {"QRESYNC", "ENABLE", "ESEARCH"} <= self.capabilities:
            with self._stream() as pipeline:
                self._enabling = pipeline.send(b"ENABLE QRESYNC")  # the next command waits for it

    @property
    def tells_what_vanished(self) -> bool:
        """Whether `vanished` may be asked."""
        said = self._enabling
        return bool(said and said.accepted and any(b"QRESYNC" in line.upper() for line in said.lines))

    def vanished(self, last: int, since: int) -> UidSet:
        """What of the UIDs to `last` was removed since that mod-sequence; raises Refused.

        The server also tells which messages had their flags changed since, a line each, which is passed over:
        so their number is asked first, and of MANY that changed nothing more.
        """
        if counted(self._told(b"UID SEARCH RETURN (COUNT) MODSEQ %d" % (since + 1))) > MANY:
            return UidSet(())
        asking = b"UID FETCH 1:%d (UID) (CHANGEDSINCE %d VANISHED)" % (last, since)
        return vanished(self._told(asking))

    def present(self, first: int, last: int) -> UidSet:
        """The UIDs there are in a range, told as a set where the server can (RFC 4731); raises Refused."""
        how = b"RETURN (ALL) " if "ESEARCH" in self.capabilities else b""
        return searched(self._told(b"UID SEARCH %bUID %d:%d" % (how, first, last)))

    def _told(self, command: bytes) -> Sequence[bytes]:
        """The untagged lines that answer one command, with nothing else in flight; raises Refused."""
        with self._stream() as pipeline:
            pipeline.settle()
            request = pipeline.send(command)
        self.answers(request)
        return request.lines

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> Mapping[int, Answer]:
        """What the server answers of the messages; raises Refused."""
        return self.answers(self.ask(uids, items))

    def ask(self, uids: Sequence[int], items: Sequence[str]) -> Request:
        """The same without waiting: `answers` waits, and what is asked meanwhile is under way."""
        with self._stream() as pipeline:
            return pipeline.send(_fetching(compact(uids), items), frozenset(uids))

    def fetch_range(self, first: int, last: int | None, items: Sequence[str]) -> Mapping[int, Answer]:
        """What the server answers of all messages in a range of UIDs, to the end where `last` is None."""
        wanted = range(first, (last or _LAST_UID) + 1)  # "9:*" gives the last message, even if it is 4
        with self._stream() as pipeline:
            request = pipeline.send(_fetching(f"{first}:{last or '*'}", items), wanted)
        return self.answers(request)

    def answers(self, request: Request) -> Mapping[int, Answer]:
        """What came back for a request, by UID; raises Refused."""
        with self._stream() as pipeline:
            if not pipeline.finish(request).accepted:
                raise IMAP4.error((request.said or b"").decode("latin-1"))
        return request.answers

    def states(self, folders: Sequence[str]) -> dict[str, Mapping[str, int]]:
        """STATUS of folders without opening them, all asked at once; one that is refused is left out."""
        with self._stream() as pipeline:
            asked = pipeline.send_all([b"STATUS %b (%b)" % (_quoted(name), _STATUS) for name in folders])
            said = {name: pipeline.finish(one) for name, one in zip(folders, asked, strict=True)}
        return {name: facts for name, done in said.items() if (facts := status(done.lines))}

    def again(self, folder: str) -> Mapping[str, int]:
        """STATUS of the folder that is open; {} where it is refused. NOOP has the server look what came (RFC
        3501 section 6.1.2): before it and waited for, since of an open folder some tell what they saw last;
        after it, so that all that it counts may be fetched."""
        facts = _STATUS + (b" HIGHESTMODSEQ" if self.tells_what_vanished else b"")
        with self._stream() as pipeline:
            pipeline.settle()
            pipeline.finish(pipeline.send(b"NOOP"))
            asked = pipeline.send_all([b"STATUS %b (%b)" % (_quoted(folder), facts), b"NOOP"])
            said, news = map(pipeline.finish, asked)
        return status((*said.lines, *news.lines)) if news.accepted else {}

    def wait(self, seconds: float) -> bool:
        """Wait for news of the open folder by IDLE where it is offered; whether there may be any."""
        with self._stream() as pipeline:
            pipeline.settle()
            if "IDLE" in self.capabilities:
                return pipeline.idle(partial(self._doorbell.wait, self._alive()._imap, seconds))
            self._doorbell.wait(None, seconds)
            return True

    def interrupt(self) -> None:
        """End a `wait`; may be called from any thread."""
        self._doorbell.ring()

    def close(self) -> None:
        """LOGOUT, and no error: what was read was read."""
        with suppress(Exception), self._talk() as client:
            client.logout()
        self._drop()

    @contextmanager
    def _talk(self) -> Iterator[IMAPClient]:
        """The client, once nothing of ours is in flight any more."""
        with self._stream() as pipeline:
            pipeline.settle()
            yield self._alive()

    def _alive(self) -> IMAPClient:
        if self._client is None:
            raise Unreachable(f"{self.server}: the connection was lost", advice="Connect anew.")
        return self._client

    @contextmanager
    def _stream(self) -> Iterator[Pipeline]:
        """The commands in flight, with what goes wrong translated and a broken connection dropped."""
        self._alive()
        try:
            yield self._pipeline
        except IMAP4.error as error:
            later = throttled(error, self.server)
            if later or not isinstance(error, IMAP4.abort):
                raise later or Refused(type(error).__name__) from error
            self._drop()
            raise lost(error, self.server) from error
        except IntroloopError:
            raise
        except BaseException as error:
            self._drop()
            if not isinstance(error, Exception):
                raise
            raise lost(error, self.server) from error

    def _drop(self) -> None:
        if self._client:
            with suppress(Exception):
                self._client.shutdown()
            self._doorbell.close()
        self._client = None


def _fetching(uids: str, items: Sequence[str]) -> bytes:
    return f"UID FETCH {uids} ({' '.join(items)})".encode("ascii")


def _quoted(folder: str) -> bytes:
    """A folder's name as a quoted string (RFC 3501 section 4.3) in modified UTF-7."""
    return b'"%b"' % encoded_name(folder).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
