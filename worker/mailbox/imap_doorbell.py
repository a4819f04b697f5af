"""Waiting until a server speaks, or until somebody rings."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from io import BufferedReader
from selectors import EVENT_READ, DefaultSelector
from typing import Protocol


class Stream(Protocol):
    """What is used of imaplib's connection."""

    sock: socket.socket
    file: BufferedReader


class Doorbell:
    """A pair of sockets: what is written to one wakes whoever waits at the other."""

    def __init__(self) -> None:
        self._inside, self._outside = socket.socketpair()
        self._inside.setblocking(False)

    def ring(self) -> None:
        """Wake whoever waits, or whoever waits next; may be called from any thread."""
        with suppress(OSError):
            self._outside.send(b"!")

    def wait(self, stream: Stream | None, seconds: float) -> None:
        """Return when the server has said something, when it was rung, or after so many seconds."""
        if stream and _holds_something(stream):
            return
        with DefaultSelector() as selector:
            selector.register(self._inside, EVENT_READ)
            if stream:
                selector.register(stream.sock, EVENT_READ)
            selector.select(seconds)
        with suppress(BlockingIOError):
            self._inside.recv(64)

    def close(self) -> None:
        """Let go of both ends."""
        self._inside.close()
        self._outside.close()


def _holds_something(stream: Stream) -> bool:
    """Whether a line came together with the last one that was read: the socket would not tell of it."""
    patience = stream.sock.gettimeout()
    stream.sock.settimeout(0)
    try:
        return bool(stream.file.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        stream.sock.settimeout(patience)
