"""How much of a server's day we may take: providers cut off who reads too much (RELIABILITY.md, politeness).

The back-fill of older mail stops there, and goes on the next day (UTC). The look for new mail never does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from worker.ports import Clock, Mailbox, Store, Traffic

_MEGABYTE = 1_000_000


def traffic(mailbox: Mailbox, clock: Clock) -> Traffic:
    """What was read of the mailbox's server since this was last asked, on today's account."""
    return Traffic(_day(clock.now()), mailbox.octets())


def is_spent(mailbox: Mailbox, store: Store, clock: Clock) -> bool:
    """Whether today's bytes are used up."""
    return bool(mailbox.allowance) and _read(store, mailbox.account, clock.now()) >= mailbox.allowance


def resting(store: Store, allowance: Callable[[str], int], *, now: datetime) -> tuple[str, ...]:
    """A sentence for each account whose older mail waits for tomorrow; instants in the zone of `now`."""
    tomorrow = datetime.combine(_day(now) + timedelta(days=1), time(), UTC).astimezone(now.tzinfo)
    return tuple(
        f"account {account}: {allowed // _MEGABYTE} MB were read today, all it may (megabytes_a_day); "
        f"older mail goes on at {tomorrow:%Y-%m-%d %H:%M %Z}"
        for account in sorted({folder.account for folder in store.coverage().folders if folder.left})
        if (allowed := allowance(account)) and _read(store, account, now) >= allowed
    )


def _read(store: Store, account: str, now: datetime) -> int:
    held = store.traffic(account)
    return held.octets if held and held.day == _day(now) else 0


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
