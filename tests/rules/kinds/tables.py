"""Reads the stories of the *.txt files beside it: these events, on this day: this state, turn and duties.

A story is a name, its events, and how the case stands on a day. All days are of 2026, month and day;
2 November is a Monday.

    they propose times: two days for me  (form hand_off, tomas answers in 4)
        11-02 introducer > me target : introduces/two_sided     who wrote to whom, and what the mail does
        11-03 me > target : replies_to_introduction ~ days 11-06,11-09 words 5 questions 1
        11-04 target > me : proposes_times @11-06 0.6           the day its sentence names, how sure it is
        11-04 target > me : away 11-12                          an out-of-office and the day of return
        11-04 bystander > me : failed target                    a delivery report
        11-05 me > introducer : thanks ~ off-topic              in another thread, on something else
        11-06 ! met 11-05                                       the owner's word
        = 11-09 MET me | me report introducer 11-09 urgent      state, turn, whom it awaits, duties
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from rules.kinds import stand
from rules.matter import Event, Matter, Role, Who
from rules.model import (
    Act,
    Address,
    Calendar,
    Case,
    Decision,
    Duty,
    Header,
    Invitation,
    InvitationMethod,
    Kind,
    Mark,
    Owner,
    Reading,
    Signal,
    Turn,
    Verb,
)

PEOPLE: Mapping[Role, Who] = {
    Role.INTRODUCER: Who("ines@harbour.example", "ines", "Ines"),
    Role.TARGET: Who("tomas@nordvik.example", "tomas", "Tomas"),
    Role.REQUESTER: Who("arjun@pillai.example", "arjun", "Arjun"),
    Role.HELPER: Who("loes@hartman.example", "loes", "Loes"),
}
SHORT = {who.label: role.value for role, who in PEOPLE.items()}
OWNER = Owner(frozenset({"mara@lindqvist.example"}), Calendar(UTC), name="Mara")


@dataclass(frozen=True, slots=True)
class Row:
    """One story: what happened, the day it is looked at, and how the case stands then."""

    name: str
    events: Sequence[str]
    on: str = ""
    expected: str = ""
    form: str = ""
    answers: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def rows(table: str) -> list[Row]:
    """The stories of a table; sections (##) and remarks (#) are for the reader."""
    text = (Path(__file__).parent / f"{table}.txt").read_text("utf-8")
    blocks = (block.strip().splitlines() for block in text.split("\n\n"))
    return [_row(block) for block in blocks if block and not block[0].startswith("#")]


def _row(lines: list[str]) -> Row:
    name, _, options = lines[0].partition("  (")
    form, answers = "", {}
    for option in filter(None, options.rstrip(")").split(", ")):
        who, *rest = option.split()
        if who == "form":
            form = rest[0]
        else:
            answers[who] = int(rest[-1])
    *events, outcome = (line.strip() for line in lines[1:])
    on, expected = outcome.removeprefix("= ").split(" ", 1)
    return Row(name, events, on, expected, form, answers)


def found(kind: Kind, told: Row, owner: Owner = OWNER) -> str:
    """How the case stands on the row's day, in the words of an expectation."""
    case = played(kind, told, owner)
    return described(case) if case else "nothing"


def played(
    kind: Kind, told: Row, owner: Owner = OWNER, *, roles: Sequence[Role] = tuple(PEOPLE)
) -> Case | None:
    matter = Matter(
        "m1",
        kind,
        {role: PEOPLE[role] for role in roles},
        tuple(event(line, number) for number, line in enumerate(told.events)),
        form=told.form,
    )
    return stand(matter, owner=owner, now=datetime.combine(day(told.on), time(20), UTC), answers=told.answers)


def described(case: Case) -> str:
    """ "MET me | me report introducer 11-05; me thank target 11-04 overdue"."""
    words = [case.state, case.turn.value]
    if case.turn is not Turn.ME and case.awaiting:
        words.append(SHORT.get(case.awaiting, case.awaiting))
    if case.outcome:
        words.append(f"={case.outcome.value}")
    if case.until:
        words.append(f"until {case.until:%m-%d}")
    if case.question:
        words.append(f"({case.question})")
    return " | ".join([" ".join(words), *filter(None, ["; ".join(sorted(map(_duty, case.duties)))])])


def _duty(duty: Duty) -> str:
    due = f" {duty.due:%m-%d}" if duty.due else ""
    marks = " overdue" * duty.overdue + " urgent" * duty.urgent
    owner, to = SHORT.get(duty.owner, duty.owner), SHORT.get(duty.to, duty.to)
    return f"{owner} {duty.what.value} {to}{due}{marks}"


def day(text: str) -> date:
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


# ── Events ──────────────────────────────────────────────────────────────────────────────────


def event(line: str, number: int) -> Event:
    on, rest = line.split(" ", 1)
    at = datetime.combine(day(on), time(9, number), UTC)
    if rest.startswith("! "):
        return _decision(rest[2:].split(), at, number)
    mail, _, facts = rest.partition("~")
    people, _, said = mail.partition(":")
    by, _, to = people.partition(">")
    direct = "elsewhere" not in facts and "off-topic" not in facts
    reading = _reading(at, number, said.strip(), facts)
    return Event(
        at,
        at.date(),
        f"<{number}@x>",
        Role(by.strip()),
        frozenset(Role(role) for role in to.split()),
        {s.act: s for s in reading.signals if s.confidence >= 0.5},
        reading,
        direct=direct,
        speaks_of_it="off-topic" not in facts,
    )


def _decision(words: list[str], at: datetime, number: int) -> Event:
    days = [day(word) for word in words[1:] if word[0].isdigit()]
    what = next((word for word in words[1:] if not word[0].isdigit()), "")
    said = Decision(at, Verb(words[0]), "<0@x>", what=what, day=days[0] if days else None)
    return Event(at, at.date(), f"<d{number}>", Role.ME, frozenset(), {}, decision=said)


def _reading(at: datetime, number: int, said: str, facts: str) -> Reading:
    first, *rest = said.split() or [""]
    marks = _MARKS.get(first, frozenset())
    named = dict(zip(facts.split()[::2], facts.split()[1::2], strict=False))
    days = rest if first == "away" else filter(None, named.get("days", "").split(","))
    return Reading(
        Header(f"<{number}@x>", at, Address("x@x.example"), subject="Hello", marks=marks),
        signals=() if marks else tuple(_signal(one) for one in said.split(", ") if one),
        questions=int(named.get("questions", 0)),
        words=int(named.get("words", 100)),
        days=tuple(map(day, days)),
        failed=tuple(PEOPLE[Role(role)].label for role in rest) if first == "failed" else (),
        invitation=_invitation(named, at),
    )


_MARKS: Mapping[str, frozenset[Mark]] = {
    "away": frozenset({Mark.AUTO_REPLY}),
    "failed": frozenset({Mark.REPORT}),
    "delayed": frozenset({Mark.REPORT}),
    "receipt": frozenset({Mark.REPORT}),
}


def _signal(said: str) -> Signal:
    """ "thanks/after_meeting @11-05 0.4 {Thanks!}": an act, its form, its day, how sure it is, its words."""
    said, _, sentence = said.rstrip("}").partition("{")
    first, *rest = said.split()
    act, _, form = first.partition("/")
    named = next((day(word[1:]) for word in rest if word.startswith("@")), None)
    confidence = next((float(word) for word in rest if word.startswith("0.")), 0.9)
    rule = next((word for word in rest if word.startswith("en.")), f"en.{act}.test")
    return Signal(Act(act), confidence, sentence or f"It says {act}.", rule, "en", form=form, day=named)


def _invitation(found: Mapping[str, str], at: datetime) -> Invitation | None:
    method = next((m for m in InvitationMethod if m.value in found), None)
    if method is None:
        return None
    start = found[method.value]
    status = found.get("status", "needs-action")
    begins = None if start == "-" else datetime.combine(day(start), time(14), UTC)
    return Invitation("u1", method, begins, None, "x@x.example", (("y@y.example", status),))
