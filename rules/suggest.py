"""Duties to suggestions: the next step of every open case, in the digest's order, with its drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.drafts import Letter, Wordings, drafts, first_name, slots
from rules.due import add_business_days, before_holiday_block, business_days_between
from rules.model import (
    ME,
    Address,
    Case,
    Draft,
    Duty,
    Header,
    Kind,
    Owner,
    Section,
    Suggestion,
    Turn,
    What,
)
from rules.subjects import normal_subject

_SECTIONS = {
    What.THANK: Section.THANKS_AND_REPORTS,
    What.REPORT: Section.THANKS_AND_REPORTS,
    What.CONFIRM: Section.QUESTIONS,
    What.UPDATE: Section.UPDATES,
}
_NEVER_NUDGED = frozenset({"DECLINED", "LAPSED", "NO_NEWS", "GIVEN", "BLURB_AWAITED"})
_ORDER = {section: number for number, section in enumerate(Section)}


@dataclass(frozen=True, slots=True)
class Desk:
    """What suggestions are made from beside the cases."""

    owner: Owner
    today: date
    headers: Mapping[str, Header]  # by Message-ID
    names: Mapping[str, str]  # of people, by address
    said: Mapping[str, Wordings]  # by language
    languages: Mapping[str, str]  # of messages, by Message-ID

    def address(self, label: str) -> Address:
        """An address with the name it goes by; a bare name where no address is known."""
        return Address(label, self.names.get(label, "")) if "@" in label else Address("", label)

    def name(self, label: str) -> str:
        who = self.address(label)
        return who.name or who.email

    def wording(self, case: Case) -> Wordings:
        """In the language of the thread, where the pack has wordings for it; else English."""
        spoken = [self.languages.get(m, "") for m in case.messages]
        known = [
            language for language in reversed(spoken) if language in self.said and self.said[language].texts
        ]
        return self.said[known[0]] if known else self.said.get("en", Wordings("en", {}))


def suggest(cases: Iterable[Case], desk: Desk) -> tuple[Suggestion, ...]:
    """All suggestions, in the digest's order: by section, then by due day, then by case."""
    found = [s for case in cases if case.outcome is None for s in _of(case, desk)]
    return tuple(sorted(found, key=_rank))


def _rank(s: Suggestion) -> tuple[int, date, str, str]:
    due = s.duty.due if s.duty and s.duty.due else date.max
    return _ORDER[s.section], due, s.case.id, s.duty.what if s.duty else ""


def _of(case: Case, desk: Desk) -> Iterator[Suggestion]:
    for duty in case.duties:
        if duty.owner == ME and case.turn is not Turn.CLOSED and _begun(duty, case):
            yield _mine(case, duty, desk)
        elif duty.owner != ME and _worth_a_nudge(case, duty, desk):
            yield _nudge(case, duty, desk)
    if case.state == "LAPSED":
        yield _lapse(case, desk)
    if case.kind is Kind.RECONNECT:
        yield _reconnect(case, desk)


def _begun(duty: Duty, case: Case) -> bool:
    """A check or an interim report that is not due yet is nobody's business now."""
    return duty.what is not What.CHECK or case.turn is Turn.ME


def _mine(case: Case, duty: Duty, desk: Desk) -> Suggestion:
    section = Section.URGENT if duty.urgent else _SECTIONS.get(duty.what, Section.ANSWERS)
    return Suggestion(
        case=case,
        section=section,
        duty=duty,
        who=desk.address(duty.to),
        title=_title(case, duty, desk),
        reason=duty.why,
        evidence=duty.evidence,
        drafts=_drafts(case, duty, desk),
    )


def _worth_a_nudge(case: Case, duty: Duty, desk: Desk) -> bool:
    """Their clock has run out, silence is not an answer yet, and no holiday begins tomorrow (rules 5, 12)."""
    late = duty.due is not None and duty.due < desk.today
    return (
        late and case.state not in _NEVER_NUDGED and not before_holiday_block(desk.today, desk.owner.calendar)
    )


def _nudge(case: Case, duty: Duty, desk: Desk) -> Suggestion:
    days = business_days_between(duty.since, desk.today, desk.owner.calendar)
    who = desk.address(duty.owner)
    return Suggestion(
        case=case,
        section=Section.NUDGES,
        duty=duty,
        who=who,
        title=f"{who.name or who.email} has had {_had(case)} for {days} business days",
        reason=duty.why,
        evidence=duty.evidence,
        drafts=_written(case, who, (f"nudge.{case.state}", "nudge"), desk, since=duty.since, bcc=()),
    )


def _had(case: Case) -> str:
    return "your introduction" if case.kind is Kind.MADE_BY_ME else "your note"


def _lapse(case: Case, desk: Desk) -> Suggestion:
    who = desk.address(case.introducer or case.helper or (case.targets[0] if case.targets else ""))
    last = case.steps[-1]
    return Suggestion(
        case=case,
        section=Section.LAPSES,
        duty=None,
        who=who,
        title=f"Let it rest: {who.name or who.email} and {_about(case, desk)}",
        reason="Time has passed without an answer, and nobody failed. Another contact there may be the better way.",
        evidence=last.evidence,
    )


def _reconnect(case: Case, desk: Desk) -> Suggestion:
    who = desk.address(case.targets[0])
    return Suggestion(
        case=case,
        section=Section.RECONNECTS,
        duty=None,
        who=who,
        title=f"{who.name or who.email}: {case.purpose}",
        reason="Nothing is owed. Something useful to them is a good reason to write.",
        evidence=case.steps[-1].evidence,
        drafts=_written(case, who, ("reconnect",), desk, since=None, bcc=()),
    )


# ── Titles ──────────────────────────────────────────────────────────────────────────────────


def _title(case: Case, duty: Duty, desk: Desk) -> str:
    to = desk.name(duty.to)
    about = _about(case, desk)
    match duty.what:
        case What.REPLY:
            by = f", whom {desk.name(case.introducer)} introduced" if case.introducer else ""
            return f"Answer {to}{by}"
        case What.REPORT:
            return f"Tell {to} how it went with {about}"
        case What.THANK:
            return f"Thank {to}"
        case What.INTRODUCE:
            return f"Introduce {to} to {about}"
        case What.SCHEDULE:
            return f"Settle a time with {to}"
        case What.CONFIRM:
            return f"Did you meet {to}?"
        case What.CHECK:
            return f"Ask {to} whether it helped"
        case What.TELL:
            return f"Tell {to} that it is not possible"
        case What.PROMISE:
            return f"Keep your promise to {to}"
        case What.UPDATE:
            return f"Send {to} a short update"
        case _:
            return f"Answer {to}" + (f" about {about}" if about and about != to else "")


def _about(case: Case, desk: Desk) -> str:
    named = [t for t in case.targets if t not in desk.owner.addresses]
    return desk.name(named[0]) if named else (case.organisation or "")


# ── Drafts ──────────────────────────────────────────────────────────────────────────────────


def _drafts(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    who = desk.address(duty.to)
    keys = (f"{case.kind}.{case.state}.{duty.what}", f"{case.state}.{duty.what}", duty.what.value)
    first = duty.what is What.REPLY and case.kind is Kind.MADE_FOR_ME
    if first and _last_with(case, duty.to, desk) is None:
        return _written(case, who, (f"{keys[0]}.absent", *keys), desk, since=duty.since, bcc=())
    return _written(case, who, keys, desk, since=duty.since, bcc=_moved_to_bcc(case, desk) if first else ())


def _moved_to_bcc(case: Case, desk: Desk) -> tuple[Address, ...]:
    """The introducer sees that I answered, and is spared the rest."""
    return (desk.address(case.introducer),) if case.introducer and "@" in case.introducer else ()


def _written(
    case: Case,
    who: Address,
    keys: tuple[str, ...],
    desk: Desk,
    *,
    since: date | None,
    bcc: tuple[Address, ...],
) -> tuple[Draft, ...]:
    said = desk.wording(case)
    answers = _last_with(case, who.email, desk)
    letter = Letter(to=(who,), bcc=bcc, subject=_subject(case, desk), answers=answers)
    return drafts(letter, keys=keys, facts=_facts(case, who, desk, said, since), said=said)


def _last_with(case: Case, label: str, desk: Desk) -> Header | None:
    """The newest mail of the case that this person wrote or received: the thread to answer in."""
    held = [desk.headers[m] for m in case.messages if m in desk.headers]
    with_them = [h for h in held if any(a.email == label for a in (h.sender, *h.to, *h.cc))]
    return with_them[-1] if with_them else None


def _subject(case: Case, desk: Desk) -> str:
    return _about(case, desk) or normal_subject(case.purpose)[0]


def _facts(case: Case, who: Address, desk: Desk, said: Wordings, since: date | None) -> dict[str, str]:
    """What a draft may name: only what the case itself holds."""
    calendar = desk.owner.calendar
    days = [add_business_days(desk.today, n, calendar) for n in (2, 4)]
    met = next((d.since for d in case.duties if d.what in (What.REPORT, What.THANK)), None)
    target = case.targets[0] if case.targets else None
    sentence = case.duties[0].evidence.sentence if case.duties else ""
    return {
        **slots(days, said),
        "introducer": _called(case.introducer, desk),
        "requester": _called(case.requester, desk),
        "target": _called(target, desk),
        "to": first_name(who),
        "owner": desk.owner.name.split()[0] if desk.owner.name else "",
        "topic": _topic(case, desk),
        "meeting": said.in_words(met) if met else "",
        "since": said.in_words(since) if since else "",
        "sentence": sentence if len(sentence) < 160 else "",
    }


def _called(label: str | None, desk: Desk) -> str:
    """What a letter calls somebody of the case."""
    who = desk.address(label) if label else Address("")
    return first_name(who) if who.email else who.name


def _topic(case: Case, desk: Desk) -> str:
    """What it is about: the company; else the subject, where that is more than the names of those on it."""
    subject = normal_subject(case.purpose)[0]
    names = {
        w.lower() for label in (case.introducer, *case.targets) if label for w in desk.name(label).split()
    }
    plain = subject.replace(",", " ").lower().split()
    return case.organisation or (
        "" if names & set(plain) or not plain or "<" in subject or "/" in subject else subject
    )
