"""Trying every part once: each account, the way out, the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from worker.ports import Folder, IntroloopError, Mailbox, Outbox, Store


@dataclass(frozen=True, slots=True)
class Finding:
    """What one part answered; `advice` is what to do where it did not work."""

    what: str
    works: bool
    said: str
    advice: str = ""
    folders: tuple[Folder, ...] = ()
    error: IntroloopError | None = None


def check(
    mailboxes: Sequence[Mailbox], *, outbox: Outbox | None, store: Callable[[], Store], where: str
) -> tuple[Finding, ...]:
    """One finding a part; an error is a finding, and the other parts are tried all the same."""
    return (
        *(_tried(f"account {mailbox.account}", partial(_mailbox, mailbox)) for mailbox in mailboxes),
        _tried("sending", partial(_outbox, outbox)),
        _tried(f"store {where}", partial(_store, store, where)),
    )


def _tried(what: str, part: Callable[[], Finding]) -> Finding:
    try:
        return part()
    except IntroloopError as error:
        return Finding(
            what, works=False, said=str(error).removeprefix(f"{what}: "), advice=error.advice, error=error
        )


def _mailbox(mailbox: Mailbox) -> Finding:
    with mailbox:
        folders = tuple(mailbox.folders())
        for folder in folders:
            if folder.selected:
                mailbox.open(folder.name)
    said = f"{sum(folder.selected for folder in folders)} of {len(folders)} folders are read"
    return Finding(f"account {mailbox.account}", works=True, said=said, folders=folders)


def _outbox(outbox: Outbox | None) -> Finding:
    if outbox is None:
        return Finding(
            "sending", works=True, said="no [smtp] is set: introloop digest prints, and nothing is sent"
        )
    return Finding("sending", works=True, said=outbox.check())


def _store(store: Callable[[], Store], where: str) -> Finding:
    opened = store()
    try:
        held = sum(folder.read for folder in opened.coverage().folders)
    finally:
        opened.close()
    return Finding(f"store {where}", works=True, said=f"opened; {held} messages were read so far")
