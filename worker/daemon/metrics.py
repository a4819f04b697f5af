"""One page of figures on loopback, for a Prometheus on this machine. Off unless a port is set.

The page is made anew at each look; who draws it decides what stands on it. It is served one look at a
time: a scraper asks every few seconds at most.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread

from worker.ports import ConfigurationError

LOOPBACK = "127.0.0.1"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@contextmanager
def metrics(port: int, page: Callable[[], str]) -> Iterator[int]:
    """Answer GET /metrics as long as it lasts; the port, which is a free one for 0."""
    try:
        server = HTTPServer((LOOPBACK, port), _answering(page))
    except OSError as error:
        raise ConfigurationError(
            f"[service] metrics_port {port} cannot be used: {error.strerror}",
            advice="Another program may listen there: name another port.",
        ) from error
    ended = Event()
    thread = Thread(target=_serve, args=(server, ended), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        ended.set()
        server.socket.shutdown(socket.SHUT_RDWR)  # wakes it
        thread.join(1)
        server.server_close()


def _serve(server: HTTPServer, ended: Event) -> None:
    """Without serve_forever, which looks twice a second whether it is to end."""
    while not ended.is_set():
        server.handle_request()


def _answering(page: Callable[[], str]) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        timeout = 5  # seconds for the whole question: one look at a time
        server_version, sys_version = "introloop", ""

        def do_GET(self) -> None:
            if self.path != "/metrics":
                self.send_error(404)
                return
            try:
                text = page().encode()
            except Exception:  # its text may name anybody: it says no more than that it failed
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", _TYPE)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Nothing: a look is no event."""

    return Answer
