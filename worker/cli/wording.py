"""Cases and duties in words a person reads at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rules.model import ME, Case, Duty, Kind, Review, Turn, What

TURNS = {
    Turn.ME: "Your turn",
    Turn.THEM: "Their turn",
    Turn.NOBODY: "Nobody's turn for now",
    Turn.CLOSED: "Closed",
}

_TITLES = {
    Kind.ASKED_BY_ME: "You asked {introducer} to introduce you to {targets}",
    Kind.PROMISED_TO_ME: "{introducer} promised to introduce you to {targets}",
    Kind.MADE_FOR_ME: "{introducer} introduced you to {targets}",
    Kind.MADE_BY_ME: "You introduced {requester} and {targets}",
    Kind.ASKED_OF_ME: "{requester} asks you for an introduction to {targets}",
    Kind.FAVOUR: "A favour between you and {helper}",
    Kind.UPDATE: "{helper} helped you and may like to hear the news",
    Kind.RECONNECT: "You and {targets} have not written for a while",
    Kind.MY_PROMISE: "You promised something to {targets}",
}

_MINE = {
    What.REPLY: "Reply to {who}",
    What.THANK: "Thank {who}",
    What.REPORT: "Tell {who} how it went",
    What.ANSWER: "Answer {who}",
    What.INTRODUCE: "Make the introduction for {who}",
    What.PROMISE: "Keep your promise to {who}",
    What.SCHEDULE: "Settle a time with {who}",
    What.CONFIRM: "Did it happen with {who}?",
    What.CHECK: "Ask {who} whether it was useful",
    What.TELL: "Tell {who} that it is not possible",
    What.UPDATE: "Tell {who} the news",
}
_THEIRS = {
    What.REPLY: "{who} has not replied yet",
    What.ANSWER: "{who} has not answered yet",
    What.INTRODUCE: "{who} meant to make the introduction",
    What.PROMISE: "{who} promised it",
    What.SCHEDULE: "{who} has the last word on a time",
}

Names = Mapping[str, str]
"""Address to name."""


def names(review: Review) -> Names:
    """What to call the people of a review."""
    return {address: person.name for person in review.people if person.name for address in person.addresses}


def called(who: str | None, known: Names) -> str:
    """A name, else the address, else the word for somebody not known."""
    if who == ME:
        return "you"
    return known.get(who, who) if who else "somebody"


def title(case: Case, known: Names) -> str:
    """What a case is about, in one line."""
    helped = case.helper or case.requester or case.awaiting or (case.targets[0] if case.targets else None)
    text = _TITLES[case.kind].format(
        introducer=called(case.introducer, known),
        requester=called(case.requester, known),
        helper=called(helped, known),
        targets=" and ".join(called(target, known) for target in case.targets)
        or called(case.awaiting, known),
    )
    told = case.organisation and case.organisation.lower() not in text.lower()
    return f"{text} ({case.organisation})" if told else text


def duty(one: Duty, known: Names, *, today: date) -> str:
    """Who owes what, and until when."""
    if one.owner == ME:
        said = _MINE[one.what].format(who=called(one.to, known))
    else:
        said = _THEIRS.get(one.what, "{who} owes an answer").format(who=called(one.owner, known))
    return f"{said}{_until(one, today)}"


def _until(one: Duty, today: date) -> str:
    if one.due is None:
        return ""
    if one.overdue or one.due < today:
        return f", due since {day(one.due, today)}"
    return f", due {day(one.due, today)}"


def standing(case: Case, *, today: date) -> str:
    """Whose turn it is where nothing is owed: closed and how, or quiet and until when."""
    if case.outcome:
        return f"Closed: {case.outcome}"
    return f"Quiet until {day(case.until, today)}" if case.until else TURNS[case.turn]


def day(that: date, today: date) -> str:
    """A day as one says it: today, tomorrow, yesterday, else with its date, and its year if it is another."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((that - today).days)
    year = f" {that.year}" if that.year != today.year else ""
    return near or f"{that:%a} {that.day} {that:%b}{year}"


def short_ids(review: Review) -> dict[str, str]:
    """What each case is called on a terminal."""
    return review.short_ids()
