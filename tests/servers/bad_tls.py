"""A mail server whose TLS is not to be trusted, and that writes down every byte it is told.

It would take any password: what it heard shows whether it was given one.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Protocol:
    """What is said in it; TAG stands for the tag of the command."""

    greeting: bytes
    offers: Mapping[bool, bytes]  # the answer to EHLO or CAPABILITY, with STARTTLS and without
    begins: bytes  # the answer to STARTTLS
    refuses: bytes
    promises: bytes  # said in the clear behind that answer, as if it came through TLS
    agrees: bytes  # to anything else


_CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN%s\r\nTAG OK done\r\n"

SMTP = Protocol(
    greeting=b"220 mail.example.test ESMTP\r\n",
    offers={
        True: b"250-mail.example.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n",
        False: b"250-mail.example.test\r\n250 AUTH PLAIN LOGIN\r\n",
    },
    begins=b"220 go ahead\r\n",
    refuses=b"454 4.7.0 not now\r\n",
    promises=b"250-mail.example.test\r\n250 AUTH PLAIN LOGIN\r\n334 \r\n235 2.7.0 welcome\r\n",
    agrees=b"250 2.0.0 yes\r\n",
)
IMAP = Protocol(
    greeting=b"* OK ready\r\n",
    offers={True: _CAPABILITY % b" STARTTLS", False: _CAPABILITY % b""},
    begins=b"TAG OK begin\r\n",
    refuses=b"TAG NO not now\r\n",
    promises=b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n+ \r\nTAG OK welcome\r\n",
    agrees=b"TAG OK yes\r\n",
)


@dataclass(slots=True)
class Behaviour:
    """How it is bad. Without a context it never speaks TLS, whatever it promises."""

    context: ssl.SSLContext | None = None
    from_the_first_byte: bool = False
    offers_starttls: bool = True
    begins_starttls: bool = True
    promises_more: bool = False
    greeting: bytes = b""


@dataclass(slots=True)
class BadServer:
    """Where it listens on 127.0.0.1, and every byte it could read."""

    port: int
    heard: bytearray = field(default_factory=bytearray)
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def bad_server(protocol: Protocol, behaviour: Behaviour) -> Iterator[BadServer]:
    """One that takes one connection, and has heard it out when the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = BadServer(listener.getsockname()[1])
        arguments = (listener, server, protocol, behaviour)
        threading.Thread(target=_serve, args=arguments, daemon=True).start()
        yield server
        server.ended.wait(10)


def _serve(listener: socket.socket, server: BadServer, protocol: Protocol, behaviour: Behaviour) -> None:
    with suppress(OSError):
        client, _ = listener.accept()
        client.settimeout(10)
        with client:
            _talk(client, server, protocol, behaviour)
    server.ended.set()


def _talk(client: socket.socket, server: BadServer, protocol: Protocol, behaviour: Behaviour) -> None:
    spoken = client
    if behaviour.from_the_first_byte and behaviour.context:
        spoken = behaviour.context.wrap_socket(client, server_side=True)
    spoken.sendall(behaviour.greeting or protocol.greeting)
    rest = b""
    while block := spoken.recv(4096):
        server.heard += block
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            spoken.sendall(_answer(line.strip(), protocol, behaviour))
            if b"STARTTLS" in line.upper() and behaviour.begins_starttls and behaviour.context:
                spoken = behaviour.context.wrap_socket(client, server_side=True)


def _answer(line: bytes, protocol: Protocol, behaviour: Behaviour) -> bytes:
    tag, command = line.partition(b" ")[0], line.upper()
    said = protocol.agrees
    if b"EHLO" in command or b"CAPABILITY" in command:
        said = protocol.offers[behaviour.offers_starttls]
    elif b"STARTTLS" in command:
        said = protocol.begins if behaviour.begins_starttls else protocol.refuses
        said += protocol.promises if behaviour.promises_more else b""
    return said.replace(b"TAG", tag)
