"""A line between a mail program and its server that can be made to fail in every way a network does.

It speaks TLS to the program and plain text to the server, so that a fault may lie in the network (a black
hole, a reset, single bytes) or in what the server says (a good-bye, a refusal).
"""

from __future__ import annotations

import asyncio
import re
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET

_LOGIN = re.compile(rb"^\S+ (?:LOGIN|AUTHENTICATE)\b", re.IGNORECASE | re.MULTILINE)
_LINGER_NOT = struct.pack("ii", 1, 0)  # a close that sends RST and not FIN


@dataclass(slots=True, eq=False)
class _Line:
    """One connection, with both its ends."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    dead: bool = False  # what is sent into it is never heard of again


@dataclass(slots=True)
class FaultyLine:
    """Where it listens, what it has seen, and how it is now: change that at any time."""

    upstream: int
    tls: ssl.SSLContext
    port: int = 0
    connections: int = 0
    logins: list[float] = field(default_factory=list)  # when they were tried
    delay: float = 0.0  # seconds before each piece from the server
    piece: int = 0  # bytes a piece, if not as it comes
    refusal: bytes = b""  # said to a login instead of what the server would say, without its tag
    swallows: bool = False  # whether new connections are dead from the beginning
    _lines: set[_Line] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def swallow(self) -> None:
        """A black hole: all connections stay open, and nothing passes through them any more."""
        for line in tuple(self._lines):
            line.dead = True

    def reset(self) -> None:
        """Hang up on all, as a router does that has forgotten them."""
        self._loop.call_soon_threadsafe(self._reset)

    def say(self, words: bytes) -> None:
        """Say this to all in the server's place, and hang up."""
        self._loop.call_soon_threadsafe(self._say, words)

    def _reset(self) -> None:
        for line in tuple(self._lines):
            line.client.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, _LINGER_NOT)
            line.client.transport.abort()
            line.server.transport.abort()

    def _say(self, words: bytes) -> None:
        for line in tuple(self._lines):
            if not line.dead:
                line.client.write(words)
                line.client.close()
                line.server.close()

    async def connect(self, heard: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        self.connections += 1
        try:
            said, server = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:  # the server is down
            client.transport.abort()
            return
        line = _Line(client, server, dead=self.swallows)
        self._lines.add(line)
        try:
            await asyncio.gather(self._to_server(heard, line), self._to_client(said, line))
        finally:
            self._lines.discard(line)

    async def _to_server(self, heard: asyncio.StreamReader, line: _Line) -> None:
        with suppress(OSError):
            while block := await heard.read(65536):
                login = _LOGIN.search(block)
                if line.dead:
                    continue
                self.logins += [time.monotonic()] if login else []
                if login and self.refusal:
                    line.client.write(login[0].partition(b" ")[0] + b" " + self.refusal + b"\r\n")
                else:
                    line.server.write(block)
        line.server.close()

    async def _to_client(self, said: asyncio.StreamReader, line: _Line) -> None:
        with suppress(OSError):
            while block := await said.read(65536):
                size = self.piece or len(block)
                for start in range(0, len(block), size):
                    await asyncio.sleep(self.delay)
                    if not line.dead:
                        line.client.write(block[start : start + size])
                        await line.client.drain()
        if not line.dead:
            line.client.close()


@contextmanager
def faulty_line(upstream: int, tls: ssl.SSLContext) -> Iterator[FaultyLine]:
    """A line to a port of this machine, in a thread of its own, gone at the end of the block."""
    line, ready = FaultyLine(upstream, tls), threading.Event()
    thread = threading.Thread(target=_serve, args=(line, ready), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield line
    finally:
        line._loop.call_soon_threadsafe(line._loop.stop)
        thread.join(10)


def _serve(line: FaultyLine, ready: threading.Event) -> None:
    loop = line._loop
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(lambda _loop, _context: None)  # broken connections are what it is for
    listener = loop.run_until_complete(asyncio.start_server(line.connect, "127.0.0.1", 0, ssl=line.tls))
    line.port = listener.sockets[0].getsockname()[1]
    loop.call_soon(ready.set)
    loop.run_forever()
    listener.close()
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()
