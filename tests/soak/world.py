"""All that a soak is about: the service, a mailbox behind a line that fails, a way out, and mail."""

from __future__ import annotations

import os
import pwd
import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from tests.servers.account import PASSWORD, Account
from tests.servers.certificates import authority
from tests.servers.delivery import deliver
from tests.servers.dovecot import Dovecot, dovecot_to_restart
from tests.servers.smtp import DROP, Delivered, SmtpServer, smtp_server
from tests.soak.letters import Letters
from tests.soak.proxy import FaultyLine, faulty_line
from tests.soak.watched import MODULE, Watched
from tests.whole_way import ADDRESS, CONFIGURATION, OUTWARD

USER = "soak"


@dataclass(frozen=True, slots=True)
class Setting:
    """How often mail comes, in seconds, and how often the service may log in."""

    mail_every: float
    logins_an_hour: int


def _set(configuration: str, setting: Setting) -> str:
    logins = re.compile(r"^logins_an_hour = .*$", re.MULTILINE)
    return logins.sub(f"logins_an_hour = {setting.logins_an_hour}", configuration).replace("debug", "info")


class Letterbox(list[Delivered]):
    """What the way out took lies in INBOX at once. Of the first the reply is lost: a doubt to be settled."""

    def __init__(self, smtp: SmtpServer, maildir: Path) -> None:
        super().__init__()
        self._smtp, self._maildir = smtp, maildir
        smtp.faults = {"dot": DROP}

    def append(self, arrived: Delivered) -> None:
        super().append(arrived)
        self._smtp.faults = {}
        deliver(self._maildir, arrived.content, arrived=datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class World:
    """The parts, each of which can be harmed."""

    dovecot: Dovecot
    line: FaultyLine
    smtp: SmtpServer
    letters: Letters
    service: Watched

    @property
    def database(self) -> Path:
        """The service's store."""
        return self.service.state / "introloop.db"

    def held(self) -> Counter[str]:
        """Every Message-ID in the store, counted by how often it lies in one folder, and at least once."""
        if not self.database.exists():
            return Counter()
        asked = (
            "SELECT message_id, max(n) FROM (SELECT message_id, max(1, count(folder)) AS n FROM message"
            " LEFT JOIN location ON location.message = message.id GROUP BY message_id, folder)"
            " GROUP BY message_id"
        )
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as store:
                return Counter(dict(store.execute(asked)))
        except sqlite3.OperationalError:  # it is being made
            return Counter()

    def missed(self) -> set[str]:
        """Personal mail that was delivered and is not in the store."""
        return self.letters.personal.keys() - self.held().keys()

    def doubled(self) -> list[str]:
        """What stands in the store more often than it was delivered, or under an id that nobody wrote."""
        written = {*self.letters.personal, *self.letters.bulk, *self._sent("Message-ID")}
        return sorted(one for one, times in self.held().items() if times > 1 or one not in written)

    def mails_doubled(self) -> list[str]:
        """Mails of the service that came twice: as the same mail, or for the same period."""
        named = Counter([*self._sent("Message-ID"), *self._sent("X-Introloop")])
        return sorted(one for one, times in named.items() if times > 1)

    def _sent(self, field: str) -> list[str]:
        return [str(message_from_bytes(one.content)[field]) for one in self.smtp.delivered]


@contextmanager
def world(
    home: Path, setting: Setting, *, mailbox: Path | None = None, module: Sequence[str] = MODULE
) -> Iterator[World]:
    """Everything but the service running, with an empty mailbox or a copy of one."""
    trusted = authority(home)
    with (
        dovecot_to_restart() as dovecot,
        faulty_line(dovecot.server.port, trusted.server()) as line,
        smtp_server(tls=trusted.server(), login=(ADDRESS, OUTWARD)) as smtp,
    ):
        maildir = _mailbox(Account(dovecot.server, USER), mailbox)
        smtp.delivered = Letterbox(smtp, maildir)
        configuration = home / "config.toml"
        settings = CONFIGURATION.format(address=ADDRESS, user=USER, imap_port=line.port, smtp_port=smtp.port)
        configuration.write_text(_set(settings, setting))
        for name, password in (("imap-password", PASSWORD), ("smtp-password", OUTWARD)):
            (home / name).write_text(f"{password}\n")
            (home / name).chmod(0o600)
        service = Watched(configuration, home / "state", home / "log", module=module)
        letters = Letters(maildir, setting.mail_every)
        try:
            yield World(dovecot, line, smtp, letters, service)
        finally:
            letters.stop()
            service.kill()


def _mailbox(account: Account, copy: Path | None) -> Path:
    """The account's Maildir, with INBOX and Sent; a copy is made by hard links."""
    maildir = account.server.root / "mail" / account.user
    if copy:
        subprocess.run(["cp", "-al", str(copy), str(maildir)], check=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", str(pwd.getpwnam("nobody").pw_uid), str(maildir)], check=True)
    with account.session() as imap:
        imap.create("Sent")  # refused where the server made it already
        imap.select("INBOX", readonly=True)
    return maildir
