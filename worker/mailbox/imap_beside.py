"""A second connection to an account: texts come over it while headers come over the first.

It is opened when there is much to read, and closed when there is nothing left: servers count connections, and
an idle one is one too many. A server that grants no second one is read over the first.
"""

from __future__ import annotations

from collections.abc import Callable

from worker.mailbox.imap_connection import Connection, Refused
from worker.mailbox.imap_folder import OpenFolder
from worker.mailbox.limits import Limits
from worker.ports import ConfigurationError, MailboxError

MUCH = 50  # texts wanted at once, for which another login is worth its while


class Beside:
    """The second connection, while there is one. `connect` logs in."""

    def __init__(self, connect: Callable[[], Connection], *, limits: Limits) -> None:
        self._connect, self._limits = connect, limits
        self._connection: Connection | None = None
        self._folder: OpenFolder | None = None
        self._same: OpenFolder | None = None  # as it is open over the first
        self._past = 0
        self._may = True

    @property
    def received(self) -> int:
        """Bytes that came over it so far."""
        return self._past + (self._connection.received if self._connection else 0)

    def folder(self, first: OpenFolder, *, texts: int) -> OpenFolder:
        """The folder over the second connection, if so many texts are worth it; else as it is."""
        if self._same is not first:
            self._same = self._folder = None
            if self._may and (self._connection or texts >= MUCH):
                self._folder, self._same = self._opened(first), first
        return self._folder or first

    def _opened(self, first: OpenFolder) -> OpenFolder | None:
        try:
            self._connection = self._connection or self._connect()
            answer = self._connection.examine(first.name)
        except (MailboxError, ConfigurationError, Refused):
            self._may = False
            self.close()
            return None
        if answer.get(b"UIDVALIDITY") != first.state.uidvalidity:
            return None
        return OpenFolder(self._connection, name=first.name, state=first.state, limits=self._limits)

    def close(self) -> None:
        """LOGOUT; the next time there is much to read it may be opened again."""
        connection, self._connection, self._folder, self._same = self._connection, None, None, None
        if connection:
            connection.close()
            self._past += connection.received
