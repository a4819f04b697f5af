"""Which of the cases that hold a message a decision on that message is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rules.model import Case, Decision, Kind, Scope

_T = TypeVar("_T")
_STANDING = frozenset({Kind.UPDATE, Kind.RECONNECT})  # these hang on a person and on no mail


@dataclass(frozen=True, slots=True)
class Claim:
    """What makes a decision that of one matter or case: its id, the message that began it, whom it names."""

    id: str
    begun_by: str
    names: frozenset[str]


def meant(decision: Decision, holding: Sequence[_T], claim: Callable[[_T], Claim]) -> Sequence[_T]:
    """Those of all that hold the decision's message, or bear its id, that it is about.

    One on its sender or list is about those the message began. Else it is about the one case it was said
    of, and only where another rule has given that one another id about the one it names; where it names
    none, about those the message began, and only where it began none about all that it only belongs to.
    """
    claims = [(one, claim(one)) for one in holding]
    begun = [one for one, its in claims if decision.message_id in (its.id, its.begun_by)]
    if decision.scope is not Scope.CASE:
        return begun
    if itself := [one for one, its in claims if decision.other and its.id == decision.other]:
        return itself
    if decision.who:
        return [one for one, its in claims if decision.who in its.names]
    return begun or holding


def said_of(decision: Decision, cases: Iterable[Case]) -> Sequence[Case]:
    """The cases, of all there are, that a decision is about: those it moved, and those it is shown with."""
    return meant(decision, [case for case in cases if _holds(case, decision.message_id)], _claim)


def _holds(case: Case, message_id: str) -> bool:
    """Whether it bears this id or holds this message; the mail a standing case shows may be another's."""
    return message_id == case.id or (case.kind not in _STANDING and message_id in case.messages)


def _claim(case: Case) -> Claim:
    named = (case.introducer, case.requester, case.helper, case.awaiting, *case.targets)
    return Claim(case.id, case.messages[0], frozenset(filter(None, named)))
