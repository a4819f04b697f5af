"""The grammar of the kinds: a row of a table in DOMAIN.md section 5, and what it owes."""

from __future__ import annotations

from dataclasses import dataclass

from rules.matter import Role
from rules.model import Act, Kind, Outcome, What


@dataclass(frozen=True, slots=True)
class Owes:
    """One duty of a row: who owes what to whom, by which clock, and what the clock runs from."""

    owner: Role
    what: What
    to: Role
    clock: str = ""  # a name of rules.due.CLOCKS; "" for a duty without a date
    after: str = ""  # what the clock runs from, in words: "your question"
    late: str = ""  # overdue after this clock, where that is not the first


@dataclass(frozen=True, slots=True)
class State:
    """One row: whose turn it is (None is nobody's), what is owed from its first day, which acts show it.

    A row that two kinds share has no kind of its own: the case keeps the one it had.
    """

    name: str
    kind: Kind | None = None
    turn: Role | None = None
    owes: tuple[Owes, ...] = ()
    shown_by: tuple[Act, ...] = ()
    asks: str = ""  # the question the digest puts, where the state is one
    ends: Outcome = Outcome.DONE  # how the case closes from here once all duties are done


CLOSED = State("CLOSED")
UNDELIVERED = State("UNDELIVERED", turn=Role.ME)
