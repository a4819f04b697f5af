"""What a mailbox costs its server: no more than RELIABILITY.md's figures, counted on the line."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from rules.model import Reading
from tests.doubles.clock import SetClock
from tests.servers.account import Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.jobs.scans import NOON
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.jobs import watch
from worker.jobs.watch import Watch
from worker.settings import Account as AccountSettings
from worker.store import open_store

pytestmark = pytest.mark.dovecot

PARAGRAPH = b"The timetables of the harbour line are printed on Friday, as they were last year.\r\n" * 40
ATTACHED = b"\r\n--frontier\r\nContent-Type: application/pdf\r\n\r\n" + b"QWxs" * 5_000


def of_parts(number: int, *more: bytes) -> bytes:
    head = letter(f"New {number}", header='Content-Type: multipart/mixed; boundary="frontier"\r\n', text="")
    return b"".join((head, b"--frontier\r\nContent-Type: text/plain\r\n\r\n", PARAGRAPH, *more))


@pytest.mark.parametrize(
    ("attached", "limit"),
    [
        (ATTACHED, 1.05),  # an ordinary mailbox holds 20 to 60 kB a message
        (b"", 1.3),  # of short letters alone, what is said of each weighs
    ],
    ids=["as in any mailbox", "short letters alone"],
)
def test_new_mail_costs_its_server_hardly_more_than_its_own_bytes(
    account: Account,
    proxy: RecordingProxy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    attached: bytes,
    limit: float,
) -> None:
    """Fifty that came while nobody looked; both ways, and every command is counted."""
    monkeypatch.setattr(watch, "REST", 0.05)
    account.append(letter("Old"))
    kept = Watch(
        mailbox=lambda: imap_mailbox(account, port=proxy.port),
        store=lambda: open_store(tmp_path / "introloop.db"),
        read=lambda message: Reading(message.header),
        clock=SetClock(NOON),
        every=timedelta(minutes=15),
        current=lambda: None,
    )
    kept.run(Event())
    new = [of_parts(number, attached) for number in range(50)]
    account.append(*new)
    before = proxy.from_server + sum(map(len, proxy.lines))
    while kept.run(Event()).new:
        pass
    cost = proxy.from_server + sum(map(len, proxy.lines)) - before
    kept.leave()
    with closing(open_store(tmp_path / "introloop.db")) as store:
        assert len(list(store.readings())) == 51
    assert cost <= limit * sum(map(len, new))


def test_a_wait_ends_before_five_minutes_and_all_folders_are_looked_through_each_quarter_of_an_hour() -> None:
    """After half an hour, and some after five minutes, a server or a router ends an IDLE (RFC 2177)."""
    assert timedelta(seconds=watch.REST) < timedelta(minutes=5)
    assert AccountSettings.model_fields["poll"].default == 15
    assert AccountSettings.model_fields["logins_an_hour"].default == 12
