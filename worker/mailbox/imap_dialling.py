"""Reaching a host by whichever of its addresses answers first (RFC 8305, happy eyeballs).

Else a route that swallows everything, as IPv6 often is, costs a whole time-out before the next address is
tried.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from imaplib import IMAP4
from itertools import chain, zip_longest
from selectors import EVENT_WRITE, DefaultSelector
from ssl import SSLContext
from typing import Any

NEXT = 0.25  # seconds until the next address is tried beside the last (RFC 8305 section 5)

Place = tuple[socket.AddressFamily, Any]
"""A family and an address of it."""


class DialledImap(IMAP4):
    """imaplib's connection, to the first address that answers; with `tls`, encrypted from its first byte.

    `received` counts the bytes that came, deciphered.
    """

    received = 0

    def __init__(self, host: str, port: int, *, timeout: float, tls: SSLContext | None) -> None:
        self._patience, self._tls = timeout, tls
        super().__init__(host, port, timeout)

    def read(self, size: int) -> bytes:
        """So many bytes."""
        data = super().read(size)
        self.received += len(data)
        return data

    def readline(self) -> bytes:
        """One line."""
        line = super().readline()
        self.received += len(line)
        return line

    def _create_socket(self, timeout: float | None) -> socket.socket:
        line = dial(self.host, self.port, timeout=self._patience)
        try:
            return self._tls.wrap_socket(line, server_hostname=self.host) if self._tls else line
        except BaseException:
            line.close()
            raise


def dial(host: str, port: int, *, timeout: float) -> socket.socket:
    """A connection within so many seconds; raises OSError, of the last address that failed."""
    race = _Race(until=time.monotonic() + timeout)
    try:
        for place in _alternating(host, port):
            race.enter(*place)
            if won := race.wait(NEXT):
                break
        else:
            won = race.wait(timeout)
    finally:
        race.end()
    if not won:
        raise race.failure
    won.settimeout(timeout)
    # Nagle's algorithm would keep a command back until the server has acknowledged the one before (RFC 896).
    won.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return won


def _alternating(host: str, port: int) -> Iterator[Place]:
    """The addresses of a host in their order, the families by turns (RFC 8305 section 4)."""
    found = [(family, to) for family, *_, to in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    first = [place for place in found if place[0] == found[0][0]]
    others = [place for place in found if place[0] != found[0][0]]
    return (place for place in chain.from_iterable(zip_longest(first, others)) if place)


class _Race:
    """Attempts under way, of which the first to succeed wins."""

    def __init__(self, *, until: float) -> None:
        self._until, self._running = until, DefaultSelector()
        self._lines: dict[int, socket.socket] = {}  # those under way, by descriptor
        self._failed: OSError = TimeoutError("timed out")

    @property
    def failure(self) -> OSError:
        """Why nobody won: time ran out, or why the last of them failed."""
        return TimeoutError("timed out") if time.monotonic() >= self._until else self._failed

    def enter(self, family: socket.AddressFamily, address: Any) -> None:
        """Begin an attempt."""
        try:
            line = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # a machine without that family
            self._failed = error
            return
        line.setblocking(False)
        try:
            line.connect(address)
        except BlockingIOError:
            pass
        except OSError as error:
            self._failed = error
            line.close()
            return
        self._lines[line.fileno()] = line
        self._running.register(line, EVENT_WRITE)

    def wait(self, seconds: float) -> socket.socket | None:
        """The first to succeed within so many seconds, as long as any is under way."""
        until = min(time.monotonic() + seconds, self._until)
        while self._lines and (left := until - time.monotonic()) > 0:
            for key, _ in self._running.select(left):
                line = self._lines.pop(key.fd)
                self._running.unregister(line)
                code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    return line
                line.close()
                self._failed = OSError(code, os.strerror(code))  # of the subclass that goes with the code
        return None

    def end(self) -> None:
        """Give up the others."""
        self._running.close()
        for line in self._lines.values():
            line.close()
