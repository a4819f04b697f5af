"""What the owner must know of earlier mails: one may have come twice, or not at all.

RELIABILITY.md, "The digest, exactly once" 5: sent again, or held, is said so next time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from rules.due import in_words, local_day
from rules.model import Calendar
from worker.ports import Phase, Planned, Store

_EVER = datetime.min.replace(tzinfo=UTC)
_NO_ANSWER = "the mail server did not say whether it took it, and it was not found in your mailbox"


def doubts(store: Store, *, last: Planned | None, calendar: Calendar) -> tuple[str, ...]:
    """A sentence for each such mail since the last weekly issue, that one included."""
    mails = store.handed_since(last.due if last else _EVER)
    return tuple(said for mail in mails if (said := _said(mail, calendar)))


def _said(mail: Planned, calendar: Calendar) -> str:
    which = f"The mail of {in_words(local_day(mail.due, calendar))}"
    if mail.phase is Phase.HELD:
        return f"{which} may not have reached you: {_NO_ANSWER}."
    if mail.phase is Phase.SENT and len(mail.trail.handed) > 1:
        return f"{which} may be there twice: {_NO_ANSWER}, so it was sent again."
    return ""
