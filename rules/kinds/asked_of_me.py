"""K5 asked_of_me: somebody asks me for an introduction, or to be introduced (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.kinds import made_by_me, made_for_me, promised_to_me
from rules.kinds.clockwork import Clockwork
from rules.kinds.my_promise import promise
from rules.kinds.news import News, close, enter, holds, opened, pass_into, with_them
from rules.kinds.rows import Owes, State
from rules.matter import Position, Role
from rules.model import Act, Kind, Outcome, What

ME, INTRODUCER, REQUESTER, TARGET = Role.ME, Role.INTRODUCER, Role.REQUESTER, Role.TARGET

ASKED_OF_ME = State(
    "ASKED_OF_ME",
    Kind.ASKED_OF_ME,
    turn=ME,
    owes=(Owes(ME, What.ANSWER, REQUESTER, "k5.asked", after="the question"),),
    shown_by=(Act.ASKS_FOR_INTRODUCTION,),
)
BLURB_AWAITED = State(
    "BLURB_AWAITED",
    Kind.ASKED_OF_ME,
    turn=REQUESTER,
    owes=(Owes(REQUESTER, What.ANSWER, ME),),
    shown_by=(Act.ASKS_FOR_BLURB,),
)
OPT_IN_ASKED = State(
    "OPT_IN_ASKED",
    Kind.ASKED_OF_ME,
    turn=TARGET,
    owes=(Owes(TARGET, What.ANSWER, ME, "k5.opt_in_asked", after="your question"),),
    shown_by=(Act.OPT_IN_QUESTION,),
)
OPTED_IN = State(
    "OPTED_IN",
    Kind.ASKED_OF_ME,
    turn=ME,
    owes=(Owes(ME, What.INTRODUCE, REQUESTER, "k5.opted_in", after="their yes"),),
    shown_by=(Act.OPTS_IN,),
)
OPTED_IN_BY_MY_WORD = State("OPTED_IN", Kind.ASKED_OF_ME, turn=ME, shown_by=(Act.PROMISES_INTRODUCTION,))
INTRODUCE = Owes(ME, What.INTRODUCE, REQUESTER, "k5.opted_in.mine", after="your promise")
OPTED_OUT = State(
    "OPTED_OUT",
    Kind.ASKED_OF_ME,
    turn=ME,
    owes=(Owes(ME, What.TELL, REQUESTER, "k5.opted_out", after="the answer, or the silence"),),
    shown_by=(Act.DECLINES,),
)
ASKED_BACK = Owes(ME, What.ANSWER, TARGET, "rule4.answer", after="their question")
OPT_IN_OF_ME = State(
    "OPT_IN_OF_ME",
    Kind.ASKED_OF_ME,
    turn=ME,
    owes=(Owes(ME, What.ANSWER, INTRODUCER, "k5.opt_in_of_me", after="the question"),),
    shown_by=(Act.OPT_IN_QUESTION,),
)


def start(news: News, before: Position | None = None) -> Position:
    """ASKED_OF_ME, or OPT_IN_OF_ME where I am the target; my question, or my promise, may come first."""
    if news.by is ME and news.says(Act.PROMISES_INTRODUCTION) and not news.says(Act.OPT_IN_QUESTION):
        return _told_the_requester(enter(before, ASKED_OF_ME, news), news)
    if news.by is ME:
        return enter(before, OPT_IN_ASKED, news)
    return enter(before, OPT_IN_OF_ME if news.matter.form == "of_me" else ASKED_OF_ME, news)


def move(position: Position, news: News) -> Position:
    """My answer, my question to the target, the target's answer, or the introduction itself."""
    if position.state == "OPT_IN_OF_ME":
        return _of_me(position, news)
    if news.by is ME:
        return _i_wrote(position, news)
    if news.by is TARGET and position.state in ("OPT_IN_ASKED", "OPTED_OUT"):
        return _target_wrote(position, news)
    if news.by is REQUESTER and position.state == "BLURB_AWAITED":
        return _blurb_came(position, news)
    if news.by is REQUESTER and position.state == "ASKED_OF_ME" and position.turn is REQUESTER:
        return enter(position, ASKED_OF_ME, news)  # what I had asked back
    return position


_OF_ME = (Act.OPTS_IN, Act.DECLINES, Act.ASKS_QUESTION)


def _of_me(position: Position, news: News) -> Position:
    """My yes makes it K2 PROMISED; the introduction itself, K3."""
    if news.by is INTRODUCER and news.says(Act.INTRODUCES):
        return made_for_me.start(news, position)
    if news.by is INTRODUCER and position.turn is INTRODUCER:
        return enter(position, OPT_IN_OF_ME, news)  # what I had asked back
    if news.by is not ME or not news.to(INTRODUCER):
        return position
    match news.attentive(*_OF_ME).leading(*_OF_ME):
        case Act.DECLINES:
            return close(position, news, Outcome.DECLINED)
        case Act.ASKS_QUESTION:
            return with_them(replace(position, loops=()), INTRODUCER)
    return promised_to_me.start(news, position)


def _i_wrote(position: Position, news: News) -> Position:
    if news.to(TARGET) and news.to(REQUESTER):
        return made_by_me.start(news, position)
    if news.to(TARGET):
        return _asked_the_target(position, news) if _is_the_question(position, news) else position
    return _told_the_requester(position, news) if news.to(REQUESTER) else position


def _is_the_question(position: Position, news: News) -> bool:
    """Whether my mail to the target asks them, or follows my question; not what is on something else.

    After their yes or no, thanks and "I'll connect you tomorrow" are no new question: what I owe stays.
    """
    if news.says(Act.OPT_IN_QUESTION):
        return True
    if _have_answered(position, news):
        return False
    return position.state == "OPT_IN_ASKED" or news.event.speaks_of_it


def _have_answered(position: Position, news: News) -> bool:
    """Whether it stands on the target's own word."""
    shown = position.evidence.message_id
    told = any(e.by is TARGET and e.message_id == shown for e in news.matter.events)
    return told and position.state in ("OPTED_IN", "OPTED_OUT")


def _asked_the_target(position: Position, news: News) -> Position:
    """The opt-in question, or my answer to theirs; asked again it is a nudge, and the last leaves peace."""
    if position.state != "OPT_IN_ASKED" or holds(position, What.ANSWER):
        return enter(position, OPT_IN_ASKED, news)
    nudged = (*position.nudged, news.day)
    last = len(nudged) >= news.clocks.number("k5.opt_in_asked.nudges")
    return replace(position, nudged=nudged, until=_silent(position, news.clocks) if last else None)


def _silent(position: Position, clocks: Clockwork) -> date:
    """When their silence counts: 10 BD after the question; never before they are back (rule 2)."""
    due = (x.due for x in position.loops if x.owner is TARGET and x.due)
    return max(clocks.after(position.since, "k5.opt_in_asked.silent"), *due)


def _told_the_requester(position: Position, news: News) -> Position:
    if position.state == "ASKED_OF_ME":
        news = news.attentive(*_ANSWERS)
    if news.says(Act.INTRODUCES, Act.REDIRECTS):
        return made_by_me.start(news, position)
    if news.says(Act.ASKS_FOR_BLURB):
        return enter(position, BLURB_AWAITED, news)
    if news.says(Act.DECLINES) or position.state == "OPTED_OUT":
        return close(position, news, Outcome.DECLINED)
    return _answered(position, news) if position.state == "ASKED_OF_ME" else position


_YES = (Act.PROMISES_INTRODUCTION, Act.PROMISES_SOMETHING, Act.OPTS_IN)
_ANSWERS = (*_YES, Act.DECLINES, Act.ASKS_FOR_BLURB, Act.INTRODUCES, Act.REDIRECTS, Act.ASKS_QUESTION)


def _answered(position: Position, news: News) -> Position:
    """I will introduce them; I will ask first; I ask back; or that was all I have to say."""
    if news.signal(Act.PROMISES_INTRODUCTION, "opt_in"):
        return replace(position, loops=(promise(news, REQUESTER),))
    if news.says(*_YES):
        mine = news.loop_by(INTRODUCE, *_YES)
        return opened(enter(position, OPTED_IN_BY_MY_WORD, news), mine)
    if news.says(Act.ASKS_QUESTION):
        return with_them(replace(position, loops=()), REQUESTER)
    return close(position, news)


def _target_wrote(position: Position, news: News) -> Position:
    """Yes, no, later, or a question of theirs (rule 4); what says none of these is a yes.

    "Later" must be said plainly: that they answered at all is mostly a yes.
    """
    news = news.attentive(Act.OPTS_IN, Act.DECLINES, Act.ASKS_QUESTION)
    if news.says(Act.DECLINES):
        return enter(position, OPTED_OUT, news)
    if news.says(Act.OPTS_IN):
        return enter(position, OPTED_IN, news)
    if news.says(Act.DEFERS):
        return position
    if news.says(Act.ASKS_QUESTION):
        question = news.loop(ASKED_BACK, Act.ASKS_QUESTION)
        return opened(replace(position, loops=(), turn=ME, awaiting=None, until=None), question)
    return enter(position, OPTED_IN, news)


def _blurb_came(position: Position, news: News) -> Position:
    mine = replace(INTRODUCE, after="their lines came")
    return opened(enter(position, OPTED_IN_BY_MY_WORD, news), news.loop(mine))


def wait(position: Position, today: date, clocks: Clockwork) -> Position:
    """A silent target counts as a no, told without reasons, 10 BD after the question."""
    if position.state != "OPT_IN_ASKED" or not holds(position, What.ANSWER, owner=TARGET):
        return position
    silent = _silent(position, clocks)
    return pass_into(position, OPTED_OUT, clocks, since=silent) if silent < today else position
