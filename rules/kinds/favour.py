"""K6 favour: a favour, recommendation, reference or advice (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rules.due import in_words
from rules.kinds.clockwork import Clockwork
from rules.kinds.my_promise import promise
from rules.kinds.news import News, close, done, enter, holds, opened, with_them
from rules.kinds.rows import Owes, State
from rules.matter import Loop, Position, Role
from rules.model import Act, Kind, Outcome, What

ME, HELPER, REQUESTER = Role.ME, Role.HELPER, Role.REQUESTER

RECEIVED = State(
    "RECEIVED",
    Kind.FAVOUR,
    turn=ME,
    owes=(Owes(ME, What.THANK, HELPER, "k6.received.thank", after="their help"),),
    shown_by=(Act.GIVES_FAVOUR, Act.REPORTS_OUTCOME),
)
INTERIM = Owes(ME, What.REPORT, HELPER, "k6.received.interim", after="your thanks")
REPORT = Owes(ME, What.REPORT, HELPER, "k6.received.report", after="the outcome")
ASKED_BY_ME = State(
    "ASKED_BY_ME",
    Kind.FAVOUR,
    turn=HELPER,
    owes=(Owes(HELPER, What.ANSWER, ME, "k6.asked_by_me", after="your question"),),
    shown_by=(Act.ASKS_FAVOUR,),
)
ASKED_OF_ME = State(
    "ASKED_OF_ME",
    Kind.FAVOUR,
    turn=ME,
    owes=(Owes(ME, What.ANSWER, REQUESTER, "k6.asked_of_me", after="the question"),),
    shown_by=(Act.ASKS_FAVOUR,),
)
GIVEN = State(
    "GIVEN",
    Kind.FAVOUR,
    owes=(Owes(ME, What.CHECK, REQUESTER, "k6.given.check", after="your help"),),
    shown_by=(Act.GIVES_FAVOUR,),
)
ASKED_BACK = Owes(ME, What.ANSWER, HELPER, "rule4.answer", after="their question")
DECLINED = State(
    "DECLINED",
    Kind.FAVOUR,
    turn=ME,
    owes=(Owes(ME, What.THANK, HELPER, "k1.declined", after="their answer"),),
    shown_by=(Act.DECLINES,),
    ends=Outcome.DECLINED,
)

_FIRST = {"asked_by_me": ASKED_BY_ME, "asked_of_me": ASKED_OF_ME, "given": GIVEN}


def start(news: News, before: Position | None = None) -> Position:
    """RECEIVED, ASKED_BY_ME, ASKED_OF_ME or GIVEN, as the first mail says."""
    position = enter(before, _FIRST.get(news.matter.form, RECEIVED), news)
    return replace(position, loops=tuple(_sooner(x, news) for x in position.loops))


def _sooner(loop: Loop, news: News) -> Loop:
    """Half the calendar days to a stated deadline, rounded up, if that is sooner than the clock."""
    days = news.event.reading.days if news.event.reading else ()
    deadline = next((d for d in days if d > news.day), None)
    if loop.owner is not HELPER or loop.due is None or deadline is None:
        return loop
    half = news.day + timedelta(days=-(-(deadline - news.day).days // 2))
    why = f"Due {in_words(half)}: half of the time to {in_words(deadline)}, the day it is needed."
    return replace(loop, due=half, why=why) if half < loop.due else loop


def move(position: Position, news: News) -> Position:
    """Thanks, an answer, the favour itself, or what came of it."""
    if news.by is HELPER:
        return _helper_wrote(position, news)
    if news.by is ME and news.to(HELPER):
        return _to_helper(position, news)
    if news.by is ME and news.to(REQUESTER):
        return _to_requester(position, news)
    if news.by is REQUESTER and position.state == "ASKED_OF_ME" and position.turn is REQUESTER:
        return enter(position, ASKED_OF_ME, news)  # what I had asked back
    if position.state == "RECEIVED" and _tells_the_outcome(news):
        return _outcome_known(position, news)
    return position


def _tells_the_outcome(news: News) -> bool:
    """Whatever is reported of a favour is what came of it, but a meeting."""
    told = news.signal(Act.REPORTS_OUTCOME)
    return told is not None and told.form != "met"


def _helper_wrote(position: Position, news: News) -> Position:
    if position.state == "RECEIVED" and _tells_the_outcome(news):
        return _knows(position, news)
    if position.state != "ASKED_BY_ME":
        return position
    news = news.attentive(Act.GIVES_FAVOUR, Act.DECLINES, Act.PROMISES_SOMETHING, Act.ASKS_QUESTION)
    if news.says(Act.GIVES_FAVOUR, Act.REPORTS_OUTCOME):
        return enter(position, RECEIVED, news)
    if news.says(Act.DECLINES):
        return enter(position, DECLINED, news)
    asks = news.says(Act.ASKS_QUESTION) and not news.says(Act.PROMISES_SOMETHING)
    return _asked_back(position, news) if asks else position


def _asked_back(position: Position, news: News) -> Position:
    """Rule 4: the state stays, the turn is mine."""
    question = news.loop(ASKED_BACK, Act.ASKS_QUESTION)
    return opened(replace(position, loops=(), turn=ME, awaiting=None, until=None), question)


def _to_helper(position: Position, news: News) -> Position:
    if position.state == "ASKED_BY_ME" and holds(position, What.ANSWER):
        return enter(position, ASKED_BY_ME, news)  # it is with them again
    if position.state == "ASKED_BY_ME":
        return _nudged(position, news) if news.day > position.since else position
    if position.state == "DECLINED":
        return close(position, news)
    if position.state == "RECEIVED" and (news.says(Act.THANKS) or news.event.direct):
        return _thanked(position, news)
    return position


def _nudged(position: Position, news: News) -> Position:
    """After the last nudge there is they are left alone, until rule 8 lets it rest."""
    nudged = (*position.nudged, news.day)
    last = len(nudged) >= news.clocks.number("k6.asked_by_me.nudges")
    return replace(
        position, nudged=nudged, until=news.clocks.after(news.day, "rule8.dormant") if last else None
    )


_YES = (Act.PROMISES_SOMETHING, Act.OPTS_IN)


def _to_requester(position: Position, news: News) -> Position:
    if position.state == "ASKED_OF_ME":
        news = news.attentive(*_YES, Act.GIVES_FAVOUR, Act.DECLINES, Act.ASKS_QUESTION)
    if news.says(Act.GIVES_FAVOUR):
        return enter(position, GIVEN, news)
    if position.state == "GIVEN":
        return done(position, What.CHECK) if news.event.speaks_of_it else position
    if position.state != "ASKED_OF_ME":
        return position
    if news.says(Act.DECLINES):
        return close(position, news, Outcome.DECLINED)
    if news.says(*_YES):
        return replace(position, loops=(promise(news, REQUESTER),))
    if news.says(Act.ASKS_QUESTION):
        return with_them(replace(position, loops=()), REQUESTER)
    return close(position, news)


# ── After the thanks ──────────────────────────────────────────────────────────────────────────


def _thanked(position: Position, news: News) -> Position:
    """My thanks, then one interim report; or the report, or thanks to one who knows the outcome: the end."""
    if position.reported or not holds(position, What.THANK):
        return close(position, news)
    if holds(position, What.REPORT):
        return done(position, What.THANK)
    interim = news.loop(INTERIM, Act.THANKS)
    return replace(position, loops=(interim,), turn=None, until=interim.due)


def _outcome_known(position: Position, news: News) -> Position:
    report = news.loop(REPORT, Act.REPORTS_OUTCOME)
    return opened(replace(position, turn=ME, until=None), report)


def _knows(position: Position, news: News) -> Position:
    """The helper told me the outcome: no report is owed, and once they are thanked it is over."""
    told = replace(done(position, What.REPORT), reported=news.day, until=None)
    return told if told.loops else close(told, news)


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """The interim report falls due; a favour asked for has no lapse of its own (rule 8 lets it rest)."""
    if position.state == "RECEIVED" and position.until and position.until <= today:
        return replace(position, turn=ME, until=None)
    return position
