"""A proxy between a mail program and its server that writes down every command, and can do harm.

It stands in front of a real server: what it answers itself is only what a test tells it to.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Interception = Callable[[bytes], bytes | None]
"""What to answer to a command instead of the server, with TAG for its tag; None lets it pass."""


@dataclass(slots=True)
class RecordingProxy:
    """What was said through it, and what happens to it. Change the faults at any time."""

    upstream: int
    port: int = 0
    tls: ssl.SSLContext | None = None  # the certificate it shows itself
    lines: list[bytes] = field(default_factory=list)  # from the client, deciphered, without line ends
    connections: int = 0
    from_server: int = 0  # bytes passed on to the client
    cut_after: int | None = None  # bytes from the server after which both sides are hung up
    delay: float = 0.0  # seconds before each block from the server
    piece: int = 0  # bytes of each block, where not as it comes
    swallows: bool = False  # a black hole: all stays connected, and nothing passes either way
    greeting: bytes = b""  # said instead of the server's own, with which the connection ends
    intercept: Interception | None = None
    # A TLS connection takes one writer at a time: two that overlap give a record the other's number.
    writing: threading.Lock = field(default_factory=threading.Lock)

    def commands(self) -> list[str]:
        """Every command line without its tag, and without what answers a continuation of AUTHENTICATE."""
        found, password_next = [], False
        for line in self.lines:
            if not password_next:
                found.append(line.partition(b" ")[2].decode("latin-1"))
            password_next = not password_next and b"AUTHENTICATE" in line.upper()
        return found


@contextmanager
def recording_proxy(upstream: int, *, tls: ssl.SSLContext | None = None) -> Iterator[RecordingProxy]:
    """A running proxy to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = RecordingProxy(upstream, port=listener.getsockname()[1], tls=tls)
        threading.Thread(target=_serve, args=(listener, proxy), daemon=True).start()
        yield proxy
        with suppress(OSError):  # wakes the thread that waits for a connection
            listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, proxy: RecordingProxy) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            proxy.connections += 1
            threading.Thread(target=_connect, args=(client, proxy), daemon=True).start()


def _connect(client: socket.socket, proxy: RecordingProxy) -> None:
    with suppress(OSError), client:
        spoken = proxy.tls.wrap_socket(client, server_side=True) if proxy.tls else client
        with spoken:
            if proxy.greeting:
                spoken.sendall(proxy.greeting)
                return
            with socket.create_connection(("127.0.0.1", proxy.upstream)) as server:
                back = threading.Thread(target=_pass_back, args=(server, spoken, proxy), daemon=True)
                back.start()
                _pass_on(spoken, server, proxy)
                back.join(timeout=10)


def _pass_on(client: socket.socket, server: socket.socket, proxy: RecordingProxy) -> None:
    """Client to server, line by line."""
    with suppress(OSError), client.makefile("rb") as lines:
        for line in lines:
            if proxy.swallows:
                continue
            proxy.lines.append(line.rstrip(b"\r\n"))
            tag, _, command = line.rstrip(b"\r\n").partition(b" ")
            answer = proxy.intercept(command) if proxy.intercept else None
            if answer is None:
                server.sendall(line)
            else:
                with proxy.writing:
                    client.sendall(answer.replace(b"TAG", tag) + b"\r\n")
    _hang_up(server)


def _pass_back(server: socket.socket, client: socket.socket, proxy: RecordingProxy) -> None:
    """Server to client, as it comes."""
    with suppress(OSError):
        while block := server.recv(65536):
            time.sleep(proxy.delay)
            if proxy.cut_after is not None and proxy.from_server + len(block) > proxy.cut_after:
                client.sendall(block[: proxy.cut_after - proxy.from_server])
                break
            if proxy.swallows:
                continue
            size = proxy.piece or len(block)
            for start in range(0, len(block), size):
                with proxy.writing:
                    client.sendall(block[start : start + size])
            proxy.from_server += len(block)
    _hang_up(client)
    _hang_up(server)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
