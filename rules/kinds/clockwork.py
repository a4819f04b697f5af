"""The clocks of DOMAIN.md, wound up for one owner: duties with their dates and the reason for each date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rules.due import add_business_days, clock, in_words, why_due, why_stated
from rules.matter import Event, Loop, Position, Role
from rules.model import Act, Evidence, Kind, Outcome, Owner, Step, What


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Days and duties by the owner's calendar and clocks."""

    owner: Owner

    def number(self, name: str) -> int:
        return clock(self.owner, name)

    def after(self, day: date, name: str) -> date:
        """The day a clock that starts on `day` is due."""
        return add_business_days(day, self.number(name), self.owner.calendar)

    def loop(
        self,
        what: What,
        owner: Role,
        to: Role,
        *,
        since: date,
        name: str,
        evidence: Evidence,
        late: str = "",
        because: str = "after the mail",
    ) -> Loop:
        """A duty due by the clock `name`, overdue after the clock `late` where there is one."""
        n = self.number(name)
        due = self.after(since, name)
        return Loop(
            what,
            owner,
            to,
            since,
            due,
            self.after(since, late) if late else None,
            evidence,
            why_due(due, n, what=because.removeprefix("after "), since=since),
            one_day=n == 1 and owner is Role.ME,
        )

    def stated(
        self, what: What, owner: Role, to: Role, *, event: Event, day: date, extra: int, act: Act
    ) -> Loop:
        """A duty due by a date in words, `extra` business days after it (0: on it)."""
        due = add_business_days(day, extra, self.owner.calendar) if extra else day
        evidence = event.evidence(act)
        why = (
            why_stated(due, extra, said=evidence.sentence[:80], day=day)
            if extra
            else f"Due {in_words(due)}, as said."
        )
        return Loop(what, owner, to, event.day, due, None, evidence, why)


def enter(position: Position, event: Event | None, state: str, **changes: object) -> Position:
    """The position after a step into `state`; quiet and question end with it."""
    evidence = changes.pop("evidence", None) or (
        event.evidence(*event.signals) if event else position.evidence
    )
    since = changes.pop("since", None) or (event.day if event else position.since)
    kind = changes.get("kind", position.kind)
    step = Step(event.at, kind, state, evidence) if event else None  # type: ignore[arg-type]
    steps = (*position.steps, step) if step else position.steps
    fresh = {"until": None, "resumes": (), "question": "", "awaiting": None, "nudged": (), **changes}
    return replace(position, state=state, since=since, evidence=evidence, steps=steps, **fresh)  # type: ignore[arg-type]


def begin(kind: Kind, state: str, event: Event, evidence: Evidence, **changes: object) -> Position:
    """The first position of a matter, or of a matter that changes its kind."""
    step = Step(event.at, kind, state, evidence)
    return Position(kind, state, event.day, evidence, steps=(step,), **changes)  # type: ignore[arg-type]


def close(position: Position, event: Event | None, outcome: Outcome) -> Position:
    """The end: no duty stays open."""
    return enter(position, event, "CLOSED", loops=(), turn=None, outcome=outcome)


def without(
    loops: Iterable[Loop], what: What, *, owner: Role = Role.ME, to: Role | None = None
) -> tuple[Loop, ...]:
    """The loops that stay open once a duty of `owner` (to `to`) is done."""
    return tuple(x for x in loops if not (x.what is what and x.owner is owner and (to is None or x.to is to)))


def holds(position: Position, what: What, *, owner: Role = Role.ME, to: Role | None = None) -> bool:
    """Whether such a duty is open."""
    return len(without(position.loops, what, owner=owner, to=to)) < len(position.loops)


def opened(position: Position, loop: Loop) -> Position:
    """The position with one more duty; the same duty is held once."""
    return replace(position, loops=(*without(position.loops, loop.what, owner=loop.owner, to=loop.to), loop))


def done(position: Position, what: What, *, owner: Role = Role.ME, to: Role | None = None) -> Position:
    """The position without that duty."""
    return replace(position, loops=without(position.loops, what, owner=owner, to=to))
