"""Whether the mail was read since the service began or woke: a letter written before tells of yesterday."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

PATIENCE = timedelta(minutes=10)  # a mailbox that cannot be read must not hold a letter back for ever
JUST_NOW = timedelta(minutes=1)  # a reading that ended while the others still woke counts


class Freshness:
    """What has been read since the start, or since the machine last slept. Shared by the jobs' threads."""

    def __init__(self, names: Iterable[str], *, now: datetime) -> None:
        self._read = dict.fromkeys(names, datetime.min.replace(tzinfo=now.tzinfo))
        self._since = now

    def read(self, name: str, *, now: datetime) -> None:
        """An account has been read, or could not be: either way it need not be waited for."""
        self._read[name] = now

    def woke(self, *, now: datetime) -> None:
        """The machine slept: what was read before is old."""
        self._since = now - JUST_NOW

    def is_fresh(self, *, now: datetime) -> bool:
        """Whether every account has been tried since, or has been waited for long enough."""
        return all(read >= self._since for read in self._read.values()) or now - self._since > PATIENCE
