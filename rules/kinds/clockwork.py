"""The clocks of DOMAIN.md, wound up for one matter: duties with their dates and the reason for each date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from rules.due import add_business_days, clock, in_words, why_due, why_stated
from rules.kinds.rows import Owes
from rules.matter import Loop, Role
from rules.model import Evidence, Owner


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Days by the owner's calendar and clocks; `answers` is how long each role usually takes (rule 9)."""

    owner: Owner
    answers: Mapping[Role, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The owner's number for a clock, else the default."""
        return clock(self.owner, name)

    def add(self, day: date, n: int) -> date:
        """The n-th business day after `day`."""
        return add_business_days(day, n, self.owner.calendar)

    def after(self, day: date, name: str) -> date:
        """The day a clock that starts on `day` is due."""
        return self.add(day, self.number(name))

    def midnight(self, day: date) -> datetime:
        """The instant a day begins for the owner."""
        return datetime.combine(day, time(), tzinfo=self.owner.calendar.zone)

    def loop(self, owes: Owes, *, since: date, evidence: Evidence, unhurried: bool = False) -> Loop:
        """A duty of a row, due by its clock; "no rush" lengthens the clock by half, rounded up (rule 3)."""
        if not owes.clock:
            return Loop(owes.what, owes.owner, owes.to, since, None, None, evidence, "No day was named.")
        usual = self._usual(owes)
        n = self.number(owes.clock) if usual is None else usual
        n = -(-n * 3 // 2) if unhurried else n
        due = self.add(since, n)
        why = why_due(due, n, what=owes.after, since=since)
        return Loop(
            owes.what,
            owes.owner,
            owes.to,
            since,
            due,
            self.after(since, owes.late) if owes.late else None,
            evidence,
            why if usual is None else f"{why} They usually answer within that time.",
            one_day=n == 1 and owes.owner is Role.ME,
        )

    def stated(self, owes: Owes, *, since: date, evidence: Evidence, day: date, extra: int) -> Loop:
        """A duty due by a date in words, `extra` business days after it (0: on it)."""
        due = self.add(day, extra) if extra else day
        said = evidence.sentence[:80]
        why = why_stated(due, extra, said=said, day=day) if extra else f"Due {in_words(due)}, as said."
        return Loop(owes.what, owes.owner, owes.to, since, due, None, evidence, why)

    def _usual(self, owes: Owes) -> int | None:
        """How long they usually take to answer me: in place of a default, never of the owner's own number."""
        if owes.to is not Role.ME or owes.clock in self.owner.clocks:
            return None
        return self.answers.get(owes.owner)
