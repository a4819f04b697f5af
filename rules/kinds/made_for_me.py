"""K3 made_for_me: an introduction made for me, from MADE to CLOSED (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.due import in_words
from rules.kinds.clockwork import Clockwork, begin, close, done, enter, holds, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Evidence, InvitationMethod, Kind, Outcome, What

BEFORE_MY_REPLY = frozenset({"MADE", "TARGET_WROTE", "UNDELIVERED", "REDIRECTED"})
WAITING = frozenset({"REPLIED", "SCHEDULING"})
AFTER_MEETING = frozenset({"MET", "INTERIM"})


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
    invitation = _invited(position, event, clocks)
    if invitation:
        return invitation
    if event.by is Role.ME:
        return _i_wrote(position, event, clocks)
    if event.by is Role.TARGET:
        return _they_wrote(position, event, clocks)
    return position


# ── My mail ─────────────────────────────────────────────────────────────────────────────────


def _i_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    if Role.TARGET in event.to:
        position = _to_target(position, event, clocks)
    if Role.INTRODUCER in event.to:
        position = _to_introducer(position, event, clocks)
    return _settled(position, event, clocks)


def _to_target(position: Position, event: Event, clocks: Clockwork) -> Position:
    position = done(position, What.ANSWER)
    if _says_we_met(position, event):
        return _met(position, event, clocks, _meeting_day(position, event), thanked=True)
    if position.state in BEFORE_MY_REPLY:
        if event.says(Act.CONFIRMS_MEETING) and position.meeting:
            return _scheduled(position, event, position.meeting)
        return _replied(position, event, clocks)
    if position.state in WAITING:
        return _wrote_again(position, event, clocks)
    if position.state == "SCHEDULED" and event.says(Act.RESCHEDULES):
        return _scheduling(position, event, clocks, Role.TARGET)
    if position.state == "NO_MEETING" or position.state in AFTER_MEETING:
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
        position, event, "REPLIED", turn=Role.TARGET, awaiting=Role.TARGET, meeting=_first_day(event)
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
        if event.says(Act.CONFIRMS_MEETING) or _short_with_day(event):
            return _scheduled(position, event, _first_day(event) or position.meeting)
        return _scheduling(position, event, clocks, Role.TARGET)
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
        met = _met(position, event, clocks, _meeting_day(position, event), thanked=False)
        return replace(done(met, What.REPORT), reported=event.day)
    return position


def _says_we_met(position: Position, event: Event) -> bool:
    thanks = event.signals.get(Act.THANKS)
    if thanks is None:
        return False
    passed = position.meeting is not None and position.meeting <= event.day
    agreed = position.state in ("SCHEDULED", "MET?") and passed
    return agreed or (thanks.form == "after_meeting" and position.state not in (*AFTER_MEETING, "OUTCOME"))


# ── Their mail ──────────────────────────────────────────────────────────────────────────────


def _they_wrote(position: Position, event: Event, clocks: Clockwork) -> Position:
    outcome = event.signals.get(Act.REPORTS_OUTCOME)
    if outcome and outcome.form == "outcome" and position.state not in BEFORE_MY_REPLY:
        return _outcome(position, event, clocks)
    if position.state == "MADE":
        evidence = event.evidence(Act.REPLIES_TO_INTRODUCTION, Act.PROPOSES_TIMES)
        moved = done(position, What.REPLY)
        moved = enter(moved, event, "TARGET_WROTE", turn=Role.ME, opted_in=True, meeting=_first_day(event))
        return opened(moved, _reply(event, clocks, evidence, "k3.target_wrote"))
    if position.state in (*WAITING, "SCHEDULED", "NO_MEETING", "MET?"):
        return _answered(position, event, clocks)
    if position.state in AFTER_MEETING or position.outcome is Outcome.DONE:
        return _still_running(position, event, clocks)
    return position


def _answered(position: Position, event: Event, clocks: Clockwork) -> Position:
    position = done(done(position, What.REPLY, owner=Role.TARGET), What.SCHEDULE, owner=Role.TARGET)
    if event.says(Act.DECLINES):
        return _no_meeting(position, event, clocks, declined=True)
    if event.says(Act.RESCHEDULES) or (
        event.says(Act.PROPOSES_TIMES) and not event.says(Act.CONFIRMS_MEETING)
    ):
        return _scheduling(position, event, clocks, Role.ME)
    if event.says(Act.CONFIRMS_MEETING) or _short_with_day(event):
        return _scheduled(position, event, _first_day(event) or position.meeting)
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
        return _interim(replace(position, outcome=None), event, clocks)
    if event.says(Act.ASKS_QUESTION) and position.state == "MET":
        answer = clocks.loop(
            What.ANSWER, Role.ME, Role.TARGET, since=event.day, name="rule4.answer",
            evidence=event.evidence(Act.ASKS_QUESTION), because="after their question",
        )  # fmt: skip
        return opened(replace(position, turn=Role.ME), answer)
    return position


# ── States ──────────────────────────────────────────────────────────────────────────────────


def _scheduling(position: Position, event: Event, clocks: Clockwork, whose: Role) -> Position:
    name = "k3.scheduling.me" if whose is Role.ME else "k3.scheduling.them"
    other = Role.TARGET if whose is Role.ME else Role.ME
    position = done(done(done(position, What.REPLY, owner=Role.TARGET), What.ANSWER), What.CONFIRM)
    position = done(done(position, What.SCHEDULE), What.SCHEDULE, owner=Role.TARGET)
    loop = clocks.loop(
        What.SCHEDULE, whose, other, since=event.day, name=name, because="after the last word on a time",
        evidence=event.evidence(Act.PROPOSES_TIMES, Act.RESCHEDULES),
    )  # fmt: skip
    awaiting = None if whose is Role.ME else whose
    day = _first_day(event) or position.meeting
    return opened(enter(position, event, "SCHEDULING", turn=whose, awaiting=awaiting, meeting=day), loop)


def _scheduled(position: Position, event: Event, day: date | None) -> Position:
    """Quiet until the day; a day nobody named is taken for the day of the mail."""
    kept = tuple(x for x in position.loops if x.what in (What.THANK, What.PROMISE))
    return enter(position, event, "SCHEDULED", turn=None, loops=kept, meeting=day or event.day, until=day)


def _met(position: Position, event: Event, clocks: Clockwork, day: date, *, thanked: bool) -> Position:
    evidence = event.evidence(Act.THANKS, Act.REPORTS_OUTCOME)
    kept = tuple(x for x in position.loops if x.what is What.PROMISE)
    position = enter(position, event, "MET", turn=Role.ME, loops=kept, meeting=day, reported=None)
    because = "after the meeting"
    if not thanked:
        thank = clocks.loop(
            What.THANK,
            Role.ME,
            Role.TARGET,
            since=day,
            name="k3.met.thank",
            evidence=evidence,
            because=because,
        )
        position = opened(position, thank)
    return opened(
        position, _report(clocks, day, evidence, "k3.report.due", because, late="k3.report.overdue")
    )


def met_by_word(position: Position, event: Event, clocks: Clockwork) -> Position:
    """The owner says that they met: the clocks run from the meeting day where one is known (rule 7)."""
    day = position.meeting if position.meeting and position.meeting <= event.day else event.day
    if event.decision and event.decision.day:
        day = event.decision.day
    return _met(position, event, clocks, day, thanked=False)


def _report(
    clocks: Clockwork, since: date, evidence: Evidence, name: str, because: str, late: str = ""
) -> Loop:
    return clocks.loop(
        What.REPORT,
        Role.ME,
        Role.INTRODUCER,
        since=since,
        name=name,
        late=late,
        evidence=evidence,
        because=because,
    )


def _outcome(position: Position, event: Event, clocks: Clockwork) -> Position:
    evidence = event.evidence(Act.REPORTS_OUTCOME)
    position = enter(position, event, "OUTCOME", turn=Role.ME, loops=(), outcome=None)
    return opened(position, _report(clocks, event.day, evidence, "k3.outcome", "after the outcome"))


def _no_meeting(position: Position, event: Event, clocks: Clockwork, *, declined: bool) -> Position:
    evidence = event.evidence(Act.DECLINES)
    kept = tuple(x for x in position.loops if x.what is What.PROMISE)
    position = enter(position, event, "NO_MEETING", turn=Role.ME, loops=kept)
    position = opened(
        position, _report(clocks, event.day, evidence, "k3.no_meeting.report", "after their answer")
    )
    if declined:
        thank = clocks.loop(
            What.THANK, Role.ME, Role.TARGET, since=event.day, name="k3.no_meeting.thank", evidence=evidence,
            because="after their answer",
        )  # fmt: skip
        position = opened(position, thank)
    return position


def no_meeting_by_word(position: Position, event: Event, clocks: Clockwork) -> Position:
    """The owner says that no meeting came about."""
    return _no_meeting(position, event, clocks, declined=False)


def _interim(position: Position, event: Event, clocks: Clockwork) -> Position:
    since = position.reported or event.day
    loop = _report(clocks, since, event.evidence(), "k3.interim", "after your last report")
    return replace(enter(position, event, "INTERIM", turn=None, loops=(loop,), since=since), until=loop.due)


def _settled(position: Position, event: Event, clocks: Clockwork) -> Position:
    """After MET, OUTCOME and NO_MEETING: closed once all duties are done, or quiet while the matter runs."""
    if position.state not in ("MET", "OUTCOME", "NO_MEETING", "INTERIM") or position.loops:
        return position
    if position.state == "MET" and position.running:
        return _interim(position, event, clocks)
    return close(position, event, Outcome.DECLINED if position.state == "NO_MEETING" else Outcome.DONE)


# ── Days ────────────────────────────────────────────────────────────────────────────────────


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """What the passing of days does: a meeting day goes by, silence becomes NO_MEETING, INTERIM is due."""
    if position.state == "SCHEDULED" and position.meeting and position.meeting < today:
        why = f"The day agreed on was {in_words(position.meeting)}."
        loop = Loop(What.CONFIRM, Role.ME, Role.TARGET, position.meeting, None, None, position.evidence, why)
        moved = enter(position, None, "MET?", turn=Role.ME, since=position.meeting, question="met")
        return opened(moved, loop)
    if position.state == "REPLIED" and position.turn is Role.TARGET:
        return _silence(position, today, clocks)
    if (
        position.state == "INTERIM"
        and position.loops
        and position.loops[0].due
        and position.loops[0].due <= today
    ):
        return replace(position, turn=Role.ME, until=None)
    return position


def _silence(position: Position, today: date, clocks: Clockwork) -> Position:
    """10 BD after the last nudge; or, never nudged, 10 after the first clock."""
    waiting = next((x for x in position.loops if x.what is What.REPLY and x.owner is Role.TARGET), None)
    since = position.nudged[-1] if position.nudged else (waiting.due if waiting else None)
    if since is None or clocks.after(since, "k3.no_meeting") >= today:
        return position
    gave_up = clocks.after(since, "k3.no_meeting")
    position = enter(position, None, "NO_MEETING", turn=Role.ME, since=gave_up, loops=())
    return opened(
        position, _report(clocks, gave_up, position.evidence, "k3.no_meeting.report", "after the silence")
    )


# ── Evidence ────────────────────────────────────────────────────────────────────────────────


def _first_day(event: Event) -> date | None:
    """The first day the mail names that is not before it."""
    return next((d for d in (event.reading.days if event.reading else ()) if d >= event.day), None)


def _short_with_day(event: Event) -> bool:
    """ "Thursday 5." — a short answer that names a day and asks nothing agrees on it."""
    reading = event.reading
    return (
        reading is not None
        and reading.words < 25
        and reading.questions == 0
        and _first_day(event) is not None
    )


def _meeting_day(position: Position, event: Event) -> date:
    """The day of the meeting: as agreed where that has come, else a past day the mail names, else its own."""
    if position.meeting and position.meeting <= event.day:
        return position.meeting
    said = [s.day for act in (Act.REPORTS_OUTCOME, Act.THANKS) if (s := event.signals.get(act)) and s.day]
    return next((day for day in said if day <= event.day), event.day)


def _invited(position: Position, event: Event, clocks: Clockwork) -> Position | None:
    """An invitation fixes the day, a cancelled one opens the question of a time again (RFC 5546)."""
    invitation = event.reading.invitation if event.reading else None
    if invitation is None or position.state in (*AFTER_MEETING, "OUTCOME", "CLOSED"):
        return None
    if invitation.method is InvitationMethod.CANCEL:
        return _scheduling(position, event, clocks, Role.ME)
    if invitation.start is None or any(status == "declined" for _, status in invitation.attendees):
        return None
    return _scheduled(position, event, invitation.start.astimezone(clocks.owner.calendar.zone).date())


def _whose(position: Position) -> Role | None:
    mine = any(x.owner is Role.ME for x in position.loops)
    return Role.ME if mine and position.turn is Role.ME else position.turn
