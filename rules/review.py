"""The whole way in one function: readings, decisions and notes in, everything Introloop has to say out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rules.cases import assemble
from rules.contacts import contacts
from rules.drafts import Wordings, wordings
from rules.due import local_day
from rules.kinds import reconnects, stand, updates
from rules.model import Act, Case, Decision, Owner, PersonNote, Reading, Review
from rules.names import human_name
from rules.people import People, people
from rules.packs import Packs
from rules.suggest import Desk, suggest
from rules.threads import threads


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
    seen = sorted(
        (r for r in readings if r.header.date <= now), key=lambda r: (r.header.date, r.header.message_id)
    )
    directory = people(seen, owner=owner, notes=notes)
    cases = _cases(seen, directory, owner=owner, now=now, decisions=decisions)
    desk = Desk(
        owner=owner,
        today=local_day(now, owner.calendar),
        headers={r.header.message_id: r.header for r in seen},
        names=_names(seen, directory),
        said=_wordings(packs),
        languages={r.header.message_id: r.language for r in seen},
    )
    return Review(now=now, cases=cases, suggestions=suggest(cases, desk), people=directory.persons)


def _cases(
    seen: Sequence[Reading], directory: People, *, owner: Owner, now: datetime, decisions: Iterable[Decision]
) -> tuple[Case, ...]:
    headers = [r.header for r in seen]
    matters = assemble(seen, threads=threads(headers), people=directory, owner=owner, decisions=decisions)
    standing = [c for matter in matters if (c := stand(matter, owner=owner, now=now))]
    known = contacts(headers, owner=owner, people=directory)
    told = [*standing, *updates(standing, known, owner=owner, now=now)]
    told += reconnects(told, known, owner=owner, now=now)
    return tuple(sorted(told, key=lambda c: c.id))


def _names(seen: Iterable[Reading], directory: People) -> Mapping[str, str]:
    """The name each address goes by: as the people know it, else as a header shows it."""
    found = {email: p.name for p in directory.persons for email in p.addresses if p.name}
    for reading in seen:
        header = reading.header
        for address in (header.sender, *header.to, *header.cc):
            if address.name and address.email not in found:
                found[address.email] = human_name(address)
    return found


def _wordings(packs: Packs | None) -> Mapping[str, Wordings]:
    return {name: wordings(name, pack.drafts) for name, pack in packs.languages.items()} if packs else {}


def single(reading: Reading, owner: Owner) -> tuple[str | None, tuple[str, ...]]:
    """Who introduces whom in one message read alone: (introducer, introduced), addresses or names."""
    header = reading.header
    acts = {s.act: s for s in reversed(reading.signals) if s.confidence >= 0.5}
    named = next((s.names for s in acts.values() if s.names), ())
    if Act.INTRODUCES in acts:
        parties = [a.email for a in (*header.to, *header.cc)]
        return header.sender.email, tuple(dict.fromkeys([*parties, *acts[Act.INTRODUCES].names]))
    if Act.REPLIES_TO_INTRODUCTION in acts:
        parties = [header.sender.email, *(a.email for a in header.to)]
        return next(iter(acts[Act.REPLIES_TO_INTRODUCTION].names), None), tuple(parties)
    if acts.keys() & {Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FOR_BLURB}:
        asked = next(iter(header.to), None)
        return asked.email if asked else None, (header.sender.email, *named[:1])
    return (header.sender.email if acts else None), tuple(named[:1])
