"""The Date field to an aware instant (RFC 5322 section 3.3), or the best that stands beside it.

Policy: a date is absurd before 1980, after 2100, more than two days after the message arrived, or
with a zone nobody can read. Then the day of arrival counts, else the newest sane Received field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 1980, 2100
CLOCK_SKEW = timedelta(days=2)
# Zone names of common mailers beside those of RFC 5322; minutes east of Greenwich.
ZONES = {
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "z": 0,
    "wet": 0,
    "west": 60,
    "bst": 60,
    "cet": 60,
    "met": 60,
    "mez": 60,
}
ZONES |= {"cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540}
ZONES |= {"aest": 600, "aedt": 660, "nzst": 720, "ast": -240, "adt": -180, "est": -300, "edt": -240}
ZONES |= {
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "akst": -540,
    "hst": -600,
}

# What nearly every Date looks like, with its zone's name behind it or not; any other takes a closer look.
_PLAIN = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" ([+-]\d{4})(?: \(([A-Za-z]{1,5})\))?",
    re.ASCII,
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_NAMED_ZONE = re.compile(r"\d\s+\(?([A-Za-z]{1,5})\)?\s*$")


def date_of(value: str, received: Iterable[str], arrived: datetime | None) -> datetime:
    """When a message was written, by its Date field where that can be believed."""
    written = parse(value)
    latest: datetime | None = None
    for hop in [arrived] if arrived else _hops(received):  # the newest stands first: nearly always it will do
        latest = max(latest or hop, hop)
        if written and written <= latest + CLOCK_SKEW:
            return written
    return latest or written or EPOCH


def _hops(received: Iterable[str]) -> Iterator[datetime]:
    hops = (parse(line.rpartition(";")[2]) for line in received)
    return (hop for hop in hops if hop)


def parse(value: str) -> datetime | None:
    """An aware instant, None where the text is no date, is absurd, or has an unreadable zone."""
    plain = _PLAIN.fullmatch(value.strip())
    return (_plain(plain) if plain else None) or tolerant(value)


def _plain(found: re.Match[str]) -> datetime | None:
    """The instant of a date as nearly all are written; None where it must be looked at more closely."""
    day, year, hour, minute, second = map(int, found.group(1, 3, 4, 5, 6))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        month, zone = _MONTHS[found[2]], _offset(found[7], found[8])
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=256)
def _offset(said: str, named: str | None) -> timezone:
    """ "+0530" as a zone; where it is named too, the name counts."""
    if named:
        return timezone(timedelta(minutes=ZONES[named.lower()]))
    east = timedelta(hours=int(said[1:3]), minutes=int(said[3:]))
    return timezone(-east if said[0] == "-" else east)


def tolerant(value: str) -> datetime | None:
    """The same of any text: whatever mailers write, as far as it can be understood."""
    try:
        parsed = parsedate_tz(value.strip()[:120])
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        zone = _zone(value, parsed[9])
        if zone is None or not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _zone(value: str, seconds: int | None) -> timezone | None:
    """The zone as an offset; UTC where none is given, None where the given one cannot be read."""
    named = _NAMED_ZONE.search(value)
    if named:
        minutes = ZONES.get(named[1].lower())
        return None if minutes is None else timezone(timedelta(minutes=minutes))
    return timezone(timedelta(seconds=seconds or 0)) if abs(seconds or 0) < 86_400 else None
