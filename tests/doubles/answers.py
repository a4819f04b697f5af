"""What the owner wrote back, in memory: the half of MemoryStore that stands apart from the rest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from rules.model import Decision, PersonNote, Reading
from worker.ports import Heard, LaidDraft, Spot, Unheard
from worker.store.answers import without
from worker.store.traces import Traces

Place = tuple[str, str, int, int]  # account, folder, UIDVALIDITY, UID


class MemoryAnswers(ABC):
    """Letters heard and drafts laid, over what the rest of the store holds."""

    _places: dict[Place, str]

    @abstractmethod
    def numbered(self, after: int = 0) -> Iterator[tuple[int, Reading]]: ...

    @abstractmethod
    def decide(self, decision: Decision) -> None: ...

    @abstractmethod
    def undo(self, decision: Decision | None = None) -> Decision | None: ...

    @abstractmethod
    def note(self, note: PersonNote) -> None: ...

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}
        self._laid: dict[tuple[str, str], LaidDraft] = {}

    def unheard(
        self, senders: Collection[str], since: datetime, *, after: int = 0, of: Collection[int] = ()
    ) -> tuple[Unheard, ...]:
        asked = [(n, r.header) for n, r in self.numbered() if n > after or n in of]
        waiting = [(n, h) for n, h in asked if h.sender.email in senders and h.date >= since]
        found = [
            Unheard(n, h, self._spots(h.message_id)) for n, h in waiting if h.message_id not in self._heard
        ]
        in_order = sorted(found, key=lambda one: (one.header.date, one.header.message_id))
        return tuple(one for one in in_order if one.spots)

    def _spots(self, message_id: str) -> tuple[Spot, ...]:
        return tuple(Spot(*place) for place, held in sorted(self._places.items()) if held == message_id)

    def hear(
        self,
        said: Heard,
        *,
        decisions: Sequence[Decision] = (),
        undone: Sequence[Decision] = (),
        notes: Sequence[PersonNote] = (),
    ) -> bool:
        if said.message_id in self._heard:
            return False
        self._heard[said.message_id] = said
        for one in undone:
            self.undo(one)
        for one in decisions:
            self.decide(one)
        for note in notes:
            self.note(note)
        return True

    def heard(self) -> tuple[Heard, ...]:
        return tuple(one for one in self._heard.values() if one.lines)

    def lay(self, draft: LaidDraft) -> None:
        self._laid.pop((draft.account, draft.mark), None)
        self._laid[draft.account, draft.mark] = draft

    def laid(self) -> tuple[LaidDraft, ...]:
        return tuple(self._laid.values())

    def _answers(self, traces: Traces) -> Iterator[dict[str, object]]:
        for letter in self._heard.values():
            rest = without(letter.lines, traces.scrubbed)
            if lines := [asdict(line) for line in letter.lines if line not in rest]:
                yield {"table": "answer", "at": letter.at.isoformat(), "lines": lines}

    def _forget_answers(self, traces: Traces) -> int:
        before = dict(self._heard)
        for key, held in before.items():
            self._heard[key] = replace(held, lines=without(held.lines, traces.scrubbed))
        return sum(self._heard[key] != held for key, held in before.items())
