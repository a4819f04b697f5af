"""The Drafts folder over IMAP: the one adapter that writes to a mailbox, on a connection of its own.

Whatever reads mail cannot write (imap_connection). This adds APPEND to \\Drafts, and UID STORE \\Deleted
with UID EXPUNGE (RFC 4315) of one message there; a server without UIDPLUS is left alone, since a bare
EXPUNGE would take away what the owner has marked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from worker.mailbox.folders import FolderRules, choose
from worker.mailbox.imap_connection import Connection, Refused, Security, encoded_name
from worker.mailbox.imap_errors import Server
from worker.mailbox.imap_folder import unreadable
from worker.mailbox.imap_safety import has_control_characters, require_safe
from worker.mailbox.logins import Logins
from worker.ports import FolderRole, FolderState, FolderUnreadable, Unreachable
from worker.ports.drafts import MARK, FoundDraft

_LOOK = f"BODY.PEEK[HEADER.FIELDS ({MARK.upper()})]"
# Set by us, or by looking at it; marked as deleted it is done with, whoever did so.
_OURS = frozenset({b"\\draft", b"\\seen", b"\\recent", b"\\deleted"})
_LAST = 500  # messages of the folder that are looked at: drafts are few


class _Writing(Connection):
    """A connection that may also write, to one folder."""

    def append(self, folder: str, content: bytes) -> None:
        """APPEND; raises Refused."""
        with self._talk() as client:
            client.append(encoded_name(folder), content, flags=(b"\\Draft",))

    def remove(self, folder: str, uid: int) -> None:
        """SELECT, UID STORE and UID EXPUNGE of that one message; raises Refused."""
        with self._talk() as client:
            client.select_folder(encoded_name(folder))
            client.add_flags([uid], [b"\\Deleted"], silent=True)
            client.uid_expunge([uid])


class ImapDrafts:
    """One account's Drafts folder (worker.ports.drafts). `password` is asked at each connect and not kept."""

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
    ) -> None:
        self.account = account
        self._server = Server(account, host, port, security)
        self._user, self._password, self._rules = user, password, folders
        self._ca_file, self._timeout, self._logins = ca_file, timeout, logins
        self._connection: _Writing | None = None
        self._folder = ""
        require_safe(self._server)

    def __enter__(self) -> ImapDrafts:
        self._connection = _Writing(
            self._server,
            user=self._user,
            password=self._password(),
            ca_file=self._ca_file,
            timeout=self._timeout,
            logins=self._logins,
        )
        try:
            self._folder = self._drafts()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    @property
    def folder(self) -> str:
        """The folder's name."""
        return self._folder

    def state(self) -> FolderState:
        """EXAMINE it; raises FolderUnreadable."""
        try:
            answer = self._connected().examine(self._folder)
        except Refused as error:
            raise self._unreadable("Was it renamed or removed?") from error
        numbers = [answer.get(key) for key in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS")]
        uidvalidity, uidnext, messages = (number if isinstance(number, int) else 0 for number in numbers)
        if not uidvalidity or not uidnext:
            raise self._unreadable("The server gives its messages no lasting numbers.")
        return FolderState(uidvalidity, uidnext, messages)

    def find(self, mark: str) -> FoundDraft | None:
        """Look at the newest messages one by one: SEARCH is not asked, as its index may lag."""
        state, connection = self.state(), self._connected()
        if not state.messages:
            return None
        try:
            uids = connection.uids(1, state.uidnext - 1)[-_LAST:]
            seen = connection.fetch(uids, [_LOOK]) if uids else {}
        except Refused as error:
            raise self._unreadable("It is tried again.") from error
        marked = [uid for uid, answer in seen.items() if _says(answer, mark)]
        return self._found(max(marked)) if marked else None

    def _found(self, uid: int) -> FoundDraft | None:
        try:
            answer = self._connected().fetch([uid], ["FLAGS", "BODY.PEEK[]"]).get(uid)
        except Refused as error:
            raise self._unreadable("It is tried again.") from error
        content = _octets(answer) if answer else None
        if answer is None or content is None:  # taken away meanwhile
            return None
        return FoundDraft(uid, sha256(content).hexdigest(), flagged=_is_flagged(answer))

    def append(self, content: bytes) -> None:
        """APPEND, with \\Draft."""
        try:
            self._connected().append(self._folder, content)
        except Refused as error:
            raise self._unreadable("The draft was not taken: is the mailbox full?") from error

    def remove(self, uid: int) -> bool:
        """Take away that one message, where the server can (UIDPLUS)."""
        connection = self._connected()
        if "UIDPLUS" not in connection.capabilities:
            return False
        try:
            connection.remove(self._folder, uid)
        except Refused as error:
            raise self._unreadable("The draft could not be taken away.") from error
        return True

    def _drafts(self) -> str:
        try:
            listed = self._connected().folders()
        except Refused as error:
            raise Unreachable(f"{self._server} does not list its folders", advice="Try again.") from error
        found = choose(listed, self._rules, account=self.account)
        names = [folder.name for folder in found if folder.role is FolderRole.DRAFTS]
        flagged = {one.name for one in listed if "\\drafts" in one.flags}
        names.sort(key=lambda name: name not in flagged)  # what is only called so may be a folder of mail
        name = next((name for name in names if not has_control_characters(name)), "")
        if not name:
            raise FolderUnreadable(
                f"account {self.account}: no folder of drafts was found",
                advice="Nothing was written. Set mailbox = false in [drafts], or make a folder named Drafts.",
            )
        return name

    def _connected(self) -> _Writing:
        if self._connection is None:
            raise Unreachable(f"{self._server}: not connected", advice="Enter the folder first.")
        return self._connection

    def _unreadable(self, advice: str) -> FolderUnreadable:
        return unreadable(self._server, self._folder, advice)


def _octets(answer: Mapping[bytes, object]) -> bytes | None:
    found = (
        value for item, value in answer.items() if item.startswith(b"BODY[") and isinstance(value, bytes)
    )
    return next(found, None)


def _says(answer: Mapping[bytes, object], mark: str) -> bool:
    """Whether a message's field is that mark, whole."""
    name, _, value = (_octets(answer) or b"").decode("latin-1").partition(":")
    return name.strip().lower() == MARK.lower() and value.strip() == mark


def _is_flagged(answer: Mapping[bytes, object]) -> bool:
    flags = answer.get(b"FLAGS")
    return not isinstance(flags, tuple | list) or any(_lower(flag) not in _OURS for flag in flags)


def _lower(flag: object) -> bytes:
    """A flag in lower case."""
    return flag.lower() if isinstance(flag, bytes) else b""
