"""The look into the owner's mailboxes for a mail of ours, whatever the way out said of it.

RELIABILITY.md, "The digest, exactly once" 3 and 5: the headers of what came after the marks are compared
one by one, in every folder that a mail to oneself can come to lie in; SEARCH is not asked, as its index
may lag. A mail is ours by its Message-ID, by the one Exchange keeps when it gives a mail another
(X-Microsoft-Original-Message-ID), or by saying that it is this issue (X-Introloop): so a second
installation, or one put back from a backup, sends no second one. Anybody can write that line, so it
counts only on a mail from the owner's own address, and not in Junk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.mime.addresses import addresses
from worker.mime.fields import Fields, lines_of, parse
from worker.ports import (
    ConfigurationError,
    Folder,
    FolderMark,
    FolderRole,
    FolderState,
    FolderUnreadable,
    Mailbox,
    MailboxError,
    Planned,
    RawHeader,
)

_WHERE = frozenset({FolderRole.INBOX, FolderRole.SENT, FolderRole.ALL, FolderRole.JUNK})
_IDS = ("message-id", "x-microsoft-original-message-id")
_SLACK = timedelta(days=1)  # a server's clock may be wrong
_STEP, _MOST = 500, 5000  # without a mark: UIDs of the first step back, and messages looked at in all


@dataclass(frozen=True, slots=True)
class Sought:
    """The mail that is looked for."""

    message_id: str
    issue: str  # its X-Introloop, like "weekly 2026-W47"
    sender: str
    since: datetime  # nothing that came before can be it

    def is_it(self, raw: RawHeader, role: FolderRole) -> bool:
        """Whether a header is that of the mail."""
        fields = parse(lines_of(raw.header))
        if self.message_id in fields.texts(*_IDS):
            return True
        return role is not FolderRole.JUNK and self._says_so(fields)

    def _says_so(self, fields: Fields) -> bool:
        senders = {address.email for address in addresses(fields.texts("from"))}
        return fields.text("x-introloop") == self.issue and senders == {self.sender.lower()}


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw: whether the mail is there, whether all was seen, and where the folders stood."""

    found: bool
    complete: bool
    marks: tuple[FolderMark, ...]


@dataclass(frozen=True, slots=True)
class _Glance:
    """What was seen of one folder; of one that could not be read, or a whole mailbox, nothing."""

    found: bool = False
    mark: FolderMark | None = None


def sought(planned: Planned, *, slack: timedelta = _SLACK) -> Sought:
    """What tells a mail of ours, read from its frozen bytes."""
    head = parse(lines_of(planned.content.partition(b"\r\n\r\n")[0] + b"\r\n"))
    (sender,) = addresses(head.texts("from"))
    return Sought(planned.message_id, head.text("x-introloop"), sender.email, planned.due - slack)


def look(mailboxes: Sequence[Mailbox], wanted: Sought, marks: Sequence[FolderMark]) -> Look:
    """Look everywhere; a mailbox or a folder that cannot be read leaves the look incomplete.

    `marks` that are held stay: what matters is where a folder stood before the first sending.
    """
    held = _by_folder(marks)
    glances = [glance for mailbox in mailboxes for glance in _glances(mailbox, wanted, held)]
    seen = _by_folder(glance.mark for glance in glances if glance.mark)
    return Look(
        found=any(glance.found for glance in glances),
        complete=all(glance.mark for glance in glances),
        marks=tuple((seen | held).values()),
    )


def _by_folder(marks: Iterable[FolderMark]) -> dict[tuple[str, str], FolderMark]:
    return {(mark.account, mark.folder): mark for mark in marks}


def _glances(
    mailbox: Mailbox, wanted: Sought, held: Mapping[tuple[str, str], FolderMark]
) -> Iterator[_Glance]:
    try:
        with mailbox:
            for folder in mailbox.folders():
                if folder.selected or folder.role in _WHERE:
                    mark = held.get((mailbox.account, folder.name))
                    yield _glance(mailbox, folder, wanted=wanted, mark=mark)
    except (MailboxError, ConfigurationError):  # a missing password is one of the latter
        yield _Glance()


def _glance(mailbox: Mailbox, folder: Folder, *, wanted: Sought, mark: FolderMark | None) -> _Glance:
    try:
        state = mailbox.open(folder.name)
        is_same = mark and mark.uidvalidity == state.uidvalidity
        came = mailbox.glance(mark.uidnext - 1) if mark and is_same else _newest(mailbox, state, wanted.since)
        found = any(wanted.is_it(raw, folder.role) for raw in came)
    except FolderUnreadable:
        return _Glance()
    return _Glance(found, FolderMark(mailbox.account, folder.name, state.uidvalidity, state.uidnext))


def _newest(mailbox: Mailbox, state: FolderState, since: datetime) -> Iterator[RawHeader]:
    """From the newest back to what came before `since`, in steps that grow: UIDs may lie far apart."""
    last, step, seen = state.uidnext - 1, _STEP, 0
    while last > 0 and seen < _MOST:
        first = max(last - step, 0)
        came = mailbox.glance(first, upto=last)
        yield from came
        if any(raw.arrived and raw.arrived < since for raw in came):
            return
        last, step, seen = first, step * 2, seen + len(came)
