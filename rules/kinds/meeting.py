"""K3 around the meeting: settling a time, the day itself, the reports after it, and the silence (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.due import in_words
from rules.kinds.clockwork import Clockwork, close, done, enter, opened
from rules.matter import Event, Loop, Position, Role
from rules.model import Act, Evidence, InvitationMethod, Outcome, What

AFTER_MEETING = frozenset({"MET", "INTERIM"})


# ── States ────────────────────────────────────────────────────────────────────────────────────


def scheduling(position: Position, event: Event, clocks: Clockwork, whose: Role) -> Position:
    name = "k3.scheduling.me" if whose is Role.ME else "k3.scheduling.them"
    other = Role.TARGET if whose is Role.ME else Role.ME
    position = done(done(done(position, What.REPLY, owner=Role.TARGET), What.ANSWER), What.CONFIRM)
    position = done(done(position, What.SCHEDULE), What.SCHEDULE, owner=Role.TARGET)
    loop = clocks.loop(
        What.SCHEDULE, whose, other, since=event.day, name=name, because="after the last word on a time",
        evidence=event.evidence(Act.PROPOSES_TIMES, Act.RESCHEDULES),
    )  # fmt: skip
    awaiting = None if whose is Role.ME else whose
    day = first_day(event) or position.meeting
    return opened(enter(position, event, "SCHEDULING", turn=whose, awaiting=awaiting, meeting=day), loop)


def scheduled(position: Position, event: Event, day: date | None) -> Position:
    """Quiet until the day; a day nobody named is taken for the day of the mail."""
    kept = tuple(x for x in position.loops if x.what in (What.THANK, What.PROMISE))
    return enter(position, event, "SCHEDULED", turn=None, loops=kept, meeting=day or event.day, until=day)


def met(position: Position, event: Event, clocks: Clockwork, day: date, *, thanked: bool) -> Position:
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
    return met(position, event, clocks, day, thanked=False)


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


def came_out(position: Position, event: Event, clocks: Clockwork) -> Position:
    evidence = event.evidence(Act.REPORTS_OUTCOME)
    position = enter(position, event, "OUTCOME", turn=Role.ME, loops=(), outcome=None)
    return opened(position, _report(clocks, event.day, evidence, "k3.outcome", "after the outcome"))


def no_meeting(position: Position, event: Event, clocks: Clockwork, *, declined: bool) -> Position:
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
    return no_meeting(position, event, clocks, declined=False)


def interim(position: Position, event: Event, clocks: Clockwork) -> Position:
    since = position.reported or event.day
    loop = _report(clocks, since, event.evidence(), "k3.interim", "after your last report")
    return replace(enter(position, event, "INTERIM", turn=None, loops=(loop,), since=since), until=loop.due)


def settled(position: Position, event: Event, clocks: Clockwork) -> Position:
    """After MET, OUTCOME and NO_MEETING: closed once all duties are done, or quiet while the matter runs."""
    if position.state not in ("MET", "OUTCOME", "NO_MEETING", "INTERIM") or position.loops:
        return position
    if position.state == "MET" and position.running:
        return interim(position, event, clocks)
    return close(position, event, Outcome.DECLINED if position.state == "NO_MEETING" else Outcome.DONE)


# ── Days ──────────────────────────────────────────────────────────────────────────────────────


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


# ── Evidence ──────────────────────────────────────────────────────────────────────────────────


def first_day(event: Event) -> date | None:
    """The first day the mail names that is not before it."""
    return next((d for d in (event.reading.days if event.reading else ()) if d >= event.day), None)


def short_with_day(event: Event) -> bool:
    """ "Thursday 5." — a short answer that names a day and asks nothing agrees on it."""
    reading = event.reading
    return (
        reading is not None and reading.words < 25 and reading.questions == 0 and first_day(event) is not None
    )


def meeting_day(position: Position, event: Event) -> date:
    """The day of the meeting: as agreed where that has come, else a past day the mail names, else its own."""
    if position.meeting and position.meeting <= event.day:
        return position.meeting
    said = [s.day for act in (Act.REPORTS_OUTCOME, Act.THANKS) if (s := event.signals.get(act)) and s.day]
    return next((day for day in said if day <= event.day), event.day)


def invited(position: Position, event: Event, clocks: Clockwork) -> Position | None:
    """An invitation fixes the day, a cancelled one opens the question of a time again (RFC 5546)."""
    invitation = event.reading.invitation if event.reading else None
    if invitation is None or position.state in (*AFTER_MEETING, "OUTCOME", "CLOSED"):
        return None
    if invitation.method is InvitationMethod.CANCEL:
        return scheduling(position, event, clocks, Role.ME)
    if invitation.start is None or any(status == "declined" for _, status in invitation.attendees):
        return None
    return scheduled(position, event, invitation.start.astimezone(clocks.owner.calendar.zone).date())
