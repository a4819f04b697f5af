"""The digest's own English: counts, headings, the sentence that leads. No scores, no exclamation marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from rules.due import in_words
from rules.model import Calendar, Section, Suggestion, What

HEADINGS: Mapping[Section, tuple[str, str]] = MappingProxyType(  # for one, for several
    {
        Section.URGENT: ("Today", "Today"),
        Section.THANKS_AND_REPORTS: ("Thanks and reports", "Thanks and reports"),
        Section.ANSWERS: ("Answers and promises", "Answers and promises"),
        Section.NUDGES: ("With others", "With others"),
        Section.QUESTIONS: ("A question", "Questions"),
        Section.UPDATES: ("An update", "Updates"),
        Section.LAPSES: ("To let rest", "To let rest"),
        Section.GIVE_BACK: ("Something to give", "Something to give"),
        Section.RECONNECTS: ("Somebody to write to again", "People to write to again"),
    }
)

# What a suggestion counts as in the subject, by its section, else by its duty.
_BY_SECTION = {
    Section.QUESTIONS: ("question", "questions"),
    Section.NUDGES: ("nudge worth a thought", "nudges worth a thought"),
    Section.LAPSES: ("loop to let rest", "loops to let rest"),
    Section.GIVE_BACK: ("thing to give back", "things to give back"),
    Section.RECONNECTS: ("person to write to again", "people to write to again"),
}
_BY_DUTY = {
    What.REPLY: ("introduction to answer", "introductions to answer"),
    What.THANK: ("loop to close", "loops to close"),
    What.REPORT: ("loop to close", "loops to close"),
    What.ANSWER: ("answer to give", "answers to give"),
    What.TELL: ("answer to give", "answers to give"),
    What.INTRODUCE: ("introduction to make", "introductions to make"),
    What.PROMISE: ("promise to keep", "promises to keep"),
    What.SCHEDULE: ("time to settle", "times to settle"),
    What.CONFIRM: ("question", "questions"),
    What.CHECK: ("introduction to ask after", "introductions to ask after"),
    What.UPDATE: ("update to send", "updates to send"),
}
_MINE = frozenset({Section.URGENT, Section.THANKS_AND_REPORTS, Section.ANSWERS, Section.UPDATES})
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    "twelve",
)
_ABOUT = (
    *((2, "A minute or two."), (5, "About five minutes."), (10, "About ten minutes.")),
    *((15, "About fifteen minutes."), (20, "About twenty minutes."), (35, "About half an hour.")),
)
MISSPELT = "Is your address misspelt?"
_KINDS = 3  # that are named: a subject is one line
_EACH, _SHORT = 3, 1  # minutes for a mail of one's own, for a word


def count(n: int, one: str, several: str) -> str:
    """ "1 loop", "2 loops"."""
    return f"{n} {one if n == 1 else several}"


def what_matters(suggestions: Sequence[Suggestion], *, spelled: bool = False) -> str:
    """ "2 loops to close, 1 introduction to answer": what the owner owes, else what else there is."""
    mine = list(filter(is_mine, suggestions))
    counted = Counter(_counts_as(s) for s in mine or suggestions)
    named = list(counted.items())[:_KINDS]
    first = [f"{_number(n, spelled)} {words[n != 1]}" for words, n in named]
    rest = counted.total() - sum(n for _, n in named)
    return ", ".join((*first, f"{_number(rest, spelled)} more") if rest else first)


def is_mine(suggestion: Suggestion) -> bool:
    """Whether the owner owes it."""
    return suggestion.section in _MINE


def lead(shown: Sequence[Suggestion], waiting: int) -> str:
    """How long it will take, and how much needs nothing."""
    mine = sum(map(is_mine, shown))
    minutes = mine * _EACH + (len(shown) - mine) * _SHORT
    return f"{_about(minutes)} {with_others(waiting)}".strip()


def with_others(waiting: int) -> str:
    """How many loops are with others; "" where none is."""
    if waiting < 2:
        return "One loop is with somebody else and needs nothing from you." if waiting else ""
    return f"{_number(waiting, True).capitalize()} loops are with others and need nothing from you."


def of_others(messages: int, addresses: Sequence[str]) -> str:
    """What is wrong where none of so many messages is from or to the owner."""
    return (
        f"None of the messages read ({messages}) is from or to {' or '.join(addresses)}: nothing in them can "
        "be yours. Your addresses stand in the configuration, under owner."
    )


def day_and_week(day: date) -> str:
    """ "Monday 16 November · week 47"."""
    return f"{in_words(day)} · week {day.isocalendar().week}"


def moment(at: datetime, calendar: Calendar, *, beside: date) -> str:
    """ "Monday 16 November at 07:52", in the owner's zone."""
    local = at.astimezone(calendar.zone)
    return f"{in_words(local.date(), beside=beside)} at {local:%H:%M}"


def due_in_words(due: date | None, *, today: date, overdue: bool) -> str:
    """How near a day is, without alarm; "" where the reason says it."""
    if due is None:
        return ""
    if overdue:
        return "overdue"
    near = {today: "due today", today + timedelta(days=1): "due tomorrow"}
    return near.get(due, "now due" if due < today else "")


def why_in_words(why: str, due: date | None, *, today: date) -> str:
    """Why this date, beside today: "Due Thursday …" becomes "Due tomorrow, Thursday …", or "It was due …"."""
    told = why.removeprefix("Due ")
    if due is None or told == why:
        return why
    if due < today:
        return f"It was due {told}"
    near = {today: "today, ", today + timedelta(days=1): "tomorrow, "}
    return f"Due {near.get(due, '')}{told}"


def and_more(cut: Sequence[Suggestion], *, owed: bool, where: str = "") -> str:
    """The line below a section that had to be cut.

    Where something is `owed`, that is what the subject counts: then it says how many of them are.
    """
    mine = sum(map(is_mine, cut))
    whose = (
        "" if mine == len(cut) or not owed else f", {mine} of them yours" if mine else ", none of them yours"
    )
    return f"And {len(cut)} more{whose}: introloop{where} loops shows them all." if cut else ""


def _counts_as(suggestion: Suggestion) -> tuple[str, str]:
    if suggestion.section in _BY_SECTION or suggestion.duty is None:
        return _BY_SECTION.get(suggestion.section, ("step to take", "steps to take"))
    return _BY_DUTY[suggestion.duty.what]


def _number(n: int, spelled: bool) -> str:
    return _NUMBERS[n] if spelled and n < len(_NUMBERS) else str(n)


def _about(minutes: int) -> str:
    for limit, words in _ABOUT:
        if minutes <= limit:
            return words
    return "About an hour."
