"""Texts to readings: a pure step, so that it can be done here or by other processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple, Protocol

from rules.model import Header, Mark, Message, Reading
from rules.reading.signals import matters
from worker.mime import read_beginning
from worker.ports import ConfigurationError, Packed

Read = Callable[[Message], Reading]
"""How a message is read: rules.reading.signals.read for one owner, with packs already chosen."""

Pack = Callable[[Reading], Packed]
"""How a reading is laid into the columns of the store."""


class Verdict(Enum):
    """What else may come of a text."""

    SHORT = "more of it is wanted"
    PASSED_OVER = "it cannot matter"


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a text could not be read: class and stage alone, as an error may hold what the message says."""

    reason: str


class Text(NamedTuple):  # it goes from process to process in a fifth of the time of a dataclass
    """As much of a message as was fetched, and whether there is more to be had."""

    content: bytes
    arrived: datetime | None
    more: bool = False


Outcome = Reading | Packed | Broken | Verdict


class Reader(Protocol):
    """Reads texts, now or meanwhile."""

    def __call__(self, texts: Sequence[Text]) -> Callable[[], Sequence[Outcome]]:
        """Begin to read them; what comes back waits for the outcomes, in their order."""
        ...


def here(read: Read) -> Reader:
    """A reader in this process."""
    return lambda texts: lambda: outcomes(texts, read)


def outcomes(texts: Sequence[Text], read: Callable[[Message], Reading | Packed]) -> list[Outcome]:
    """What comes of each text."""
    return [_outcome(text, read) for text in texts]


def _outcome(text: Text, read: Callable[[Message], Reading | Packed]) -> Outcome:
    stage = "text"
    try:
        message, short = read_beginning(text.content, arrived=text.arrived)
        if not is_kept(message.header):
            return Verdict.PASSED_OVER
        if short and text.more:
            return Verdict.SHORT
        stage = "signals"
        return read(message)
    except ConfigurationError:  # of a phrase pack: no message's fault, and none is given up for it
        raise
    except Exception as error:  # whatever a message does to the reader, the scan goes on (invariant 5)
        return Broken(reason(error, stage))


def is_kept(header: Header) -> bool:
    """Whether a message gets a row. Our own digests do: that one arrived settles a sending in doubt."""
    return is_ours(header) or matters(header)


def is_ours(header: Header) -> bool:
    """Whether it is a digest of ours."""
    return Mark.OWN_DIGEST in header.marks


def reason(error: Exception, stage: str) -> str:
    """Class and stage alone: the error's text may hold what the message says (invariant 6)."""
    return f"{type(error).__name__} while reading the {stage}"
