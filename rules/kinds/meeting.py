"""K3 from the first word on a time to the last report (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rules.due import in_words, local_day
from rules.kinds.clockwork import Clockwork
from rules.kinds.news import News, close, done, enter, holds, opened, pass_into
from rules.kinds.offered import days_ahead
from rules.kinds.rows import Owes, State
from rules.matter import Position, Role
from rules.model import Act, InvitationMethod, Outcome, What

ME, INTRODUCER, TARGET = Role.ME, Role.INTRODUCER, Role.TARGET

SCHEDULING_BY_ME = State(
    "SCHEDULING",
    turn=ME,
    owes=(Owes(ME, What.SCHEDULE, TARGET, "k3.scheduling.me", after="the last word on a time"),),
    shown_by=(Act.PROPOSES_TIMES, Act.RESCHEDULES),
)
SCHEDULING_BY_THEM = State(
    "SCHEDULING",
    turn=TARGET,
    owes=(Owes(TARGET, What.SCHEDULE, ME, "k3.scheduling.them", after="the last word on a time"),),
    shown_by=(Act.PROPOSES_TIMES, Act.RESCHEDULES),
)
SCHEDULED = State("SCHEDULED", shown_by=(Act.CONFIRMS_MEETING,))
MET_ASKED = State("MET?", turn=ME, owes=(Owes(ME, What.CONFIRM, TARGET),), asks="Did you meet {target}?")
MET = State(
    "MET",
    turn=ME,
    owes=(Owes(ME, What.REPORT, INTRODUCER, "k3.report.due", after="the meeting", late="k3.report.overdue"),),
    shown_by=(Act.THANKS, Act.REPORTS_OUTCOME),
)
THANK = Owes(ME, What.THANK, TARGET, "k3.met.thank", after="the meeting")
INTERIM = State("INTERIM", owes=(Owes(ME, What.REPORT, INTRODUCER, "k3.interim", after="your last report"),))
OUTCOME = State(
    "OUTCOME",
    turn=ME,
    owes=(Owes(ME, What.REPORT, INTRODUCER, "k3.outcome", after="the outcome"),),
    shown_by=(Act.REPORTS_OUTCOME,),
)
NO_MEETING = State(
    "NO_MEETING",
    turn=ME,
    owes=(Owes(ME, What.REPORT, INTRODUCER, "k3.no_meeting.report", after="their answer"),),
    shown_by=(Act.DECLINES,),
    ends=Outcome.DECLINED,
)
SILENCE = State(
    "NO_MEETING",
    turn=ME,
    owes=(Owes(ME, What.REPORT, INTRODUCER, "k3.no_meeting.report", after="the silence"),),
    ends=Outcome.LAPSED,
)
THANK_ANYWAY = Owes(ME, What.THANK, TARGET, "k3.no_meeting.thank", after="their answer")

_SHORT = 25  # words of an answer that says one thing
_FEW = 12  # … that says yes to the one thing it answers
_SAYS_ELSE = frozenset(Act) - {Act.REPLIES_TO_INTRODUCTION, Act.OPTS_IN}
_WEEK = timedelta(days=7)

MINE_AND_OPEN = (What.THANK, What.PROMISE)  # what no word on a time settles, but thanks to the target
REPORTED = frozenset({"MET", "INTERIM", "OUTCOME", "NO_MEETING"})


# ── A time ────────────────────────────────────────────────────────────────────────────────────


def is_on_a_time(position: Position, news: News) -> bool:
    """Whether a mail proposes, moves or agrees on a time; "not before the 16th" is a day, and no time."""
    if news.says(Act.RESCHEDULES, Act.PROPOSES_TIMES):
        return True
    if looks_back(position, news):
        return False
    word = news.leading(Act.CONFIRMS_MEETING, Act.DEFERS)
    return word is Act.CONFIRMS_MEETING or (word is None and _is_short_with_day(position, news))


def word_on_a_time(position: Position, news: News, *, from_me: bool) -> Position:
    """SCHEDULED by a yes to a day that is known; any other word leaves the next one to the other side."""
    word = news.leading(Act.CONFIRMS_MEETING, Act.PROPOSES_TIMES)
    short_yes = _is_short_with_day(position, news) or is_short_yes(position, news)
    agrees = word is Act.CONFIRMS_MEETING or (word is None and short_yes)
    day = _day_ahead(position, news) or position.meeting
    moves = news.says(Act.RESCHEDULES) and not news.says(Act.CONFIRMS_MEETING)
    if agrees and day and not moves:
        return scheduled(position, news, day)
    if takes_theirs(position, news) or (agrees and position.state == "SCHEDULED" and not moves):
        return scheduled(position, news, None)
    return scheduling(position, news, whose=TARGET if from_me else ME)


def takes_theirs(position: Position, news: News) -> bool:
    """ "Perfect, talk then": my yes to what the target wrote last, though no day of it was read.

    Whoever answered, and has my yes, is silent no more: nothing is awaited, and no nudge is written.
    """
    read = news.event.reading
    theirs = [e for e in news.matter.events if e.by is TARGET and e.at < news.event.at]
    answers = news.by is ME and position.turn is ME and bool(theirs)
    if not answers or read is None or read.questions or theirs[-1].says(Act.RESCHEDULES):
        return False
    yes = news.says(Act.CONFIRMS_MEETING) or (_is_short(news) and news.hints(Act.CONFIRMS_MEETING))
    return yes and not news.says(Act.PROPOSES_TIMES, Act.RESCHEDULES)


def scheduling(position: Position, news: News, *, whose: Role) -> Position:
    """Whoever did not write last owes the next word; a day that is taken back is agreed on no more."""
    row = SCHEDULING_BY_ME if whose is ME else SCHEDULING_BY_THEM
    day = _day_ahead(position, news) or (None if news.says(Act.RESCHEDULES) else position.meeting)
    return replace(_before_it(enter(position, row, news, keep=MINE_AND_OPEN)), meeting=day)


def scheduled(position: Position, news: News, day: date | None) -> Position:
    """Quiet until the day."""
    ahead = _before_it(enter(position, SCHEDULED, news, keep=MINE_AND_OPEN))
    return replace(ahead, meeting=day, until=day)


def _before_it(position: Position) -> Position:
    """No thanks are owed for a meeting that is still to come."""
    return done(position, What.THANK, to=TARGET)


def invited(position: Position, news: News) -> Position | None:
    """An invitation fixes the day; cancelled or declined, it opens the question of a time (RFC 5546).

    One that the target is not on, of a day gone by, or that cancels another day, is no word on this meeting.
    """
    invitation = news.event.reading.invitation if news.event.reading else None
    with_target = TARGET in (news.by, *news.event.to)
    if invitation is None or not with_target or position.state in (*REPORTED, "CLOSED"):
        return None
    day = local_day(invitation.start, news.clocks.owner.calendar) if invitation.start else None
    if invitation.method is InvitationMethod.CANCEL or "declined" in dict(invitation.attendees).values():
        is_another = day is not None and position.meeting not in (day, None)
        return position if is_another else scheduling(position, news, whose=ME)
    if day is None:
        return None
    return scheduled(position, news, day) if day >= news.day else position


# ── The meeting and after ─────────────────────────────────────────────────────────────────────


def met(position: Position, news: News, day: date, *, thanked: bool) -> Position:
    """MET: thanks to the target and a report to the introducer, from the day of the meeting on."""
    position = enter(position, MET, news, keep=(What.PROMISE,), since=day)
    position = replace(position, meeting=day, reported=None, running=False)
    return position if thanked else opened(position, news.loop(THANK, *MET.shown_by, since=day))


def met_by_word(position: Position, news: News, named: date | None) -> Position:
    """The owner says that they met, on the day they name; else on the day mail shows; else today (rule 7)."""
    known = position.meeting if position.meeting and position.meeting <= news.day else news.day
    return met(position, news, min(named or known, news.day), thanked=False)


def no_meeting(position: Position, news: News) -> Position:
    """Declined: the introducer hears of it, and the target is thanked for the answer."""
    position = enter(position, NO_MEETING, news, keep=(What.PROMISE,))
    return opened(position, news.loop(THANK_ANYWAY, Act.DECLINES))


def told(position: Position, news: News) -> Position:
    """My mail to the introducer: thanks, or the report, where it speaks of the matter and comes after MET."""
    position = done(position, What.ANSWER, to=INTRODUCER)
    if news.says(Act.THANKS):
        position = done(position, What.THANK, to=INTRODUCER)
    if not news.event.speaks_of_it:
        return position
    met_already = position.state in (*REPORTED, "CLOSED")
    if news.signal(Act.REPORTS_OUTCOME, "met") and not met_already:
        position = met(position, news, day_of(position, news), thanked=False)
    if not holds(position, What.REPORT):
        return position
    return replace(done(position, What.REPORT), reported=news.day)


def settled(position: Position, news: News) -> Position:
    """Once all duties are done: closed, or quiet until INTERIM while the matter runs."""
    if position.state not in REPORTED or position.loops:
        return position
    if position.state == "MET" and position.running:
        return interim(position, news)
    return close(position, news)


def interim(position: Position, news: News) -> Position:
    """One more report, 20 BD after the last."""
    quiet = enter(position, INTERIM, news, since=position.reported)
    return replace(quiet, until=quiet.loops[0].due)


# ── Days ──────────────────────────────────────────────────────────────────────────────────────


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """What the passing of days does: a meeting day goes by, silence becomes NO_MEETING, INTERIM is due."""
    match position.state:
        case "SCHEDULED" if position.meeting and position.meeting < today:
            return _ask(
                position, clocks, position.meeting, f"The day agreed on was {in_words(position.meeting)}."
            )
        case "SCHEDULED" if not position.meeting and clocks.after(position.since, "k3.no_meeting") < today:
            return _ask(
                position, clocks, clocks.after(position.since, "k3.no_meeting"), "You agreed to meet."
            )
        case "REPLIED" if position.turn is TARGET:
            return _silence(position, today, clocks)
        case "INTERIM" if position.until and position.until <= today:
            return replace(position, turn=ME, until=None)
        case "INTERIM" if position.until and not holds(position, What.ANSWER):
            return replace(position, turn=None)
    return position


def _ask(position: Position, clocks: Clockwork, day: date, why: str) -> Position:
    """MET?: asked once, without a date of its own; 10 BD after a yes to a day that nobody named."""
    asked = pass_into(position, MET_ASKED, clocks, since=day)
    mine = tuple(x for x in position.loops if x.owner is ME)
    return replace(asked, loops=(*mine, *(replace(x, why=why) for x in asked.loops)))


def _silence(position: Position, today: date, clocks: Clockwork) -> Position:
    """10 BD after the last nudge; or, never nudged, 10 after the first clock."""
    first = next((x.due for x in position.loops if x.what is What.REPLY and x.owner is TARGET), None)
    since = position.nudged[-1] if position.nudged else first
    gave_up = clocks.after(since, "k3.no_meeting") if since else today
    return pass_into(position, SILENCE, clocks, since=gave_up) if gave_up < today else position


# ── What a mail says of days ──────────────────────────────────────────────────────────────────


def first_day(news: News) -> date | None:
    """The first day the mail names that is not before it."""
    return next(iter(days_ahead(news)), None)


def _day_ahead(position: Position, news: News) -> date | None:
    """The first day ahead; once the day agreed on has come, its weekday by itself is that day again.

    "Great to talk on Tuesday" names no other day, "could we talk again on Tuesday?" does. What is moved
    goes to another day than it was on: "tomorrow I cannot, does the 14th suit you?"
    """
    ahead = days_ahead(news)
    again = position.meeting + _WEEK if position.meeting and _has_come(position, news) else None
    moves = news.says(Act.PROPOSES_TIMES, Act.RESCHEDULES)
    others = (d for d in ahead if d not in (again, position.meeting if moves else None))
    return next(others, next((d for d in ahead if d != again or moves), None))


def looks_back(position: Position, news: News) -> bool:
    """Whether a mail is on the meeting that was: it thanks for it, or names its weekday, and no day ahead."""
    moves = news.says(Act.PROPOSES_TIMES, Act.RESCHEDULES)
    is_ahead = position.meeting is not None and position.meeting > news.day
    if moves or is_ahead or _day_ahead(position, news):
        return False
    return bool(days_ahead(news)) or news.signal(Act.THANKS, "after_meeting") is not None


def _has_come(position: Position, news: News) -> bool:
    agreed = position.state in ("SCHEDULED", "MET?")
    return agreed and position.meeting is not None and position.meeting <= news.day


def day_of(position: Position, news: News) -> date:
    """The day of the meeting: as agreed where that has come, else a past day the mail names, else its own."""
    if position.meeting and position.meeting <= news.day:
        return position.meeting
    said = (s.day for act in (Act.REPORTS_OUTCOME, Act.THANKS) if (s := news.signal(act)) and s.day)
    return next((day for day in said if day <= news.day), news.day)


def is_short_yes(position: Position, news: News) -> bool:
    """ "Works, talk then": short, asks nothing, sounds like a yes, and a day has been named before."""
    yes = _is_short(news) and (news.hints(Act.CONFIRMS_MEETING) or _takes_my_time(news))
    return position.meeting is not None and yes and not looks_back(position, news)


def _takes_my_time(news: News) -> bool:
    """ "The kettle will be on": a few words in answer to the time I offered, and nothing against it."""
    read, mine = news.event.reading, (e for e in news.matter.events if e.by is ME and e.at < news.event.at)
    offered = max(mine, key=lambda e: e.at, default=None)
    if news.by is not TARGET or not news.event.direct or offered is None or read is None:
        return False
    few = read.words <= _FEW and not any(news.hints(act) for act in _SAYS_ELSE)
    return few and offered.says(Act.PROPOSES_TIMES)


def _is_short_with_day(position: Position, news: News) -> bool:
    """ "Thursday 5." agrees: a short answer that names a day and asks nothing."""
    return _is_short(news) and _day_ahead(position, news) is not None


def _is_short(news: News) -> bool:
    reading = news.event.reading
    return reading is not None and reading.words < _SHORT and not reading.questions
