"""K5 asked_of_me: somebody asks me for an introduction, or to be introduced (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds import made_by_me, made_for_me, promised_to_me
from rules.kinds.clockwork import Clockwork, begin, close, enter, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Kind, Outcome, What


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """ASKED_OF_ME, OPT_IN_OF_ME where I am the target, or OPT_IN_ASKED where my question comes first."""
    if event.by is Role.ME:
        return _opt_in_asked(begin(Kind.ASKED_OF_ME, "OPT_IN_ASKED", event, event.evidence()), event, clocks)
    of_me = matter.form == "of_me"
    act = Act.OPT_IN_QUESTION if of_me else Act.ASKS_FOR_INTRODUCTION
    evidence = event.evidence(act)
    position = begin(
        Kind.ASKED_OF_ME, "OPT_IN_OF_ME" if of_me else "ASKED_OF_ME", event, evidence, turn=Role.ME
    )
    loop = clocks.loop(
        What.ANSWER, Role.ME, Role.INTRODUCER if of_me else Role.REQUESTER, since=event.day, evidence=evidence,
        name="k5.opt_in_of_me" if of_me else "k5.asked", because="after the question",
    )  # fmt: skip
    return opened(position, loop)


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """My answer, my question to the target, the target's answer, or the introduction itself."""
    if matter.form == "of_me":
        return _of_me(matter, position, event, clocks)
    if event.by is Role.ME:
        return _i_wrote(matter, position, event, clocks)
    if event.by is Role.TARGET and position.state in ("OPT_IN_ASKED", "OPTED_OUT"):
        return _target_wrote(position, event, clocks)
    if event.by is Role.REQUESTER and position.state == "BLURB_AWAITED":
        return _introduce(position, event, clocks, "k5.opted_in.mine", "after their lines came")
    return position


def _i_wrote(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.INTRODUCES) and {Role.TARGET, Role.REQUESTER} <= event.to:
        return made_by_me.start(matter, event, clocks, position)
    if Role.TARGET in event.to and Role.REQUESTER not in event.to:
        return _opt_in_asked(position, event, clocks)
    if Role.REQUESTER not in event.to:
        return position
    if event.says(Act.INTRODUCES) or event.says(Act.REDIRECTS):
        return made_by_me.start(matter, event, clocks, position)
    return _answered(position, event, clocks)


def _answered(position: Position, event: Event, clocks: Clockwork) -> Position:
    """What I told the requester."""
    if event.says(Act.ASKS_FOR_BLURB):
        return enter(position, event, "BLURB_AWAITED", turn=Role.REQUESTER, awaiting=Role.REQUESTER, loops=())
    if event.says(Act.DECLINES) or position.state == "OPTED_OUT":
        return close(position, event, Outcome.DECLINED)
    promise = event.signals.get(Act.PROMISES_INTRODUCTION) or event.signals.get(Act.PROMISES_SOMETHING)
    if promise and position.state == "ASKED_OF_ME":
        return _introduce(position, event, clocks, "k5.opted_in.mine", "after your promise", promise.day)
    return close(position, event, Outcome.DONE) if position.state == "ASKED_OF_ME" else position


def _opt_in_asked(position: Position, event: Event, clocks: Clockwork) -> Position:
    if position.state == "OPT_IN_ASKED" and position.loops:
        return replace(position, nudged=(*position.nudged, event.day))
    loop = clocks.loop(
        What.ANSWER, Role.TARGET, Role.ME, since=event.day, name="k5.opt_in_asked", because="after your question",
        evidence=event.evidence(Act.OPT_IN_QUESTION),
    )  # fmt: skip
    return opened(
        enter(position, event, "OPT_IN_ASKED", turn=Role.TARGET, awaiting=Role.TARGET, loops=()), loop
    )


def _target_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.DECLINES):
        return _opted_out(position, event, clocks, event.day)
    if event.says(Act.DEFERS) and not event.says(Act.OPTS_IN):
        return position
    return _introduce(position, event, clocks, "k5.opted_in", "after their yes")


def _introduce(
    position: Position, event: Event, clocks: Clockwork, name: str, because: str, day: date | None = None
) -> Position:
    evidence = event.evidence(Act.OPTS_IN, Act.PROMISES_INTRODUCTION, Act.PROMISES_SOMETHING)
    loop: Loop = clocks.loop(
        What.INTRODUCE,
        Role.ME,
        Role.REQUESTER,
        since=event.day,
        name=name,
        evidence=evidence,
        because=because,
    )
    if day and day >= event.day:
        loop = replace(loop, due=day, one_day=False)
    return opened(enter(position, event, "OPTED_IN", turn=Role.ME, loops=()), loop)


def _opted_out(position: Position, event: Event | None, clocks: Clockwork, since: date) -> Position:
    evidence = event.evidence(Act.DECLINES) if event else position.evidence
    loop = clocks.loop(
        What.TELL, Role.ME, Role.REQUESTER, since=since, name="k5.opted_out", evidence=evidence,
        because="after their answer" if event else "after the silence",
    )  # fmt: skip
    return opened(enter(position, event, "OPTED_OUT", turn=Role.ME, loops=(), since=since), loop)


def _of_me(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """I am asked whether I would be introduced: my yes makes it K2 PROMISED, the mail itself K3."""
    if event.by is Role.INTRODUCER and event.says(Act.INTRODUCES):
        return made_for_me.start(matter, event, clocks, position)
    if event.by is Role.ME and position.state == "OPT_IN_OF_ME":
        if event.says(Act.DECLINES):
            return close(position, event, Outcome.DECLINED)
        return promised_to_me.start(matter, event, clocks, position)
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """A silent target counts as a no, told without reasons, 10 BD after the question was due."""
    if position.state != "OPT_IN_ASKED":
        return position
    since = position.nudged[-1] if position.nudged else position.since
    silent = clocks.after(since, "k5.opt_in_asked.silent")
    return _opted_out(position, None, clocks, silent) if silent < today else position
