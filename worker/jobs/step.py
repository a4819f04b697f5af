"""The steps of a scan: headers, then the texts of those that matter, to one batch of the store each.

While the texts of one step are read, those of the next are under way: `Steps.take` asks ahead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.model import Header, Reading
from worker.ahead import UntilBroken, ahead
from worker.jobs.texts import Broken, Outcome, Reader, Text, Verdict, is_kept, is_ours, reason
from worker.mime import is_bulk, read_header
from worker.ports import (
    Batch,
    Bookmark,
    FolderCoverage,
    Mailbox,
    MessageUnreadable,
    Packed,
    Quarantined,
    RawHeader,
    RawMail,
    Sighting,
    Store,
)

UNDER_WAY = 3  # steps whose texts are asked for beyond the one whose texts are wanted: several round trips
BEGUN = 2  # steps handed to the reader beyond the one that is waited for: it is never without work

Texts = Iterable[RawMail | tuple[int, MessageUnreadable]]
_ID = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[!-;=?-~]{1,900}>)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder a step reads: account, folder and its UIDVALIDITY."""

    account: str
    folder: str
    uidvalidity: int

    def bookmark(self, uid: int) -> Bookmark:
        """Read up to and with `uid`."""
        return Bookmark(self.account, self.folder, self.uidvalidity, uid)

    def quarantined(self, uid: int, reason: str) -> Quarantined:
        """A message of this folder that could not be read."""
        return Quarantined(self.account, self.folder, self.uidvalidity, uid, reason)

    def holds(self, lost: Quarantined) -> bool:
        """Whether a quarantined message lies here."""
        return (lost.account, lost.folder, lost.uidvalidity) == (self.account, self.folder, self.uidvalidity)

    def covers(self, folder: FolderCoverage) -> bool:
        """Whether that is what is known of this folder."""
        return (folder.account, folder.folder) == (self.account, self.folder)


@dataclass(frozen=True, slots=True)
class Step:
    """What a run of headers comes to; while it is under way, `texts` are yet to be read."""

    raw: Sequence[RawHeader]
    sightings: tuple[Sighting, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    skipped: int = 0
    texts: Texts = ()
    deep: bool = False  # whether these are all there is of them

    def batch(self, bookmark: Bookmark) -> Batch:
        """As the store keeps it."""
        return Batch(bookmark, self.sightings, self.quarantined, self.skipped)


@dataclass(frozen=True, slots=True)
class Steps:
    """How the messages of one folder are read; no message can stop it (invariant 5)."""

    place: Place
    mailbox: Mailbox
    store: Store
    reader: Reader

    def take(self, runs: Iterable[Sequence[RawHeader]]) -> Iterator[Step]:
        """A step for each run of headers, in their order. While the texts of one are read those of the next
        are under way; and what is asked for a second time is waited for last.

        Where the mailbox breaks off, what was read goes before its error: on a line that is lost every minute
        a scan gets on all the same.
        """
        looked = ahead(map(self._look, runs), UNDER_WAY, slowly=True)
        begun = UntilBroken(map(self._begin, looked))
        read = map(self._end, ahead(begun, BEGUN, slowly=True))
        try:
            yield from map(self._end, ahead(map(self._begin, ahead(read, 1)), 1))
        except Exception:
            if begun.error is None:
                raise
        if begun.error:  # the first one tells how it stands, and how long to wait
            raise begun.error

    def take_again(self, uids: Sequence[int], mark: Bookmark) -> Batch:
        """Try anew what could not be read. What has gone, or is of no matter, leaves quarantine as well."""
        raw = [one for uid in uids for some in self.mailbox.headers(uid - 1, upto=uid) for one in some]
        batch = Batch(mark)  # it holds them already: nothing is looked at or passed over a second time
        for step in self.take([raw] if raw else []):
            batch = replace(step.batch(mark), skipped=0)
        still = {one.uid for one in batch.quarantined}
        return replace(batch, released=tuple(uid for uid in uids if uid not in still))

    # ── Headers ─────────────────────────────────────────────────────────────────────────────

    def _look(self, raw: Sequence[RawHeader]) -> Step:
        """Tell mail that may matter from mail that cannot, and ask for the texts of what is new."""
        lost = tuple(self.place.quarantined(one.uid, one.problem) for one in raw if one.problem)
        bulk = {one.uid: is_bulk(one.header) for one in raw if not one.problem}
        open_minded = [one for one in raw if bulk.get(one.uid, True) is not True]
        # Seen before, in another folder or under another UIDVALIDITY, or our own digest: where it lies is
        # new, what it says is not, so its text is not fetched.
        heads, broken = self._headers(self._doubtful(open_minded, bulk))
        again = self._known({uid: header for uid, header in heads.items() if is_kept(header)})
        passed = again.keys() | broken.keys() | {uid for uid, header in heads.items() if not is_kept(header)}
        new = [one for one in open_minded if one.uid not in passed]
        return Step(
            raw,
            sightings=tuple(Sighting(uid, Reading(header)) for uid, header in again.items()),
            quarantined=(*lost, *broken.values()),
            skipped=len(raw) - len(lost) - len(broken) - len(again) - len(new),
            texts=self.mailbox.mails(new) if new else (),
        )

    def _doubtful(self, raw: Sequence[RawHeader], bulk: Mapping[int, bool | None]) -> list[RawHeader]:
        """Those whose header decides more than its bytes show: by its marks, or by being held already."""
        ids = {one.uid: _bare_id(one.header) for one in raw}
        known = self.store.known(tuple(filter(None, ids.values())))
        return [one for one in raw if ids[one.uid] in known or not ids[one.uid] or bulk[one.uid] is None]

    def _headers(self, raw: Sequence[RawHeader]) -> tuple[dict[int, Header], dict[int, Quarantined]]:
        heads: dict[int, Header] = {}
        broken: dict[int, Quarantined] = {}
        for one in raw:
            try:
                heads[one.uid] = read_header(one.header, arrived=one.arrived)
            except Exception as error:  # whatever a message does to the parser, the scan goes on
                broken[one.uid] = self.place.quarantined(one.uid, reason(error, "header"))
        return heads, broken

    def _known(self, heads: Mapping[int, Header]) -> dict[int, Header]:
        held = self.store.holds(tuple(heads.values()))
        return {
            uid: header
            for (uid, header), there in zip(heads.items(), held, strict=True)
            if there or is_ours(header)
        }

    # ── Texts ───────────────────────────────────────────────────────────────────────────────

    def _begin(self, step: Step) -> _Reading:
        """Hand the texts that have come to the reader."""
        raw = {one.uid: one for one in step.raw}
        texts, lost = {}, []
        for mail in step.texts:
            if isinstance(mail, RawMail):
                more = mail.truncated and not step.deep
                texts[mail.uid] = Text(mail.content, raw[mail.uid].arrived, more)
            else:
                uid, error = mail
                lost.append(self.place.quarantined(uid, reason(error, "text")))
        step = replace(step, quarantined=(*step.quarantined, *lost))
        return _Reading(step, tuple(texts), self.reader(tuple(texts.values())))

    def _end(self, reading: _Reading) -> Step:
        """Take the outcomes, and ask for more of the texts that say too little."""
        found = dict(zip(reading.uids, reading.outcomes(), strict=True))
        step, short = reading.step, [one for one in reading.step.raw if found.get(one.uid) is Verdict.SHORT]
        broken = {uid: one.reason for uid, one in found.items() if isinstance(one, Broken)}
        sightings = [Sighting(uid, one) for uid, one in found.items() if isinstance(one, Reading | Packed)]
        return replace(
            step,
            sightings=(*step.sightings, *sightings),
            quarantined=(*step.quarantined, *(self.place.quarantined(*each) for each in broken.items())),
            skipped=step.skipped + sum(one is Verdict.PASSED_OVER for one in found.values()),
            texts=self.mailbox.mails(short, deep=True) if short else (),
            deep=True,
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A step whose texts are being read, and of whom they are."""

    step: Step
    uids: Sequence[int]
    outcomes: Callable[[], Sequence[Outcome]]


def _bare_id(header: bytes) -> str:
    """The Message-ID, where it stands as it ought to; else the header must be read to know it."""
    found = _ID.findall(header)
    return found[0].decode("ascii") if len(found) == 1 else ""
