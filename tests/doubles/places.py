"""Where messages lie, in memory, and what was read of each folder: what MemoryStore is built upon."""

from __future__ import annotations

from collections.abc import Collection

from rules.model import Reading
from tests.doubles.answers import Place
from worker.ports import Bookmark, Presence, Quarantined, Traffic

FolderKey = tuple[str, str]  # account and folder


class MemoryPlaces:
    """Places, bookmarks and quarantine; and what is gone from a folder."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: dict[str, Reading] = {}
        self._places: dict[Place, str] = {}
        self._bookmarks: dict[FolderKey, Bookmark] = {}
        self._counted: dict[FolderKey, tuple[int, int]] = {}  # looked at, skipped
        self._present: dict[FolderKey, Presence] = {}
        self._quarantine: dict[Place, Quarantined] = {}
        self._traffic: dict[str, Traffic] = {}

    def traffic(self, account: str) -> Traffic | None:
        return self._traffic.get(account)

    def presences(self, account: str) -> tuple[Presence, ...]:
        return tuple(self._present[key] for key in sorted(self._present) if key[0] == account)

    def located(self, there: Presence) -> tuple[int, ...]:
        here = (there.account, there.folder, there.uidvalidity)
        return tuple(sorted(place[3] for place in self._places if place[:3] == here))

    def expunged(self, there: Presence, uids: Collection[int] = ()) -> None:
        key = (there.account, there.folder)
        for uid in uids:
            self._places.pop((*key, there.uidvalidity, uid), None)
            self._quarantine.pop((*key, there.uidvalidity, uid), None)
        if key in self._present and self._present[key].uidvalidity == there.uidvalidity:
            self._present[key] = there

    def folder_gone(self, account: str, folder: str) -> None:
        key = (account, folder)
        self._places = {place: i for place, i in self._places.items() if place[:2] != key}
        self._quarantine = {place: q for place, q in self._quarantine.items() if place[:2] != key}
        for held in (self._bookmarks, self._counted, self._present):
            held.pop(key, None)

    def nowhere(self, message_ids: Collection[str]) -> frozenset[str]:
        return frozenset(message_ids) & self._readings.keys() - set(self._places.values())

    def _count(self, account: str, read: Traffic | None) -> None:
        if read and read.octets:
            last = self._traffic.get(account)
            already = last.octets if last and last.day == read.day else 0
            self._traffic[account] = Traffic(read.day, already + read.octets)
