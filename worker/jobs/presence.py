"""Messages that lie there no more: where mail lies follows what the server holds; what was read stays.

An introduction that was made is made though its mail was deleted, and a message that was moved is known by
its identity: so nothing here touches a reading. Only its place goes, and nothing claims any longer that it
could be opened.

The count alone shows whether anything is gone: a folder ought to hold what was read of it, less what went
before. Only where it holds less is the server asked: at once where it can tell what vanished (RFC 7162), else
at the first look of a day.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from worker.ports import FolderState, Mailbox, Presence, Store

FEW = 50  # messages that may go at once and be believed
WAIT = timedelta(days=1)  # until a folder that shows far less, or is not listed, is believed: an outage ends


@dataclass(frozen=True, slots=True)
class Presences:
    """What lies in the folders of one account. `at` is the moment of the look."""

    mailbox: Mailbox
    store: Store
    at: datetime

    def follow(self, folder: str, state: FolderState, *, daily: bool) -> None:
        """Let go of what is gone from a folder that was read to both its ends.

        The folder must be open unless it is empty; `daily` says whether this is the first look of a day.
        """
        there = next((one for one in self._held() if one.folder == folder), None)
        if there is None:
            return
        if there.uidvalidity != state.uidvalidity:
            if not state.messages and self._is_believed(there):
                self.store.folder_gone(there.account, folder)
            return
        missing = there.messages - state.messages
        if missing > FEW and missing * 2 > there.messages and not self._is_believed(there):
            return
        told = state.modseq and there.modseq
        if missing > 0 and (daily or told or not state.messages):
            self._let_go(there, state, missing)
        elif missing < 0 or (not missing and (there.doubted or (daily and state.modseq != there.modseq))):
            self.store.expunged(_as_it_is(there, state))

    def follow_folders(self, listed: Container[str], *, unread: Container[str] = ()) -> None:
        """Let go of folders that are not listed any more; of one that was renamed, the mail is read there.
        Those that are listed and not to be read (any more) go at once: that is no outage."""
        for there in self._held():
            if there.folder in unread or (there.folder not in listed and self._is_believed(there)):
                self.store.folder_gone(there.account, there.folder)

    def _held(self) -> tuple[Presence, ...]:
        return tuple(self.store.presences(self.mailbox.account))

    def _is_believed(self, there: Presence) -> bool:
        """Whether it has been so for long enough; the first time it is noted."""
        if there.doubted is None or there.doubted > self.at:
            self.store.expunged(replace(there, doubted=self.at))
            return False
        return self.at - there.doubted >= WAIT

    def _let_go(self, there: Presence, state: FolderState, missing: int) -> None:
        """What the server tells is believed where it is no more than what is missing: each was counted."""
        gone = uids = self.store.located(there)
        if uids and state.messages:
            gone = self.mailbox.expunged(uids, missing=missing, since=there.modseq if state.modseq else 0)
        if len(gone) <= missing:
            self.store.expunged(_as_it_is(there, state), gone)


def _as_it_is(there: Presence, state: FolderState) -> Presence:
    """The folder as the server shows it."""
    return replace(there, messages=state.messages, modseq=state.modseq, doubted=None)
