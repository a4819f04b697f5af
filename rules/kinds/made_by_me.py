"""K4 made_by_me: an introduction I made (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds.clockwork import Clockwork
from rules.kinds.news import News, close, done, enter, holds, opened, pass_into, with_them
from rules.kinds.rows import Owes, State
from rules.matter import Position, Role
from rules.model import Act, Kind, What

ME, REQUESTER, TARGET = Role.ME, Role.REQUESTER, Role.TARGET

MADE = State(
    "MADE",
    Kind.MADE_BY_ME,
    turn=REQUESTER,
    owes=(Owes(REQUESTER, What.REPLY, TARGET, "k4.made", after="your introduction"),),
    shown_by=(Act.INTRODUCES,),
)
HANDED_OFF = State(
    "HANDED_OFF",
    Kind.MADE_BY_ME,
    owes=(Owes(ME, What.CHECK, REQUESTER, "k4.check", after="the first word between them"),),
    shown_by=(Act.REPLIES_TO_INTRODUCTION,),
)
REPORTED = State(
    "REPORTED",
    Kind.MADE_BY_ME,
    turn=ME,
    shown_by=(Act.REPORTS_OUTCOME, Act.THANKS),
)
_TWO = (REQUESTER, TARGET)
ANSWER = {who: Owes(ME, What.ANSWER, who, "k4.reported", after="their report") for who in _TWO}
ANSWER_BACK = {who: Owes(ME, What.ANSWER, who, "rule4.answer", after="their question") for who in _TWO}
NO_NEWS = State("NO_NEWS", Kind.MADE_BY_ME)


def start(news: News, before: Position | None = None) -> Position:
    """MADE: the requester owes the target a first word; where nobody had asked, either may begin."""
    made = enter(before, MADE, news)
    asked = news.matter.opening is Kind.ASKED_OF_ME or news.matter.form != "two_sided"
    return made if asked else replace(made, awaiting=None)


def move(position: Position, news: News) -> Position:
    """One of them answers the other, or tells me; or I ask how it went."""
    if news.by in _TWO:
        return _they_wrote(position, news)
    if news.by is ME and (news.to(REQUESTER) or news.to(TARGET)):
        return _i_wrote(position, news)
    return position


def _they_wrote(position: Position, news: News) -> Position:
    other = TARGET if news.by is REQUESTER else REQUESTER
    if position.state == "MADE" and (news.to(other) or news.signal(Act.REPLIES_TO_INTRODUCTION, "answer")):
        return with_them(enter(position, HANDED_OFF, news), other)
    if news.to(other):
        return position
    answers_me = news.by is REQUESTER and news.event.direct and position.state in ("HANDED_OFF", "NO_NEWS")
    thanks = news.says(Act.THANKS) and news.event.speaks_of_it
    if answers_me or thanks or news.says(Act.REPORTS_OUTCOME):
        reported = enter(position, REPORTED, news)
        return replace(reported, loops=(news.loop(ANSWER[news.by], *REPORTED.shown_by),))
    if position.state == "MADE" and news.says(Act.ASKS_QUESTION):
        question = news.loop(ANSWER_BACK[news.by], Act.ASKS_QUESTION)
        return opened(replace(position, turn=ME), question)
    return position


def _i_wrote(position: Position, news: News) -> Position:
    if position.state == "REPORTED":
        return close(position, news)
    if holds(position, What.ANSWER):
        return replace(done(position, What.ANSWER), turn=REQUESTER)
    late = any(x.due and x.due < news.day for x in position.loops)
    if position.state == "MADE" and late and not news.to(TARGET):
        return replace(position, until=news.clocks.after(news.day, "rule8.dormant"))  # the one line there is
    if position.state == "HANDED_OFF" and position.loops and news.to(REQUESTER) and news.event.speaks_of_it:
        return with_them(replace(position, loops=(), nudged=(news.day,)), REQUESTER)
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """The check falls due, once; unanswered, or never sent (rule 5), it ends in NO_NEWS, in silence."""
    due = next((x.due for x in position.loops if x.what is What.CHECK), None)
    checked = position.nudged[-1] if position.nudged else due
    if position.state != "HANDED_OFF" or checked is None:
        return position
    silent = clocks.after(checked, "k4.no_news")
    if silent < today:
        return pass_into(position, NO_NEWS, clocks, since=silent)
    return replace(position, turn=ME) if due and due <= today else position
