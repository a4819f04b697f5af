"""A real SMTP conversation on loopback, by aiosmtpd, that can be told to fail at any stage."""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop"  # hang up instead of answering
LOSE = "lose"  # at "dot": the same, and the mail is gone
SLOW = "slow"  # answer as usual, after a while
SILENCE = "silence"  # never answer


OWNERS = frozenset(
    {"mara@lindqvist.example", "robin@oosterwijk.example", "mira@example.com", "mira.lind@example.org"}
)
"""Whom a test may call the owner: where a server hears of another recipient, its test fails."""

_LATE = 0.05  # seconds


async def late(answer: str = "") -> str:
    """The answer, after a while."""
    await asyncio.sleep(_LATE)
    return answer


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail as it arrived: its envelope and its bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class SmtpServer:
    """A running server: what it heard, and what was delivered to it.

    `faults` says what happens instead of the ordinary answer, by stage: "greeting", "mail", "rcpt",
    "data" (before 354), "body" (after 354, before the content), "dot", "quit"; a reply, DROP or SILENCE.
    At "dot" the mail counts as delivered where the fault is DROP, SILENCE or SLOW: only the reply is lost,
    or late.
    """

    login: tuple[str, str] | None = None
    mechanisms: bool = True  # False: AUTH is offered, by no mechanism a client could know
    tokens: Mapping[str, str] | None = None  # good ones and whose they are, where tokens are taken at all
    token_mechanisms: tuple[str, ...] = ("XOAUTH2", "OAUTHBEARER")
    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0
    talking: int = 0  # connections that are open
    heard: bytearray = field(default_factory=bytearray)  # every byte of the clients, deciphered
    delivered: list[Delivered] = field(default_factory=list)

    async def handle_DATA(self, smtp: _Conversation, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        fault = self.faults.get("dot", "250 2.0.0 taken")
        if fault in (DROP, SILENCE, SLOW) or fault.startswith("2"):
            content = envelope.original_content or b""
            self.delivered.append(Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return await smtp.say(fault if fault != SLOW else await late("250 2.0.0 taken"))

    def authenticate(self, *heard: Any) -> AuthResult:
        data = heard[-1]
        right = isinstance(data, LoginPassword) and self.login is not None
        user, password = self.login or ("", "")
        fault = self.faults.get("auth")
        if fault is not None:
            return AuthResult(success=False, handled=False, message=fault)
        same = right and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=same, handled=False)

    async def auth_XOAUTH2(self, smtp: _Conversation, _: list[bytes]) -> AuthResult:  # noqa: N802
        return await self._bearer(smtp)

    async def auth_OAUTHBEARER(self, smtp: _Conversation, _: list[bytes]) -> AuthResult:  # noqa: N802
        return await self._bearer(smtp)

    async def _bearer(self, smtp: _Conversation) -> AuthResult:
        """RFC 7628: the token, and where it is not good, why in a challenge before the refusal."""
        said = await smtp.challenge_auth("")
        fields = said.decode().split("\x01") if isinstance(said, bytes) else []
        token = next((one.removeprefix("auth=Bearer ") for one in fields if one.startswith("auth=")), "")
        user = (self.tokens or {}).get(token)
        if user and (f"user={user}" in fields or f"n,a={user}," in fields):
            return AuthResult(success=True)
        await smtp.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False, message=self.faults.get("auth"))

    def _left_out(self) -> list[str]:
        """Mechanisms that are not offered."""
        words = [] if self.login and self.mechanisms else ["LOGIN", "PLAIN"]
        offered = self.token_mechanisms if self.tokens is not None else ()
        return words + [name for name in ("XOAUTH2", "OAUTHBEARER") if name not in offered]

    def conversation(self) -> _Conversation:
        return _Conversation(
            self,
            server=self,
            hostname="mail.example.test",
            ident="test",
            tls_context=self.starttls,
            authenticator=self.authenticate if self.login else None,
            auth_exclude_mechanism=self._left_out(),
            auth_require_tls=self.login is None and self.tokens is None,  # without TLS there is none to offer
        )


class _Conversation(SMTP):
    """One connection's conversation: aiosmtpd's, except where a fault is asked for."""

    def __init__(self, handler: SmtpServer, *, server: SmtpServer, **options: Any) -> None:
        super().__init__(handler, **options)
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:  # not again after STARTTLS
            self._server.connections += 1
            self._server.talking += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._server.talking -= 1

    def data_received(self, data: bytes) -> None:
        self._server.heard += data
        super().data_received(data)

    async def push(self, status: AnyStr) -> None:
        """The one place where aiosmtpd answers; here a greeting or a 354 may turn into a fault."""
        text = status if isinstance(status, str) else status.decode()
        stage = "greeting" if text.startswith("220 mail.") else "body" if text.startswith("354") else ""
        fault = self._server.faults.get(stage)
        if stage == "body" and fault == DROP:
            await super().push(status)
        if fault is None:
            await super().push(status)
        else:
            await super().push(await self.say(fault))

    async def say(self, fault: str) -> str:
        if fault in (DROP, LOSE) and isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
            raise ConnectionResetError
        if fault == SILENCE:
            await asyncio.sleep(3600)
        return fault

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self._failed("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("data"):
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("quit"):
            await super().smtp_QUIT(arg)

    async def _failed(self, stage: str) -> bool:
        fault = self._server.faults.get(stage)
        if fault == SLOW:
            await late()
            return False
        if fault is not None:
            await self.push(await self.say(fault))
        return fault is not None


@contextmanager
def smtp_server(
    *,
    login: tuple[str, str] | None = None,
    mechanisms: bool = True,
    tokens: Mapping[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    faults: Mapping[str, str] | None = None,
) -> Iterator[SmtpServer]:
    """A server on a free port of 127.0.0.1, in a thread of its own, gone at the end of the block."""
    server = SmtpServer(
        login=login, mechanisms=mechanisms, tokens=tokens, tls=tls, starttls=starttls, faults=faults or {}
    )
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    thread = threading.Thread(target=_serve, args=(loop, server, ready), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        strangers = recipients(bytes(server.heard)) - OWNERS
        assert not strangers, f"somebody but the owner was to be mailed: {strangers}"


def recipients(heard: bytes) -> set[str]:
    """Every address that a client named with RCPT."""
    named = re.findall(rb"(?im)^RCPT TO:[ ]*<([^>]*)>", heard)
    return {address.decode().lower() for address in named}


def _serve(loop: asyncio.AbstractEventLoop, server: SmtpServer, ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(lambda _loop, _context: None)  # a refused handshake is what we came for
    listener = loop.run_until_complete(
        loop.create_server(server.conversation, server.host, server.port, ssl=server.tls)
    )
    server.port = listener.sockets[0].getsockname()[1]
    loop.call_soon(ready.set)
    loop.run_forever()
    listener.close()
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
