"""What is refused before anything is sent: secrets in the clear, and text that would break a command line."""

from __future__ import annotations

from ipaddress import ip_address

from worker.mailbox.imap_errors import Server
from worker.ports import ConfigurationError


def require_safe(server: Server) -> None:
    """Refuse a password in the clear to any machine but this one."""
    if server.security == "plaintext-loopback" and not _is_loopback(server.host):
        raise ConfigurationError(
            f"{server}: plain text is for this machine only",
            advice='Set security to "tls" (port 993) or "starttls" (port 143).',
        )


def require_tls(server: Server) -> None:
    """Refuse a token in the clear even to this machine (RFC 7628 section 5)."""
    if server.security == "plaintext-loopback":
        raise ConfigurationError(
            f"{server}: signing in goes over TLS only", advice='Set security to "tls" or "starttls".'
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def has_control_characters(text: str) -> bool:
    """Whether a command line could be broken by it: CR, LF and NUL end or cut a command."""
    return any(ord(c) < 32 or ord(c) == 127 for c in text)
