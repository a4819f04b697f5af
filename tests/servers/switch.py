"""A dead-man's switch of our own: an https server that writes down who called."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Switch:
    """Where it listens on 127.0.0.1, what it heard, and how it answers."""

    port: int
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: int = 200


@contextmanager
def switch(tls: ssl.SSLContext) -> Iterator[Switch]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.heard.append((self.path, dict(self.headers)))
            self.send_response(made.status)
            self.send_header("Location", f"https://127.0.0.1:{made.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    made = Switch(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
