"""Tells the stories of tests/scenarios to the rules, and asks what they say on the days the story names.

A story is a TOML file that reads from top to bottom in order of time: [owner], [people], and then
[[mail]], [[decision]] and [[then]] as they come. tests/README.md shows how to write one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rules.model import (
    ME,
    Calendar,
    Case,
    ContactType,
    Decision,
    Duty,
    Owner,
    PersonNote,
    Reading,
    Review,
    Section,
    Turn,
    Verb,
)
from rules.review import review
from tests.builders import DAYS, Mail, bounce, invitation, mail, when

Table = Mapping[str, Any]

CASE = frozenset(
    {"kind", "state", "turn", "awaiting", "introducer", "requester", "helper", "targets", "outcome"}
    | {"until", "asks", "owes", "nudge"}
)
WORDS: Mapping[str, Set[str]] = {
    "owner": {"name", "addresses", "zone", "weekend", "holidays", "searching", "landed", "targets"},
    "people": frozenset(),  # short names, as the story likes them
    "types": frozenset(),
    "mail": {"name", "on", "from", "to", "cc", "bcc", "subject", "says", "answers", "headers"}
    | {"invites", "accepts", "fails"},
    "decision": {"on", "about", "verb", "what", "day"},
    "then": {"on", "about", "nothing"} | CASE,
}
"""The tables of a story file and their keys."""


@dataclass(frozen=True, slots=True)
class Story:
    """One file: the owner, the people by their short names, the mail by its names, and what is expected."""

    name: str
    owner: Owner
    zone: ZoneInfo
    people: Mapping[str, str]  # short name -> "Name <address>"
    notes: tuple[PersonNote, ...]
    mails: Mapping[str, Mail]
    decisions: tuple[Decision, ...]
    thens: tuple[Table, ...]

    def __repr__(self) -> str:
        return self.name

    def readings(self, until: datetime) -> list[Reading]:
        """What had been written by then, read as any mail is read."""
        return [told.reading(self.owner) for told in self.mails.values() if told.on <= until]

    def review(self, now: datetime) -> Review:
        decided = [decision for decision in self.decisions if decision.at <= now]
        return review(self.readings(now), owner=self.owner, notes=self.notes, decisions=decided, now=now)

    def short(self, who: str | None) -> str:
        """An address by its short name in the story."""
        addresses = {parseaddr(person)[1]: name for name, person in self.people.items()}
        return addresses.get(who or "", who or "")


# ── Reading a story ─────────────────────────────────────────────────────────────────────────


def tell(path: Path) -> Story:
    """A story file; anything in it that is not understood is a mistake, never passed over."""
    told = tomllib.loads(path.read_text("utf-8"))
    _only(told, WORDS.keys())
    for part, words in WORDS.items():
        for table in told.get(part, ()) if isinstance(told.get(part), list) else [told.get(part, {})]:
            _only(table, words or table.keys())
    owner = told["owner"]
    zone = ZoneInfo(owner.get("zone", "Europe/Stockholm"))
    people = {"me": f"{owner['name']} <{owner['addresses'][0]}>", **told.get("people", {})}
    mails = _mails(told.get("mail", ()), people, zone)
    return Story(
        name=path.stem,
        owner=_owner(owner, zone),
        zone=zone,
        people=people,
        notes=_notes(told.get("types", {}), people),
        mails=mails,
        decisions=tuple(_decision(said, mails, zone) for said in told.get("decision", ())),
        thens=tuple(told["then"]),
    )


def _only(table: Table, words: Set[str]) -> None:
    if unknown := table.keys() - words:
        raise ValueError(f"a story does not know: {', '.join(sorted(unknown))}")


def _owner(told: Table, zone: ZoneInfo) -> Owner:
    return Owner(
        addresses=frozenset(told["addresses"]),
        calendar=Calendar(
            zone,
            weekend=frozenset(DAYS.index(day) for day in told.get("weekend", ("Sat", "Sun"))),
            holidays=frozenset(_day(day, zone) for day in told.get("holidays", ())),
        ),
        name=told["name"],
        searching=told.get("searching", False),
        landed=_day(told["landed"], zone) if "landed" in told else None,
        targets=tuple(told.get("targets", ())),
    )


def _day(text: str, zone: ZoneInfo) -> date:
    return when(text, zone).date()


def _notes(types: Mapping[str, str], people: Mapping[str, str]) -> tuple[PersonNote, ...]:
    return tuple(
        PersonNote((parseaddr(people[name])[1],), contact_type=ContactType(contact_type))
        for name, contact_type in types.items()
    )


def _decision(told: Table, mails: Mapping[str, Mail], zone: ZoneInfo) -> Decision:
    day = _day(told["day"], zone) if "day" in told else None
    message_id = mails[told["about"]].message_id
    return Decision(
        when(told["on"], zone), Verb(told["verb"]), message_id, what=told.get("what", ""), day=day
    )


def _mails(told: list[Table], people: Mapping[str, str], zone: ZoneInfo) -> dict[str, Mail]:
    mails: dict[str, Mail] = {}
    for number, one in enumerate(told, 1):
        mails[one.get("name", str(number))] = _mail(one, mails, people, zone)
    return mails


def _mail(told: Table, before: Mapping[str, Mail], people: Mapping[str, str], zone: ZoneInfo) -> Mail:
    on = when(told["on"], zone)
    if "fails" in told:
        return bounce(before[told["answers"]], failed=people[told["fails"]], on=on)
    sender = people[told["from"]]
    to, cc, bcc = ([people[who] for who in told.get(line, ())] for line in ("to", "cc", "bcc"))
    part = None
    if meeting := told.get("invites") or told.get("accepts"):
        host, guests = (sender, to) if "invites" in told else (to[0], [sender])
        part = invitation(when(meeting, zone), organizer=host, guests=guests, accepted="accepts" in told)
    return mail(
        sender,
        told["says"],
        on=on,
        to=to,
        cc=cc,
        bcc=bcc,
        subject=told.get("subject", ""),
        answers=before[told["answers"]] if "answers" in told else None,
        headers=told.get("headers", {}),
        part=part,
    )


# ── Asking ──────────────────────────────────────────────────────────────────────────────────


def expected(then: Table) -> dict[str, Any]:
    """What a [[then]] says of its case, or that none is open."""
    said = {key: value for key, value in then.items() if key not in ("on", "about", "nothing")}
    return said | ({"owes": sorted(said["owes"])} if "owes" in said else {})


def found(story: Story, then: Table) -> dict[str, Any]:
    """The same of the review at that instant: exactly the keys the story asks for."""
    said = story.review(when(then["on"], story.zone))
    cases = [case for case in said.cases if case.turn is not Turn.CLOSED]
    if not then.get("nothing"):
        about = then.get("about")
        cases = [case for case in cases or said.cases if not about or about in _parties(story, case)]
        if len(cases) == 1:
            told = facts(story, cases[0]) | {"nudge": is_nudged(said, cases[0])}
            return {key: value for key, value in told.items() if key in then}
    return {case.id: summary(story, case) for case in cases}


def is_nudged(said: Review, case: Case) -> bool:
    """Whether a nudge is suggested."""
    return any(s.section is Section.NUDGES for s in said.suggestions if s.case.id == case.id)


def _parties(story: Story, case: Case) -> set[str]:
    roles = (case.introducer, case.requester, case.helper, *case.targets)
    return {case.kind.value, *(story.short(who) for who in roles)}


def facts(story: Story, case: Case) -> dict[str, Any]:
    """A case in the words of a story."""
    return {
        "kind": case.kind.value,
        "state": case.state,
        "turn": case.turn.value,
        "awaiting": story.short(case.awaiting),
        "introducer": story.short(case.introducer),
        "requester": story.short(case.requester),
        "helper": story.short(case.helper),
        "targets": [story.short(who) for who in case.targets],
        "outcome": case.outcome.value if case.outcome else "",
        "until": f"{DAYS[case.until.weekday()]} {case.until}" if case.until else "",
        "asks": case.question,
        "owes": sorted(promise(story, duty) for duty in case.duties),
    }


def summary(story: Story, case: Case) -> str:
    """A case in one line, for a story that expected another number of them."""
    return "; ".join((f"{case.kind} {case.state}, turn {case.turn}", *facts(story, case)["owes"]))


def promise(story: Story, duty: Duty) -> str:
    """A duty as a line: "me: reply to tomas by Tue 2026-11-03, urgent"."""
    owner = "me" if duty.owner == ME else story.short(duty.owner)
    line = f"{owner}: {duty.what.value} to {story.short(duty.to)}"
    if duty.due:
        line += f" by {DAYS[duty.due.weekday()]} {duty.due}"
    return line + ", overdue" * duty.overdue + ", urgent" * duty.urgent
