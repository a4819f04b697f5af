"""Who can open a company, and whom not to ask now (DOMAIN.md section 6, paths).

They work there, they write with somebody there, a book says so, or the owner does. First come those to
ask now, then those with whom something comes first, then those to leave in peace; among each the readiest,
and of equals whoever wrote last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.advice.contact_types import GOOD_FOR
from rules.advice.grounds import Grounds, is_open, places, roles
from rules.advice.houses import house, houses_of
from rules.advice.readiness import is_ready
from rules.model import (
    Answer,
    Case,
    ContactType,
    Element,
    Evidence,
    Header,
    Path,
    Paths,
    Person,
    PersonNote,
    Rapport,
    Remark,
    Topic,
)
from rules.who.addresses import is_role_address
from rules.who.names import name_key

_PARTY = 8  # people on a mail who can be said to know one another
_ORDER = (Answer.YES, Answer.UNKNOWN, Answer.NO)
_THERE, _SAID, _WRITES, _BOOK = range(4)  # how strongly a way leads there


@dataclass(slots=True)
class _House:
    """Who works at one company, and what mail shows of the way there, by person."""

    people: dict[str, Person] = field(default_factory=dict)
    threads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # shared with the owner
    seen: dict[str, Header] = field(default_factory=dict)  # the newest mail with who works there
    writes: dict[str, tuple[str, Header]] = field(default_factory=dict)  # who writes with whom there


@dataclass(frozen=True, slots=True)
class Map:
    """Some companies, and the ways that lead there."""

    grounds: Grounds
    houses: Mapping[str, _House]

    def shown_inside(self, person: Person) -> Mapping[str, Evidence]:
        """What shows that somebody knows a person at a house, by house."""
        found = {}
        for name, house_ in self.houses.items():
            if person.id in house_.people:
                header = house_.seen.get(person.id)
                found[name] = _of(header, "address.domain", sentence=person.organisation)
            elif person.id in house_.writes:
                found[name] = _of(house_.writes[person.id][1], "thread.shared")
        return found


def _of(header: Header | None, rule: str, *, sentence: str = "") -> Evidence:
    return Evidence(header.message_id, header.subject, rule) if header else Evidence("", sentence, rule)


def explored(grounds: Grounds, companies: Iterable[str]) -> Map:
    """Who works at some companies, and who writes with them."""
    houses = {name: _House() for name in map(house, companies) if name}
    at: dict[str, list[_House]] = defaultdict(list)  # by address
    for person in grounds.persons if houses else ():
        for name in houses_of(person).intersection(houses):
            houses[name].people[person.id] = person
            for address in person.addresses:
                at[address].append(houses[name])
    for reading in grounds.readings if at else ():
        header = reading.header
        on_it = [a.email for a in (header.sender, *header.to, *header.cc, *header.bcc) if a.email in at]
        if on_it and not header.marks:
            for house_ in {id(h): h for email in on_it for h in at[email]}.values():
                _walk(header, house_, grounds)
    return Map(grounds, houses)


def _walk(header: Header, there: _House, grounds: Grounds) -> None:
    """Notes whom one mail shows to write with whom; a crowd shows nothing."""
    on_it = (header.sender, *header.to, *header.cc, *header.bcc)
    others = {p.id: p for a in on_it if not grounds.is_me(a.email) for p in [grounds.people.of(a)]}
    if len(others) > _PARTY:
        return
    thread = grounds.thread_of.get(header.message_id, header.message_id)
    for who in others.keys() & there.people.keys():
        there.threads[who].add(thread)
        there.seen[who] = header
    sender = "" if grounds.is_me(header.sender.email) else grounds.people.of(header.sender).id
    for who in sorted(others.keys() - {sender}) if sender else ():
        if (sender in there.people) != (who in there.people):
            friend, insider = (who, sender) if sender in there.people else (sender, who)
            there.writes[friend] = insider, header


# ── One company ─────────────────────────────────────────────────────────────────────────────


RapportWith = Callable[[Person, str], Rapport]  # a person, and the company they may open


def paths(company: str, atlas: Map, rapport: RapportWith, applied: Remark | None) -> Paths:
    """Everybody who may open a company, ranked."""
    ways: dict[str, list[tuple[int, Remark]]] = defaultdict(list)
    people: dict[str, Person] = {}
    for person, strength, remark in _leads(company, atlas):
        people[person.id] = person
        ways[person.id].append((strength, remark))
    found = [_path(people[who], some, company, atlas, rapport) for who, some in ways.items()]
    return Paths(company, tuple(sorted(found, key=_rank)), applied)


def _leads(company: str, atlas: Map) -> Iterator[tuple[Person, int, Remark]]:
    there, grounds = atlas.houses.get(house(company), _House()), atlas.grounds
    for who, person in there.people.items():
        if (who in there.seen or any(grounds.notes_on(person))) and not is_role_address(who):
            shown = _of(there.seen.get(who), "address.domain", sentence=person.organisation)
            yield person, _THERE, _remark(_works(person, there, grounds), shown)
    for who, (insider, header) in there.writes.items():
        if not is_role_address(who):
            text = f"writes with {there.people[insider].name or insider}, who works there"
            yield grounds.person(who), _WRITES, _remark(text, _of(header, "thread.shared"))
    yield from _by_notes(company, atlas)


def _works(person: Person, there: _House, grounds: Grounds) -> str:
    position = next((note.position for note in grounds.notes_on(person) if note.position), "")
    n = len(there.threads.get(person.id, ()))
    threads = "" if not n else "; one thread with you" if n == 1 else f"; {n} threads with you"
    return f"works there{f' ({position})' if position else ''}{threads}"


def _by_notes(company: str, atlas: Map) -> Iterator[tuple[Person, int, Remark]]:
    """Who has no address and works there by a book, and whom the owner says to know somebody there."""
    name = house(company)
    booked = [n for n in atlas.grounds.notes if not n.addresses and n.name and house(n.organisation) == name]
    for note in booked if name else ():
        known, position = _by_name(note, booked, atlas), f" ({note.position})" if note.position else ""
        text = (
            f"your address book has that name there{position}"
            if known
            else (f"works there{position}, by your address book")
        )
        shown = Evidence("", note.profile, "book.organisation")
        yield known or _of_book(note), _BOOK, _remark(text, shown)
    for note in atlas.grounds.notes if name else ():
        if name in map(house, note.inside):
            person = atlas.grounds.person(note.addresses[0] if note.addresses else note.name)
            yield (
                person,
                _SAID,
                _remark("knows somebody there, as you said", Evidence("", "", "owner.inside")),
            )


def _by_name(note: PersonNote, booked: Sequence[PersonNote], atlas: Map) -> Person | None:
    """Who shows the full name of an entry and works at its company; None where two do, or two entries.

    That makes them no one person (DOMAIN.md rule 14 on names): it only lists them once.
    """
    key, there = name_key(note.name), atlas.houses.get(house(note.organisation), _House())
    found = [person for person in there.people.values() if name_key(person.name) == key]
    alone = sum(name_key(other.name) == key for other in booked) == 1
    return found[0] if key and alone and len(found) == 1 else None


def _of_book(note: PersonNote) -> Person:
    """Somebody without an address, whom no mail shows: two of one name are told apart by their page."""
    key = note.profile or f"{note.name}, {note.organisation}"
    return Person(key, (), note.name, note.organisation, note.contact_type)


def _remark(text: str, evidence: Evidence) -> Remark:
    return Remark(Topic.PATHS, Answer.YES, text, evidence)


# ── Plan B ──────────────────────────────────────────────────────────────────────────────────


def lapsed(grounds: Grounds) -> Sequence[tuple[Case, str]]:
    """Each ask that was let rest, with its company."""
    resting = (case for case in grounds.cases if case.state == "LAPSED" and is_open(case))
    return [(case, company) for case in resting if (company := next(places(case, grounds), ""))]


def plan_b(case: Case, company: str, atlas: Map, rapport: RapportWith) -> Iterator[Remark]:
    """The best other way to the company of an ask that was let rest (DOMAIN.md section 5, K1 LAPSED)."""
    tried = {atlas.grounds.person(label).id for label in roles(case)}
    others = (p for p in paths(company, atlas, rapport, None).found if p.who.person not in tried)
    best = next((path for path in others if path.answer is not Answer.NO), None)
    if best:
        text = f"Another way to {company} may be {best.who.name or best.who.address}: {best.ways[0].text}."
        yield Remark(Topic.PATHS, Answer.YES, text, best.ways[0].evidence, case.id)


# ── One path ────────────────────────────────────────────────────────────────────────────────


def _path(
    person: Person, ways: Iterable[tuple[int, Remark]], company: str, atlas: Map, rapport: RapportWith
) -> Path:
    ranked = [remark for _, remark in sorted(ways, key=lambda way: way[0])]
    with_them, works_there = rapport(person, company), _works_there(person, company)
    answer, advice = _advice(with_them, works_there=works_there)
    last = atlas.grounds.day(person.last_seen) if person.last_seen else None
    return Path(with_them, answer, tuple(ranked), advice, last)


def _works_there(person: Person, company: str) -> bool:
    return house(company) in houses_of(person)


def _advice(who: Rapport, *, works_there: bool) -> tuple[Answer, str]:
    """Whether to ask them now, and what for (the essays on contacts and on endorsements).

    Whoever works there can be asked for a conversation before they can be asked for a word.
    """
    if who.load.answer is Answer.NO:
        return Answer.NO, who.load.reasons[0].text
    ready = is_ready(who.readiness)
    if ready is Answer.YES:
        good_for = f" Good for: {GOOD_FOR[who.contact_type]}." if who.contact_type else ""
        return ready, f"Ask for an introduction.{good_for}"
    if works_there and (ready is Answer.UNKNOWN or who.contact_type is ContactType.OTHER):
        return Answer.UNKNOWN, f"Ask for a conversation, not for a word inside.{_not_known(who)}"
    if ready is Answer.NO:
        return ready, f"Not for an introduction: {_lacking(who)}. Ask for information, or give something."
    return ready, f"First ask for advice, give something, or meet.{_not_known(who)}"


_NEEDED = frozenset({Element.LIKES, Element.INSIDE, Element.WILLING})
_OPEN_QUESTIONS = {
    Element.MET: "whether you met",
    Element.LIKES: "whether they like you",
    Element.WORK: "whether they know your work",
    Element.SETTING: "whether they know you from elsewhere",
    Element.INSIDE: "whether they know somebody inside",
    Element.WILLING: "whether they would vouch",
}


def _lacking(who: Rapport) -> str:
    """Why one of the needed elements is not there; of knowing the owner, the last of its three."""
    missing = [f for f in who.readiness if f.answer is Answer.NO]
    return next((f.why for f in missing if f.element in _NEEDED), missing[-1].why)


def _not_known(who: Rapport) -> str:
    open_ = [_OPEN_QUESTIONS[f.element] for f in who.readiness if f.answer is Answer.UNKNOWN]
    return f" Not known: {', '.join(open_)}." if open_ else ""


def _rank(path: Path) -> tuple[int, int, int, str]:
    last = path.last or date.min
    return _ORDER.index(path.answer), -path.who.elements, -last.toordinal(), path.who.person
