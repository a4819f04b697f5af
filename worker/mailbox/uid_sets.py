"""Sets of UIDs as IMAP writes them (RFC 3501 section 9, sequence-set): runs as ranges, like 1:3,7."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

# No UID has more than ten figures; what has thousands is no number, and Python refuses to read it.
_SET = re.compile(rb"\d{1,10}(?::\d{1,10})?(?:,\d{1,10}(?::\d{1,10})?)*\Z")
_VANISHED = re.compile(rb"\* VANISHED (?:\(EARLIER\) )?(\S+)\Z", re.IGNORECASE)
_FOUND = re.compile(rb"\* ESEARCH\b.*\bALL (\S+)", re.IGNORECASE)
_COUNT = re.compile(rb"\* ESEARCH\b.*\bCOUNT (\d{1,10})\b", re.IGNORECASE)
_LISTED = re.compile(rb"\* SEARCH((?: \d{1,10}\b)*)", re.IGNORECASE)


class UidSet:
    """UIDs by their runs: what a server tells in few bytes stays small here too, whatever it spans."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, runs: Iterable[tuple[int, int]]) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in sorted(runs):
            if self._lasts and first <= self._lasts[-1] + 1:
                self._lasts[-1] = max(self._lasts[-1], last)
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def __contains__(self, uid: object) -> bool:
        at = bisect_right(self._firsts, uid) - 1 if isinstance(uid, int) else -1
        return at >= 0 and self._lasts[at] >= uid  # type: ignore[operator] # a bisected uid is a number

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in zip(self._firsts, self._lasts, strict=True))


def compact(uids: Sequence[int]) -> str:
    """Rising UIDs as a sequence set."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if last > first else f"{first}" for first, last in runs)


def vanished(lines: Iterable[bytes]) -> UidSet:
    """What VANISHED answers say is gone (RFC 7162 section 3.2.10); one that is garbled says nothing."""
    found = (_VANISHED.match(line) for line in lines)
    return UidSet(run for one in found if one for run in _runs(one[1]))


def searched(lines: Iterable[bytes]) -> UidSet:
    """What answers to SEARCH list: as a set (RFC 4731), or each by itself."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if found := _FOUND.match(line):
            runs += _runs(found[1])
        elif listed := _LISTED.match(line):
            runs += ((int(uid), int(uid)) for uid in listed[1].split())
    return UidSet(runs)


def counted(lines: Iterable[bytes]) -> int:
    """How many an extended SEARCH found (RFC 4731); where it does not say, none."""
    found = (_COUNT.match(line) for line in lines)
    return sum(int(one[1]) for one in found if one)


def _runs(said: bytes) -> list[tuple[int, int]]:
    """The runs of a set; either end may come first (RFC 3501 section 9, seq-range)."""
    if not _SET.match(said):
        return []
    ends = ([int(end) for end in run.split(b":")] for run in said.split(b","))
    return [(min(run), max(run)) for run in ends]
