"""Which duties and questions are worth a line in the digest, and in which of its sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from rules.due import before_holiday_block, business_days_between
from rules.model import ME, Case, Duty, Kind, Section, Suggestion, Turn, What
from rules.suggest import letters, titles
from rules.suggest.desk import Desk

_SECTIONS = {
    What.THANK: Section.THANKS_AND_REPORTS,
    What.REPORT: Section.THANKS_AND_REPORTS,
    What.CONFIRM: Section.QUESTIONS,
    What.UPDATE: Section.UPDATES,
}
_NEVER_NUDGED = frozenset({"DECLINED", "LAPSED", "NO_NEWS", "GIVEN", "BLURB_AWAITED"})  # rule 5
_ORDER = {section: number for number, section in enumerate(Section)}


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
    if case.question and not any(duty.what is What.CONFIRM for duty in case.duties):
        yield _question(case, desk)
    if case.state == "LAPSED" and case.until is None:
        yield _lapse(case, desk)
    if case.kind is Kind.RECONNECT:
        yield _reconnect(case, desk)


def _begun(duty: Duty, case: Case) -> bool:
    """A check that is not due yet is nobody's business now."""
    return duty.what is not What.CHECK or case.turn is Turn.ME


def _mine(case: Case, duty: Duty, desk: Desk) -> Suggestion:
    return Suggestion(
        case=case,
        section=Section.URGENT if duty.urgent else _SECTIONS.get(duty.what, Section.ANSWERS),
        duty=duty,
        who=desk.address(duty.to),
        title=titles.of_mine(case, duty, desk),
        reason=duty.why,
        evidence=duty.evidence,
        drafts=letters.of_mine(case, duty, desk),
    )


def _worth_a_nudge(case: Case, duty: Duty, desk: Desk) -> bool:
    """Their clock has run out, silence is not an answer yet, and no holiday begins tomorrow (rules 5, 12).

    After the last nudge there is, they are left in peace until the case's own day.
    """
    late = duty.due is not None and duty.due < desk.today and case.until is None
    holiday = before_holiday_block(desk.today, desk.owner.calendar)
    return late and case.state not in _NEVER_NUDGED and not holiday


def _nudge(case: Case, duty: Duty, desk: Desk) -> Suggestion:
    days = business_days_between(duty.since, desk.today, desk.owner.calendar)
    return Suggestion(
        case=case,
        section=Section.NUDGES,
        duty=duty,
        who=desk.address(duty.owner),
        title=titles.of_theirs(case, duty, days, desk),
        reason=duty.why,
        evidence=duty.evidence,
        drafts=letters.nudge(case, duty, desk),
    )


def _question(case: Case, desk: Desk) -> Suggestion:
    """Weak evidence moves nothing: it asks (rule 10)."""
    who = (*case.targets, case.introducer, case.helper, case.requester)
    return Suggestion(
        case=case,
        section=Section.QUESTIONS,
        duty=None,
        who=desk.address(next((label for label in who if label), "")),
        title=question(case, desk.name),
        reason="The mail says too little to be sure.",
        evidence=case.steps[-1].evidence,
    )


def question(case: Case, name: Callable[[str], str]) -> str:
    """What a case asks, with the name of whom it asks about where it has their address."""
    found = (duty.to for duty in case.duties if "@" in duty.to and duty.to in case.question)
    to = next(found, "")
    return case.question.replace(to, name(to)) if to else case.question


def _lapse(case: Case, desk: Desk) -> Suggestion:
    """Silence: nobody failed, and there may be another way in (DOMAIN.md section 5, LAPSED)."""
    who = case.introducer or case.helper or next(iter(case.targets), "")
    return Suggestion(
        case=case,
        section=Section.LAPSES,
        duty=None,
        who=desk.address(who),
        title=titles.of_lapse(case, who, desk),
        reason="Time has passed without an answer, and nobody failed. "
        "Another contact there may be the better way.",
        evidence=case.steps[-1].evidence,
        drafts=letters.lapse(case, who, desk),
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
        drafts=letters.reconnect(case, desk),
    )
