"""One pass over the mail, in order: every message joins the matters it belongs to, or opens one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from rules.cases.gathering import BY_ME, FOR_ME, Circle, Gathering, said_in
from rules.cases.joining import adopt, carries_on, joins, role_of_sender
from rules.cases.opening import Opening, openings
from rules.due import clock, local_day
from rules.matter import Directory, Event, Matter, Role
from rules.model import ME, Act, Decision, Kind, Mark, Owner, Reading, Signal, Thread

STRONG = 0.5  # DOMAIN.md rule 10: only strong evidence moves a state
AUTOMATIC = frozenset({Mark.AUTO_GENERATED, Mark.LIST, Mark.BULK, Mark.NO_REPLY, Mark.OWN_DIGEST})


def assemble(
    readings: Iterable[Reading],
    *,
    threads: Iterable[Thread],
    people: Directory,
    owner: Owner,
    decisions: Iterable[Decision] = (),
) -> tuple[Matter, ...]:
    """All matters, in order of their ids. The same mail gives the same matters in any order."""
    thread_of = {message_id: t.id for t in threads for message_id in t.message_ids}
    desk = _Desk(Circle(owner, people), thread_of)
    for reading in sorted(readings, key=lambda r: (r.header.date, r.header.message_id)):
        desk.take(reading)
    for decision in sorted(decisions, key=lambda d: d.at):
        desk.decide(decision)
    return tuple(sorted((g.finish() for g in desk.all), key=lambda m: m.id))


class _Desk:
    """The matters gathered so far, found by person and by thread."""

    def __init__(self, circle: Circle, thread_of: Mapping[str, str]) -> None:
        self.circle = circle
        self.thread_of = thread_of
        self.all: list[Gathering] = []
        self.by_person: dict[str, list[Gathering]] = defaultdict(list)
        self.by_thread: dict[str, list[Gathering]] = defaultdict(list)
        self.by_company: dict[str, list[Gathering]] = defaultdict(list)
        # Business days are at least five a week but for holidays: seven fifths of the window, in days.
        self.window = timedelta(days=clock(circle.owner, "rule1.window") * 7 // 5 + 3)

    def take(self, reading: Reading) -> None:
        """Put one message where it belongs."""
        if reading.header.marks & AUTOMATIC and not _is_report(reading):
            return
        signals = strongest(reading)
        thread = self.thread_of.get(reading.header.message_id, reading.header.message_id)
        joined = [g for g in self._near(reading, thread) if self._joins(g, reading, thread)]
        if not _is_report(reading):
            self._open(reading, signals, thread, joined)
        for g in joined:
            self._add(g, reading, signals, thread)
        self.circle.note(reading)

    def _near(self, reading: Reading, thread: str) -> Sequence[Gathering]:
        header = reading.header
        everybody = self.circle.others((header.sender, *header.to, *header.cc, *header.bcc))
        failed = [self.circle.people.of(a).id for a in reading.failed]
        lists = [
            self.by_thread[thread],
            *(self.by_person[p] for p in (*(w.person for w in everybody), *failed)),
        ]
        if Act.REPORTS_OUTCOME in {s.act for s in reading.signals}:
            lists.append(self.all[-200:])
        return list({id(g): g for found in lists for g in found}.values())

    def _joins(self, g: Gathering, reading: Reading, thread: str) -> bool:
        if reading.failed:
            return any(who.label in reading.failed for who in g.roles.values())
        rivals = self.by_thread[thread]
        return joins(g, reading, thread=thread, circle=self.circle, rivals=rivals, window=self.window)

    def _open(
        self, reading: Reading, signals: Mapping[Act, Signal], thread: str, joined: list[Gathering]
    ) -> None:
        for number, opening in enumerate(openings(reading, signals, self.circle)):
            if self._only_answers(opening, joined):
                continue
            near = [*joined, *(g for g in self._related(opening) if g not in joined)]
            held = next((g for g in reversed(near) if self._carries_on(g, opening, reading, thread)), None)
            if held:
                adopt(held, opening, signals)
                if held not in joined:
                    joined.append(held)
            elif not (joined and opening.kind in (Kind.MY_PROMISE, Kind.FAVOUR)):
                joined.append(self._begin(reading, opening, number))

    def _only_answers(self, opening: Opening, joined: Iterable[Gathering]) -> bool:
        """Whether people of one matter write to one another: nobody is introduced anew."""
        pair = {w.person for w in opening.roles.values()} - {ME}
        side = FOR_ME if opening.kind in FOR_ME else BY_ME
        introduces = opening.kind in (Kind.MADE_FOR_ME, Kind.MADE_BY_ME)
        return introduces and any(g.opening not in side and pair <= g.persons() for g in joined)

    def _related(self, opening: Opening) -> list[Gathering]:
        found = [g for who in opening.roles.values() for g in self.by_person[who.person]]
        return sorted({id(g): g for g in found}.values(), key=lambda g: g.last)

    def _carries_on(self, g: Gathering, opening: Opening, reading: Reading, thread: str) -> bool:
        near = reading.header.date - g.last <= self.window
        return near and carries_on(g, opening, same_thread=thread in g.threads)

    def _begin(self, reading: Reading, opening: Opening, number: int) -> Gathering:
        header = reading.header
        key = f"{header.message_id}\n{opening.kind}\n{number}"
        g = Gathering(
            id=hashlib.sha256(key.encode()).hexdigest()[:10],
            opening=opening.kind,
            roles=dict(opening.roles),
            begun=header.date,
            form=opening.form,
            purpose=header.subject,
            organisation=_organisation(opening),
        )
        self.all.append(g)
        return g

    def _add(self, g: Gathering, reading: Reading, signals: Mapping[Act, Signal], thread: str) -> None:
        header = reading.header
        by = role_of_sender(g, reading, self.circle, in_thread=thread in g.threads)
        to = frozenset(
            role
            for a in (*header.to, *header.cc, *header.bcc)
            if (role := Role.ME if self.circle.is_me(a) else g.role_of(self.circle.people.of(a).id))
        )
        direct = thread in g.threads or not g.events
        speaks = direct or g.spoken_of(said_in(reading), by=by if by is not Role.ME else None)
        day = local_day(header.date, self.circle.owner.calendar)
        g.events.append(
            Event(
                header.date,
                day,
                header.message_id,
                by,
                to,
                signals,
                reading,
                direct=direct,
                speaks_of_it=speaks,
            )
        )
        g.strangers |= {p for p in g.persons() if p != "me" and not self.circle.met_before(p)}
        g.threads.add(thread)
        g.message_ids.add(header.message_id)
        self.by_thread[thread].append(g) if g not in self.by_thread[thread] else None
        for person in g.persons():
            if g not in self.by_person[person]:
                self.by_person[person].append(g)
        self._acquaint(g, by)

    def _acquaint(self, g: Gathering, by: Role) -> None:
        if by is Role.INTRODUCER and Role.TARGET in g.roles:
            self.circle.introduced.add(g.roles[Role.TARGET].person)

    def decide(self, decision: Decision) -> None:
        """Give a decision to the matters that hold its message, or to the one it names."""
        for g in self.all:
            if decision.message_id in g.message_ids or decision.message_id == g.id:
                if decision.who and all(decision.who not in (w.label, w.name) for w in g.roles.values()):
                    continue
                day = local_day(decision.at, self.circle.owner.calendar)
                g.events.append(
                    Event(decision.at, day, decision.message_id, Role.ME, frozenset(), {}, decision=decision)
                )


def strongest(reading: Reading) -> dict[Act, Signal]:
    """The strong signals of a message's own words, one an act."""
    found: dict[Act, Signal] = {}
    for signal in sorted(reading.signals, key=lambda s: (-s.confidence, s.rule)):
        if signal.confidence >= STRONG and signal.writer is None:
            found.setdefault(signal.act, signal)
    return found


def _is_report(reading: Reading) -> bool:
    return bool(reading.header.marks & {Mark.AUTO_REPLY, Mark.REPORT}) or bool(reading.failed)


def _organisation(opening: Opening) -> str:
    target = opening.roles.get(Role.TARGET)
    names = [n for n in opening.signal.names if "@" not in n]
    return next((n for n in names if not target or n != target.label), "")
