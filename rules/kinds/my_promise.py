"""K9 my_promise: "I'll send", "I'll ask" of mine, outside every other case (DOMAIN.md section 5)."""

from __future__ import annotations

from datetime import date

from rules.kinds.clockwork import Clockwork
from rules.kinds.news import News, close, enter, opened
from rules.kinds.rows import Owes, State
from rules.matter import Loop, Position, Role
from rules.model import Act, Kind, What

ME, TARGET = Role.ME, Role.TARGET

OPEN = State("OPEN", Kind.MY_PROMISE, turn=ME, shown_by=(Act.PROMISES_SOMETHING,))


def start(news: News, before: Position | None = None) -> Position:
    """OPEN until the mail that keeps it."""
    return opened(enter(before, OPEN, news), promise(news, TARGET))


def promise(news: News, to: Role) -> Loop:
    """The duty of a promise of mine, by its stated date, else in 2 BD, in K9 or in another case."""
    owes = Owes(ME, What.PROMISE, to, "k9.promise", after="your promise")
    return news.loop_by(owes, Act.PROMISES_SOMETHING, Act.PROMISES_INTRODUCTION)


def move(position: Position, news: News) -> Position:
    """My next mail to them keeps it, unless it is one more promise."""
    if news.by is ME and news.to(TARGET) and not news.says(Act.PROMISES_SOMETHING):
        return close(position, news)
    return position


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """A promise does not lapse by itself: rule 8 lets it rest."""
    return position
