"""What was read and what could not be: said at the end of every issue (ARCHITECTURE.md invariant 7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rules.due import in_words
from rules.model import Calendar
from worker.digest.words import count, moment
from worker.ports import Coverage

FRESH = timedelta(hours=26)  # a day, and a scan that came late
_NAMED = 6  # folders or problems, before "and 3 more"


def is_stale(coverage: Coverage, now: datetime) -> bool:
    """Whether the mailbox has not been read to its end for more than a day."""
    return coverage.last_complete is None or now - coverage.last_complete > FRESH


def is_partial(coverage: Coverage, now: datetime) -> bool:
    """Whether an answer may exist that was not seen (DOMAIN.md rule 11)."""
    broken = any(folder.problem for folder in coverage.folders)
    return bool(is_stale(coverage, now) or broken or coverage.quarantined or coverage.problems)


def coverage_lines(
    coverage: Coverage, now: datetime, *, calendar: Calendar, today: date, where: str = ""
) -> tuple[str, ...]:
    """Last good sync, folders read, what failed, and what that means for silence: a sentence each."""
    lines = [_read(coverage), last_sync(coverage, calendar, today), _still_reading(coverage, calendar, today)]
    lines += _problems(coverage)
    if coverage.quarantined:
        lines.append(f"{count(coverage.quarantined, 'message', 'messages')} could not be read.")
    if is_partial(coverage, now):
        lines.append(
            "Where it says that no reply was found, one may lie in what was not read."
            f" The command introloop{where} status says more."
        )
    return tuple(_sentence(line) for line in lines if line)


def _problems(coverage: Coverage) -> list[str]:
    broken = [f"{one.folder} has a problem: {one.problem}" for one in coverage.folders if one.problem]
    broken += [problem for problem in coverage.problems if not any(problem in line for line in broken)]
    more = len(broken) - _NAMED
    return [*broken[:_NAMED], f"There are {more} more problems"] if more > 1 else broken


def last_sync(coverage: Coverage, calendar: Calendar, today: date) -> str:
    """When everything was last read to its end."""
    if coverage.last_complete is None:
        return "The mailbox was never read to its end."
    return f"Last sync on {moment(coverage.last_complete, calendar, beside=today)}."


def _still_reading(coverage: Coverage, calendar: Calendar, today: date) -> str:
    """How far back the mailbox has been read, while it is filled in."""
    if coverage.since is None:
        return ""
    day = in_words(coverage.since.astimezone(calendar.zone).date(), beside=today)
    return f"Mail from before {day} is still being read"


def _read(coverage: Coverage) -> str:
    names = list(dict.fromkeys(f.folder for f in coverage.folders if f.complete and not f.problem))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Read: {', '.join(names[:_NAMED])}{more}." if names else ""


def _sentence(words: str) -> str:
    return words if words.endswith((".", "…", "?")) else f"{words}."
