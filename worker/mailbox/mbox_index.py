"""Where the messages of an mbox file begin, and what its "From " lines say.

A message begins at a "From " line that carries a time of day and is followed by a header field. Only
that is believed: many writers neither quote "From " in texts nor leave an empty line before it. The
file is read once, in blocks, whatever a message weighs; 8 bytes a message are kept.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from typing import IO

LINE = 1000  # bytes of a "From " line and of the field name after it, at most

_BLOCK = 1024 * 1024
_MARK = b"\nFrom "
_FROM = re.compile(rb"\nFrom [^\r\n]{0,500}?\d:\d\d[^\r\n]{0,200}\r?\n(?=[!-9;-~]{1,100}[ \t]*:|>From )")
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Index:
    """Where each "From " line begins, rising, and where the file ends. UID = beginning + 1."""

    starts: array[int]
    size: int

    def after(self, uid: int, *, upto: int | None) -> Iterator[int]:
        """UIDs above `uid`, and not above `upto`."""
        for position in range(bisect_left(self.starts, uid), len(self.starts)):
            found = self.starts[position] + 1
            if upto is not None and found > upto:
                return
            yield found

    def extent(self, uid: int) -> tuple[int, int] | None:
        """Beginning and end of a message in the file; None where none begins there."""
        position = bisect_left(self.starts, uid - 1)
        if position == len(self.starts) or self.starts[position] != uid - 1:
            return None
        following = position + 1
        return uid - 1, self.starts[following] if following < len(self.starts) else self.size


def index(file: IO[bytes]) -> Index:
    """Read a file from its beginning to its end."""
    file.seek(0)
    starts = array("Q")
    held, offset = b"\n", -1  # `held` stands at `offset`; a line break before the file makes all lines alike
    while block := file.read(_BLOCK):
        held += block
        settled = max(len(held) - LINE, 0)  # what follows may be cut: it is looked at with the next block
        starts.extend(offset + at for at in _marks(held, settled, first=offset < 0))
        held, offset = held[settled:], offset + settled
    starts.extend(offset + at for at in _marks(held, len(held), first=offset < 0))
    return Index(starts, offset + len(held))


def _marks(held: bytes, settled: int, *, first: bool) -> Iterator[int]:
    """Places of "From " lines. The line a file begins with is believed without a time of day."""
    at = held.find(_MARK)
    while 0 <= at < settled:
        if (first and at == 0) or _FROM.match(held, at):
            yield at + 1
        at = held.find(_MARK, at + 1)


def arrival(line: bytes) -> datetime | None:
    """The day of delivery in a "From " line: asctime with or without a zone (else UTC), or ISO 8601."""
    day = line.decode("ascii", "replace").split()[2:]
    try:
        if len(day) == 1:
            found = datetime.fromisoformat(day[0])
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        parsed = parsedate_tz(" ".join(day))
        return datetime.fromtimestamp(mktime_tz((*parsed[:9], parsed[9] or 0)), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def unquote(content: bytes) -> bytes:
    """A text whose "From " lines were quoted by the writer of the file: ">From " is "From "."""
    return _QUOTED.sub(b"", content) if b"\n>" in content else content
