"""How Introloop is: what was read and when, what could not be, and what was last sent.

What is known whatever the hour (Standing) stands apart from what it means now (Health): the first may be kept
and is judged anew at each reading. For that this module imports nothing heavy: `introloop status` answers at
once, and a container asks it every few minutes for years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from worker.jobs.report import counted

if TYPE_CHECKING:
    from rules.model import Owner
    from worker.ports import SignInNeeded, Store

STALE = timedelta(days=1)  # a daemon polls every quarter of an hour: a day without is a fault
LOST = timedelta(days=3)  # no weekend and no outage of a provider: nobody may count on the next digest
BACK = timedelta(hours=1)  # a clock so far behind plans nothing (worker.jobs.post)
_MEGABYTE = 1_000_000


class Level(IntEnum):
    """Well, worth a look, or not working: the exit code of `introloop status`."""

    WELL = 0
    ATTENTION = 1
    FAILING = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store and the sign-ins say, whatever the hour; all of it values that JSON has."""

    coverage: Mapping[str, Any]  # as worker.face prints it
    quarantined: Sequence[Mapping[str, Any]]
    last_digest: str | None
    unsent: int
    doubtful: int  # of them, may have arrived
    sign_ins: Sequence[str] = ()  # each asks for a person
    spent: Sequence[Sequence[Any]] = ()  # account, bytes a day, and the day on which it used them up
    only_of_others: int = 0  # messages held, where none is from or to the owner
    highest: str | None = None  # what the clock once showed
    lasts: bool = True  # whether time alone can change nothing of it

    @property
    def last_complete(self) -> datetime | None:
        """When the mailbox was last read to its end."""
        return instant(self.coverage["last_complete"])

    @property
    def newest(self) -> datetime | None:
        """When any folder was last read to its end."""
        return max(
            (at for folder in self.coverage["folders"] if (at := instant(folder["complete"]))), default=None
        )

    @property
    def is_shut(self) -> bool:
        """Whether no folder could be read when it was last tried."""
        return all(folder["problem"] for folder in self.coverage["folders"])


@dataclass(frozen=True, slots=True)
class Health:
    """What `introloop status` says. `complaints` are sentences, the worst first."""

    level: Level
    complaints: Sequence[str]
    resting: Sequence[str]  # what waits for tomorrow, as it ought to
    standing: Standing


def instant(said: str | None) -> datetime | None:
    """An instant as JSON has it."""
    return datetime.fromisoformat(said) if said else None


# ── What is known ───────────────────────────────────────────────────────────────────────────


def standing(
    store: Store,
    *,
    now: datetime,
    owner: Owner | None = None,
    sign_ins: Sequence[SignInNeeded] = (),
    allowance: Callable[[str], int] = lambda _: 0,
) -> Standing:
    """What the store says; `allowance` is how many bytes a day an account may read, 0 any.

    Without the `owner` it is not looked whether any of the mail is theirs.
    """
    from worker.face import coverage_json
    from worker.jobs.budget import spent
    from worker.jobs.people import only_of_others
    from worker.ports import ALL_CLOSED, ASKED, WEEKLY, Phase

    waiting = store.unsent(by=datetime.max.replace(tzinfo=UTC))
    claimed = any(mail.phase is Phase.CLAIMED for mail in waiting)
    unsent = store.unsent(by=now) if claimed else waiting
    sent = [one.sent for kind in (WEEKLY, ALL_CLOSED, ASKED) if (one := store.last_sent(kind)) and one.sent]
    return Standing(
        coverage=coverage_json(store.coverage()),
        quarantined=[
            {"account": q.account, "folder": q.folder, "uid": q.uid, "reason": q.reason}
            for q in store.quarantined()
        ],
        last_digest=max(sent).isoformat() if sent else None,
        unsent=len(unsent),
        doubtful=sum(planned.phase is Phase.IN_DOUBT for planned in unsent),
        sign_ins=[f"{needed}. {needed.advice}" for needed in sign_ins],
        spent=spent(store, allowance),
        only_of_others=only_of_others(store, owner) if owner else 0,
        highest=highest.isoformat() if (highest := store.highest()) else None,
        lasts=len(unsent) == len(waiting),
    )


# ── What it means now ───────────────────────────────────────────────────────────────────────


def health(store: Store, *, now: datetime) -> Health:
    """How the store stands, as of `now`."""
    return judged(standing(store, now=now), now=now)


def judged(known: Standing, *, now: datetime) -> Health:
    """FAILING where no mail is read, or the owner has to sign in; ATTENTION with a complaint.

    None is read where there never was a complete reading, where no folder was read for three days, or for one
    and each of them was refused: a password that is gone heals by no waiting. Instants are told in the zone
    of `now`.
    """
    complaints = (*known.sign_ins, *_complaints(known, now=now))
    level = Level.ATTENTION if complaints else Level.WELL
    fails = known.last_complete is None or known.sign_ins or _is_lost(known, now=now)
    return Health(Level.FAILING if fails else level, complaints, resting(known.spent, now=now), known)


def is_reading(last: datetime | None, *, now: datetime) -> bool:
    """Whether the mailbox, last read to its end then, is being read: what a dead-man's switch is told."""
    return last is not None and now - last <= STALE


def _is_lost(known: Standing, *, now: datetime) -> bool:
    return known.newest is None or now - known.newest > (STALE if known.is_shut else LOST)


def _complaints(known: Standing, *, now: datetime) -> list[str]:
    last, unread = known.last_complete, known.coverage["quarantined"]
    found = [] if last else ["the mailbox was never read to its end: introloop scan"]
    if last and not is_reading(last, now=now):
        what = "not everything was read" if is_reading(known.newest, now=now) else "nothing was read"
        found.append(f"{what} since {last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}")
    found += problems(known.coverage["folders"])
    if known.only_of_others:
        found.append(strange(known.only_of_others))
    if unread:
        found.append(f"{counted(unread, 'message')} could not be read")
    if (highest := instant(known.highest)) and highest - now > BACK:
        found.append(
            f"the clock of this machine stepped back: it was {highest.astimezone(now.tzinfo):%Y-%m-%d %H:%M} "
            "before, and no digest is sent until it has caught up. Is it right?"
        )
    if known.doubtful:
        found.append(
            f"{counted(known.doubtful, 'mail')} may or may not have been sent; the next scans will tell"
        )
    return found


def strange(messages: int) -> str:
    """What is wrong where none of so many messages is from or to the owner."""
    return (
        f"none of the messages read ({messages}) is from or to you: "
        "is an address misspelt in [owner] addresses of the configuration? introloop check names the file"
    )


def problems(folders: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What could not be read, each problem of an account once: an outage ails all of its folders."""
    found: dict[tuple[str, str], list[str]] = {}
    for folder in folders:
        if folder["problem"]:
            found.setdefault((folder["account"], folder["problem"]), []).append(folder["folder"])
    for (account, problem), ailing in found.items():
        if problem.startswith(f"account {account}:"):
            yield problem
        elif len(ailing) > 1 and len(ailing) == sum(folder["account"] == account for folder in folders):
            yield f"account {account}: {problem}"
        else:
            yield f"{', '.join(ailing)}: {problem}"


def resting(spent: Sequence[Sequence[Any]], *, now: datetime) -> tuple[str, ...]:
    """A sentence for each account whose older mail waits for tomorrow (UTC: worker.jobs.budget)."""
    today = now.astimezone(UTC).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(), UTC).astimezone(now.tzinfo)
    return tuple(
        f"account {account}: {allowed // _MEGABYTE} MB were read today, all it may (megabytes_a_day); "
        f"older mail goes on at {tomorrow:%Y-%m-%d %H:%M %Z}"
        for account, allowed, day in spent
        if date.fromisoformat(day) == today
    )


def health_json(said: Health) -> dict[str, Any]:
    """The same for other programs."""
    known = said.standing
    return {
        "level": said.level.name.lower(),
        "complaints": list(said.complaints),
        "coverage": known.coverage,
        "quarantined": known.quarantined,
        "last_digest": known.last_digest,
        "unsent": known.unsent,
        "resting": list(said.resting),
    }
