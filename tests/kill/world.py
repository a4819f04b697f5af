"""A mailbox on Dovecot, an SMTP server that delivers into it, and a clock that runs as fast as one likes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from tests.builders import MARA, mail, owner, when
from tests.kill.lives import Death, Lives, lives
from tests.kill.sender import ADDRESS, Lived, Task, live
from tests.kill.trials import Faults
from tests.servers.account import ImapServer
from tests.servers.delivery import deliver
from tests.servers.dovecot import dovecot
from tests.servers.smtp import Delivered, SmtpServer, smtp_server
from worker.digest import WEEKLY, to_email
from worker.jobs.issue import Desk
from worker.packs import packs
from worker.ports import Batch, Bookmark, FolderCoverage, FolderRole, Phase, Planned, Sighting
from worker.store import open_store

START = {"weekly": when("Mon 2026-11-16 08:00"), "urgent": when("Wed 2026-11-18 08:05")}
PERIOD = {"weekly": "2026-W47", "urgent": "2026-11-18"}
_BEFORE = when("Mon 2026-11-16 07:55")
INES, TOMAS = "Ines Carvalho <ines@harbour.example>", "Tomas Ruud <tomas.ruud@nordvik.example>"


class Script(dict[str, str]):
    """The faults of each conversation in turn; none after the last."""

    def __init__(self, server: SmtpServer, conversations: tuple[Faults, ...]) -> None:
        super().__init__()
        self._server, self._before, self._conversations = server, server.connections, conversations

    def get(self, stage: str, default: str | None = None) -> str | None:  # type: ignore[override]
        number = self._server.connections - self._before - 1
        faults = self._conversations[number] if 0 <= number < len(self._conversations) else {}
        return faults.get(stage, default)


@dataclass(slots=True)
class Place:
    """One trial's own store and mailbox, and what is on the way to it."""

    store: Path
    user: str
    maildir: Path
    arrived: list[Delivered] = field(default_factory=list)
    on_the_way: list[tuple[datetime, bytes]] = field(default_factory=list)

    def deliver(self, now: datetime, *, folder: str) -> None:
        """Let what is on the way arrive, as far as it has come by now."""
        maildir = self.maildir if folder == "INBOX" else self.maildir / f".{folder}"
        deliver(maildir, *(content for at, content in self.on_the_way if at <= now), arrived=now)
        self.on_the_way = [(at, content) for at, content in self.on_the_way if at > now]


@dataclass(slots=True)
class World:
    """Everything running; one trial at a time."""

    root: Path
    imap: ImapServer
    smtp: SmtpServer
    lives: Lives
    sabotage: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    def place(self, lane: str) -> Place:
        """A fresh store and mailbox, in which a mail of that lane is due."""
        name = f"place{next(self._numbers)}"
        store, template = self.root / f"{name}.db", self.imap.root / "mail" / "template"
        shutil.copyfile(self.root / f"{lane}.db", store)
        maildir = template.with_name(name)
        shutil.copytree(template, maildir)
        owned = template.stat()
        for path in (maildir, *maildir.rglob("*")):
            os.chown(path, owned.st_uid, owned.st_gid)
        return Place(store, name, maildir)

    def clear(self, place: Place) -> None:
        """A disk is not endless."""
        shutil.rmtree(place.maildir)
        for file in self.root.glob(f"{place.store.name}*"):
            file.unlink()

    def run(self, place: Place, lane: str, now: datetime, deaths: tuple[Death, ...]) -> list[Lived | None]:
        """So many lives at once at that moment, and wait until the SMTP server has heard all of them out."""
        task = Task(
            *(place.store, lane, now, place.user, self.imap.port, self.smtp.port, self.imap.ca_file),
            sabotage=self.sabotage,
        )
        self.smtp.delivered = place.arrived
        ended = self.lives([(task, death) for death in deaths])
        until = time.monotonic() + 5
        while self.smtp.talking and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(0.001)
        return ended


@contextmanager
def world(root: Path, *, sabotage: str = "") -> Iterator[World]:
    """About a second to begin."""
    for lane in START:
        _prepare(root / f"{lane}.db", lane)
        _warm(root / f"{lane}.db", lane)
    with lives(live) as living, dovecot() as imap, smtp_server() as smtp:  # forked before any thread
        template = imap.fresh_user()
        (imap.root / "mail" / template.user).rename(imap.root / "mail" / "template")
        yield World(root, imap, smtp, living, sabotage)


def _warm(file: Path, lane: str) -> None:
    """Load all that sending needs, so that a life need not."""
    with closing(open_store(file)) as store:
        desk = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
        issue = desk.issue(lane, PERIOD[lane], now=START[lane], due=START[lane])
        written = desk.write(issue)
        assert written
        to_email(written, issue)


def _prepare(file: Path, lane: str) -> None:
    """A store in which a mail of that lane is due at START."""
    with closing(open_store(file)) as store:
        store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, _BEFORE))
        if lane == "urgent":
            weekly = Planned(WEEKLY, "2026-W47", "<w47@lindqvist.example>", b"", START["weekly"])
            store.plan(weekly)
            store.settle(weekly, Phase.SENT, at=START["weekly"])
            says = "Mara, please meet Tomas, who runs the timetables at Nordvik. Tomas, Mara plans trams."
            one = mail(INES, says, on="Tue 2026-11-17 14:00", to=[MARA, TOMAS], subject="Mara, meet Tomas")
            store.save(Batch(Bookmark("home", "INBOX", 7, 1), (Sighting(1, one.reading(owner())),)))
            store.folder_read(
                FolderCoverage("home", "INBOX", FolderRole.INBOX, START[lane] - timedelta(minutes=5))
            )
