"""The rules of evidence that hold in every kind (DOMAIN.md section 3): away, bounced, later, the owner's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.due import add_business_days, in_words
from rules.kinds import meeting, my_promise
from rules.kinds.clockwork import Clockwork, close, done, enter, opened
from rules.matter import Event, Loop, Matter, Position, Role
from rules.model import Act, Evidence, Kind, Mark, Outcome, Verb, What

# ── Mail that answers nothing ───────────────────────────────────────────────────────────────


def is_automatic(event: Event) -> bool:
    """Whether a machine wrote it: never an answer (rule 1)."""
    header = event.reading.header if event.reading else None
    return header is not None and bool(header.marks & {Mark.AUTO_REPLY, Mark.REPORT, Mark.AUTO_GENERATED})


def automatic(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """Rule 2: out of office lengthens what is awaited; a final failure gives the duty back; a delay is nothing."""
    reading = event.reading
    if reading is None:
        return position
    if reading.failed:
        return _undelivered(matter, position, event, clocks)
    away = Mark.AUTO_REPLY in reading.header.marks and event.by is not Role.BYSTANDER
    return _away(position, event, clocks) if away else position


def _away(position: Position, event: Event, clocks: Clockwork) -> Position:
    back = max((d for d in (event.reading.days if event.reading else ()) if d > event.day), default=None)
    if back:
        until, why = clocks.after(back, "rule2.back"), f"they are back on {in_words(back)}"
    else:
        until, why = clocks.after(event.day, "rule2.away"), "they are away"
    loops = tuple(
        replace(x, due=until, why=f"Due {in_words(until)}: {why}.")
        if x.owner is event.by and x.due and x.due < until
        else x
        for x in position.loops
    )
    return replace(position, loops=loops)


def _undelivered(matter: Matter, position: Position, event: Event, clocks: Clockwork) -> Position:
    """The interrupted duty is mine again, due 1 BD after the bounce."""
    failed = event.reading.failed if event.reading else ()
    role = next((r for r, who in matter.roles.items() if who.label in failed), None)
    waiting = next((x for x in position.loops if x.owner is role), None)
    if role is None or waiting is None:
        return position
    what = {What.REPLY: What.REPLY, What.SCHEDULE: What.SCHEDULE}.get(waiting.what, What.ANSWER)
    evidence = Evidence(event.message_id, "This address failed.", "bounce")
    loop = clocks.loop(
        what,
        Role.ME,
        role,
        since=event.day,
        name="rule2.bounce",
        evidence=evidence,
        because="after it came back",
    )
    kept = tuple(x for x in position.loops if x is not waiting)
    return opened(enter(position, event, "UNDELIVERED", turn=Role.ME, loops=kept, evidence=evidence), loop)


# ── Later ───────────────────────────────────────────────────────────────────────────────────


def later(position: Position, event: Event, clocks: Clockwork) -> Position:
    """Rule 3: dates in words from the awaited person: nobody's turn until that day, then the next step is mine."""
    signal = event.signals.get(Act.DEFERS)
    if (
        signal is None
        or signal.day is None
        or signal.day <= event.day
        or event.by in (Role.ME, Role.BYSTANDER)
    ):
        return position
    scheduling = position.kind is Kind.MADE_FOR_ME and position.state in (
        "REPLIED",
        "SCHEDULING",
        "TARGET_WROTE",
        "MADE",
    )
    if not scheduling and position.kind not in (Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME, Kind.ASKED_OF_ME):
        return position
    extra = clocks.number("rule3.date")
    due = add_business_days(signal.day, extra, clocks.owner.calendar)
    what = What.SCHEDULE if position.kind is Kind.MADE_FOR_ME else What.ANSWER
    why = f"Due {in_words(due)}: they asked you to wait until {in_words(signal.day)}."
    loop = Loop(what, Role.ME, event.by, event.day, due, None, event.evidence(Act.DEFERS), why)
    kept = tuple(x for x in position.loops if x.what in (What.THANK, What.PROMISE))
    return replace(position, turn=None, awaiting=None, loops=kept, until=signal.day, resumes=(loop,))


def resume(position: Position, today: date) -> Position:
    """The quiet is over: what was waiting is mine."""
    if position.until is None or today <= position.until or not position.resumes:
        return position
    resumed = replace(position, turn=Role.ME, until=None, resumes=())
    return replace(resumed, loops=(*resumed.loops, *position.resumes))


# ── Promises inside a case ──────────────────────────────────────────────────────────────────

_PROMISES_COUNT = frozenset({"MET", "INTERIM", "SCHEDULED", "REPLIED", "SCHEDULING"})


def promises(position: Position, event: Event, clocks: Clockwork) -> Position:
    """A promise of mine in another case is a duty of that case; my next mail to them keeps it (K9)."""
    if event.by is not Role.ME or position.kind is not Kind.MADE_FOR_ME:
        return position
    said = event.signals.get(Act.PROMISES_SOMETHING)
    if said is None:
        for role in event.to:
            position = done(position, What.PROMISE, to=role)
        return position
    to = Role.TARGET if Role.TARGET in event.to else Role.INTRODUCER
    counts = position.state in _PROMISES_COUNT and not event.says(Act.REPORTS_OUTCOME)
    return opened(position, my_promise.promise(event, clocks, to)) if counts and to in event.to else position


# ── The owner's word ────────────────────────────────────────────────────────────────────────


def decided(position: Position, event: Event, clocks: Clockwork) -> Position:
    """A decision outranks every rule (section 2)."""
    decision = event.decision
    if decision is None:
        return position
    match decision.verb:
        case Verb.NOT_INTRO | Verb.MUTE:
            return close(position, event, Outcome.DISMISSED)
        case Verb.DONE:
            return _done(position, event)
        case Verb.MET if position.kind is Kind.MADE_FOR_ME:
            return meeting.met_by_word(position, event, clocks)
        case Verb.MOVED if decision.day:
            return enter(
                position, event, "SCHEDULED", turn=None, loops=(), meeting=decision.day, until=decision.day
            )
        case Verb.NO_MEETING if position.kind is Kind.MADE_FOR_ME:
            return meeting.no_meeting_by_word(position, event, clocks)
        case Verb.SNOOZE if decision.day:
            return _snoozed(position, event, decision.day)
        case _:
            return position


def _done(position: Position, event: Event) -> Position:
    """One duty where it is named, else all that is mine; with none of mine left the case is closed."""
    what = event.decision.what if event.decision else ""
    left = tuple(x for x in position.loops if x.owner is not Role.ME or (what and x.what != what))
    if any(x.owner is Role.ME for x in left) or (what and left):
        return replace(position, loops=left)
    return close(position, event, Outcome.DONE)


def _snoozed(position: Position, event: Event, until: date) -> Position:
    """Quiet until the day; the duties wait, and fall due again on it at the earliest."""
    why = f"Due {in_words(until)}: you put it off until then."
    waiting = tuple(
        replace(x, due=until, late=None, why=why, one_day=False) if x.owner is Role.ME else x
        for x in position.loops
    )
    return replace(position, turn=None, loops=(), until=until, resumes=waiting)
