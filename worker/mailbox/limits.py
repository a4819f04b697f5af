"""How much of one message is read, in bytes (RELIABILITY.md: sizes first, attachments never)."""

from __future__ import annotations

from dataclasses import dataclass

BATCH = 500  # headers a batch, as worker.ports.Mailbox promises


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps: a header block, a message small enough to be read whole, and the beginning of a larger one.

    The text of a mail stands before its attachments, and in its short form (text/plain) before its
    HTML: so the beginning of a large message holds what was written, and `truncated` says the rest.
    """

    header: int = 128 * 1024
    whole: int = 96 * 1024
    beginning: int = 32 * 1024


REMOTE = Limits()
LOCAL = Limits(whole=256 * 1024, beginning=256 * 1024)  # as much text as is ever read: no wire to spare
