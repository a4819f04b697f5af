"""Reviews with many introductions, of invented people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rules.model import (
    Address,
    Advice,
    Answer,
    AskLoad,
    Case,
    ContactType,
    Element,
    Finding,
    Help,
    Kind,
    Outcome,
    Path,
    Paths,
    Rapport,
    Remark,
    Review,
    Step,
    Topic,
    Turn,
)
from tests.worker.digest.builders import (
    AOIFE,
    DANA,
    GRACE,
    INES,
    LEO,
    MARIT,
    NOOR,
    NOW,
    PAVEL,
    SHAWN,
    TODAY,
    TOMAS,
    case,
    coverage,
    evidence,
    owner,
    person,
    review,
)
from worker.report import report

EVERYBODY = (INES, TOMAS, NOOR, SHAWN, DANA, PAVEL, MARIT, GRACE, LEO, AOIFE)


def steps(*states: tuple[float, Kind, str]) -> tuple[Step, ...]:
    """(days ago, kind, state) each."""
    return tuple(Step(NOW - timedelta(days=days), kind, state, evidence("")) for days, kind, state in states)


def opened(
    id_: str, giver: Address, target: Address, *states: tuple[float, Kind, str], **changes: Any
) -> Case:
    """A case in which `giver` opened a door to `target`."""
    last = states[-1]
    made = case(id_, kind=last[1], state=last[2], introducer=giver.email, targets=(target.email,))
    return replace(made, steps=steps(*states), **changes)


def brought(id_: str, one: Address, other: Address, *states: tuple[float, Kind, str], **changes: Any) -> Case:
    """A case in which the owner introduced `one` to `other`."""
    last = states[-1]
    made = case(id_, kind=last[1], state=last[2], requester=one.email, targets=(other.email,))
    return replace(made, introducer="me", steps=steps(*states), **changes)


MADE, ASKED, PROMISED = Kind.MADE_FOR_ME, Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME
MINE, OF_ME = Kind.MADE_BY_ME, Kind.ASKED_OF_ME
DONE: dict[str, Any] = {"turn": Turn.CLOSED, "outcome": Outcome.DONE}


def a_year() -> Review:
    """Doors opened both ways, some of them one behind the other."""
    cases = (
        opened("a1", SHAWN, INES, (300, ASKED, "ASKED"), (296, MADE, "MADE"), (280, MADE, "MET"), **DONE),
        opened("a2", INES, TOMAS, (60, MADE, "MADE"), (50, MADE, "MET"), (44, MADE, "OUTCOME"), **DONE),
        opened("a3", INES, NOOR, (9, MADE, "MADE"), (3, MADE, "REPLIED")),
        opened("a4", GRACE, MARIT, (20, ASKED, "ASKED"), (15, PROMISED, "PROMISED")),
        opened("a5", TOMAS, PAVEL, (30, MADE, "MADE"), (5, MADE, "NO_MEETING")),
        opened("a6", DANA, AOIFE, (90, ASKED, "ASKED"), (80, ASKED, "DECLINED"), turn=Turn.CLOSED),
        brought("b1", LEO, MARIT, (40, OF_ME, "ASKED_OF_ME"), (35, MINE, "MADE"), (30, MINE, "HANDED_OFF")),
        brought("b2", LEO, GRACE, (10, MINE, "MADE")),
    )
    people = tuple(person(who, sent=3, received=3) for who in EVERYBODY)
    return replace(review(cases=cases, people=people), advice=advice())


def advice() -> Advice:
    """Help both ways, somebody to leave in peace, and a way into a company."""
    ines, grace = rapport(INES), rapport(GRACE)
    helps = (help_(60, "introduced you to Tomas Ruud"), help_(9, "introduced you to Noor Haddad"))
    peace = remark("You still owe them a report on Tomas Ruud.", Answer.NO)
    ines = replace(ines, received=helps, load=AskLoad(Answer.NO, (peace,), TODAY + timedelta(days=12), 2))
    grace = replace(
        grace, given=(help_(10, "introduced to Léo Fontaine"),), load=AskLoad(Answer.YES, (), None, 1)
    )
    way = Path(
        grace, Answer.YES, (remark("works there, as their address says"),), "Ask for a conversation.", TODAY
    )
    later = Path(ines, Answer.NO, (remark("writes with somebody there"),), "Close the loop first.", TODAY)
    applied = remark("You applied there on 3 November: say so yourself.", topic=Topic.APPLICATION_CONFLICT)
    return Advice(people=(ines, grace, rapport(PAVEL)), paths=(Paths("Delta Works", (way, later), applied),))


def rapport(who: Address) -> Rapport:
    found = tuple(Finding(element, Answer.YES, "as the mail shows", evidence("")) for element in Element)
    return Rapport(
        person=who.email,
        name=who.name,
        address=who.email,
        contact_type=ContactType.REFERENCE,
        type_shown_by=remark("you worked together", topic=Topic.CONTACT_TYPE),
        readiness=found[:4],
        load=AskLoad(Answer.YES),
    )


def help_(days_ago: int, text: str) -> Help:
    return Help(day_ago(days_ago), text, evidence(""), "a1")


def day_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def remark(text: str, answer: Answer = Answer.YES, *, topic: Topic = Topic.PATHS) -> Remark:
    return Remark(topic, answer, text, evidence(""))


def a_crowd(pairs: int) -> Review:
    """As many introductions, six by each introducer."""
    cases, people = [], []
    for n in range(pairs):
        giver = Address(f"giver{n // 6}@example.org", f"Giver Number {n // 6}")
        target = Address(f"target{n}@example.net", f"Target With A Longish Name {n}")
        states = ((n + 9, MADE, "MADE"), (n + 2, MADE, ("MET", "REPLIED", "NO_MEETING")[n % 3]))
        cases.append(opened(f"{n:04x}", giver, target, *states))
        people += [person(giver), person(target)]
    known = {one.id: one for one in people}
    return review(cases=tuple(cases), people=tuple(known.values()))


# ── What is seen of it ──────────────────────────────────────────────────────────────────────


def page(what: Review) -> str:
    """The report."""
    return report(what, owner=owner(), coverage=coverage())


def read(what: Review) -> str:
    """What a reader sees of the report."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", page(what), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())
