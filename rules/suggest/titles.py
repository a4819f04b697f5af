"""What a suggestion is called: one line that says who, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from rules.model import Case, Duty, Kind, What
from rules.suggest.desk import Desk

_Title = Callable[[Case, str, str, Desk], str]  # case, to whom, about whom or what


def of_mine(case: Case, duty: Duty, desk: Desk) -> str:
    """What the owner owes: "Tell Ines Carvalho how it went with Tomas Ruud"."""
    to, about = desk.name(duty.to), desk.about(case)
    title = _TITLES.get(duty.what, _answer)
    return title(case, to, "" if about == to else about, desk)


def of_theirs(case: Case, duty: Duty, days: int, desk: Desk) -> str:
    """What somebody else has not done yet, and for how long, in business days; without reproach."""
    who, about = desk.name(duty.owner), desk.about(case)
    said = _THEIRS.get(case.state, "{who} has had your note for {days}")
    if case.kind is Kind.MADE_BY_ME:
        said = "{who} has had your introduction for {days}"
    other = about if about and about != who else "somebody"
    return said.format(who=who, about=other, days=f"{days} business days" if days != 1 else "a business day")


def of_lapse(case: Case, who: str, desk: Desk) -> str:
    """What may rest: "Let it rest: Ines Carvalho and Nordvik"."""
    names = dict.fromkeys(name for name in (desk.name(who), desk.about(case)) if name)
    return f"Let it rest: {' and '.join(names)}"


_THEIRS = {
    "ASKED": "{who} has had your question for {days}",
    "PROMISED": "{who} offered to introduce you to {about} {days} ago",
    "OPT_IN_PENDING": "{who} has been asking {about} first for {days}",
    "OPT_IN_ASKED": "{who} has had your question for {days}",
    "SCHEDULING": "{who} has had the question of a time for {days}",
    "ASKED_BY_ME": "{who} has had your request for {days}",
}


def _thank(case: Case, to: str, about: str, _: Desk) -> str:
    match case.state:
        case "REPLIED" | "REDIRECTED" | "SCHEDULING" | "SCHEDULED" | "MET?":
            return f"Thank {to} for the introduction" + (f" to {about}" if about else "")
        case "MET" | "INTERIM" | "OUTCOME":
            return f"Thank {to} for the meeting"
        case "DECLINED" | "NO_MEETING":
            return f"Thank {to} for answering"
        case _:
            return f"Thank {to} for their help"


def _reply(case: Case, to: str, _: str, desk: Desk) -> str:
    introducer = desk.name(case.introducer) if case.introducer else ""
    if case.state == "REDIRECTED":
        return f"Write to {to}" + (f" and mention {introducer}" if introducer else "")
    whom = f", whom {introducer} introduced" if introducer else ""
    if case.state == "UNDELIVERED":
        return f"Reach {to}{whom}{',' if whom else ''} another way"
    return f"Answer {to}{whom}"


def _report(_: Case, to: str, about: str, __: Desk) -> str:
    return f"Tell {to} how it went" + (f" with {about}" if about else "")


def _introduce(_: Case, to: str, about: str, __: Desk) -> str:
    return f"Introduce {to}" + (f" to {about}" if about else "")


def _answer(_: Case, to: str, about: str, __: Desk) -> str:
    return f"Answer {to}" + (f" about {about}" if about else "")


_TITLES: dict[What, _Title] = {
    What.REPLY: _reply,
    What.THANK: _thank,
    What.REPORT: _report,
    What.ANSWER: _answer,
    What.INTRODUCE: _introduce,
    What.PROMISE: lambda _, to, __, ___: f"Keep your promise to {to}",
    What.SCHEDULE: lambda _, to, __, ___: f"Settle a time with {to}",
    What.CONFIRM: lambda _, to, __, ___: f"Did you meet {to}?",
    What.CHECK: lambda _, to, __, ___: f"Ask {to} whether it helped",
    What.TELL: lambda _, to, __, ___: f"Tell {to} that it is not possible",
    What.UPDATE: lambda _, to, __, ___: f"Send {to} a short update",
}
