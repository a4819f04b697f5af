"""What the owner said of a whole sender or list: nothing that comes from there later begins a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.cases.arrival import Arrival
from rules.cases.circle import Circle
from rules.model import Address, Decision, Scope


@dataclass(frozen=True, slots=True)
class Corrections:
    """From when on a sender (a person, whatever their address) or a list is silent."""

    _since: Mapping[tuple[Scope, str], datetime]

    def silence(self, mail: Arrival) -> bool:
        """Whether a message begins no case by the owner's word; what was open before goes on."""
        header = mail.header
        keys = ((Scope.SENDER, mail.sender.person), (Scope.LIST, header.list_id.lower()))
        return any(header.date > self._since[key] for key in keys if key in self._since)


def corrections(decisions: Iterable[Decision], circle: Circle) -> Corrections:
    """The corrections among the decisions, the earliest of each kind."""
    since: dict[tuple[Scope, str], datetime] = {}
    for decision in decisions:
        if decision.scope is Scope.CASE:
            continue
        by_sender = decision.scope is Scope.SENDER
        whose = circle.who(Address(decision.who)).person if by_sender else decision.who.lower()
        key = (decision.scope, whose)
        since[key] = min(decision.at, since.get(key, decision.at))
    return Corrections(since)
