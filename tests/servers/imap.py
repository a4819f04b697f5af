"""The IMAP server the tests run against: Dovecot, or the stand-in where it cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.account import ImapServer
from tests.servers.dovecot import dovecot, dovecot_program
from tests.servers.stand_in import stand_in


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A running server with TLS and any number of fresh users; which it is, pytest's header says."""
    with dovecot() if dovecot_program() else stand_in() as server:
        yield server
