"""The Drafts folder of one account as the jobs need it: the only place in a mailbox that is ever written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from worker.ports.mailbox import FolderState

MARK = "X-Introloop-Draft"  # the field in which a draft of ours says which it is: case, duty and day


@dataclass(frozen=True, slots=True)
class FoundDraft:
    """A draft that bears our mark. `hash` is of its bytes; `flagged` where somebody has marked it since."""

    uid: int
    hash: str
    flagged: bool = False


class Drafts(Protocol):
    """One account's Drafts folder. Use as a context manager; raises what a Mailbox raises.

    It writes three things: APPEND to that folder, and of a draft of ours \\Deleted and UID EXPUNGE.
    """

    account: str

    def __enter__(self) -> Drafts: ...

    def __exit__(self, *exc: object) -> None: ...

    @property
    def folder(self) -> str:
        """Its name."""
        ...

    def state(self) -> FolderState:
        """Where it stands now."""
        ...

    def find(self, mark: str) -> FoundDraft | None:
        """The newest draft with that mark."""
        ...

    def append(self, content: bytes) -> None:
        """Lay a draft there."""
        ...

    def remove(self, uid: int) -> bool:
        """Take away that one message; False where the server can only take away all that are deleted."""
        ...
