"""The rules of evidence in every kind (DOMAIN.md section 3): away, failed, later, promised, weak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rules.due import in_words
from rules.kinds.my_promise import promise
from rules.kinds.news import News, done, enter, opened, with_them
from rules.kinds.rows import UNDELIVERED, Owes
from rules.matter import Loop, Position, Role, failures
from rules.model import Act, Evidence, Kind, Mark, What

AUTOMATIC = frozenset({Mark.AUTO_REPLY, Mark.REPORT, Mark.AUTO_GENERATED})
THEIR_PROMISE = Owes(Role.HELPER, What.PROMISE, Role.ME, "k2.promised", after="their promise")

# ── Rule 2: mail that answers nothing ─────────────────────────────────────────────────────────

_MINE_AGAIN = {Kind.MADE_FOR_ME: What.REPLY, Kind.MADE_BY_ME: What.INTRODUCE}


def is_automatic(news: News) -> bool:
    """Whether a machine wrote it: never an answer (rule 1)."""
    reading = news.event.reading
    return reading is not None and bool(reading.header.marks & AUTOMATIC)


def automatic(position: Position, news: News, before: Position | None) -> Position:
    """Out of office lengthens what is awaited, a final failure gives my duty back, a delay is nothing.

    `before` is what stood before my last mail, the one that came back.
    """
    reading = news.event.reading
    failed = failures(reading) if reading else ()
    roles = (r for r, who in news.matter.roles.items() if who.label in failed or news.to(r))
    role = next(roles, None) if failed else None
    if role is not None:
        return _undelivered(position, news, role, before)
    away = reading is not None and Mark.AUTO_REPLY in reading.header.marks
    return _away(position, news) if away else position


def _away(position: Position, news: News) -> Position:
    """Due = max(due, return date + 2 BD), without a date + 5 BD; the state stays."""
    days = news.event.reading.days if news.event.reading else ()
    back = max((d for d in days if d > news.day), default=None)
    until = news.clocks.after(back or news.day, "rule2.back" if back else "rule2.away")
    why = f"Due {in_words(until)}: {f'they are back on {in_words(back)}' if back else 'they are away'}."
    loops = tuple(
        replace(x, due=until, why=why) if x.owner is news.by and x.due and x.due < until else x
        for x in position.loops
    )
    return replace(position, loops=loops)


def _undelivered(position: Position, news: News, role: Role, before: Position | None) -> Position:
    """The interrupted duty is mine again, due 1 BD after the bounce."""
    interrupted = next((x for x in position.loops if x.owner is role), None)
    if interrupted is None and (position.kind, position.state) != (Kind.MADE_BY_ME, "MADE"):
        return position
    on_a_time = interrupted is not None and interrupted.what is What.SCHEDULE
    what = What.SCHEDULE if on_a_time else _MINE_AGAIN.get(position.kind, What.ANSWER)
    owes = Owes(Role.ME, what, role, "rule2.bounce", after="it came back")
    evidence = Evidence(news.event.message_id, "This address failed.", "bounce")
    again = news.clocks.loop(owes, since=news.day, evidence=evidence)
    failed = enter(position, UNDELIVERED, news, keep=tuple(What))
    return opened(replace(failed, before=before), again)


# ── Rule 3: later ─────────────────────────────────────────────────────────────────────────────

_WAITING = frozenset({"ASKED", "PROMISED", "OPT_IN_PENDING", "MADE", "TARGET_WROTE", "REPLIED", "SCHEDULING"})
_WAITING_TOO = frozenset({"OPT_IN_ASKED", "ASKED_BY_ME"})
_SAYS_MORE = (Act.DECLINES, Act.PROMISES_INTRODUCTION, Act.PROPOSES_TIMES)


def later(position: Position, news: News) -> Position:
    """A date in words from the one awaited: nobody's turn until that day, then the next step is mine."""
    signal = news.signal(Act.DEFERS)
    waits = position.state in _WAITING | _WAITING_TOO and news.by not in (Role.ME, Role.BYSTANDER)
    says_more = news.says(*_SAYS_MORE) or news.leading(Act.DEFERS, Act.CONFIRMS_MEETING) is not Act.DEFERS
    if signal is None or signal.day is None or signal.day <= news.day or not waits or says_more:
        return position
    waiting = (x.what for x in position.loops if x.owner is news.by)
    what = What.SCHEDULE if position.kind is Kind.MADE_FOR_ME else next(waiting, What.ANSWER)
    due = news.clocks.after(signal.day, "rule3.date")
    why = f"Due {in_words(due)}: they asked you to wait until {in_words(signal.day)}."
    loop = Loop(what, Role.ME, news.by, news.day, due, None, news.event.evidence(Act.DEFERS), why)
    kept = tuple(x for x in position.loops if x.what in (What.THANK, What.PROMISE))
    return replace(position, turn=None, awaiting=None, loops=kept, until=signal.day, resumes=(loop,))


def resume(position: Position, today: date) -> Position:
    """The quiet is over: what was waiting is mine."""
    if not position.resumes or position.until is None or today <= position.until:
        return position
    loops = (*position.loops, *position.resumes)
    return replace(position, turn=Role.ME, until=None, resumes=(), loops=loops)


# ── Rule 4, K9: promises inside a case ────────────────────────────────────────────────────────

_PROMISES_COUNT = frozenset({"ASKED", "PROMISED", "OPT_IN_PENDING", "REPLIED", "SCHEDULING", "SCHEDULED"})
_AND_AFTER = frozenset(
    {"MET?", "MET", "INTERIM", "HANDED_OFF", "NO_NEWS", "REPORTED", "RECEIVED", "ASKED_BY_ME"}
)


_AN_ANSWER = (What.REPLY, What.ANSWER, What.SCHEDULE)


def promises(position: Position, news: News, before: Position) -> Position:
    """A promise inside a case is a duty of that case; the next mail of whoever made it keeps it.

    `before` is what stood before the message moved it.
    """
    if news.by is Role.ME:
        return _my_promises(position, news, before)
    waited = any(x.owner is news.by and x.to is Role.ME and x.what in _AN_ANSWER for x in before.loops)
    if waited and position.state == before.state and _will_do_it(position, news):
        return _their_promise(position, news)
    return done(position, What.PROMISE, owner=news.by)


def _will_do_it(position: Position, news: News) -> bool:
    """A promise; or, in its thread, what sounds like a yes to a favour I asked for: "course you can"."""
    if news.says(Act.PROMISES_SOMETHING):
        return True
    yes = news.hints(Act.OPTS_IN) and not news.says(Act.ASKS_QUESTION)
    return position.kind is Kind.FAVOUR and news.event.direct and yes


_PROMISED_TO: Mapping[Kind, tuple[Role, ...]] = {
    Kind.MADE_FOR_ME: (Role.TARGET,),  # "I'll tell you how it goes", to the introducer, is the report itself
    Kind.ASKED_BY_ME: (Role.INTRODUCER,),
    Kind.PROMISED_TO_ME: (Role.INTRODUCER,),
    Kind.MADE_BY_ME: (Role.REQUESTER, Role.TARGET),
    Kind.FAVOUR: (Role.HELPER,),
}


def _my_promises(position: Position, news: News, before: Position) -> Position:
    """To the one it was made to. In K5, and of a favour asked of me, it is the answer itself."""
    to = next((role for role in _PROMISED_TO.get(position.kind, ()) if news.to(role)), None)
    if to is None:
        return position
    if not news.says(Act.PROMISES_SOMETHING):
        return done(position, What.PROMISE, to=to)
    if before.outcome is None and position.outcome is not None and position.before is not None:
        return _unfinished(position.before, promise(news, to))
    in_time = position.state in _PROMISES_COUNT | _AND_AFTER
    return opened(position, promise(news, to)) if in_time else position


def _unfinished(position: Position, promised: Loop) -> Position:
    """A mail that would have ended it, but for what it promises."""
    return replace(position, loops=(promised,), turn=Role.ME, awaiting=None, until=None)


def _their_promise(position: Position, news: News) -> Position:
    """ "Will send it Friday": the answer stays with them, by their own date."""
    owes = replace(THEIR_PROMISE, owner=news.by)
    loop = news.loop_by(owes, Act.PROMISES_SOMETHING, extra=news.clocks.number("k2.promised.date"))
    kept = done(position, *_AN_ANSWER, owner=news.by)
    kept = done(kept, What.ANSWER, to=news.by)
    return opened(with_them(kept, news.by), loop)


# ── Rule 10: weak evidence asks ───────────────────────────────────────────────────────────────

_NOT_MET_YET = frozenset({"MADE", "TARGET_WROTE", "REPLIED", "SCHEDULING", "SCHEDULED"})


def doubt(position: Position, news: News) -> Position:
    """What only sounds like a meeting puts a question, and moves nothing."""
    sounds = news.hints(Act.THANKS, "after_meeting") or news.hints(Act.REPORTS_OUTCOME, "met")
    asks = position.kind is Kind.MADE_FOR_ME and position.state in _NOT_MET_YET and sounds
    return replace(position, question="Did you meet {target}?") if asks else position
