"""One message as a kind sees it, and the small steps every kind is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.kinds.clockwork import Clockwork
from rules.kinds.rows import CLOSED, Owes, State
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Evidence, Outcome, Signal, Step, What
from rules.phrases import words
from rules.reading.mentions import short_of
from rules.who.names import fold

NO_RUSH = "no_rush"  # the form of a DEFERS that names no day


@dataclass(frozen=True, slots=True)
class News:
    """A message or a decision of a matter, with the clocks that run from it."""

    matter: Matter
    event: Event
    clocks: Clockwork

    @property
    def by(self) -> Role:
        return self.event.by

    @property
    def day(self) -> date:
        return self.event.day

    def to(self, role: Role) -> bool:
        """Whether somebody of that role received it."""
        return role in self.event.to

    def on_copy(self) -> bool:
        """Whether the owner stands on its Cc: it speaks to somebody else."""
        read = self.event.reading
        return read is not None and any(a.email in self.clocks.owner.addresses for a in read.header.cc)

    def says(self, *acts: Act) -> bool:
        """Whether it does one of these, on strong evidence."""
        return any(self.event.says(act) for act in acts)

    def leading(self, *acts: Act) -> Act | None:
        """The surest of these acts, of which a message can mean only one."""
        said = [act for act in acts if self.event.says(act)]
        return max(said, key=lambda act: self.event.signals[act].confidence, default=None)

    def signal(self, act: Act, *forms: str) -> Signal | None:
        """The strong signal of an act, in one of these forms where any are named."""
        found = self.event.signals.get(act)
        return found if found and (not forms or found.form in forms) else None

    def hints(self, act: Act, *forms: str) -> bool:
        """Whether it may do this, on evidence too weak to move a state (rule 10)."""
        read = self.event.reading.signals if self.event.reading else ()
        return any(s.act is act and s.writer is None and (not forms or s.form in forms) for s in read)

    def attentive(self, *acts: Act) -> News:
        """The same message, where the likeliest of these acts counts on weak evidence too.

        An answer in its thread, by the one it is awaited from, to what was asked: that it comes from there
        is the evidence which the sentence alone does not give (rule 10).
        """
        read = self.event.reading.signals if self.event.reading else ()
        weak = [s for s in read if s.act in acts and s.writer is None]
        if self.says(*acts) or not weak or not self.event.direct:
            return self
        likeliest = max(weak, key=lambda s: (s.confidence, s.act))
        heard = {**self.event.signals, likeliest.act: likeliest}
        return replace(self, event=replace(self.event, signals=heard))

    def names(self, role: Role, signal: Signal) -> bool:
        """Whether the sentence of a signal says a name of somebody, or a short form of it."""
        who = self.matter.roles.get(role)
        own = [w for w in fold(who.name).split() if len(w) > 2] if who else []
        return any(short_of(name, said) for name in own for said in words(fold(signal.sentence)))

    def loop(self, owes: Owes, *acts: Act, since: date | None = None) -> Loop:
        """A duty that begins with this message, or on the day it tells of.

        Who writes "no rush" leaves time for what is owed to them, and for nothing else (rule 3).
        """
        unhurried = owes.to is self.by and self.signal(Act.DEFERS, NO_RUSH) is not None
        evidence = self.event.evidence(*acts)
        return self.clocks.loop(owes, since=since or self.day, evidence=evidence, unhurried=unhurried)

    def loop_by(self, owes: Owes, *acts: Act, extra: int = 0) -> Loop:
        """A duty that begins with this message, due by the day one of the acts names, where one does."""
        days = (s.day for act in acts if (s := self.signal(act)) and s.day and s.day >= self.day)
        day = next(days, None)
        if day is None:
            return self.loop(owes, *acts)
        return self.clocks.stated(
            owes, since=self.day, evidence=self.event.evidence(*acts), day=day, extra=extra
        )


# ── From state to state ───────────────────────────────────────────────────────────────────────


def enter(
    position: Position | None,
    state: State,
    news: News,
    *,
    keep: Collection[What] = (),
    since: date | None = None,
) -> Position:
    """The position after a message that enters `state`: its row's duties open, mine to `keep` stay.

    The clocks run from the day of the message, or from another day it tells of.
    """
    day = since or news.day
    evidence = news.event.evidence(*state.shown_by)
    before = position or Position(news.matter.opening, state.name, day, evidence)
    kept = tuple(x for x in before.loops if x.owner is Role.ME and x.what in keep)
    entered = _entered(replace(before, loops=kept), state, at=news.event.at, since=day, evidence=evidence)
    return opened(entered, *(news.loop(owes, *state.shown_by, since=day) for owes in state.owes))


def pass_into(position: Position, state: State, clocks: Clockwork, *, since: date) -> Position:
    """The position after days alone have led into `state`; nothing of before stays open."""
    evidence = position.evidence
    at = clocks.midnight(since)
    entered = _entered(replace(position, loops=()), state, at=at, since=since, evidence=evidence)
    return opened(entered, *(clocks.loop(owes, since=since, evidence=evidence) for owes in state.owes))


def _entered(before: Position, state: State, *, at: datetime, since: date, evidence: Evidence) -> Position:
    kind = state.kind or before.kind
    return replace(
        before,
        kind=kind,
        state=state.name,
        since=since,
        evidence=evidence,
        turn=state.turn,
        awaiting=None if state.turn is Role.ME else state.turn,
        until=None,
        resumes=(),
        put_off=None,
        nudged=(),
        outcome=None,
        question=state.asks,
        ends=state.ends,
        steps=(*before.steps, Step(at, kind, state.name, evidence)),
    )


def close(position: Position, news: News, outcome: Outcome | None = None) -> Position:
    """The end: no duty stays open. What stood before is remembered, should they write again."""
    waiting = replace(position, loops=tuple(x for x in position.loops if x.owner is not Role.ME))
    return replace(enter(position, CLOSED, news), outcome=outcome or position.ends, before=waiting)


def with_them(position: Position, role: Role) -> Position:
    """The turn is theirs, and something is awaited from them."""
    return replace(position, turn=role, awaiting=role)


# ── Duties ────────────────────────────────────────────────────────────────────────────────────


def opened(position: Position, *loops: Loop) -> Position:
    """The position with more duties; the same duty is held once."""
    for new in loops:
        rest = done(position, new.what, owner=new.owner, to=new.to)
        position = replace(rest, loops=(*rest.loops, new))
    return position


def done(position: Position, *whats: What, owner: Role = Role.ME, to: Role | None = None) -> Position:
    """The position without the duties of these names that `owner` had (to `to`)."""
    left = (x for x in position.loops if not (x.what in whats and x.owner is owner and to in (None, x.to)))
    return replace(position, loops=tuple(left))


def holds(position: Position, what: What, *, owner: Role = Role.ME, to: Role | None = None) -> bool:
    """Whether such a duty is open."""
    return done(position, what, owner=owner, to=to).loops != position.loops
