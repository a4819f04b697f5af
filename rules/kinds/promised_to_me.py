"""K2 promised_to_me: an introduction promised to me (DOMAIN.md section 5), asked for (K1) or not."""

from __future__ import annotations

from dataclasses import replace

from rules.kinds.news import News, enter, opened
from rules.kinds.rows import Owes, State
from rules.matter import Position, Role
from rules.model import Act, Kind, What

ME, INTRODUCER = Role.ME, Role.INTRODUCER

PROMISED = State("PROMISED", Kind.PROMISED_TO_ME, turn=INTRODUCER, shown_by=(Act.PROMISES_INTRODUCTION,))
PROMISE = Owes(INTRODUCER, What.INTRODUCE, ME, "k2.promised", after="the promise")
OPT_IN_PENDING = State(
    "OPT_IN_PENDING",
    Kind.PROMISED_TO_ME,
    turn=INTRODUCER,
    owes=(Owes(INTRODUCER, What.ANSWER, ME, "k2.opt_in", after="the promise to ask"),),
    shown_by=(Act.PROMISES_INTRODUCTION,),
)


def start(news: News, before: Position | None = None) -> Position:
    """PROMISED, due on the stated date + 1 or in 5 BD; OPT_IN_PENDING where they ask the target first."""
    if news.signal(Act.PROMISES_INTRODUCTION, "opt_in"):
        return enter(before, OPT_IN_PENDING, news)
    promise = news.loop_by(PROMISE, Act.PROMISES_INTRODUCTION, extra=news.clocks.number("k2.promised.date"))
    said_yes = news.signal(Act.PROMISES_INTRODUCTION, "said_yes") is not None or news.says(Act.OPTS_IN)
    return opened(replace(enter(before, PROMISED, news), opted_in=said_yes), promise)
