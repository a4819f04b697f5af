"""The whole way, alive: a mailbox on a real server, Introloop as a user runs it, and mail that arrives.

Introloop runs in a process of its own and knows nothing but its configuration. It reaches the mailbox
through a proxy that writes down every command; what it sends is delivered into the owner's INBOX.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from rules.model import Reading
from tests.builders import Mail, mail
from tests.servers.account import PASSWORD, Account, ImapServer
from tests.servers.certificates import authority
from tests.servers.recording_proxy import Interception, RecordingProxy, recording_proxy
from tests.servers.smtp import Delivered, SmtpServer, smtp_server

OWNER = "Mara Lindqvist <mara@lindqvist.example>"
ADDRESS = "mara@lindqvist.example"
INES = "Ines Carvalho <ines@harbour.example>"
TOMAS = "Tomas Ruud <tomas.ruud@nordvik.example>"
OUTWARD = "another-horse-another-staple"
"""The password of the way out; the mailbox's is PASSWORD."""
STARTED = datetime.now(UTC).isoformat(timespec="seconds")

CONFIGURATION = """
[owner]
name = "Mara Lindqvist"
addresses = ["{address}"]
time_zone = "Europe/Stockholm"

[[account]]
name = "home"
host = "127.0.0.1"
port = {imap_port}
user = "{user}"
ca_file = "authority.pem"
password_file = "imap-password"
logins_an_hour = 3600

[smtp]
host = "127.0.0.1"
port = {smtp_port}
user = "{address}"
ca_file = "authority.pem"
password_file = "smtp-password"

[log]
level = "debug"
"""


class Letterbox(list[Delivered]):
    """What the SMTP server took: it lies in the owner's INBOX at once, as mail to oneself does."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def append(self, arrived: Delivered) -> None:
        super().append(arrived)
        self._account.append(arrived.content, arrived=datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class WholeWay:
    """One owner with a mailbox and a way out, and Introloop's own two places."""

    account: Account
    proxy: RecordingProxy
    smtp: SmtpServer
    configuration: Path
    state: Path

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Introloop at work; what it says goes to one pipe."""
        where = ("--config", str(self.configuration), "--state", str(self.state))
        return subprocess.Popen(
            [sys.executable, "-m", "worker", *command, *where],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    def introloop(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        with self.start(*command) as process:
            said, _ = process.communicate(timeout=60)
        return subprocess.CompletedProcess(command, process.returncode, said)

    def said_by(self, *command: str) -> str:
        """What a command says that must succeed."""
        done = self.introloop(*command)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def readings(self) -> list[Reading]:
        """Everything the store holds of the mail."""
        from worker.wiring import wire

        with closing(wire(config=self.configuration, state=self.state).store()) as store:
            return list(store.readings())

    def has_state(self) -> bool:
        """Whether Introloop has begun to keep anything."""
        return self.state.is_dir() and any(self.state.iterdir())

    def cases(self) -> list[dict[str, Any]]:
        """What `introloop loops --json` says is open or closed, at one moment for all who ask."""
        said = json.loads(self.said_by("loops", "--json", "--all", "--now", STARTED))
        return [case for case in said["cases"] if isinstance(case, dict)]

    def digests(self) -> list[str]:
        """The text of what arrived, in order."""
        return [text_of(arrived.content) for arrived in self.smtp.delivered]


@contextmanager
def whole_way(server: ImapServer, home: Path) -> Iterator[WholeWay]:
    """Everything running, with an empty mailbox."""
    home.mkdir(exist_ok=True)
    trusted = authority(home)
    account = server.fresh_user()
    with (
        recording_proxy(server.port, tls=trusted.server()) as proxy,
        smtp_server(tls=trusted.server(), login=(ADDRESS, OUTWARD)) as smtp,
    ):
        smtp.delivered = Letterbox(account)
        way = WholeWay(account, proxy, smtp, configuration=home / "config.toml", state=home / "state")
        ports = {"imap_port": proxy.port, "smtp_port": smtp.port}
        way.configuration.write_text(CONFIGURATION.format(address=ADDRESS, user=account.user, **ports))
        for name, password in (("imap-password", PASSWORD), ("smtp-password", OUTWARD)):
            (home / name).write_text(f"{password}\n")
            (home / name).chmod(0o600)
        yield way


# ── Mail ────────────────────────────────────────────────────────────────────────────────────


def introduction(*, days_ago: float = 1) -> Mail:
    """An introduction nobody has answered yet: something to say in any digest."""
    return mail(
        INES,
        "Mara, please meet Tomas, who runs the timetables at Nordvik. Tomas, Mara plans trams. Over to you!",
        on=datetime.now(UTC) - timedelta(days=days_ago),
        to=[OWNER, TOMAS],
        subject="Mara, meet Tomas",
    )


def answer(to: Mail) -> Mail:
    """The owner's answer to an introduction, as it lies in Sent."""
    says = "Thank you, Ines, moving you to bcc. Tomas, would Thursday at 14:00 suit you?"
    return mail(OWNER, says, on=to.on + timedelta(hours=3), to=[TOMAS], bcc=[INES], answers=to)


def small_talk(count: int) -> list[Mail]:
    """Mail in which nothing is owed, one a minute, the newest a week old."""
    start = datetime.now(UTC) - timedelta(days=7, minutes=count)
    return [
        mail(
            f"Friend {n % 17} <friend{n % 17}@meadow.example>",
            f"The boats were out again, {n} of them.",
            on=start + timedelta(minutes=n),
            subject=f"Boats {n}",
        )
        for n in range(count)
    ]


def fill(account: Account, mails: Sequence[Mail], *, folder: str = "INBOX", flags: str = "") -> None:
    account.append(*(one.content for one in mails), folder=folder, flags=flags, arrived=datetime.now(UTC))


def text_of(content: bytes) -> str:
    """The plain text of a mail that arrived."""
    body = message_from_bytes(content, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def refusing_uid(uid: int, *, item: bytes = b"") -> Interception:
    """A server with one broken message: it refuses whatever asks for that UID (and that item of it)."""

    def intercept(command: bytes) -> bytes | None:
        asked = re.match(rb"UID FETCH ([0-9:,*]+) ", command)
        broken = asked and item in command and any(holds(uid, part) for part in asked[1].decode().split(","))
        return b"TAG NO [SERVERBUG] internal error" if broken else None

    return intercept


def holds(uid: int, part: str) -> bool:
    """Whether a part of a sequence set (RFC 3501 section 9), like 7 or 1:5 or 3:*, holds the UID."""
    first, _, last = part.partition(":")
    return int(first) <= uid <= (10**10 if last == "*" else int(last or first))


def refusing_folder(folder: str) -> Interception:
    """A server that lists a folder and does not open it."""
    opening = f"EXAMINE {folder}".encode()
    return lambda command: (
        b"TAG NO [NOPERM] not for you" if command.replace(b'"', b"").startswith(opening) else None
    )


def refusing_login(text: str) -> Interception:
    """A server that refuses the password, in words of its own."""
    return lambda command: (
        f"TAG NO {text}".encode() if command.startswith((b"AUTHENTICATE", b"LOGIN")) else None
    )


def killing(process: subprocess.Popen[str], proxy: RecordingProxy, *, at_fetch: int) -> threading.Event:
    """Kill Introloop, as a power cut would, when it asks for mail for the n-th time; set once done."""
    left, done = [at_fetch], threading.Event()

    def intercept(command: bytes) -> bytes | None:
        left[0] -= b"FETCH" in command.upper()
        if left[0] <= 0 and not done.is_set():
            process.kill()
            done.set()
        return None

    proxy.intercept = intercept
    return done
