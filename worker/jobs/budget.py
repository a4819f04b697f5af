"""How much of a server's day we may take: providers cut off who reads too much (RELIABILITY.md, politeness).

The back-fill of older mail stops there, and goes on the next day (UTC). The look for new mail never does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from worker.ports import Clock, Mailbox, Store, Traffic


def traffic(mailbox: Mailbox, clock: Clock) -> Traffic:
    """What was read of the mailbox's server since this was last asked, on today's account."""
    return Traffic(_day(clock.now()), mailbox.octets())


def is_spent(mailbox: Mailbox, store: Store, clock: Clock) -> bool:
    """Whether today's bytes are used up."""
    return bool(mailbox.allowance) and _read(store, mailbox.account, clock.now()) >= mailbox.allowance


def spent(store: Store, allowance: Callable[[str], int]) -> tuple[tuple[str, int, str], ...]:
    """Each account that has older mail to read and has used up its bytes of a day, those, and the day."""
    return tuple(
        (account, allowed, held.day.isoformat())
        for account in sorted({folder.account for folder in store.coverage().folders if folder.left})
        if (allowed := allowance(account)) and (held := store.traffic(account)) and held.octets >= allowed
    )


def _read(store: Store, account: str, now: datetime) -> int:
    held = store.traffic(account)
    return held.octets if held and held.day == _day(now) else 0


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
