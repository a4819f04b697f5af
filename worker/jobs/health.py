"""How Introloop is: what was read and when, what could not be, and what was last sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from worker.face import coverage_json
from worker.ports import ALL_CLOSED, ASKED, WEEKLY, Coverage, Phase, Quarantined, SignInNeeded, Store

STALE = timedelta(days=1)  # a daemon polls every quarter of an hour: a day without is a fault


class Level(IntEnum):
    """Well, worth a look, or not working: the exit code of `introloop status`."""

    WELL = 0
    ATTENTION = 1
    FAILING = 2


@dataclass(frozen=True, slots=True)
class Health:
    """What `introloop status` says. `complaints` are sentences, the worst first."""

    level: Level
    complaints: tuple[str, ...]
    coverage: Coverage
    quarantined: tuple[Quarantined, ...]
    last_digest: datetime | None
    unsent: int
    resting: tuple[str, ...] = ()  # what waits for tomorrow, as it ought to


def health(
    store: Store, *, now: datetime, sign_ins: Sequence[SignInNeeded] = (), resting: Sequence[str] = ()
) -> Health:
    """Judge the store as it stands: FAILING without one complete reading or while the owner has to sign in,
    ATTENTION with a complaint.

    Instants are told in the zone of `now`.
    """
    store.highest_now(now)  # what is unsent goes by it
    coverage, unsent = store.coverage(), store.unsent()
    sent = [one.sent for kind in (WEEKLY, ALL_CLOSED, ASKED) if (one := store.last_sent(kind)) and one.sent]
    complaints = [f"{needed}. {needed.advice}" for needed in sign_ins] + _complaints(coverage, now=now)
    doubtful = sum(planned.phase is Phase.IN_DOUBT for planned in unsent)
    if doubtful:
        complaints.append(f"{doubtful} mail(s) may or may not have been sent; the next scans will tell")
    level = Level.ATTENTION if complaints else Level.WELL
    return Health(
        level=Level.FAILING if coverage.last_complete is None or sign_ins else level,
        complaints=tuple(complaints),
        coverage=coverage,
        quarantined=tuple(store.quarantined()),
        last_digest=max(sent, default=None),
        unsent=len(unsent),
        resting=tuple(resting),
    )


def is_reading(said: Health, *, now: datetime) -> bool:
    """Whether the mailbox was read to its end of late: what a dead-man's switch is told."""
    last = said.coverage.last_complete
    return last is not None and now - last <= STALE


def _complaints(coverage: Coverage, *, now: datetime) -> list[str]:
    found = [] if coverage.last_complete else ["the mailbox was never read to its end: introloop scan"]
    if coverage.last_complete and now - coverage.last_complete > STALE:
        last = coverage.last_complete.astimezone(now.tzinfo)
        found.append(f"nothing was read since {last:%Y-%m-%d %H:%M}")
    found += coverage.problems
    if coverage.quarantined:
        found.append(f"{coverage.quarantined} message(s) could not be read")
    return found


def health_json(said: Health) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "level": said.level.name.lower(),
        "complaints": list(said.complaints),
        "coverage": coverage_json(said.coverage),
        "quarantined": [
            {"account": q.account, "folder": q.folder, "uid": q.uid, "reason": q.reason}
            for q in said.quarantined
        ],
        "last_digest": said.last_digest.isoformat() if said.last_digest else None,
        "unsent": said.unsent,
        "resting": list(said.resting),
    }
