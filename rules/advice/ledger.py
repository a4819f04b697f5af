"""Help given and received, with its mails, and something to give back (DOMAIN.md section 6, the ledger).

Facts in the order of their days: nothing is counted up against anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.advice.grounds import Grounds, is_open
from rules.due import clock, in_words
from rules.meant import said_of
from rules.model import Case, Decision, Help, Kind, Outcome, Person, Section, Step, Suggestion, Verb

_FOR_ME = frozenset({"MADE", "TARGET_WROTE", "REDIRECTED"})
_CAME_OF_IT = frozenset({"MET", "INTERIM", "OUTCOME"})
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who helped the owner and whom the owner helped, by person, the oldest first."""

    received: Mapping[str, Sequence[Help]]
    given: Mapping[str, Sequence[Help]]

    def since_given(self, person: str, *, since: date) -> Sequence[Help]:
        """What somebody did after `since`, and after they were last given something."""
        last = max((help_.day for help_ in self.given.get(person, ())), default=since)
        return [one for one in self.received.get(person, ()) if one.day > max(last, since)]


def ledger(grounds: Grounds) -> Ledger:
    """What the cases show of help: introductions made, favours done."""
    received: dict[str, list[Help]] = defaultdict(list)
    given: dict[str, list[Help]] = defaultdict(list)
    for case in grounds.cases:
        for who, help_ in _received(case, grounds):
            received[grounds.person(who).id].append(help_)
        for who, help_ in _given(case, grounds):
            given[grounds.person(who).id].append(help_)
    return Ledger(_by_day(received), _by_day(given))


def _by_day(helps: Mapping[str, list[Help]]) -> Mapping[str, Sequence[Help]]:
    return {who: sorted(some, key=lambda one: (one.day, one.case_id)) for who, some in helps.items()}


def _received(case: Case, grounds: Grounds) -> Iterator[tuple[str, Help]]:
    """An introduction made for me, or a favour done to me, once each case."""
    target = grounds.name(case.targets[0]) if case.targets else "somebody"
    made = None if _is_hearsay(case) else _step(case, _FOR_ME)
    if case.introducer and made and made.kind in (Kind.MADE_FOR_ME, Kind.ASKED_BY_ME):
        yield case.introducer, _help(made, case, grounds, f"introduced you to {target}")
    done = _step(case, {"RECEIVED"})
    if case.helper and done:
        yield case.helper, _help(done, case, grounds, "did you a favour")


def _is_hearsay(case: Case) -> bool:
    """Who wants the owner's time and names somebody: no fact of their help, until the two have met."""
    return case.steps[0].state == "TARGET_WROTE" and not _step(case, _CAME_OF_IT | {"MADE"})


def _given(case: Case, grounds: Grounds) -> Iterator[tuple[str, Help]]:
    """An introduction of mine counts for both; a favour for whom I did it."""
    made = next((s for s in case.steps if (s.kind, s.state) == (Kind.MADE_BY_ME, "MADE")), None)
    both = [who for who in (case.requester, *case.targets) if who and not grounds.is_me(who)]
    if made:
        for who in both:
            other = next((grounds.name(one) for one in both if one != who), "somebody")
            yield who, _help(made, case, grounds, f"you introduced them to {other}")
    done = _step(case, {"GIVEN"})
    if case.requester and done:
        yield case.requester, _help(done, case, grounds, "you did them a favour")


def _step(case: Case, states: frozenset[str] | set[str]) -> Step | None:
    return next((step for step in case.steps if step.state in states), None)


def _help(step: Step, case: Case, grounds: Grounds, text: str) -> Help:
    return Help(grounds.day(step.at), text, step.evidence, case.id)


# ── Something to give back ──────────────────────────────────────────────────────────────────


def give_back(grounds: Grounds, known: Ledger, persons: Mapping[str, Person]) -> tuple[Suggestion, ...]:
    """Whom to give something, this week's first: who helped within twelve months and was given nothing since.

    Never while a case with them is open, nor before its loop was closed, nor to somebody who leaves mail
    unanswered. The same people come round week by week, those first who helped most often.
    """
    since = grounds.today - timedelta(days=clock(grounds.owner, "k7.helped.months") * 365 // 12)
    cases = {case.id: case for case in grounds.cases}
    busy = {grounds.person(label).id for case in cases.values() if is_open(case) for label in _at_work(case)}
    found = []
    for who in sorted(known.received.keys() - busy):
        helped = known.since_given(who, since=since)
        if helped and _is_due(cases[helped[-1].case_id], grounds) and not _silent(persons[who], grounds):
            found.append((-len(helped), who, helped[-1]))
    ranked = [_suggestion(persons[who], last, cases, grounds) for _, who, last in sorted(found, key=_rank)]
    turn = (grounds.today.toordinal() - 1) // _WEEK % len(ranked) if ranked else 0
    return (*ranked[turn:], *ranked[:turn])


def _rank(found: tuple[int, str, Help]) -> tuple[int, str]:
    return found[:2]


def _at_work(case: Case) -> Iterator[str]:
    """Everybody in a case, but for those of K8, where nothing is under way."""
    if case.kind not in (Kind.RECONNECT, Kind.UPDATE):
        yield from filter(None, (case.introducer, case.requester, case.helper, *case.targets))


def _silent(person: Person, grounds: Grounds) -> bool:
    contact = grounds.last_with(person)
    return contact is not None and contact.unanswered >= clock(grounds.owner, "k8.silent")


def _is_due(case: Case, grounds: Grounds) -> bool:
    """Whether the loop was closed, and the owner has not said since that this is done, or put it off."""
    closed = next((step.at for step in case.steps if step.state == "CLOSED"), None)
    if case.outcome is not Outcome.DONE or closed is None:
        return False
    later = (d for d in grounds.decisions if d.message_id in case.messages and d.at > closed)
    meant = (d for d in later if case in said_of(d, grounds.cases))
    return not any(_settles(decision, grounds.today) for decision in meant)


def _settles(decision: Decision, today: date) -> bool:
    put_off = decision.verb is Verb.SNOOZE and decision.day is not None and today < decision.day
    return put_off or decision.verb is Verb.DONE


def _suggestion(person: Person, last: Help, cases: Mapping[str, Case], grounds: Grounds) -> Suggestion:
    name = person.name or person.id
    return Suggestion(
        case=cases[last.case_id],
        section=Section.GIVE_BACK,
        duty=None,
        who=grounds.address(person),
        title=f"Something for {name}",
        reason=f"On {in_words(last.day, beside=grounds.today)} {name} {last.text}. "
        "An article, a name or a kind word to somebody would be welcome; ask for nothing in it.",
        evidence=last.evidence,
    )
