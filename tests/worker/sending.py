"""A finished mail, and an outbox for a server of the tests."""

from __future__ import annotations

from typing import Any

from tests.servers.smtp import SmtpServer
from worker.outbox import SmtpOutbox

OWNER = frozenset({"mira@example.com", "mira.lind@example.org"})
USER, PASSWORD = "mira@example.com", "correct horse"


def mail(*lines: str, body: str = "Hello Mira.\r\n") -> bytes:
    """A finished mail with these header lines."""
    head = lines or ("From: Introloop <mira@example.com>", "To: Mira Lind <mira@example.com>")
    return ("\r\n".join((*head, "Subject: Two loops to close", "")) + "\r\n" + body).encode()


def outbox(server: SmtpServer, **options: Any) -> SmtpOutbox:
    settings: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "user": USER,
        "password": (lambda: PASSWORD) if server.login else None,
        "security": "plaintext-loopback",
        "owner_addresses": OWNER,
        "timeout": 5,
    }
    return SmtpOutbox(**(settings | options))
