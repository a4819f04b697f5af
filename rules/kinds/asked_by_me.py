"""K1 asked_by_me: an introduction I asked for (DOMAIN.md section 5). K2, where it may lead, moves alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds import made_for_me, promised_to_me
from rules.kinds.clockwork import Clockwork
from rules.kinds.news import News, close, done, enter, holds, opened, pass_into, with_them
from rules.kinds.rows import Owes, State
from rules.matter import Position, Role
from rules.model import Act, Kind, Outcome, What

ME, INTRODUCER, TARGET = Role.ME, Role.INTRODUCER, Role.TARGET

ASKED = State(
    "ASKED",
    Kind.ASKED_BY_ME,
    turn=INTRODUCER,
    owes=(Owes(INTRODUCER, What.ANSWER, ME, "k1.asked", after="your question"),),
    shown_by=(Act.ASKS_FOR_INTRODUCTION,),
)
DECLINED = State(
    "DECLINED",
    turn=ME,
    owes=(Owes(ME, What.THANK, INTRODUCER, "k1.declined", after="their answer"),),
    shown_by=(Act.DECLINES,),
    ends=Outcome.DECLINED,
)
REDIRECTED = State(
    "REDIRECTED",
    turn=ME,
    owes=(
        Owes(ME, What.REPLY, TARGET, "k1.redirected", after="their answer"),
        Owes(ME, What.THANK, INTRODUCER, "k1.redirected", after="their answer"),
    ),
    shown_by=(Act.REDIRECTS, Act.INTRODUCES),
)
LAPSED = State("LAPSED")
ASKED_BACK = Owes(ME, What.ANSWER, INTRODUCER, "rule4.answer", after="their question")

_LAPSE = {"ASKED": "k1.asked.lapse", "PROMISED": "k2.promised.lapse", "OPT_IN_PENDING": "k2.opt_in.lapse"}
_NUDGES = {"ASKED": "k1.asked.nudges", "PROMISED": "k2.promised.nudges", "OPT_IN_PENDING": "k2.opt_in.nudges"}


def start(news: News, before: Position | None = None) -> Position:
    """ASKED: the introducer owes an answer."""
    return enter(before, ASKED, news)


def move(position: Position, news: News) -> Position:
    """Their answer, my nudge, or the introduction itself."""
    if news.by is TARGET:
        return made_for_me.start(news, position)
    if news.by is INTRODUCER:
        return _introducer_wrote(position, news)
    if news.by is ME and news.to(TARGET):
        return made_for_me.start(news, position)
    if news.by is ME and news.to(INTRODUCER):
        return _i_wrote(position, news)
    return position


_ANSWERS = (Act.INTRODUCES, Act.REDIRECTS, Act.PROMISES_INTRODUCTION, Act.DECLINES)


def _introducer_wrote(position: Position, news: News) -> Position:
    """ "Write to her, use my name" sends me on where I had asked; unasked, it is a hand-off (rule 6)."""
    asked = news.matter.opening is Kind.ASKED_BY_ME
    news = news.attentive(*_ANSWERS) if position.turn is INTRODUCER else news
    match news.leading(*_ANSWERS):
        case Act.INTRODUCES if asked and news.hints(Act.REDIRECTS) and not news.to(TARGET):
            return enter(position, REDIRECTED, news)
        case Act.REDIRECTS if asked:
            return enter(position, REDIRECTED, news)
        case Act.INTRODUCES | Act.REDIRECTS:
            return made_for_me.start(news, position)
        case Act.PROMISES_INTRODUCTION:
            promised = promised_to_me.start(news, position)
            return _asked_back(promised, news) if news.says(Act.ASKS_FOR_BLURB) else promised
        case Act.DECLINES:
            return enter(position, DECLINED, news)
    return _asked_back(position, news) if news.says(Act.ASKS_FOR_BLURB, Act.ASKS_QUESTION) else position


def _asked_back(position: Position, news: News) -> Position:
    """Rule 4: the state stays, and nothing is awaited from them until I have answered."""
    question = news.loop(ASKED_BACK, Act.ASKS_FOR_BLURB, Act.ASKS_QUESTION)
    waiting = done(position, What.ANSWER, What.INTRODUCE, owner=INTRODUCER)
    return opened(replace(waiting, turn=ME, awaiting=None, until=None), question)


def _i_wrote(position: Position, news: News) -> Position:
    """My thanks for a no end it; else my answer or nudge leaves the turn with the introducer."""
    if position.state == "DECLINED":
        return close(position, news)
    asked_back = holds(position, What.ANSWER)
    position = done(position, What.ANSWER, What.THANK)
    if position.state not in _LAPSE:
        return position
    if asked_back:
        return _with_them_again(position, news)
    again = news.says(Act.NUDGES, Act.ASKS_FOR_INTRODUCTION) and news.day > position.since
    waiting = with_them(position, INTRODUCER)
    return _nudged(waiting, news) if again else waiting


_AWAITED = {"ASKED": ASKED.owes[0], "PROMISED": promised_to_me.PROMISE} | {
    "OPT_IN_PENDING": promised_to_me.OPT_IN_PENDING.owes[0]
}


def _with_them_again(position: Position, news: News) -> Position:
    """They have my answer: their clock begins anew."""
    owes = replace(_AWAITED[position.state], after="your answer")
    return opened(with_them(position, INTRODUCER), news.loop(owes))


def _nudged(position: Position, news: News) -> Position:
    """The last nudge there is leaves them in peace until the lapse."""
    nudged = (*position.nudged, news.day)
    last = len(nudged) >= news.clocks.number(_NUDGES[position.state])
    until = news.clocks.after(news.day, _LAPSE[position.state]) if last else None
    return replace(position, nudged=nudged, until=until)


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """LAPSED, 10 BD after the nudge, or after the day it was due (rule 5)."""
    waiting = next((x.due for x in position.loops if x.owner is INTRODUCER and x.due), None)
    since = position.nudged[-1] if position.nudged else waiting
    if position.turn is ME or position.state not in _LAPSE or since is None:
        return position
    lapsed = clocks.after(since, _LAPSE[position.state])
    return pass_into(position, LAPSED, clocks, since=lapsed) if lapsed < today else position
