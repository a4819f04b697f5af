"""A mail to the owner on its way out, and the trail of it: what is known of where it may have got to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# The kinds of mail there are.
WEEKLY = "weekly"
ALL_CLOSED = "all_closed"  # the weekly issue that once a month says so, kept apart to know when it did
URGENT = "urgent"  # the short one about what breaks today
ASKED = "asked"  # the owner wants it now; it stands for a weekly one that was due before
SIGN_IN = "signin"  # says that nothing can be read until the owner signs in again


class Phase(StrEnum):
    """Where a planned mail stands (RELIABILITY.md: planned, claimed, sent, confirmed)."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    IN_DOUBT = "in_doubt"
    SENT = "sent"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class FolderMark:
    """Where a folder stood: what comes later has a UID of `uidnext` or above, in that UIDVALIDITY."""

    account: str
    folder: str
    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Trail:
    """Written before a byte of the mail goes out, so that whoever dies then leaves a doubt and no riddle.

    `handed` are the instants at which it began to go out, without those that surely came to nothing:
    as long as one is left and the mail is not SENT, nobody knows whether it was sent.
    """

    handed: tuple[datetime, ...] = ()
    looks: int = 0  # how many of the looks that are due after the last of them were taken
    marks: tuple[FolderMark, ...] = ()  # where the owner's folders stood before the first


@dataclass(frozen=True, slots=True)
class Planned:
    """One mail to the owner with its bytes frozen: a retry sends the same bytes.

    Unique by (account, kind, period): period is the ISO week "2026-W47" in the owner's zone for
    kind "weekly", the day "2026-11-16" for "urgent".
    """

    kind: str
    period: str
    message_id: str
    content: bytes
    due: datetime  # the instant it was due at, not the one it was planned at
    phase: Phase = Phase.PLANNED
    attempts: int = 0
    sent: datetime | None = None
    settled: datetime | None = None  # when its phase was last recorded
    trail: Trail = Trail()
