"""The whole way in one function: readings, decisions and notes in, everything Introloop has to say out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rules.cases import assemble
from rules.kinds import stand
from rules.model import Act, Decision, Owner, PersonNote, Reading, Review
from rules.people import people
from rules.threads import threads


def review(
    readings: Iterable[Reading],
    *,
    owner: Owner,
    now: datetime,
    notes: Iterable[PersonNote] = (),
    decisions: Iterable[Decision] = (),
) -> Review:
    """How everything stands at `now`. The same facts give the same review in any order."""
    seen = sorted(
        (r for r in readings if r.header.date <= now), key=lambda r: (r.header.date, r.header.message_id)
    )
    directory = people(seen, owner=owner, notes=notes)
    matters = assemble(
        seen, threads=threads(r.header for r in seen), people=directory, owner=owner, decisions=decisions
    )
    standing = (stand(matter, owner=owner, now=now) for matter in matters)
    cases = tuple(sorted((c for c in standing if c is not None), key=lambda c: c.id))
    return Review(now=now, cases=cases, suggestions=(), people=directory.persons)


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
