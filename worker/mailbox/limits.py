"""How much of one message is read, in bytes (RELIABILITY.md: sizes first, attachments never)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

BATCH = 500  # headers a batch, as worker.ports.Mailbox promises


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps: a header block; the text of nearly all mail; and where that says too little, of a message small
    enough to be read whole, and of a larger one.

    The text of a mail stands before its attachments, and in its short form (text/plain) before its
    HTML: so the beginning of a large message holds what was written, and `truncated` says the rest.
    """

    header: int = 128 * 1024
    text: int = 8 * 1024
    whole: int = 96 * 1024
    beginning: int = 32 * 1024


REMOTE = Limits()
# As much text as is ever read: there is no wire to spare.
LOCAL = Limits(text=256 * 1024, whole=256 * 1024, beginning=256 * 1024)


def portions(items: Sequence[T], size: int, *, from_the_end: bool = False) -> Iterator[list[T]]:
    """Runs of `size` items in their order; from the end, the last run comes first."""
    ends = range(len(items), 0, -size) if from_the_end else range(size, len(items) + size, size)
    yield from (list(items[max(0, end - size) : end]) for end in ends)
