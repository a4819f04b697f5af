"""What Maildir and mbox share: reading as much of a message in a file as is needed, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable

from worker.mailbox.limits import Limits

Read = Callable[[int, int], bytes]
"""Bytes of one message, by offset within it and length; fewer at its end."""

_BLANK = re.compile(rb"\n[ \t]*\r?\n|\A\r?\n")
_FIRST = 8 * 1024  # bytes within which nearly every header ends


def header_block(read: Read, *, cap: int) -> tuple[bytes, bool]:
    """The header block with its blank line, and whether the cap cut it."""
    block = read(0, min(_FIRST, cap))
    end = _BLANK.search(block)
    if end is None and len(block) == _FIRST:
        block = read(0, cap)
        end = _BLANK.search(block)
    if end:
        return block[: end.end()], False
    return block, len(block) == cap


def content(read: Read, *, size: int, limits: Limits) -> tuple[bytes, bool]:
    """A small message whole, or the beginning of a larger one; and whether it was cut."""
    if size <= limits.whole:
        return read(0, size), False
    return read(0, limits.beginning), True
