"""The days a mail names, as they are meant in answer to the days that were offered."""

from __future__ import annotations

from datetime import date, timedelta

from rules.kinds.news import News
from rules.matter import Role
from rules.model import Reading
from rules.who.names import fold
from rules.words import find_days
from rules.words.vocabulary import DAY_WORDS

_WEEK = timedelta(days=7)


def days_ahead(news: News) -> tuple[date, ...]:
    """The days a mail names that are not before it, in its order.

    "Friday works", in answer to "Thursday or Friday next week?", is the Friday that was offered.
    """
    reading = news.event.reading
    if reading is None:
        return ()
    offered = _offered(news)
    days = (_meant(day, reading, offered) for day in reading.days)
    return tuple(dict.fromkeys(day for day in days if day >= news.day))


def _offered(news: News) -> tuple[date, ...]:
    """The days that the other side named last."""
    other = Role.TARGET if news.by is Role.ME else Role.ME
    named = [e for e in news.matter.events if e.by is other and e.at < news.event.at and e.reading]
    return next((e.reading.days for e in reversed(named) if e.reading and e.reading.days), ())


def _meant(day: date, reading: Reading, offered: tuple[date, ...]) -> date:
    """The next such weekday that was offered, where a weekday is all that is said of a day."""
    said_on = reading.header.date.date()
    later = [other for other in offered if other > day and other.weekday() == day.weekday()]
    if not later or day in offered or not said_on < day <= said_on + _WEEK:
        return day
    return min(later) if _is_bare(day, reading) else day


def _is_bare(day: date, reading: Reading) -> bool:
    """Whether no sentence that we keep says more of a day than its weekday ("this Friday", "tomorrow")."""
    said_on = reading.header.date.date()
    own = (s for s in reading.signals if s.writer is None)
    found = (one for s in own for one in find_days(s.sentence, said_on, s.language) if one.day == day)
    words = DAY_WORDS.get(reading.language, DAY_WORDS["en"])
    named = (fold(one.text).split() for one in found)
    return all(said[-1] in words.weekdays and words.at.issuperset(said[:-1]) for said in named)
