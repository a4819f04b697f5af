"""K3 made_for_me: an introduction made for me, until a time is spoken of (DOMAIN.md section 5)."""

from __future__ import annotations

from dataclasses import replace

from rules.kinds import meeting
from rules.kinds.news import News, done, enter, holds, opened, with_them
from rules.kinds.rows import Owes, State
from rules.matter import Event, Position, Role
from rules.model import Act, Kind, Outcome, What

ME, INTRODUCER, TARGET = Role.ME, Role.INTRODUCER, Role.TARGET

MADE = State(
    "MADE",
    Kind.MADE_FOR_ME,
    turn=ME,
    owes=(Owes(ME, What.REPLY, TARGET, "k3.made.due", after="the introduction", late="k3.made.overdue"),),
    shown_by=(Act.INTRODUCES,),
)
MADE_AND_THEY_WRITE = State(
    "MADE",
    Kind.MADE_FOR_ME,
    turn=TARGET,
    owes=(Owes(TARGET, What.REPLY, ME, "k3.made.target", after="the introduction"),),
    shown_by=(Act.INTRODUCES,),
)
TARGET_WROTE = State(
    "TARGET_WROTE",
    Kind.MADE_FOR_ME,
    turn=ME,
    owes=(Owes(ME, What.REPLY, TARGET, "k3.target_wrote", after="their mail"),),
    shown_by=(Act.REPLIES_TO_INTRODUCTION, Act.PROPOSES_TIMES),
)
REPLIED = State(
    "REPLIED",
    Kind.MADE_FOR_ME,
    turn=TARGET,
    owes=(Owes(TARGET, What.REPLY, ME, "k3.replied", after="your mail"),),
    shown_by=(Act.REPLIES_TO_INTRODUCTION,),
)
REPLIED_OPTED_IN = replace(
    REPLIED, owes=(Owes(TARGET, What.REPLY, ME, "k3.replied.opted_in", after="your mail"),)
)
REPLY_AGAIN = Owes(TARGET, What.REPLY, ME, "k3.replied.opted_in.again", after="your last mail")
THANK_INTRODUCER = Owes(ME, What.THANK, INTRODUCER, "k3.replied.thank", after="your mail to them")
ANSWER = Owes(ME, What.ANSWER, TARGET, "rule4.answer", after="their mail")
ANSWER_INTRODUCER = replace(ANSWER, to=INTRODUCER)

_THANKS_OR_BCC = ".thanks-intro"  # the rule, in every language

BEFORE_MY_REPLY = frozenset({"MADE", "TARGET_WROTE", "REDIRECTED"})
BEFORE_THE_MEETING = frozenset({"REPLIED", "SCHEDULING", "SCHEDULED", "MET?"})
AFTER_THE_MEETING = frozenset({"MET", "INTERIM", "OUTCOME"})


def start(news: News, before: Position | None = None) -> Position:
    """MADE by the introducer; TARGET_WROTE or REPLIED where mail with the target comes first."""
    if news.by is ME:
        return _replied(before, news)
    if news.by is TARGET:
        return _target_wrote(before, news)
    they_write = news.signal(Act.INTRODUCES, "target_writes") is not None
    made = enter(before, MADE_AND_THEY_WRITE if they_write else MADE, news)
    return replace(made, opted_in=made.opted_in or they_write or _is_expected(news))


def _is_expected(news: News) -> bool:
    """Whether the introducer says that the target knows and agrees: "she expects your note"."""
    introduces = news.signal(Act.INTRODUCES)
    return news.says(Act.OPTS_IN) or (introduces is not None and introduces.rule.endswith(".expects"))


def move(position: Position, news: News) -> Position:
    """The position after a message of somebody in the case, or of a calendar."""
    invited = meeting.invited(position, news)
    if invited:
        return invited
    if news.by is ME:
        return meeting.settled(_i_wrote(position, news), news)
    if news.by is TARGET:
        return _they_wrote(position, news)
    return _introducer_wrote(position, news) if news.by is INTRODUCER else position


def _introducer_wrote(position: Position, news: News) -> Position:
    """They expect me there; or they ask me alone, and are answered, whosever turn it is (rule 4)."""
    if _is_expected(news):
        position = replace(position, opted_in=True)
    asks_me = news.says(Act.ASKS_QUESTION) and not news.to(TARGET) and not holds(position, What.REPORT)
    if not asks_me or position.state in BEFORE_MY_REPLY:
        return position
    return opened(position, news.loop(ANSWER_INTRODUCER, Act.ASKS_QUESTION))


# ── My mail ───────────────────────────────────────────────────────────────────────────────────


def _i_wrote(position: Position, news: News) -> Position:
    if news.to(TARGET):
        position = _to_target(position, news)
    return meeting.told(position, news) if news.to(INTRODUCER) else position


def _to_target(position: Position, news: News) -> Position:
    position = done(position, What.ANSWER, to=TARGET)
    if _says_we_met(position, news):
        return meeting.met(position, news, meeting.day_of(position, news), thanked=True)
    if position.state in BEFORE_MY_REPLY:
        agreed = news.says(Act.CONFIRMS_MEETING) and position.meeting
        return meeting.scheduled(position, news, position.meeting) if agreed else _replied(position, news)
    if position.state == "REPLIED":
        return _replied_again(position, news)
    if position.state == "SCHEDULING":
        return meeting.word_on_a_time(position, news, from_me=True)
    if position.state in ("SCHEDULED", "MET?") and news.says(Act.RESCHEDULES):
        return meeting.scheduling(position, news, whose=TARGET)
    return done(position, What.THANK, to=TARGET)


def _says_we_met(position: Position, news: News) -> bool:
    """ "Great talking today"; or, once the day has come, what only sounds like it.

    Once a day that was agreed on has come, any thanks of mine will do, but those for a time.
    """
    if position.state in AFTER_THE_MEETING:
        return False
    has_come = position.meeting is not None and position.meeting <= news.day
    agreed = position.state in ("SCHEDULED", "MET?")
    on_a_time = news.says(Act.CONFIRMS_MEETING, Act.PROPOSES_TIMES, Act.RESCHEDULES)
    on_a_time = on_a_time and not meeting.looks_back(position, news)
    if news.signal(Act.THANKS, "after_meeting") or (has_come and news.hints(Act.THANKS, "after_meeting")):
        return True
    return has_come and agreed and news.says(Act.THANKS) and not on_a_time


def _replied(position: Position | None, news: News) -> Position:
    """My first mail to the target; `thank` opens where the introducer was neither To, Cc nor Bcc.

    Not every mailbox keeps the Bcc line of what it sent (RFC 5322, 3.6.3): there the words count.
    """
    opted_in = position is not None and position.opted_in
    replied = enter(position, REPLIED_OPTED_IN if opted_in else REPLIED, news)
    replied = replace(replied, meeting=meeting.first_day(news))
    thanked = news.to(INTRODUCER) or _thanks_the_introducer(news) or _has_been_thanked(position, news)
    return replied if thanked else opened(replied, news.loop(THANK_INTRODUCER, Act.REPLIES_TO_INTRODUCTION))


def _thanks_the_introducer(news: News) -> bool:
    """ "Thanks, Ines", "moving Ines to Bcc": a sentence that thanks, or hands over, and says their name."""
    thanks, answers = news.signal(Act.THANKS), news.signal(Act.REPLIES_TO_INTRODUCTION)
    if thanks and thanks.form != "after_meeting" and news.names(INTRODUCER, thanks):
        return True
    return bool(answers and answers.rule.endswith(_THANKS_OR_BCC) and news.names(INTRODUCER, answers))


def _has_been_thanked(position: Position | None, news: News) -> bool:
    """Whether I thanked them, for the redirection or the hand-off, before I wrote to the target.

    What I answer them there, and what asks nothing, is thanks however it is put ("You star. Will do.").
    """
    if position is None or position.state not in ("REDIRECTED", "MADE"):
        return False
    if position.state == "REDIRECTED":
        return not holds(position, What.THANK)
    made = position.steps[-1].at
    return any(_is_thanks(e) for e in news.matter.events if made < e.at < news.event.at)


def _is_thanks(event: Event) -> bool:
    """Whether it answers the introducer and asks nothing."""
    read = event.reading
    mine = event.by is ME and INTRODUCER in event.to and event.direct
    return mine and read is not None and not read.questions


def _replied_again(position: Position, news: News) -> Position:
    """My answer, with times or to be replied to anew; or a nudge: one, or two where they had agreed."""
    if position.turn is ME and news.says(Act.PROPOSES_TIMES):
        return meeting.scheduling(position, news, whose=TARGET)
    if meeting.takes_theirs(position, news):
        return meeting.scheduled(position, news, meeting.first_day(news))
    if position.turn is ME:
        row = REPLIED_OPTED_IN if position.opted_in else REPLIED
        return opened(with_them(position, TARGET), news.loop(row.owes[0], *row.shown_by))
    if news.day == position.since:
        return position
    nudged = (*position.nudged, news.day)
    name = "k3.replied.opted_in.nudges" if position.opted_in else "k3.replied.nudges"
    if len(nudged) < news.clocks.number(name):
        return opened(replace(position, nudged=nudged), news.loop(REPLY_AGAIN, Act.NUDGES))
    return replace(position, nudged=nudged, until=news.clocks.after(news.day, "k3.no_meeting"))


# ── Their mail ────────────────────────────────────────────────────────────────────────────────


def _they_wrote(position: Position, news: News) -> Position:
    if position.state in BEFORE_MY_REPLY:
        declined = news.says(Act.DECLINES) and not news.says(Act.PROPOSES_TIMES)
        return meeting.no_meeting(position, news) if declined else _target_wrote(position, news)
    if _thanks_me_for_the_meeting(position, news):
        return _they_wrote(meeting.met(position, news, meeting.day_of(position, news), thanked=False), news)
    if _tells_the_outcome(position, news):
        return enter(position, meeting.OUTCOME, news, keep=(What.PROMISE,))
    if position.state in BEFORE_THE_MEETING or position.state == "NO_MEETING":
        return _answered(position, news)
    position = replace(position, running=position.running or position.state == "MET")
    return _asked(position, news) if news.says(Act.ASKS_QUESTION) else position


def _thanks_me_for_the_meeting(position: Position, news: News) -> bool:
    """ "Thank you for the call yesterday": they too can say that we met, on strong evidence (rule 10).

    Once the day agreed on has come, what only sounds like it will do. Not before it, not where they ask
    for another time, and not on copy: those thanks are somebody else's.
    """
    if position.state in AFTER_THE_MEETING or not news.to(ME) or news.on_copy():
        return False
    lies_ahead = position.meeting is not None and position.meeting > news.day
    has_come = position.state in ("SCHEDULED", "MET?") and not lies_ahead
    sounds = has_come and news.hints(Act.THANKS, "after_meeting")
    thanks = sounds or news.signal(Act.THANKS, "after_meeting") is not None
    return thanks and not lies_ahead and not meeting.is_on_a_time(position, news)


def _tells_the_outcome(position: Position, news: News) -> bool:
    """What came of it. Whoever has met me has nothing else to report or to decline, however it is put."""
    told = news.signal(Act.REPORTS_OUTCOME)
    if position.state not in AFTER_THE_MEETING:
        return told is not None and told.form == "outcome"
    says_no = news.says(Act.DECLINES) and not meeting.is_on_a_time(position, news)
    return says_no or (told is not None and told.form != "met")


def _target_wrote(position: Position | None, news: News) -> Position:
    """TARGET_WROTE, from their first mail on; what they add later changes no date."""
    if position is not None and position.state == "TARGET_WROTE":
        return replace(position, meeting=meeting.first_day(news) or position.meeting)
    wrote = enter(position, TARGET_WROTE, news, keep=(What.THANK,))
    return replace(wrote, opted_in=True, meeting=meeting.first_day(news))


def _answered(position: Position, news: News) -> Position:
    """A no, a word on a time, or anything else, late as it may be: then the next line is mine (rule 4)."""
    if news.says(Act.DECLINES) and not news.says(Act.PROPOSES_TIMES, Act.RESCHEDULES):
        return meeting.no_meeting(position, news)
    if meeting.is_on_a_time(position, news) or meeting.is_short_yes(position, news):
        return meeting.word_on_a_time(position, news, from_me=False)
    if position.state in ("SCHEDULED", "MET?") or news.says(Act.DEFERS):
        return position
    if position.state == "NO_MEETING" and position.ends is Outcome.DECLINED:
        return position
    if position.state == "NO_MEETING":
        position = enter(position, REPLIED, news, keep=(What.PROMISE,))
    return _asked(done(position, What.REPLY, What.SCHEDULE, owner=TARGET), news)


def _asked(position: Position, news: News) -> Position:
    """Rule 4: the state stays, the turn is mine."""
    asked = news.loop(ANSWER, Act.ASKS_QUESTION, Act.REPLIES_TO_INTRODUCTION)
    quiet = position.until if position.state == "INTERIM" else None  # the report keeps its day
    return opened(replace(position, turn=ME, awaiting=None, nudged=(), until=quiet), asked)
