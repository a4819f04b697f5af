"""A real CardDAV server: Radicale as a process of its own, on a free port of loopback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ports import free_port

USER, PASSWORD = "mara", "a password of the tests"


@dataclass(frozen=True, slots=True)
class Radicale:
    """A running server; its collections are folders."""

    directory: Path
    port: int
    scheme: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def book(self, name: str, *cards: str, tag: str = "VADDRESSBOOK") -> Path:
        """An address book (or, with another tag, a calendar) of the user's, with these cards."""
        folder = self.directory / "collections" / "collection-root" / USER / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".Radicale.props").write_text(json.dumps({"tag": tag}))
        for number, card in enumerate(cards):
            (folder / f"{name}{number}.vcf").write_text(card, "utf-8")
        return folder


@contextmanager
def radicale(directory: Path, *, certificate: Path | None = None) -> Iterator[Radicale]:
    """A server with one user, gone at the end of the block; with a certificate it speaks TLS only."""
    port = free_port()
    (directory / "users").write_text(f"{USER}:{PASSWORD}\n")
    options = [
        *("--server-hosts", f"127.0.0.1:{port}", "--web-type", "none", "--auth-delay", "0"),
        *("--auth-type", "htpasswd", "--auth-htpasswd-filename", str(directory / "users")),
        *("--auth-htpasswd-encryption", "plain"),
        *("--storage-filesystem-folder", str(directory / "collections")),
    ]
    if certificate:
        options += [
            "--server-ssl",
            "--server-certificate",
            str(certificate),
            "--server-key",
            str(certificate),
        ]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", "", *options], stdout=log, stderr=log
        )
        try:
            _wait_for(port, process, directory / "log")
            yield Radicale(directory, port, "https" if certificate else "http")
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"Radicale does not answer:\n{log.read_text(errors='replace')[-2000:]}")
