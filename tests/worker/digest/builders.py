"""Reviews of invented people, readable enough to see what a digest should say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rules.model import (
    ME,
    Address,
    Calendar,
    Case,
    Draft,
    Duty,
    Evidence,
    Kind,
    Outcome,
    Owner,
    Person,
    Review,
    Section,
    Step,
    Suggestion,
    Turn,
    What,
)
from worker.digest import WEEKLY, Digest, Issue, compose
from worker.ports import Coverage, FolderCoverage
from worker.ports.mailbox import FolderRole

ZONE = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 16, 6, 55, tzinfo=UTC)  # Monday, 07:55 in Oslo
TODAY = date(2026, 11, 16)
ME_ADDRESS = "mira@example.com"

INES = Address("ines@example.org", "Ines Carvalho")
TOMAS = Address("tomas.ruud@example.net", "Tomas Ruud")
NOOR = Address("noor@haddad.example", "Noor Haddad")
SHAWN = Address("shawn.price@example.org", "Shawn Price")
DANA = Address("dana@okoye.example", "Dana Okoye")
PAVEL = Address("pavel@example.net", "Pavel Novák")
MARIT = Address("marit@kolstad.example", "Marit Kolstad")
GRACE = Address("grace@example.org", "Grace Wanjiru")
LEO = Address("leo@fontaine.example", "Léo Fontaine")
AOIFE = Address("aoife@example.net", "Aoife Byrne")


def owner(**changes: Any) -> Owner:
    mine = Owner(addresses=frozenset({ME_ADDRESS}), calendar=Calendar(ZONE), name="Mira Lind")
    return replace(mine, **changes)


def issue(**changes: Any) -> Issue:
    given: dict[str, Any] = {
        "number": 12,
        "kind": WEEKLY,
        "period": "2026-W47",
        "now": NOW,
        "owner": owner(),
        "sender": ME_ADDRESS,
        "to": ME_ADDRESS,
        "message_id": "<weekly.2026-W47.4f2a@introloop.invalid>",
        "since": NOW - timedelta(weeks=1),
    }
    return Issue(**(given | changes))


def coverage(**changes: Any) -> Coverage:
    folders = tuple(
        FolderCoverage("mira", name, role, NOW - timedelta(minutes=3), read=400)
        for name, role in (
            ("INBOX", FolderRole.INBOX),
            ("Sent", FolderRole.SENT),
            ("Archive", FolderRole.ARCHIVE),
        )
    )
    return replace(Coverage(last_complete=NOW - timedelta(minutes=3), folders=folders), **changes)


def person(who: Address, **changes: Any) -> Person:
    return replace(Person(id=who.email, addresses=(who.email,), name=who.name), **changes)


def case(id_: str, **changes: Any) -> Case:
    given: dict[str, Any] = {
        "id": id_,
        "kind": Kind.MADE_FOR_ME,
        "state": "MET",
        "turn": Turn.ME,
        "awaiting": None,
        "introducer": None,
        "requester": None,
        "helper": None,
        "targets": (),
        "outcome": None,
        "organisation": None,
        "purpose": "",
        "messages": (f"<first.{id_}@example.org>",),
        "duties": (),
        "steps": (),
    }
    return Case(**(given | changes))


def step(days_ago: float, state: str = "MADE", message_id: str = "<m@example.org>") -> Step:
    return Step(NOW - timedelta(days=days_ago), Kind.MADE_FOR_ME, state, evidence("", message_id))


def evidence(sentence: str, message_id: str = "<m@example.org>") -> Evidence:
    return Evidence(message_id, sentence, "en.some_rule")


def duty(what: What, to: Address, **changes: Any) -> Duty:
    given: dict[str, Any] = {
        "what": what,
        "owner": ME,
        "to": to.email,
        "since": date(2026, 11, 11),
        "due": date(2026, 11, 13),
        "overdue": False,
        "urgent": False,
        "evidence": evidence("Great talking today."),
        "why": "",
    }
    return Duty(**(given | changes))


def draft(to: Address, text: str, **changes: Any) -> Draft:
    given: dict[str, Any] = {
        "to": (to,),
        "cc": (),
        "bcc": (),
        "subject": "Re: An introduction",
        "text": text,
        "language": "en",
        "in_reply_to": "<m@example.org>",
    }
    return Draft(**(given | changes))


def suggestion(
    section: Section, who: Address, title: str, *, id_: str = "", sentence: str = "", **changes: Any
) -> Suggestion:
    given: dict[str, Any] = {
        "case": case(id_ or who.email.split("@")[0]),
        "section": section,
        "duty": None,
        "who": who,
        "title": title,
        "reason": "",
        "evidence": evidence(sentence),
    }
    return Suggestion(**(given | changes))


def review(*suggestions: Suggestion, cases: tuple[Case, ...] = (), people: tuple[Person, ...] = ()) -> Review:
    """A review whose cases are those of its suggestions and some more."""
    own = {s.case.id: s.case for s in suggestions}
    return Review(NOW, (*own.values(), *cases), suggestions, people)


# ── A week of Mira's ────────────────────────────────────────────────────────────────────────


def report_to_ines() -> Suggestion:
    return suggestion(
        Section.THANKS_AND_REPORTS,
        INES,
        "Tell Ines Carvalho how it went with Tomas Ruud",
        sentence="Great talking today, I will send the two papers.",
        case=case(
            "7f2a",
            introducer=INES.email,
            targets=(TOMAS.email,),
            steps=(step(18, "MADE", "<intro@example.org>"), step(5, "MET")),
        ),
        duty=duty(
            What.REPORT,
            INES,
            why="Due Friday 13 November: 2 business days after the meeting on Wednesday 11 November.",
        ),
        reason="You met Tomas Ruud on Wednesday 11 November; Ines made the introduction on 29 October.",
        drafts=(
            draft(
                INES,
                "Hi Ines,\n\nTomas and I spoke on Wednesday. He walked me through how they test turbine"
                " firmware, and I am sending him two papers. Thank you for opening that door.\n\nMira",
                subject="Re: Mira, meet Tomas",
            ),
        ),
    )


def answer_noor() -> Suggestion:
    return suggestion(
        Section.URGENT,
        NOOR,
        "Answer Noor Haddad, whom Shawn Price introduced",
        sentence="Noor, meet Mira, who has run a members' archive for ten years.",
        case=case(
            "91bc", state="MADE", introducer=SHAWN.email, targets=(NOOR.email,), steps=(step(3, "MADE"),)
        ),
        duty=duty(
            What.REPLY,
            NOOR,
            due=TODAY,
            urgent=True,
            why="Due Monday 16 November: 1 business day after the introduction on Friday 13 November.",
        ),
        reason="You asked for this introduction on 2 November, so the next mail is yours.",
        drafts=(
            draft(
                NOOR,
                "Thank you, Shawn (moving you to Bcc).\n\nNoor, good to meet you. Forty members pulling in"
                " one direction is exactly what I hope to learn about. Could we talk for twenty minutes,"
                " Tuesday at 10 or Thursday at 15?\n\nMira",
                bcc=(SHAWN,),
                subject="Re: Noor and Mira",
            ),
        ),
    )


def three_ways_for_leo() -> Suggestion:
    texts = (
        "Léo, gladly. Send me three lines I can forward, and I will ask Marit.\n\nMira",
        "Marit, may I pass your address on to Léo Fontaine, who restores tide gauges? A one-word no is"
        " fine.\n\nMira",
        "Léo, I do not know her well enough to ask this of her now. I hope you find a way.\n\nMira",
    )
    to = (LEO, MARIT, LEO)
    return suggestion(
        Section.ANSWERS,
        LEO,
        "Answer Léo Fontaine, who asks for an introduction to Marit Kolstad",
        sentence="Would you introduce me to Marit, if you think it fits?",
        case=case("03de", kind=Kind.ASKED_OF_ME, requester=LEO.email, targets=(MARIT.email,)),
        duty=duty(
            What.ANSWER,
            LEO,
            due=date(2026, 11, 12),
            overdue=True,
            why="Due Thursday 12 November: 2 business days after the request on Tuesday 10 November.",
        ),
        drafts=tuple(draft(who, text, subject="Re: Marit?") for who, text in zip(to, texts, strict=True)),
    )


def silent_pavel() -> Suggestion:
    return suggestion(
        Section.NUDGES,
        PAVEL,
        "Pavel Novák has had your note for six business days",
        case=case("5d10", turn=Turn.THEM, targets=(PAVEL.email,)),
        duty=duty(What.REPLY, PAVEL, owner=PAVEL.email, due=TODAY),
        drafts=(draft(PAVEL, "Pavel, three questions by mail would do as well."),),
    )


def did_you_meet_dana() -> Suggestion:
    return suggestion(
        Section.QUESTIONS,
        DANA,
        "Did you meet Dana Okoye on Tuesday 10 November?",
        sentence="See you Tuesday at 3.",
        case=case("22aa", state="MET?", targets=(DANA.email,), steps=(step(9),)),
        duty=duty(What.CONFIRM, DANA, due=date(2026, 11, 11)),
    )


def write_to_aoife() -> Suggestion:
    return suggestion(
        Section.RECONNECTS,
        AOIFE,
        "Aoife Byrne, last heard of in August",
        case=case("77c1", kind=Kind.RECONNECT, turn=Turn.NOBODY, helper=AOIFE.email),
        reason="A reference; 94 days since your last mail.",
        drafts=(draft(AOIFE, "Aoife, the tide tables you lent me are in print now.", subject="Tide tables"),),
    )


def a_week() -> Review:
    """A bit of everything."""
    more = (
        case("k3-q1", turn=Turn.NOBODY, targets=(MARIT.email,), until=date(2026, 11, 22), steps=(step(10),)),
        case("k3-q2", turn=Turn.NOBODY, targets=(GRACE.email,), until=date(2027, 1, 4), steps=(step(12),)),
        case("k1-w1", kind=Kind.ASKED_BY_ME, turn=Turn.THEM, introducer=GRACE.email, steps=(step(2),)),
        case("k1-w2", kind=Kind.ASKED_BY_ME, turn=Turn.THEM, introducer=SHAWN.email, steps=(step(20),)),
        *(closed(f"k3-c{n}", GRACE, days) for n, days in enumerate((3, 9, 10, 17))),
    )
    everybody = (INES, TOMAS, NOOR, SHAWN, DANA, PAVEL, MARIT, GRACE, LEO, AOIFE)
    return review(
        answer_noor(),
        report_to_ines(),
        three_ways_for_leo(),
        silent_pavel(),
        did_you_meet_dana(),
        write_to_aoife(),
        cases=more,
        people=tuple(person(who, sent=3, received=3) for who in everybody),
    )


def closed(id_: str, who: Address, days_ago: float, outcome: Outcome = Outcome.DONE) -> Case:
    steps = (step(days_ago + 8), step(days_ago, "CLOSED"))
    return case(id_, turn=Turn.CLOSED, state="CLOSED", outcome=outcome, targets=(who.email,), steps=steps)


def reports(n: int) -> list[Suggestion]:
    """As many reports owed, each in a case of its own."""
    return [replace(report_to_ines(), case=case(f"r{i}")) for i in range(n)]


# ── What is said of it ────────────────────────────────────────────────────────────────────


def said(what: Review, *, when: Issue | None = None, read: Coverage | None = None) -> Digest:
    """The issue, which must be there."""
    digest = compose(what, issue=when or issue(), coverage=read or coverage())
    assert digest is not None
    return digest


def flat(text: str) -> str:
    """Text without its line breaks, so that sentences can be looked for."""
    return " ".join(text.split())
