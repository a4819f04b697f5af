"""What the owner said: each word listed under a short name, and taken back by it."""

from __future__ import annotations

from hashlib import sha256

from rules.model import Decision
from worker.jobs.decide import LEAST
from worker.ports import IntroloopError, Store

_LETTERS = 6
_LISTED = "introloop decisions lists what you said, each with its id."


class NoSuchDecision(IntroloopError):
    """No decision that stands goes by this name."""


def name_of(said: Decision) -> str:
    """The short name of a decision: of its words alone, so that it never changes."""
    fields = (said.at.timestamp(), said.verb, said.message_id, said.who, said.what, said.scope, said.other)
    return sha256("\n".join(map(str, fields)).encode("utf-8", "replace")).hexdigest()[:_LETTERS]


def undo(store: Store, wanted: str = "") -> Decision | None:
    """Take back the decision of that name, else the newest; None where there is none at all."""
    if not wanted:
        return store.undo()
    if len(wanted) < LEAST:
        raise NoSuchDecision(f"{wanted} is no id of what you said", advice=_LISTED)
    found = [said for said in store.decisions() if name_of(said).startswith(wanted.lower())]
    if len(found) != 1:
        raise NoSuchDecision(
            f"{len(found) or 'no'} decision{'s go' if len(found) > 1 else ' goes'} by {wanted}",
            advice=_LISTED,
        )
    return store.undo(found[0])
