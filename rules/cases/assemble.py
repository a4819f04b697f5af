"""One pass over the mail, in order: every message joins the matters it belongs to, or opens one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from rules.cases.arrival import Arrival
from rules.cases.captured import captured
from rules.cases.carrying_on import adopt, carries_on, is_for_me, is_in_passing
from rules.cases.circle import Circle
from rules.cases.corrections import Corrections, corrections
from rules.cases.finder import Finder
from rules.cases.gathering import Gathering
from rules.cases.joining import (
    belongs,
    is_without_the_requester,
    role_of_sender,
    speaks_of,
    speaks_of_it_here,
    turns_out_to_be,
)
from rules.cases.opening import Opening
from rules.cases.openings import openings
from rules.cases.quoted import quoted
from rules.due import clock, local_day
from rules.matter import Directory, Event, Matter, Role, Who
from rules.meant import Claim, meant
from rules.model import Act, Address, Decision, Kind, Owner, Reading, Refusal, Thread, Why


def assemble(
    readings: Iterable[Reading],
    *,
    threads: Iterable[Thread],
    people: Directory,
    owner: Owner,
    decisions: Iterable[Decision] = (),
) -> tuple[Matter, ...]:
    """All matters, in order of their ids. The same mail gives the same matters in any order."""
    return examine(readings, threads=threads, people=people, owner=owner, decisions=decisions)[0]


def examine(
    readings: Iterable[Reading],
    *,
    threads: Iterable[Thread],
    people: Directory,
    owner: Owner,
    decisions: Iterable[Decision] = (),
) -> tuple[tuple[Matter, ...], tuple[Refusal, ...]]:
    """All matters, and all cases that were refused on the same way, in order of their messages."""
    words = sorted(decisions, key=lambda d: (d.at, d.message_id, d.verb, d.who, d.what))
    desk = _worked_through(readings, threads, Circle(owner, people), words)
    desk.decide(words)
    matters = sorted((g.finish() for g in desk.all), key=lambda m: m.id)
    return tuple(matters), tuple(desk.refused)


def _worked_through(
    readings: Iterable[Reading], threads: Iterable[Thread], circle: Circle, words: Sequence[Decision]
) -> _Desk:
    thread_of = {message_id: t.id for t in threads for message_id in t.message_ids}
    desk = _Desk(circle, thread_of, corrections(words, circle))
    seen = captured(readings, words, circle.owner)
    for reading in sorted(seen, key=lambda r: (r.header.date, r.header.message_id)):
        desk.take(reading)
    return desk


class _Desk:
    """The matters gathered so far, found by thread, by person, by first name and by company."""

    def __init__(self, circle: Circle, thread_of: Mapping[str, str], corrected: Corrections) -> None:
        self.circle = circle
        self.all: list[Gathering] = []
        self.refused: list[Refusal] = []
        self._corrected = corrected
        self._thread_of = thread_of
        self._found = Finder()
        self._heard: dict[str, set[str]] = defaultdict(set)  # who has written in a thread
        self._met_in: dict[str, Gathering] = {}  # the matter that put a person on a mail with me
        # Business days are at least five a week but for holidays: seven fifths of the window, in days.
        self._window = timedelta(days=clock(circle.owner, "rule1.window") * 7 // 5 + 3)

    # ── Mail ──

    def take(self, reading: Reading) -> None:
        """Put one message where it belongs; what it quotes of mail we do not hold goes before it."""
        thread = self._thread_of.get(reading.header.message_id, reading.header.message_id)
        mail = Arrival(reading, thread, self.circle)
        if mail.is_to_everybody:
            self.refused += openings(mail).refused
            return
        for lost in quoted(reading, heard=self._heard[thread], owner=self.circle.owner):
            self._place(Arrival(lost, thread, self.circle))
        self._place(mail)
        self._heard[thread].add(reading.header.sender.email)

    def _place(self, mail: Arrival) -> None:
        rivals = self._found.of_thread(mail.thread)
        joined = [g for g in self._near(mail) if belongs(g, mail, rivals=rivals)]
        carried = [] if mail.is_report else self._open(mail, joined)
        self._meet(mail, carried)
        for g in dict.fromkeys([*joined, *carried]):
            self._add(g, mail, carried=g in carried)
        self.circle.note(mail.sender, mail.everybody)

    def _near(self, mail: Arrival) -> list[Gathering]:
        """The matters of its thread, and those of its people while the window is open; of a bounce all."""
        return self._found.near(mail, None if mail.failed else mail.header.date - self._window)

    def _open(self, mail: Arrival, joined: Sequence[Gathering]) -> list[Gathering]:
        """The matters that the message opens, or carries on where they are open already."""
        carried: list[Gathering] = []
        found = openings(mail)
        self.refused += found.refused
        for opening in found.made:
            held = self._held(opening, mail, [*joined, *carried])
            if _only_answers(opening, joined):
                self._refuse(mail, opening, Why.SAME_PEOPLE)
            elif held is not None:
                adopt(held, opening)
                carried.append(held)
            elif any(is_in_passing(opening, g) for g in joined):
                self._refuse(mail, opening, Why.IN_PASSING)
            elif self._corrected.silence(mail):
                self._refuse(mail, opening, Why.CORRECTED)
            else:
                carried.append(self._begin(mail, opening))
        return carried

    def _refuse(self, mail: Arrival, opening: Opening, why: Why) -> None:
        self.refused.append(Refusal(mail.header.message_id, opening.signal, why))

    def _held(self, opening: Opening, mail: Arrival, joined: Sequence[Gathering]) -> Gathering | None:
        """The newest matter an opening carries on."""
        related = self._found.of_persons(who.person for who in opening.roles.values())
        candidates = sorted([*related, *joined], key=lambda g: (g.last, g in joined), reverse=True)
        near = (g for g in candidates if mail.header.date - g.last <= self._window)
        return next((g for g in near if carries_on(g, opening, same_thread=mail.thread in g.threads)), None)

    def _begin(self, mail: Arrival, opening: Opening) -> Gathering:
        g = Gathering(
            id=_id(mail, opening),
            opening=opening.kind,
            roles=dict(opening.roles),
            last=mail.header.date,
            form=opening.form,
            purpose=mail.header.subject,
            organisation=opening.organisation,
        )
        self.all.append(g)
        return g

    def _add(self, g: Gathering, mail: Arrival, *, carried: bool) -> None:
        """Make the message an event of the matter, and find the matter by it from now on.

        A thread from elsewhere is the matter's own only where somebody met through it is on it, and where it
        speaks of it: else one mail that names the target would draw in whatever is answered to it.
        """
        if found := turns_out_to_be(g, mail):
            g.roles[found[0]] = found[1]
        g.newly_met |= {who.person for role, who in g.roles.items() if self._is_met_through(g, role, who)}
        event = self._event(g, mail)
        if event.by in g.roles and mail.sender.person not in g.persons():
            g.aliases[mail.sender.person] = event.by
        g.events.append(event)
        g.message_ids.add(mail.header.message_id)
        g.last = mail.header.date
        if not g.threads or carried or self._draws_in(g, mail):
            g.threads.add(mail.thread)
        self._found.put(g)
        target = g.roles.get(Role.TARGET)
        if target and event.by is Role.INTRODUCER and event.says(Act.INTRODUCES):
            self.circle.introduced.add(target.person)

    def _meet(self, mail: Arrival, carried: Iterable[Gathering]) -> None:
        """Whom one matter puts on a mail with me I meet through it, and through no other that names them."""
        for g in filter(is_for_me, carried):
            target = g.roles.get(Role.TARGET)
            if target and target.person in mail.persons and self._met_in.setdefault(target.person, g) is g:
                for other in {*self._found.of_persons((target.person,))} - {g}:
                    other.newly_met.discard(target.person)

    def _draws_in(self, g: Gathering, mail: Arrival) -> bool:
        met = not mail.persons.isdisjoint(g.newly_met | g.aliases.keys())
        return met and (not is_without_the_requester(g, mail) or speaks_of(g, mail))

    def _is_met_through(self, g: Gathering, role: Role, who: Who) -> bool:
        here = self._met_in.get(who.person, g) is g
        return here and role is not Role.INTRODUCER and who.person != "me" and not self.circle.has_met(who)

    def _event(self, g: Gathering, mail: Arrival) -> Event:
        header = mail.header
        direct = mail.thread in g.threads or not g.events
        return Event(
            header.date,
            local_day(header.date, self.circle.owner.calendar),
            header.message_id,
            role_of_sender(g, mail),
            frozenset(self._roles_of(g, (*header.to, *header.cc, *header.bcc, *map(Address, mail.failed)))),
            mail.signals,
            mail.reading,
            direct=direct,
            speaks_of_it=speaks_of_it_here(g, mail) if direct else speaks_of(g, mail),
        )

    def _roles_of(self, g: Gathering, addresses: Iterable[Address]) -> Iterator[Role]:
        for address in addresses:
            role = Role.ME if self.circle.is_me(address) else g.role_of(self.circle.who(address).person)
            if role:
                yield role

    # ── The owner's word ──

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Give each decision to the matters it is about."""
        holding: dict[str, list[Gathering]] = defaultdict(list)
        for g in self.all:
            for key in {g.id, *g.message_ids}:
                holding[key].append(g)
        for decision in decisions:
            event = self._word(decision)
            for g in meant(decision, holding[decision.message_id], _claim):
                g.events.append(event)

    def _word(self, decision: Decision) -> Event:
        day = local_day(decision.at, self.circle.owner.calendar)
        return Event(decision.at, day, decision.message_id, Role.ME, frozenset(), {}, decision=decision)


def _id(mail: Arrival, opening: Opening) -> str:
    """Of the mail alone: its writer may be one it quotes, its target one of several who stand on it."""
    target = opening.roles.get(Role.TARGET)
    on_it = target.label if target in mail.recipients else ""  # a name in a text may be anybody's later
    key = "\n".join((mail.header.message_id, mail.header.sender.email, opening.kind, on_it))
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def _claim(g: Gathering) -> Claim:
    names = (name for who in g.roles.values() for name in (who.label, who.name))
    return Claim(g.id, g.events[0].message_id, frozenset(names))


def _only_answers(opening: Opening, joined: Iterable[Gathering]) -> bool:
    """Whether people of one matter write to one another: nobody is introduced anew."""
    if opening.kind not in (Kind.MADE_FOR_ME, Kind.MADE_BY_ME):
        return False
    pair = {who.person for who in opening.roles.values()} - {"me"}
    for_me = opening.kind is Kind.MADE_FOR_ME
    return any(is_for_me(g) is not for_me and pair <= g.persons() for g in joined)
