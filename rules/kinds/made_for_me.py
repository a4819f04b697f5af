"""K3 made_for_me: an introduction made for me, from MADE to CLOSED (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace

from rules.kinds import meeting
from rules.kinds.clockwork import Clockwork, begin, done, enter, holds, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Evidence, Kind, Outcome, What

BEFORE_MY_REPLY = frozenset({"MADE", "TARGET_WROTE", "UNDELIVERED", "REDIRECTED"})
WAITING = frozenset({"REPLIED", "SCHEDULING"})


def start(matter: Matter, event: Event, clocks: Clockwork, before: Position | None = None) -> Position:
    """MADE; or where mail with the target opens the case, TARGET_WROTE or REPLIED."""
    evidence = event.evidence(Act.INTRODUCES, Act.REPLIES_TO_INTRODUCTION)
    steps = before.steps if before else ()
    if event.by is Role.TARGET:
        position = begin(Kind.MADE_FOR_ME, "TARGET_WROTE", event, evidence, turn=Role.ME, opted_in=True)
        position = opened(position, _reply(event, clocks, evidence, "k3.target_wrote"))
    elif event.by is Role.ME:
        return _replied(begin(Kind.MADE_FOR_ME, "REPLIED", event, evidence), event, clocks)
    else:
        position = begin(
            Kind.MADE_FOR_ME, "MADE", event, evidence, turn=Role.ME, opted_in=matter.form == "hand_off"
        )
        position = opened(position, _reply(event, clocks, evidence, "k3.made.due", late="k3.made.overdue"))
    return replace(position, steps=(*steps, *position.steps), opted_in=position.opted_in or _agreed(before))


def _agreed(before: Position | None) -> bool:
    return before is not None and before.opted_in


def _reply(event: Event, clocks: Clockwork, evidence: Evidence, name: str, late: str = "") -> Loop:
    because = "after the introduction" if name.startswith("k3.made") else "after their mail"
    return clocks.loop(
        What.REPLY,
        Role.ME,
        Role.TARGET,
        since=event.day,
        name=name,
        late=late,
        evidence=evidence,
        because=because,
    )


def move(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """The position after a message of somebody in the case."""
    invitation = meeting.invited(position, event, clocks)
    if invitation:
        return invitation
    if event.by is Role.ME:
        return _i_wrote(position, event, clocks)
    if event.by is Role.TARGET:
        return _they_wrote(position, event, clocks)
    return position


# ── My mail ───────────────────────────────────────────────────────────────────────────────────


def _i_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if Role.TARGET in event.to:
        position = _to_target(position, event, clocks)
    if Role.INTRODUCER in event.to:
        position = _to_introducer(position, event, clocks)
    return meeting.settled(position, event, clocks)


def _to_target(position: Position, event: Event, clocks: Clockwork) -> Position:
    position = done(position, What.ANSWER)
    if _says_we_met(position, event):
        return meeting.met(position, event, clocks, meeting.meeting_day(position, event), thanked=True)
    if position.state in BEFORE_MY_REPLY:
        if event.says(Act.CONFIRMS_MEETING) and position.meeting:
            return meeting.scheduled(position, event, position.meeting)
        return _replied(position, event, clocks)
    if position.state in WAITING:
        return _wrote_again(position, event, clocks)
    if position.state == "SCHEDULED" and event.says(Act.RESCHEDULES):
        return meeting.scheduling(position, event, clocks, Role.TARGET)
    if position.state == "NO_MEETING" or position.state in meeting.AFTER_MEETING:
        position = done(position, What.THANK, to=Role.TARGET)
    return replace(position, turn=_whose(position))


def _replied(position: Position, event: Event, clocks: Clockwork) -> Position:
    """My first mail to the target; `thank` opens where the introducer was on none of its lines."""
    name = "k3.replied.opted_in" if position.opted_in else "k3.replied"
    evidence = event.evidence(Act.REPLIES_TO_INTRODUCTION)
    waits = clocks.loop(
        What.REPLY,
        Role.TARGET,
        Role.ME,
        since=event.day,
        name=name,
        evidence=evidence,
        because="after your mail",
    )
    position = done(position, What.REPLY)
    position = enter(
        position, event, "REPLIED", turn=Role.TARGET, awaiting=Role.TARGET, meeting=meeting.first_day(event)
    )
    position = opened(position, waits)
    if Role.INTRODUCER not in event.to:
        thank = clocks.loop(
            What.THANK, Role.ME, Role.INTRODUCER, since=event.day, name="k3.replied.thank", evidence=evidence,
            because="after your mail to them",
        )  # fmt: skip
        return opened(position, thank)
    return done(position, What.THANK, to=Role.INTRODUCER)


def _wrote_again(position: Position, event: Event, clocks: Clockwork) -> Position:
    """In SCHEDULING the word is theirs again; in REPLIED it is a nudge, and the clock starts anew."""
    if position.state == "SCHEDULING":
        if event.says(Act.CONFIRMS_MEETING) or meeting.short_with_day(event):
            return meeting.scheduled(position, event, meeting.first_day(event) or position.meeting)
        return meeting.scheduling(position, event, clocks, Role.TARGET)
    nudged = (*position.nudged, event.day)
    name = "k3.replied.opted_in.again" if position.opted_in else "k3.replied"
    waits = clocks.loop(
        What.REPLY, Role.TARGET, Role.ME, since=event.day, name=name, evidence=event.evidence(Act.NUDGES),
        because="after your last mail",
    )  # fmt: skip
    moved = replace(position, nudged=nudged, turn=Role.TARGET, awaiting=Role.TARGET)
    return opened(moved, waits)


def _to_introducer(position: Position, event: Event, clocks: Clockwork) -> Position:
    if event.says(Act.THANKS):
        position = done(position, What.THANK, to=Role.INTRODUCER)
    told = event.speaks_of_it and position.state in ("MET", "INTERIM", "OUTCOME", "NO_MEETING")
    if told and holds(position, What.REPORT):
        return replace(done(position, What.REPORT), reported=event.day)
    tells = event.signals.get(Act.REPORTS_OUTCOME)
    if (
        tells
        and tells.form == "met"
        and event.speaks_of_it
        and position.state in (*WAITING, "SCHEDULED", "MET?")
    ):
        met = meeting.met(position, event, clocks, meeting.meeting_day(position, event), thanked=False)
        return replace(done(met, What.REPORT), reported=event.day)
    return position


def _says_we_met(position: Position, event: Event) -> bool:
    thanks = event.signals.get(Act.THANKS)
    if thanks is None:
        return False
    passed = position.meeting is not None and position.meeting <= event.day
    agreed = position.state in ("SCHEDULED", "MET?") and passed
    return agreed or (
        thanks.form == "after_meeting" and position.state not in (*meeting.AFTER_MEETING, "OUTCOME")
    )


# ── Their mail ────────────────────────────────────────────────────────────────────────────────


def _they_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    outcome = event.signals.get(Act.REPORTS_OUTCOME)
    if outcome and outcome.form == "outcome" and position.state not in BEFORE_MY_REPLY:
        return meeting.came_out(position, event, clocks)
    if position.state == "MADE":
        evidence = event.evidence(Act.REPLIES_TO_INTRODUCTION, Act.PROPOSES_TIMES)
        moved = done(position, What.REPLY)
        moved = enter(
            moved, event, "TARGET_WROTE", turn=Role.ME, opted_in=True, meeting=meeting.first_day(event)
        )
        return opened(moved, _reply(event, clocks, evidence, "k3.target_wrote"))
    if position.state in (*WAITING, "SCHEDULED", "NO_MEETING", "MET?"):
        return _answered(position, event, clocks)
    if position.state in meeting.AFTER_MEETING or position.outcome is Outcome.DONE:
        return _still_running(position, event, clocks)
    return position


def _answered(position: Position, event: Event, clocks: Clockwork) -> Position:
    position = done(done(position, What.REPLY, owner=Role.TARGET), What.SCHEDULE, owner=Role.TARGET)
    if event.says(Act.DECLINES):
        return meeting.no_meeting(position, event, clocks, declined=True)
    if event.says(Act.RESCHEDULES) or (
        event.says(Act.PROPOSES_TIMES) and not event.says(Act.CONFIRMS_MEETING)
    ):
        return meeting.scheduling(position, event, clocks, Role.ME)
    if event.says(Act.CONFIRMS_MEETING) or meeting.short_with_day(event):
        return meeting.scheduled(position, event, meeting.first_day(event) or position.meeting)
    if event.says(Act.DEFERS) or position.state == "SCHEDULED":
        return position
    answer = clocks.loop(
        What.ANSWER, Role.ME, Role.TARGET, since=event.day, name="rule4.answer", because="after their mail",
        evidence=event.evidence(Act.ASKS_QUESTION, Act.REPLIES_TO_INTRODUCTION),
    )  # fmt: skip
    return opened(replace(position, turn=Role.ME, awaiting=None, nudged=()), answer)


def _still_running(position: Position, event: Event, clocks: Clockwork) -> Position:
    """Mail after the meeting: the matter runs, and the introducer hears of it once more (INTERIM)."""
    position = replace(position, running=True)
    if position.state == "CLOSED" and position.outcome is Outcome.DONE:
        return meeting.interim(replace(position, outcome=None), event, clocks)
    if event.says(Act.ASKS_QUESTION) and position.state == "MET":
        answer = clocks.loop(
            What.ANSWER, Role.ME, Role.TARGET, since=event.day, name="rule4.answer",
            evidence=event.evidence(Act.ASKS_QUESTION), because="after their question",
        )  # fmt: skip
        return opened(replace(position, turn=Role.ME), answer)
    return position


def _whose(position: Position) -> Role | None:
    mine = any(x.owner is Role.ME for x in position.loops)
    return Role.ME if mine and position.turn is Role.ME else position.turn
