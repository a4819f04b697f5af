"""One open folder: what came since, what is recent, and what lies below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

from worker.jobs.budget import is_spent, traffic
from worker.jobs.presence import Presences
from worker.jobs.report import Progress, ScanReport
from worker.jobs.step import Place, Step, Steps
from worker.ports import Batch, Bookmark, Clock, FolderState, RawHeader, Store

STEP = 250  # messages a transaction: a stop is heard in time, and what is recent is not overshot by many
RECENT = timedelta(days=90)
STRETCH = timedelta(minutes=1)  # of older mail, between two looks for new mail

Run = Sequence[RawHeader]
Enough = Callable[[Run], bool]
"""Whether a run of headers is the last to be read for now."""


@dataclass(frozen=True, slots=True)
class OneFolder:
    """A folder that was opened, and how its messages are read."""

    steps: Steps
    state: FolderState
    clock: Clock
    progress: Progress
    stop: Event
    already: int = 0  # messages of it that were read by earlier scans

    @property
    def _place(self) -> Place:
        return self.steps.place

    @property
    def _store(self) -> Store:
        return self.steps.store

    def news(self, *, at: datetime) -> ScanReport:
        """All that came since; of a folder never read, what is recent; once a day what failed before; and
        of a folder read to both its ends, what is gone."""
        daily = not self._was_read_on(at.astimezone(UTC).date())
        report, mark = self._again() if daily else ScanReport(), self._mark()
        if mark:
            report += self._upward(mark)
        top = self.state.uidnext - 1
        reached = self._mark() or replace(self._place.bookmark(top), floor=top)
        if report.finished and _is_recent(reached, at - RECENT):
            report += self._downward(reached, _older_than(at - RECENT))
        if report.finished and (read := self._mark()) and not read.floor:
            Presences(self.steps.mailbox, self._store, at).follow(read.folder, self.state, daily=daily)
        return report

    def stretch(self) -> ScanReport:
        """So much older mail as can be read until it is time to look for new mail again, or the day's bytes
        are used up."""
        mark, until = self._mark(), self.clock.now() + STRETCH
        mailbox, store, clock = self.steps.mailbox, self._store, self.clock
        if mark is None:  # another UIDVALIDITY since: the next look for new mail begins anew
            return ScanReport()
        return self._downward(mark, lambda _: clock.now() >= until or is_spent(mailbox, store, clock))

    def _mark(self) -> Bookmark | None:
        """What was read. Under another UIDVALIDITY UIDs mean nothing: the folder is read anew, and what
        the store knows already is recognised by its Message-ID (RFC 3501 section 2.3.1.1)."""
        mark = self._store.bookmark(self._place.account, self._place.folder)
        return mark if mark and mark.uidvalidity == self._place.uidvalidity else None

    # ── Up and down ─────────────────────────────────────────────────────────────────────────

    def _upward(self, mark: Bookmark) -> ScanReport:
        """All above the bookmark, in the order in which it came."""
        report = ScanReport()
        for step in self.steps.take(_runs(self.steps.mailbox.headers(mark.uid))):
            mark = replace(mark, uid=max(mark.uid, step.raw[-1].uid))
            report += self._keep(step, mark, report)
            if self.stop.is_set():
                return replace(report, finished=False)
        return report

    def _downward(self, mark: Bookmark, enough: Enough) -> ScanReport:
        """What lies below the bookmark, the newest first, to the bottom or until it is enough."""
        report, cut = ScanReport(), False

        def runs() -> Iterator[Run]:
            nonlocal cut
            for run in _falling(self.steps.mailbox.headers(0, upto=mark.floor, newest_first=True)):
                yield run
                if cut := enough(run):
                    return

        for step in self.steps.take(runs()):
            mark = _lowered(mark, step.raw)
            report += self._keep(step, mark, report)
            if self.stop.is_set():
                return replace(report, finished=False)
        if not cut and mark.floor:
            self._store.save(Batch(replace(mark, floor=0, since=None)))  # there is nothing below
        return report

    def _keep(self, step: Step, mark: Bookmark, before: ScanReport) -> ScanReport:
        batch, looked_at = step.batch(mark), len(step.raw)
        batch = replace(batch, traffic=traffic(self.steps.mailbox, self.clock))
        new = self._store.save(batch)
        done = self.already + before.looked_at + looked_at
        self.progress(self._place.folder, done, max(self.state.messages, done))
        return ScanReport(looked_at, new, batch.skipped, len(batch.quarantined))

    # ── Once more ───────────────────────────────────────────────────────────────────────────

    def _again(self) -> ScanReport:
        """Once a day: a server may have been mended, or the reader of mail (RELIABILITY.md, the mailbox)."""
        mark = self._mark()
        if mark is None:
            return ScanReport()
        lost = [one.uid for one in self._store.quarantined() if self._place.holds(one)]
        some = (lost[start : start + STEP] for start in range(0, len(lost), STEP))
        new = sum(self._store.save(self.steps.take_again(uids, mark)) for uids in some)
        return ScanReport(new=new)

    def _was_read_on(self, day: date) -> bool:
        """Whether the folder was read to its end on that day (UTC)."""
        here = [f.complete for f in self._store.coverage().folders if self._place.covers(f)]
        return any(complete and complete.astimezone(UTC).date() == day for complete in here)


def _runs(batches: Iterable[Run]) -> Iterator[Run]:
    for batch in batches:
        yield from (batch[start : start + STEP] for start in range(0, len(batch), STEP))


def _falling(batches: Iterable[Run]) -> Iterator[Run]:
    for batch in batches:
        yield from (batch[max(0, end - STEP) : end] for end in range(len(batch), 0, -STEP))


def _older_than(instant: datetime) -> Enough:
    """Enough is where all of a run came before that. Mail moved by the owner may lie anywhere: it is found
    with the rest."""

    def enough(run: Run) -> bool:
        newest = _newest(run)
        return newest is not None and newest < instant

    return enough


def _is_recent(mark: Bookmark, instant: datetime) -> bool:
    """Whether what lies just below the bookmark may have come since."""
    return mark.floor > 0 and (mark.since is None or mark.since >= instant)


def _newest(run: Run) -> datetime | None:
    return max((one.arrived for one in run if one.arrived), default=None)


def _lowered(mark: Bookmark, run: Run) -> Bookmark:
    """The bookmark after a run below it; the first run of all is also the top."""
    uid = run[-1].uid if mark.uid == mark.floor else mark.uid
    floor = run[0].uid - 1
    return replace(mark, uid=uid, floor=floor, since=(_newest(run) or mark.since) if floor else None)
