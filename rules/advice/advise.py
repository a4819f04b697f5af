"""All advice of one review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from rules.advice.application_conflict import applications, conflict, conflicts
from rules.advice.ask_load import Asks, ask_load, asks, overasked
from rules.advice.contact_types import met_through, misfits, type_of, unknown_types
from rules.advice.grounds import Grounds, roles
from rules.advice.ledger import Ledger, give_back, ledger
from rules.advice.paths import Map, explored, lapsed, paths, plan_b
from rules.advice.readiness import Shown, Subject, readiness, shown
from rules.due import clock
from rules.model import Advice, Outcome, Person, Rapport, Remark, Step


def advise(grounds: Grounds) -> Advice:
    """What stands beside the duties at this moment (DOMAIN.md section 6).

    A case that the owner dismissed is none: nothing in it was asked, nobody in it helped.
    """
    standing = [case for case in grounds.cases if case.outcome is not Outcome.DISMISSED]
    grounds = replace(grounds, cases=standing)
    resting = lapsed(grounds)
    book = _Book(
        grounds,
        asks=asks(grounds),
        ledger=ledger(grounds),
        mail=shown(grounds),
        met_by=met_through(grounds),
        atlas=explored(grounds, (*grounds.owner.targets, *(company for _, company in resting))),
    )
    applied = applications(grounds)
    people = {person.id: person for person in _worth_telling(grounds)}
    return Advice(
        people=tuple(book.rapport(people[who]) for who in sorted(people)),
        remarks=_in_order(
            *(conflicts(grounds, applied), overasked(book.asks), misfits(grounds)),
            *(plan_b(case, company, book.atlas, book.rapport) for case, company in resting),
        ),
        questions=unknown_types(grounds, book.met_by),
        give_back=give_back(grounds, book.ledger, people),
        paths=tuple(
            paths(company, book.atlas, book.rapport, conflict(company, applied))
            for company in dict.fromkeys(grounds.owner.targets)
        ),
    )


def _in_order(*remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(chain(*remarks), key=lambda remark: (remark.case_id, remark.topic, remark.text)))


def _worth_telling(grounds: Grounds) -> Iterator[Person]:
    """Everybody in a case, and everybody the owner or a book says something of."""
    for case in grounds.cases:
        yield from (grounds.person(label) for label in roles(case) if not grounds.is_me(label))
    yield from (person for person in grounds.persons if any(grounds.notes_on(person)))


@dataclass(frozen=True, slots=True)
class _Book:
    """What is known once, and asked for each person."""

    grounds: Grounds
    asks: Asks
    ledger: Ledger
    mail: Shown
    met_by: Mapping[str, Step]
    atlas: Map

    def rapport(self, person: Person, company: str = "") -> Rapport:
        """How things stand with one person, for one company or for all the owner wants to reach."""
        grounds, who = self.grounds, person.id
        kind, type_shown_by = type_of(person, grounds, self.met_by)
        companies = (company,) if company else grounds.owner.targets
        inside = self.atlas.shown_inside(person)
        subject = Subject(person, tuple(grounds.notes_on(person)), kind, type_shown_by, companies, inside)
        months = clock(grounds.owner, "k7.helped.months")
        lately = self.ledger.since_given(who, since=grounds.today - timedelta(days=months * 365 // 12))
        return Rapport(
            person=who,
            name=person.name,
            address=grounds.address(person).email,
            contact_type=kind,
            type_shown_by=type_shown_by,
            readiness=readiness(subject, self.mail),
            load=ask_load(person, self.asks, lately),
            received=tuple(self.ledger.received.get(who, ())),
            given=tuple(self.ledger.given.get(who, ())),
        )
