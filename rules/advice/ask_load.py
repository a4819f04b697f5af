"""Whom to leave in peace, and until when (DOMAIN.md section 6, ask-load).

One open ask a person, 60 BD between asks, three a year, and none while a loop to them is unclosed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.advice.grounds import YEAR, Grounds, is_open
from rules.due import add_business_days, clock, in_words
from rules.model import ME, Answer, AskLoad, Case, Duty, Evidence, Help, Kind, Person, Remark, Topic, What

_ASKED = frozenset({(Kind.ASKED_BY_ME, "ASKED"), (Kind.FAVOUR, "ASKED_BY_ME")})
_STILL_OPEN = frozenset({"ASKED", "PROMISED", "OPT_IN_PENDING", "ASKED_BY_ME"})
_NO_LOOP = frozenset({What.UPDATE, What.CONFIRM, What.CHECK})  # news, and questions: nothing they wait for
_HELPED_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing the owner asked somebody for."""

    person: str
    day: date
    case: Case
    evidence: Evidence

    @property
    def is_open(self) -> bool:
        """Whether they may still answer it."""
        return is_open(self.case) and self.case.state in _STILL_OPEN


@dataclass(frozen=True, slots=True)
class Asks:
    """Every ask of the owner's by person, the oldest first, and what the owner still owes each."""

    grounds: Grounds
    of: Mapping[str, Sequence[Ask]]
    owed: Mapping[str, Sequence[tuple[Case, Duty]]]


def asks(grounds: Grounds) -> Asks:
    """What was asked of whom, by the cases it opened."""
    of: dict[str, list[Ask]] = defaultdict(list)
    owed: dict[str, list[tuple[Case, Duty]]] = defaultdict(list)
    for case in grounds.cases:
        for ask in _asks_in(case, grounds):
            of[ask.person].append(ask)
        for duty in case.duties if is_open(case) else ():
            if duty.owner == ME and duty.what not in _NO_LOOP:
                owed[grounds.person(duty.to).id].append((case, duty))
    return Asks(grounds, {who: sorted(made, key=_order) for who, made in of.items()}, owed)


def _asks_in(case: Case, grounds: Grounds) -> Iterator[Ask]:
    asked = case.helper if case.kind is Kind.FAVOUR else case.introducer
    step = next((s for s in case.steps if (s.kind, s.state) in _ASKED), None)
    if asked and step:
        yield Ask(grounds.person(asked).id, grounds.day(step.at), case, step.evidence)


def _order(ask: Ask) -> tuple[date, str]:
    return ask.day, ask.case.id


# ── One person ──────────────────────────────────────────────────────────────────────────────


def ask_load(person: Person, known: Asks, helped: Sequence[Help] = ()) -> AskLoad:
    """Whether somebody may be asked now. `helped` is what they did since they were last given something."""
    grounds = known.grounds
    made, owed = known.of.get(person.id, ()), known.owed.get(person.id, ())
    year = [ask for ask in made if ask.day > grounds.today - YEAR]
    free = _free(made, year, grounds)
    reasons = [*_open(made), *_owed(owed), *_spaced(made, year, grounds), *_give_first(helped)]
    answer = Answer.NO if reasons else Answer.YES
    return AskLoad(answer, tuple(reasons), max(free, default=None), len(year))


def _free(made: Sequence[Ask], year: Sequence[Ask], grounds: Grounds) -> list[date]:
    """The days from which the spacing allows another ask, those to come."""
    owner = grounds.owner
    yearly = max(clock(owner, "ask.yearly"), 1)
    days = [add_business_days(ask.day, clock(owner, "ask.apart"), owner.calendar) for ask in made[-1:]]
    days += [ask.day + YEAR for ask in year[-yearly:][:1] if len(year) >= yearly]
    return [day for day in days if day > grounds.today]


def _open(made: Iterable[Ask]) -> Iterator[Remark]:
    for ask in made:
        if ask.is_open:
            text = f"A question of yours of {in_words(ask.day)} is still open with them."
            yield _no(text, ask.evidence, ask.case)


def _owed(owed: Iterable[tuple[Case, Duty]]) -> Iterator[Remark]:
    for case, duty in owed:
        text = f"A loop to them is open since {in_words(duty.since)}: {_OWED.get(duty.what, 'an answer')}."
        yield _no(text, duty.evidence, case)


_OWED = {
    What.THANK: "your thanks",
    What.REPORT: "how it went",
    What.INTRODUCE: "an introduction",
    What.PROMISE: "your promise",
    What.SCHEDULE: "a time",
}


def _spaced(made: Sequence[Ask], year: Sequence[Ask], grounds: Grounds) -> Iterator[Remark]:
    free = _free(made, year, grounds)
    if not free or made[-1].is_open:
        return
    last, until = made[-1], in_words(max(free), beside=grounds.today)
    often = f"{_times(len(year))} in a year" if len(year) > 1 else "once"
    text = f"You asked them {often}, last on {in_words(last.day)}; leave them in peace until {until}."
    yield _no(text, last.evidence, last.case)


def _times(n: int) -> str:
    return "twice" if n == 2 else f"{n} times"


def _give_first(helped: Sequence[Help]) -> Iterator[Remark]:
    """Whoever helped more than once since they were given something is given something first."""
    if len(helped) >= _HELPED_OFTEN:
        last = helped[-1]
        text = f"They helped you {_times(len(helped))}, last on {in_words(last.day)}: give something first."
        yield Remark(Topic.ASK_LOAD, Answer.NO, text, last.evidence, last.case_id)


def _no(text: str, evidence: Evidence, case: Case) -> Remark:
    return Remark(Topic.ASK_LOAD, Answer.NO, text, evidence, case.id)


# ── The asks that stand ─────────────────────────────────────────────────────────────────────


def overasked(known: Asks) -> Iterator[Remark]:
    """A remark on each open ask that was one too many when it was made: what else there was beside it."""
    for person, made in sorted(known.of.items()):
        for ask in made:
            if ask.is_open and (beside := _beside(ask, made, known.owed.get(person, ()), known.grounds)):
                yield Remark(Topic.ASK_LOAD, Answer.NO, beside.text, beside.evidence, ask.case.id)


def _beside(
    ask: Ask, made: Sequence[Ask], owed: Sequence[tuple[Case, Duty]], grounds: Grounds
) -> Remark | None:
    """The strongest reason that speaks against having asked: another open ask, a loop, one not long ago."""
    others = [one for one in made if one.case.id != ask.case.id and _order(one) < _order(ask)]
    loops = [(case, duty) for case, duty in owed if case.id != ask.case.id and duty.since <= ask.day]
    recent = [one for one in others if _too_soon(one, ask, grounds)]
    found = [*_open(others), *_owed(loops), *(_again(one) for one in recent[-1:])]
    return next(iter(found), None)


def _too_soon(one: Ask, ask: Ask, grounds: Grounds) -> bool:
    apart = clock(grounds.owner, "ask.apart")
    return ask.day < add_business_days(one.day, apart, grounds.owner.calendar)


def _again(one: Ask) -> Remark:
    text = f"You had asked them on {in_words(one.day)} as well; let this one rest rather than nudge."
    return _no(text, one.evidence, one.case)
