"""A mailbox over IMAP (RFC 3501): read in batches, never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from worker.mailbox.folders import FolderRules, choose
from worker.mailbox.imap_beside import Beside
from worker.mailbox.imap_connection import Connection, Refused, Security
from worker.mailbox.imap_errors import Server
from worker.mailbox.imap_fetch import Answer
from worker.mailbox.imap_folder import OpenFolder, unreadable
from worker.mailbox.imap_safety import has_control_characters, require_safe
from worker.mailbox.limits import REMOTE, Limits
from worker.mailbox.logins import Logins
from worker.ports import Folder, FolderState, MessageUnreadable, RawHeader, RawMail, Unreachable


class ImapMailbox:
    """One account on an IMAP server. `password` is asked at each connect and not kept.

    `logins` is shared by all that read the account, and keeps them from logging in too often. `allowance` is
    in bytes a day; with two `connections` texts come over the second where there is much to read.
    """

    def __init__(
        self,
        account: str,
        *,
        host: str,
        port: int,
        user: str,
        password: Callable[[], str],
        folders: FolderRules,
        security: Security = "tls",
        ca_file: Path | None = None,
        timeout: float = 30.0,
        logins: Logins | None = None,
        limits: Limits = REMOTE,
        allowance: int = 0,
        connections: int = 1,
    ) -> None:
        self.account, self.allowance = account, allowance
        self._past = self._counted = 0  # bytes: of connections that have ended, and those asked about
        self._server = Server(account, host, port, security)
        self._user, self._password = user, password
        self._rules, self._limits = folders, limits
        self._ca_file, self._timeout, self._logins = ca_file, timeout, logins
        self._connection: Connection | None = None
        self._beside = Beside(self._connect, limits=limits) if connections > 1 else None
        self._folder: OpenFolder | None = None
        require_safe(self._server)

    def __enter__(self) -> ImapMailbox:
        self._connection = self._connect()
        self._connection.tell_what_vanishes()
        return self

    def _connect(self) -> Connection:
        return Connection(
            self._server,
            user=self._user,
            password=self._password(),
            ca_file=self._ca_file,
            timeout=self._timeout,
            logins=self._logins,
        )

    def __exit__(self, *exc: object) -> None:
        connection, self._connection, self._folder = self._connection, None, None
        if connection:
            connection.close()
            self._past += connection.received
        if self._beside:
            self._beside.close()

    def octets(self) -> int:
        """Bytes that came from the server since this was last asked, deciphered."""
        came = self._past + sum(one.received for one in (self._connection, self._beside) if one)
        new, self._counted = came - self._counted, came
        return new

    def folders(self) -> Sequence[Folder]:
        """All folders; raises NoSentFolder where none is found. Each is then opened anew."""
        self._folder = None
        try:
            listed = self._connected().folders()
        except Refused as error:
            raise Unreachable(f"{self._server} does not list its folders", advice="Try again.") from error
        return choose(listed, self._rules, account=self.account)

    def open(self, folder: str) -> FolderState:
        """EXAMINE a folder; raises FolderUnreadable. One that is open already only has to say how it stands:
        in a folder of 100,000 messages an EXAMINE takes a server a fifth of a second."""
        state = self._stands(folder) or self._examined(folder)
        self._folder = OpenFolder(self._connected(), name=folder, state=state, limits=self._limits)
        return state

    def _stands(self, folder: str) -> FolderState | None:
        """How the open folder stands; None where it is another, or another of that name by now: UIDNEXT never
        falls (RFC 3501 section 2.3.1.1)."""
        here, self._folder = self._folder, None
        if here is None or here.name != folder:
            return None
        state, before = _told(self._connected().again(folder)), here.state
        same = state and state.uidvalidity == before.uidvalidity and state.uidnext >= before.uidnext
        return state if same else None

    def _examined(self, folder: str) -> FolderState:
        connection = self._connected()
        if has_control_characters(folder):
            raise unreadable(self._server, repr(folder), "Its name holds a control character: rename it.")
        try:
            return self._state(folder, connection.examine(folder))
        except Refused as error:
            advice = "Was it renamed or removed? The other folders go on."
            raise unreadable(self._server, folder, advice) from error

    def _state(self, folder: str, answer: Answer) -> FolderState:
        uidvalidity, uidnext, messages = (answer.get(key) for key in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS"))
        if not (isinstance(uidvalidity, int) and isinstance(uidnext, int) and isinstance(messages, int)):
            advice = "The server gives its messages no lasting numbers (UIDVALIDITY, UIDNEXT)."
            raise unreadable(self._server, folder, advice)
        modseq = answer.get(b"HIGHESTMODSEQ") if self._connected().tells_what_vanished else None
        return FolderState(uidvalidity, uidnext, messages, modseq if isinstance(modseq, int) else 0)

    def headers(
        self, after: int, *, upto: int | None = None, newest_first: bool = False
    ) -> Iterator[Sequence[RawHeader]]:
        """The fields that decide, of each header with after < UID <= upto; Gmail's thread id first."""
        return self._opened().headers(after, upto, newest_first=newest_first)

    def glance(self, after: int, *, upto: int | None = None) -> Sequence[RawHeader]:
        """One UID FETCH of a range, without SEARCH."""
        return self._opened().glance(after, upto)

    def mails(
        self, headers: Sequence[RawHeader], *, deep: bool = False
    ) -> Iterator[RawMail | tuple[int, MessageUnreadable]]:
        """Texts by partial fetch: attachments beyond the beginning are never fetched."""
        folder = self._opened()
        folder = self._beside.folder(folder, texts=len(headers)) if self._beside else folder
        return folder.mails(headers, deep=deep)

    def expunged(self, uids: Sequence[int], *, missing: int, since: int = 0) -> Sequence[int]:
        """By what vanished since that mod-sequence (RFC 7162), else by a UID SEARCH of their range."""
        return self._opened().expunged(uids, missing=missing, since=since)

    def states(self, folders: Sequence[str]) -> Mapping[str, FolderState]:
        """Where folders stand, in one round trip; one that does not say is left out."""
        said = self._connected().states(folders)
        return {name: state for name, facts in said.items() if (state := _told(facts))}

    def wait(self, seconds: float) -> bool:
        """Wait for news of the open folder; whether there may be any: IDLE is a hint, a scan the truth."""
        if self._beside:
            self._beside.close()
        return self._connected().wait(seconds)

    def interrupt(self) -> None:
        """End a `wait`; may be called from any thread."""
        if connection := self._connection:
            connection.interrupt()

    def _connected(self) -> Connection:
        if self._connection is None:
            raise Unreachable(f"{self._server}: not connected", advice="Enter the mailbox first.")
        return self._connection

    def _opened(self) -> OpenFolder:
        if self._folder is None:
            raise unreadable(self._server, "none is open", "Open a folder first.")
        return self._folder


def _told(facts: Mapping[str, int]) -> FolderState | None:
    """What STATUS says of a folder; None where it does not say all that counts."""
    try:
        return FolderState(
            facts["UIDVALIDITY"], facts["UIDNEXT"], facts["MESSAGES"], facts.get("HIGHESTMODSEQ", 0)
        )
    except KeyError:
        return None
