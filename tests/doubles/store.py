"""A Store in memory, for tests of what stands above it; it runs under the same contract as the real one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import reduce
from pathlib import Path

from rules.model import Decision, Header, PersonNote, Reading
from rules.who.notes import joined
from rules.who.said import loosened, merged_notes, said
from tests.doubles.answers import MemoryAnswers
from tests.doubles.places import MemoryPlaces
from worker.ports import (
    Batch,
    Bookmark,
    Coverage,
    Folder,
    FolderCoverage,
    Phase,
    Planned,
    Presence,
    Quarantined,
    ReviseBook,
    StoreError,
    Trail,
)
from worker.ports.store import TICK
from worker.store.book import overlaid
from worker.store.forgetting import names_them, readable
from worker.store.loading import Loader
from worker.store.mail import covered, read_since, widened
from worker.store.rows import fingerprint, to_json, told_apart
from worker.store.traces import Traces
from worker.store.tracing import find
from worker.store.words import decision_json


class MemoryStore(MemoryPlaces, MemoryAnswers):
    """Facts and decisions of one owner, until the test ends."""

    def __init__(self) -> None:
        super().__init__()
        self._prints: dict[str, str] = {}
        self._folders: dict[tuple[str, str], FolderCoverage] = {}
        self._decisions: list[Decision] = []
        self._undone: list[Decision] = []
        self._notes: list[PersonNote] = []
        self._book: list[PersonNote] = []
        self._outbox: dict[tuple[str, str], Planned] = {}
        self._leases: dict[tuple[str, str], datetime] = {}
        self._claimants: dict[tuple[str, str], str] = {}
        self._highest: datetime | None = None

    # ── Mail ────────────────────────────────────────────────────────────────────────────────

    def bookmark(self, account: str, folder: str) -> Bookmark | None:
        return self._bookmarks.get((account, folder))

    def known(self, message_ids: Iterable[str]) -> frozenset[str]:
        return frozenset(message_ids) & self._readings.keys()

    def holds(self, headers: Sequence[Header]) -> tuple[bool, ...]:
        named = [(header.message_id, fingerprint(header)) for header in headers]
        return tuple(self._prints.get(n) == m or told_apart(n, m) in self._prints for n, m in named)

    def save(self, batch: Batch) -> int:
        self._move(batch)
        before = len(self._readings)
        mark = batch.bookmark
        for sighting in batch.sightings:
            place = (mark.account, mark.folder, mark.uidvalidity, sighting.uid)
            reading = sighting.reading
            kept = reading if isinstance(reading, Reading) else Loader().reading(reading)
            self._places[place] = self._keep(kept)
            self._quarantine.pop(place, None)
        for uid in batch.released:
            self._quarantine.pop((mark.account, mark.folder, mark.uidvalidity, uid), None)
        for held in batch.quarantined:
            self._quarantine[held.account, held.folder, held.uidvalidity, held.uid] = held
        self._count(mark.account, batch.traffic)
        return len(self._readings) - before

    def _move(self, batch: Batch) -> None:
        new, key = batch.bookmark, (batch.bookmark.account, batch.bookmark.folder)
        old = self._bookmarks.get(key)
        if old and old.uidvalidity == new.uidvalidity:
            if new.uid <= old.uid and new.floor >= old.floor:
                return
            new = widened(old, new)
        elif old:
            self._places = {place: i for place, i in self._places.items() if place[:2] != key}
            self._quarantine = {place: q for place, q in self._quarantine.items() if place[:2] != key}
            del self._counted[key]
            self._present.pop(key, None)
        self._bookmarks[key] = new
        read, skipped = self._counted.get(key, (0, 0))
        looked_at = len(batch.sightings) + len(batch.quarantined) + batch.skipped
        self._counted[key] = read + looked_at, skipped + batch.skipped
        there = self._present.get(key) or Presence(*key, new.uidvalidity, 0)
        self._present[key] = replace(there, messages=there.messages + looked_at)

    def _keep(self, reading: Reading) -> str:
        message_id, mark = reading.header.message_id, fingerprint(reading.header)
        if self._prints.setdefault(message_id, mark) != mark:
            message_id = told_apart(message_id, mark)
            self._prints[message_id] = mark
        named = replace(reading, header=replace(reading.header, message_id=message_id))
        self._readings.setdefault(message_id, named)
        return message_id

    def folders_selected(self, account: str, folders: Sequence[Folder]) -> None:
        others = {key: held for key, held in self._folders.items() if key[0] != account}
        new = ((f, FolderCoverage(account, f.name, f.role, None)) for f in folders)
        mine = {(account, f.name): self._folders.get((account, f.name), unread) for f, unread in new}
        self._folders = others | mine

    def folder_read(self, coverage: FolderCoverage) -> None:
        key = (coverage.account, coverage.folder)
        old = self._folders.get(key)
        if old and coverage.complete is None:
            coverage = replace(coverage, complete=old.complete, read=old.read)
        self._folders[key] = coverage

    def readings(self) -> Iterator[Reading]:
        yield from sorted(self._readings.values(), key=lambda r: (r.header.date, r.header.message_id))

    def numbered(self, after: int = 0) -> Iterator[tuple[int, Reading]]:
        yield from list(enumerate(self._readings.values(), 1))[after:]

    def readings_of(self, numbers: Collection[int]) -> dict[int, Reading]:
        return {number: reading for number, reading in self.numbered() if number in numbers}

    def coverage(self) -> Coverage:
        folders = tuple(self._counted_in(self._folders[key]) for key in sorted(self._folders))
        skipped = sum(skipped for _, skipped in self._counted.values())
        whole = covered(folders, quarantined=len(self._quarantine), skipped=skipped)
        return replace(whole, since=read_since(self._bookmarks.values()))

    def _counted_in(self, folder: FolderCoverage) -> FolderCoverage:
        read, _ = self._counted.get((folder.account, folder.folder), (0, 0))
        mark = self._bookmarks.get((folder.account, folder.folder))
        return replace(folder, read=max(folder.read, read), left=mark.floor if mark else 0)

    def quarantined(self) -> tuple[Quarantined, ...]:
        return tuple(self._quarantine[place] for place in sorted(self._quarantine))

    # ── The owner's words ───────────────────────────────────────────────────────────────────

    def decide(self, decision: Decision) -> None:
        if decision not in self._decisions:
            self._decisions.append(decision)

    def undo(self, decision: Decision | None = None) -> Decision | None:
        meant = [one for one in self._decisions if decision in (None, one)]
        if not meant:
            return None
        self._decisions.remove(meant[-1])
        self._undone.append(meant[-1])
        return meant[-1]

    def decisions(self) -> tuple[Decision, ...]:
        return tuple(self._decisions)

    def note(self, note: PersonNote) -> None:
        same = [old for old in self._notes if _same_human(old, note)]
        self._notes = [old for old in self._notes if old not in same] + [reduce(joined, (*same, note))]

    def notes(self) -> tuple[PersonNote, ...]:
        return overlaid(loosened(self._notes, self._decisions), loosened(self._book, self._decisions))

    def book(self) -> tuple[PersonNote, ...]:
        return tuple(self._book)

    def revise_book(self, revised: ReviseBook) -> None:
        wanted = dict.fromkeys(revised(self.book()))
        self._book = [*(e for e in self._book if e in wanted), *(e for e in wanted if e not in self._book)]

    # ── Mail to the owner ───────────────────────────────────────────────────────────────────

    def plan(self, planned: Planned) -> Planned:
        return self._outbox.setdefault((planned.kind, planned.period), planned)

    def planned(self, kind: str, period: str) -> Planned | None:
        return self._outbox.get((kind, period))

    def unsent(self, *, by: datetime | None = None) -> tuple[Planned, ...]:
        latest = max(self._highest, by) if self._highest and by else self._highest
        waiting = (p for p in self._outbox.values() if self._free(p, latest))
        return tuple(sorted(waiting, key=lambda p: p.due))

    def last_sent(self, kind: str) -> Planned | None:
        sent = [p for p in self._outbox.values() if p.kind == kind and p.sent]
        return max(sent, key=lambda p: p.sent or p.due, default=None)

    def sent_since(self, instant: datetime) -> tuple[Planned, ...]:
        sent = sorted((p.sent, key) for key, p in self._outbox.items() if p.sent and p.sent >= instant)
        return tuple(self._outbox[key] for _, key in sent)

    def handed_since(self, instant: datetime) -> tuple[Planned, ...]:
        handed = (p for p in self._outbox.values() if any(at >= instant for at in p.trail.handed))
        return tuple(sorted(handed, key=lambda p: p.due))

    def claim(self, planned: Planned, *, by: str, now: datetime, lease: float) -> bool:
        key = (planned.kind, planned.period)
        held = self._outbox.get(key)
        if held is None or not self._free(held, now):
            return False
        self._outbox[key] = replace(held, phase=Phase.CLAIMED, attempts=held.attempts + 1)
        self._leases[key], self._claimants[key] = now + timedelta(seconds=lease), by
        return True

    def renew(
        self, planned: Planned, *, by: str, now: datetime, lease: float, trail: Trail | None = None
    ) -> bool:
        key = (planned.kind, planned.period)
        held = self._outbox.get(key)
        if not held or held.phase is not Phase.CLAIMED or self._claimants[key] != by:
            return False
        if self._leases[key] <= now:
            return False
        self._leases[key] = now + timedelta(seconds=lease)
        self._outbox[key] = replace(held, trail=held.trail if trail is None else trail)
        return True

    def _free(self, planned: Planned, now: datetime | None) -> bool:
        if planned.phase is Phase.CLAIMED:
            return now is None or self._leases[planned.kind, planned.period] <= now
        return planned.phase in {Phase.PLANNED, Phase.IN_DOUBT}

    def settle(
        self,
        planned: Planned,
        phase: Phase,
        *,
        at: datetime,
        by: str | None = None,
        trail: Trail | None = None,
    ) -> None:
        key = (planned.kind, planned.period)
        held = self._outbox.get(key)
        if held is None or held.phase is Phase.SENT:
            return
        theirs = by is None or (held.phase is Phase.CLAIMED and self._claimants[key] == by)
        if phase is not Phase.SENT and not (held.content and theirs):
            return
        sent, trail = at if phase is Phase.SENT else held.sent, held.trail if trail is None else trail
        self._outbox[key] = replace(held, phase=phase, settled=at, sent=sent, trail=trail)

    def highest(self) -> datetime | None:
        return self._highest

    def highest_now(self, now: datetime) -> datetime:
        if self._highest is None or now - self._highest >= TICK:
            self._highest = now
        return max(now, self._highest)

    # ── One person, and all of it ───────────────────────────────────────────────────────────

    def forget(self, address: str, *, mine: Collection[str] = ()) -> int:
        traces = self._traces(address, mine)
        count = self._forget_messages(traces)
        for words in (self._decisions, self._undone):
            left = [traces.without_decision(each) for each in words]
            count += sum(old != new for old, new in zip(words, left, strict=True))
            words[:] = [each for each in left if each]
        for notes in (self._notes, self._book):
            rest = [traces.without_note(each) for each in notes]
            count += sum(old != new for old, new in zip(notes, rest, strict=True))
            notes[:] = [each for each in rest if each]
        return count + self._forget_outgoing(traces) + self._forget_answers(traces)

    def _forget_messages(self, traces: Traces) -> int:
        left = {key: traces.without(reading) for key, reading in self._readings.items()}
        count = sum(left[key] != reading for key, reading in self._readings.items())
        self._readings = {key: reading for key, reading in left.items() if reading}
        self._prints = {key: self._prints[key] for key in self._readings}
        self._places = {place: key for place, key in self._places.items() if key in self._readings}
        return count

    def _forget_outgoing(self, traces: Traces) -> int:
        named = {k: p for k, p in self._outbox.items() if names_them(p.content, traces)}
        for key, held in named.items():
            if held.phase is Phase.PLANNED:
                del self._outbox[key]
            else:
                phase = Phase.SENT if held.phase is Phase.SENT else Phase.HELD
                self._outbox[key] = replace(held, content=b"", phase=phase)
        return len(named)

    def export(self, address: str) -> Iterator[dict[str, object]]:
        traces = self._traces(address)
        for reading in self.readings():
            if traces.shown(reading):
                yield {"table": "message"} | to_json(reading) | {"locations": self._locations(reading)}
        for word in (*self._decisions, *self._undone):
            if traces.without_decision(word) != word:
                yield {"table": "decision"} | decision_json(word)
        for table, notes in (("person_note", self._notes), ("book_entry", self._book)):
            told = (note for note in notes if traces.without_note(note) != note)
            yield from ({"table": table} | asdict(note) for note in told)
        yield from self._answers(traces)
        for held in self._outbox.values():
            if names_them(held.content, traces):
                text = readable(held.content)
                yield {"table": "outbox", "kind": held.kind, "period": held.period, "text": text}

    def _locations(self, reading: Reading) -> list[dict[str, object]]:
        names = ("account", "folder", "uidvalidity", "uid")
        places = sorted(p for p, key in self._places.items() if key == reading.header.message_id)
        return [dict(zip(names, place, strict=True)) for place in places]

    def _traces(self, address: str, mine: Collection[str] = ()) -> Traces:
        held = self._decisions
        notes = (*loosened((*self._notes, *self._book), held), *merged_notes(held))
        alone, salt = said(held).alone, b"a salt of the tests"
        return find(address, self.readings, notes, alone=alone, mine=frozenset(mine), salt=salt)

    def backup(self, path: str) -> None:
        try:
            Path(path).touch(mode=0o600, exist_ok=False)
        except FileExistsError as error:
            raise StoreError(f"{path} exists already.") from error

    def close(self) -> None:
        """Nothing to let go of."""


def _same_human(old: PersonNote, new: PersonNote) -> bool:
    if new.addresses:
        return not set(old.addresses).isdisjoint(new.addresses)
    return old.name == new.name
