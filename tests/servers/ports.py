"""Free ports, dead ones, and waiting until a server greets."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that answers no SYN: its queue is full."""
    with socket.socket() as listener, closing(socket.socket()) as first, closing(socket.socket()) as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for filling in (first, second):
            filling.setblocking(False)
            with suppress(BlockingIOError):
                filling.connect(listener.getsockname())
        yield listener.getsockname()[1]


def wait_for_greeting(port: int, process: subprocess.Popen[bytes], *, log: Path, seconds: float = 20) -> None:
    """Return when the server on `port` has sent its first line; say what its log says where it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                if probe.recv(100):
                    return
        except OSError:
            pass
        time.sleep(0.01)
    written = log.read_text(errors="replace")[-2000:] if log.exists() else "it has written no log"
    raise RuntimeError(f"the server on port {port} does not answer:\n{written}")
