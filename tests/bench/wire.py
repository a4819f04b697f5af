"""A line between a mail program and its server: it counts what passes, and may be long and narrow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Queue

MEGABIT = 1_000_000 / 8
WINDOW = 64  # blocks under way in each direction


@dataclass(slots=True)
class Wire:
    """What passed since it was laid: bytes each way, and turns, each of which costs a round trip."""

    port: int
    upstream: int
    delay: float = 0.0  # seconds one way
    rate: float = 0.0  # bytes a second from the server; 0 is without limit
    down: int = 0
    up: int = 0
    turns: int = 0
    _last: str = field(default="", repr=False)
    _free: float = field(default=0.0, repr=False)  # when the line from the server has carried what it holds
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def passed(self, way: str, count: int) -> None:
        if way == "up":
            self.up += count
            self.turns += self._last != "up"
        else:
            self.down += count
        self._last = way

    def carried(self, came: float, count: int) -> float:
        """When so many bytes from the server are through: all connections share the line."""
        with self._lock:
            self._free = max(self._free, came) + (count / self.rate if self.rate else 0.0)
            return self._free


@contextmanager
def wire(upstream: int, *, round_trip: float = 0.0, megabits: float = 0.0) -> Iterator[Wire]:
    """A running line to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        laid = Wire(listener.getsockname()[1], upstream, round_trip / 2, megabits * MEGABIT)
        threading.Thread(target=_serve, args=(listener, laid), daemon=True).start()
        yield laid
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, laid: Wire) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", laid.upstream))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _pump(client, server, laid, "up")
            _pump(server, client, laid, "down")


def _pump(source: socket.socket, sink: socket.socket, laid: Wire, way: str) -> None:
    """Two threads: one takes what comes and notes when, one gives it on when its time has come."""
    under_way: Queue[tuple[float, bytes]] = Queue(WINDOW)

    def take() -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                laid.passed(way, len(block))
                under_way.put((time.monotonic(), block))
        under_way.put((0.0, b""))

    def give() -> None:
        with suppress(OSError):
            while (item := under_way.get())[1]:
                came, block = item
                through = laid.carried(came, len(block)) if way == "down" else came
                time.sleep(max(0.0, through + laid.delay - time.monotonic()))
                sink.sendall(block)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    for part in (take, give):
        threading.Thread(target=part, daemon=True).start()
