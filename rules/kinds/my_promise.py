"""K9 my_promise: "I'll send", "I'll ask" of mine, outside every other case (DOMAIN.md section 5)."""

from __future__ import annotations

from datetime import date

from rules.kinds.clockwork import Clockwork, begin, close, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Kind, Outcome, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """OPEN until the mail that keeps it."""
    evidence = event.evidence(Act.PROMISES_SOMETHING)
    position = begin(Kind.MY_PROMISE, "OPEN", event, evidence, turn=Role.ME)
    return opened(position, promise(event, clocks, Role.TARGET))


def promise(event: Event, clocks: Clockwork, to: Role) -> Loop:
    """The duty of a promise: by its stated date, else in 2 BD. Inside another case it hangs on that one."""
    signal = event.signals.get(Act.PROMISES_SOMETHING)
    if signal and signal.day and signal.day >= event.day:
        return clocks.stated(
            What.PROMISE, Role.ME, to, event=event, day=signal.day, extra=0, act=Act.PROMISES_SOMETHING
        )
    return clocks.loop(
        What.PROMISE, Role.ME, to, since=event.day, name="k9.promise", because="after your promise",
        evidence=event.evidence(Act.PROMISES_SOMETHING),
    )  # fmt: skip


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """My next mail to them keeps it, unless it is one more promise."""
    if event.by is Role.ME and Role.TARGET in event.to and not event.says(Act.PROMISES_SOMETHING):
        return close(position, event, Outcome.DONE)
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """A promise does not lapse by itself: rule 8 lets it rest."""
    return position
