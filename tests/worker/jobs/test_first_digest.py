"""A mailbox never read: the first digest does not wait for its old mail, and old mail does not disturb it."""

from __future__ import annotations

import pytest

from rules.model import Review
from tests.builders import MARA, mail, owner
from tests.doubles.clock import SetClock
from tests.doubles.outbox import MemoryOutbox
from tests.whole_way import text_of
from tests.worker.jobs.scans import NOON, OneAWeek, letters
from worker.jobs import one_folder
from worker.jobs.digest import Schedule, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import Post, Posted
from worker.jobs.review import review_at
from worker.jobs.scan import scan
from worker.packs import packs
from worker.ports import Store
from worker.wiring import reader

ADDRESS = "mara@lindqvist.example"
INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"
OLD = 30


def test_the_first_digest_goes_out_while_older_mail_is_read_behind_it_and_stays_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_folder, "STEP", 2)
    box = OneAWeek(batch=4)
    meet = "Mara, please meet Tomas, who runs the timetables at Nordvik. Over to you two!"
    made = mail(INES, meet, on="Fri 2026-11-13 09:00", to=[MARA, TOMAS], subject="Mara, meet Tomas")
    box.put(*(one.content for one in letters(OLD)), made.content)
    box.put(mail(MARA, "See you there.", on="Fri 2026-11-06 09:00", to=[INES]).content, folder="Sent")
    clock = SetClock(NOON)
    post = Post(
        Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS),
        MemoryOutbox(frozenset({ADDRESS})),
        clock,
        by="this process",
    )
    sent: list[Posted] = []
    seen: list[Review] = []

    def current() -> None:
        sent.append(send_due(post, schedule=Schedule(weekday=0, hour=8, minute=0)))
        seen.append(review_at(store, owner=owner(), packs=packs(), now=NOON))

    read = reader()
    scan(box, store, lambda message: read(message, owner()), clock=clock, current=current)
    current()

    assert sent == [Posted.SENT, *[Posted.NOT_DUE] * (len(sent) - 1)]
    assert isinstance(post.outbox, MemoryOutbox)
    (digest,) = map(text_of, post.outbox.sent)
    assert "Tomas Ruud" in digest
    assert "Mail from before" in digest
    assert "is still being read" in digest
    assert store.coverage().since is None
    assert sum(folder.read for folder in store.coverage().folders) == OLD + 2
    assert len(seen[0].cases) == 1
    assert [case for case in seen[-1].cases if case.outcome is None] == list(seen[0].cases)
