"""One life of the process that sends: the real job over the real store, mailbox and way out."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.builders import owner
from tests.kill.lives import Death
from tests.kill.points import Points
from tests.kill.sabotage import SABOTAGE
from tests.servers.account import PASSWORD
from worker.jobs.digest import Schedule, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import Post
from worker.jobs.urgent import send_urgent
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.outbox import SmtpOutbox
from worker.packs import packs
from worker.ports import IntroloopError, Store
from worker.store import open_store
from worker.wiring import StillClock

ADDRESS = "mara@lindqvist.example"
SCHEDULE = Schedule(weekday=0, hour=8, minute=0)
_create_connection = socket.create_connection
LANES = {"weekly": send_due, "urgent": send_urgent}


@dataclass(frozen=True, slots=True)
class Task:
    """What a life is to do, when, and with which servers of this machine."""

    store: Path
    lane: str
    now: datetime
    user: str
    imap_port: int
    smtp_port: int
    ca_file: Path
    sabotage: str = ""


@dataclass(frozen=True, slots=True)
class Lived:
    """How it ended, and the points it passed."""

    ended: str
    points: tuple[str, ...] = ()


def live(task: Task, death: Death) -> Lived:
    """Look whether a mail is due, and send it: what the service does every twenty seconds."""
    if task.sabotage:
        SABOTAGE[task.sabotage]()
    socket.create_connection = _without_delay
    points = Points(death.at_point)
    if death.is_watched:
        points.watch(lines=death.lines)
    try:
        with closing(open_store(task.store)) as store:
            ended = str(LANES[task.lane](_post(task, store), schedule=SCHEDULE))
    except IntroloopError as error:
        ended = type(error).__name__
    return Lived(ended, tuple(points.names))


def _without_delay(*args: Any, **options: Any) -> socket.socket:
    """Nagle's algorithm waits 40 ms for a loopback that has nothing more to say."""
    connected = _create_connection(*args, **options)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


def _post(task: Task, store: Store) -> Post:
    me = owner()
    mailbox = ImapMailbox(
        "home",
        host="127.0.0.1",
        port=task.imap_port,
        user=task.user,
        password=lambda: PASSWORD,
        folders=FolderRules(),
        security="plaintext-loopback",
        ca_file=task.ca_file,  # read in no time, unlike all the authorities of this machine
        timeout=10,
    )
    outbox = SmtpOutbox(
        host="127.0.0.1",
        port=task.smtp_port,
        user="",
        password=None,
        security="plaintext-loopback",
        owner_addresses=me.addresses,
        timeout=10,
    )
    desk = Desk(store, me, packs(), sender=ADDRESS, to=ADDRESS)
    return Post(desk, outbox, StillClock(task.now), by=uuid4().hex, mailboxes=(mailbox,))
