"""What the owner wrote back, each letter once; and the drafts that were laid into the mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.model import Header


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one copy of a message lies."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """A mail of the owner's that was not taken for an answer yet, nor for none; numbered as stored."""

    number: int
    header: Header
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, as it is told back. `why` it was not done, "" where it was.

    `about` names whom it was about, `case_id` its case; `unclear` where it was no word that is known.
    """

    said: str
    why: str = ""
    about: str = ""
    case_id: str = ""
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """One letter that was heard; without lines it said nothing to us.

    `digest` is the Message-ID of the digest it answers, "" where it was sent to a tagged address.
    """

    message_id: str
    at: datetime  # when it was written
    taken: datetime  # when it was heard
    digest: str = ""
    lines: tuple[Line, ...] = ()


class LaidPhase(StrEnum):
    """Where a draft in the mailbox stands. INTENDED is written before the APPEND, whatever becomes of it."""

    INTENDED = "intended"
    LAID = "laid"
    WITHDRAWN = "withdrawn"
    LEFT = "left"  # to the owner, who changed it, sent it or moved it
    STRANDED = "stranded"  # needed no longer, and the server cannot remove one message alone (no UIDPLUS)


@dataclass(frozen=True, slots=True)
class LaidDraft:
    """One draft of ours in one account, at most one a mark; its text is not kept."""

    account: str
    mark: str  # what it says of itself, in a header of its own
    case_id: str
    phase: LaidPhase
    at: datetime
    hash: str = ""  # of the bytes that lie there
    folder: str = ""
    uidvalidity: int = 0
    uid: int = 0  # while it is INTENDED, the UID that the next message of the folder was to get
