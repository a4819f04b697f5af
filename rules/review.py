"""The whole way in one function: readings, decisions and notes in, everything Introloop has to say out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from rules.advice import Grounds, advise
from rules.cases import assemble, examine, single
from rules.contacts import answer_times, contacts
from rules.due import local_day
from rules.kinds import not_put_away, reconnects, stand, told_in_person, told_once, updates
from rules.matter import Contact, Matter
from rules.model import Case, Decision, Owner, PersonNote, Reading, Refusal, Review, Thread
from rules.packs import Packs
from rules.suggest import Desk, correspondence, suggest
from rules.threads import threads
from rules.who.addresses import canonical
from rules.who.names import fold, human_name, name_for
from rules.who.people import People, people
from rules.wordings import Wordings, wordings

__all__ = ["refused", "review", "single"]

_NAMED = 20  # in one text, among whom an address is looked for


def review(
    readings: Iterable[Reading],
    *,
    owner: Owner,
    now: datetime,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
    packs: Packs | None = None,
) -> Review:
    """How everything stands at `now`. The same facts give the same review in any order.

    Without `packs` there are no drafts.
    """
    seen = _once(readings, now)
    owner, notes = _as_on_mail(owner, seen), tuple(notes)
    words = [d for d in decisions if d.at <= now]
    directory = people(seen, owner=owner, notes=notes, decisions=words)
    tied = threads(seen)
    known = contacts((r.header for r in seen), owner=owner, people=directory)
    cases = _cases(seen, directory, tied=tied, known=known, owner=owner, now=now, words=words)
    grounds = Grounds(
        owner=owner,
        now=now,
        readings=seen,
        people=directory,
        persons=directory.persons,
        cases=cases,
        contacts=known,
        thread_of={message_id: thread.id for thread in tied for message_id in thread.message_ids},
        notes=notes,
        decisions=words,
    )
    desk = _desk(seen, directory, owner=owner, now=now, packs=packs)
    return Review(now, cases, suggest(cases, desk), directory.persons, advise(grounds))


def refused(
    readings: Iterable[Reading],
    *,
    owner: Owner,
    now: datetime,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[Refusal, ...]:
    """Every case that was considered by `now` and not opened, with the reason: why `review` lacks it."""
    return considered(readings, owner=owner, now=now, notes=notes, decisions=decisions)[1]


def considered(
    readings: Iterable[Reading],
    *,
    owner: Owner,
    now: datetime,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
) -> tuple[tuple[Matter, ...], tuple[Refusal, ...]]:
    """The matters by `now`, before any clock has looked at them, and the cases that were not opened."""
    seen = _once(readings, now)
    owner, words = _as_on_mail(owner, seen), [d for d in decisions if d.at <= now]
    directory = people(seen, owner=owner, notes=notes, decisions=words)
    return examine(seen, threads=threads(seen), people=directory, owner=owner, decisions=words)


def _cases(
    seen: Sequence[Reading],
    directory: People,
    *,
    tied: Sequence[Thread],
    known: Mapping[str, Contact],
    owner: Owner,
    now: datetime,
    words: Sequence[Decision],
) -> tuple[Case, ...]:
    headers = [r.header for r in seen]
    matters = assemble(seen, threads=tied, people=directory, owner=owner, decisions=words)
    times = answer_times(headers, threads=tied, owner=owner, people=directory)
    standing = [c for matter in matters if (c := stand(matter, owner=owner, now=now, answers=times))]
    told = list(told_once(standing, known))
    known = told_in_person(known, words, owner=owner)
    told += updates(told, known, owner=owner, now=now)
    told += reconnects(told, known, owner=owner, now=now)
    left = not_put_away(told, words, known, local_day(now, owner.calendar))
    return tuple(sorted(left, key=lambda c: c.id))


def _desk(
    seen: Sequence[Reading], directory: People, *, owner: Owner, now: datetime, packs: Packs | None
) -> Desk:
    names = _names(seen, directory)
    return Desk(
        owner=owner,
        today=local_day(now, owner.calendar),
        readings={r.header.message_id: r for r in seen},
        names=names,
        people={email: person for person in directory.persons for email in person.addresses},
        said=_wordings(packs),
        name_words=frozenset(fold(word) for name in names.values() for word in name.split()),
        mail=correspondence(seen, owner),
    )


def _once(readings: Iterable[Reading], now: datetime) -> Sequence[Reading]:
    """Each message that is known by now, once, in order of date."""
    once: dict[str, Reading] = {}
    for reading in (r for r in readings if r.header.date <= now):
        held = once.setdefault(reading.header.message_id, reading)
        if held is not reading:
            once[reading.header.message_id] = min(held, reading, key=_copy)
    return sorted(once.values(), key=lambda r: (r.header.date, r.header.message_id))


def _copy(reading: Reading) -> tuple[int, int, str]:
    """Of two copies of one mail, the one that came by no list and shows the most recipients is first."""
    header = reading.header
    return len(header.marks), -len((*header.to, *header.cc, *header.bcc)), repr(reading)


def _as_on_mail(owner: Owner, seen: Sequence[Reading]) -> Owner:
    """The owner under every spelling of their addresses (plus-tags, Gmail's dots), and by a name.

    Who has configured none goes by that of their own mail: who is introduced on copy is known by it.
    """
    mine = frozenset(map(canonical, owner.addresses))
    headers = (r.header for r in seen)
    shown = (a.email for h in headers for a in (h.sender, *h.to, *h.cc, *h.bcc))
    spelled = owner.addresses.union(a for a in shown if canonical(a) in mine)
    return replace(owner, addresses=spelled, name=owner.name or _signs_as(seen, spelled))


def _signs_as(seen: Sequence[Reading], addresses: frozenset[str]) -> str:
    """The name on the newest mail of the owner's that shows one."""
    mine = (r.header.sender for r in reversed(seen) if r.header.sender.email in addresses)
    return next((human_name(sender) for sender in mine if sender.name), "")


def _names(seen: Sequence[Reading], directory: People) -> Mapping[str, str]:
    """The name each address goes by: as the people know it, else as a header or a text shows it."""
    found = {email: p.name for p in directory.persons for email in p.addresses if p.name}
    for reading in seen:
        header, above = reading.header, (q.writer for q in reading.quoted if q.writer)
        for address in (header.sender, *header.to, *header.cc, *above):
            if address.name and address.email not in found:
                found[address.email] = human_name(address)
    held = {r.header.message_id: r for r in seen}
    for reading in seen:
        for email in (n for n in reading.names if "@" in n and n not in found):
            name = name_for(email, reading.names[:_NAMED]) or name_for(email, _named_above(reading, held))
            if name:
                found[email] = name
    return found


def _named_above(reading: Reading, held: Mapping[str, Reading]) -> Iterator[str]:
    """The names in the mails that one answers: asked for by name, somebody is often told of by address."""
    header = reading.header
    above = dict.fromkeys((*header.references, *header.in_reply_to))
    return chain.from_iterable(held[m].names[:_NAMED] for m in above if m in held)


def _wordings(packs: Packs | None) -> Mapping[str, Wordings]:
    return {name: wordings(name, pack.drafts) for name, pack in packs.languages.items()} if packs else {}
