"""A mail on its way out: once, whatever is lost, killed or answered badly (RELIABILITY.md, the digest)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.builders import owner, when
from tests.doubles.clock import SetClock
from tests.doubles.mailbox import MemoryMailbox
from tests.doubles.outbox import MemoryOutbox
from tests.whole_way import text_of
from worker.digest import WEEKLY
from worker.jobs.digest import Schedule, send_asked, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import LEASE, OnDoubt, Post, Posted
from worker.packs import packs
from worker.ports import (
    ALL_CLOSED,
    FolderCoverage,
    FolderRole,
    InDoubt,
    OutboxRefused,
    OutboxUnreachable,
    Phase,
    Planned,
    Store,
    Trail,
    Unreachable,
)
from worker.ports.outbox import nothing
from worker.store import open_store

ADDRESS = "mara@lindqvist.example"
MONDAY_AT_EIGHT = Schedule(weekday=0, hour=8, minute=0)


@dataclass
class Home:
    """An owner on Monday at nine, and all that their digest passes."""

    store: Store
    clock: SetClock = field(default_factory=lambda: SetClock(when("Mon 2026-11-16 09:00")))
    outbox: MemoryOutbox = field(default_factory=lambda: MemoryOutbox(frozenset({ADDRESS})))
    mailbox: MemoryMailbox = field(default_factory=lambda: MemoryMailbox("home"))

    def post(self, *, by: str = "this process", on_doubt: OnDoubt = OnDoubt.RESEND) -> Post:
        desk = Desk(self.store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
        return Post(desk, self.outbox, self.clock, by=by, mailboxes=(self.mailbox,), on_doubt=on_doubt)

    def send(self, *, on_doubt: OnDoubt = OnDoubt.RESEND) -> Posted:
        self.read()
        return send_due(self.post(on_doubt=on_doubt), schedule=MONDAY_AT_EIGHT)

    def after(self, **span: float) -> Posted:
        self.clock.forward(**span)
        return self.send()

    def read(self, problem: str = "") -> None:
        now = None if problem else self.clock.now()
        self.store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, now, problem=problem))

    def digest(self, week: str = "2026-W47") -> Planned:
        held = self.store.planned(WEEKLY, week) or self.store.planned(ALL_CLOSED, week)
        assert held
        return held

    def killed(self, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A process that dies as it begins that step of the store."""
        self.read()
        with monkeypatch.context() as patch:
            patch.setattr(type(self.store), at, _die)
            with pytest.raises(Died):
                send_due(self.post(by="one that died"), schedule=MONDAY_AT_EIGHT)


@dataclass
class Telling(MemoryOutbox):
    """An outbox that tells when it is asked to send, before anything else."""

    tell: Callable[[], None] = nothing

    def send(
        self, content: bytes, *, ready: Callable[[], None] = nothing, taken: Callable[[], None] = nothing
    ) -> None:
        self.tell()
        MemoryOutbox.send(self, content, ready=ready, taken=taken)  # slots leave no plain super()


class Died(BaseException):
    """As far as the code can tell, the process is gone."""


def _die(*_: object, **__: object) -> None:
    raise Died


@pytest.fixture
def home(store: Store) -> Home:
    return Home(store)


def doubtful(home: Home) -> bytes:
    """A digest of which nobody knows whether it was sent."""
    home.outbox.failures.append(InDoubt("no reply came"))
    assert home.send() is Posted.IN_DOUBT
    return home.digest().content


# ── Before it is sent ───────────────────────────────────────────────────────────────────────


def test_a_store_put_back_from_a_backup_sends_no_second_digest(home: Home, tmp_path: Path) -> None:
    home.send()
    home.mailbox.put(*home.outbox.sent)
    with closing(open_store(tmp_path / "put back.db")) as before:
        restored = Home(before, home.clock, mailbox=home.mailbox)
        assert restored.send() is Posted.SENT
        assert restored.outbox.sent == []
        assert restored.digest().phase is Phase.SENT


def test_that_it_goes_out_is_written_down_before_a_byte_does_and_where_the_folders_stood(home: Home) -> None:
    home.mailbox.put(b"From: ines@harbour.example\r\n\r\nHello.\r\n")
    trails: list[Trail] = []
    home.outbox = Telling(home.outbox.owner_addresses, tell=lambda: trails.append(home.digest().trail))
    home.send()

    (trail,) = trails
    assert trail.handed == (home.clock.now(),)
    assert {(mark.folder, mark.uidnext) for mark in trail.marks} == {("INBOX", 2), ("Sent", 1)}


def test_a_mailbox_that_cannot_be_read_does_not_keep_the_digest_back(home: Home) -> None:
    home.mailbox.down = Unreachable("no answer")
    assert home.send() is Posted.SENT
    assert len(home.outbox.sent) == 1


def test_a_process_that_died_before_it_went_out_is_followed_by_one_that_sends_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.killed("renew", monkeypatch)
    assert home.send() is Posted.ELSEWHERE
    assert home.after(seconds=LEASE) is Posted.SENT


# ── While it is sent ────────────────────────────────────────────────────────────────────────


def test_a_claim_that_ran_out_meanwhile_keeps_the_final_dot_from_being_said(home: Home) -> None:
    home.outbox = Telling(home.outbox.owner_addresses, tell=lambda: home.clock.forward(seconds=LEASE))
    assert home.send() is Posted.ELSEWHERE
    assert home.outbox.sent == []


def test_a_look_that_outlasts_the_claim_is_followed_by_no_sending(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(mailbox: MemoryMailbox) -> MemoryMailbox:
        home.clock.forward(seconds=LEASE)
        return mailbox

    monkeypatch.setattr(MemoryMailbox, "__enter__", slow)
    assert home.send() is Posted.ELSEWHERE
    assert (home.outbox.sent, home.digest().trail) == ([], Trail())


def test_what_another_process_took_up_is_not_given_back_by_the_one_that_lost_it(home: Home) -> None:
    def lose() -> None:
        home.clock.forward(seconds=LEASE)
        assert home.store.claim(home.digest(), by="another", now=home.clock.now(), lease=LEASE)

    home.outbox = Telling(home.outbox.owner_addresses, failures=[OutboxRefused("550")], tell=lose)
    assert home.send() is Posted.ELSEWHERE
    assert home.digest().phase is Phase.CLAIMED


def test_a_mail_that_was_taken_and_could_not_be_recorded_is_in_doubt_and_found(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.killed("settle", monkeypatch)
    home.mailbox.put(*home.outbox.sent)

    assert home.after(seconds=LEASE) is Posted.SENT
    assert len(home.outbox.sent) == 1


# ── In doubt ────────────────────────────────────────────────────────────────────────────────


def test_it_is_looked_for_at_30_seconds_2_5_15_and_30_minutes_and_not_in_between(home: Home) -> None:
    doubtful(home)
    looks = []
    for second in range(20, 30 * 60, 20):  # as often as the service asks
        before = home.mailbox.entered
        assert home.after(seconds=20) is Posted.IN_DOUBT
        looks += [second] * (home.mailbox.entered - before)

    assert looks == [40, 120, 300, 900]
    assert home.after(seconds=20) is Posted.SENT


def test_what_is_found_late_is_not_sent_again(home: Home) -> None:
    frozen = doubtful(home)
    assert home.after(minutes=6) is Posted.IN_DOUBT
    home.mailbox.put(frozen, folder="Junk")

    assert home.after(minutes=10) is Posted.SENT
    assert home.outbox.sent == []


def test_what_is_not_found_goes_out_as_it_was_and_the_next_digest_says_so(home: Home) -> None:
    frozen = doubtful(home)
    assert home.after(minutes=31) is Posted.SENT
    assert home.outbox.sent == [frozen]

    assert "may be there twice" in next_digest(home)


def test_what_is_held_in_doubt_is_said_in_the_next_digest(home: Home) -> None:
    doubtful(home)
    home.clock.forward(minutes=31)
    assert home.send(on_doubt=OnDoubt.HOLD) is Posted.IN_DOUBT
    assert home.digest().phase is Phase.HELD

    assert "may not have reached you" in next_digest(home)


def next_digest(home: Home) -> str:
    """What next week's issue says of the mail of 16 November."""
    home.clock.forward(days=7)
    home.read(problem="it is gone")
    send_due(home.post(), schedule=MONDAY_AT_EIGHT)
    text = " ".join(text_of(home.outbox.sent[-1]).split())
    assert "The mail of Monday 16 November" in text
    return text


def test_as_long_as_the_mailbox_cannot_be_read_nothing_is_sent_again(home: Home) -> None:
    frozen = doubtful(home)
    home.mailbox.down = Unreachable("no answer")
    assert home.after(minutes=31) is Posted.IN_DOUBT
    before = home.mailbox.entered
    assert [home.after(minutes=5), home.after(minutes=5)] == [Posted.IN_DOUBT] * 2
    assert home.mailbox.entered == before  # a look every quarter of an hour, and no more

    home.mailbox.down = None
    assert home.after(minutes=5) is Posted.SENT
    assert home.outbox.sent == [frozen]


def test_a_doubt_of_an_older_version_without_a_trail_is_looked_for_at_once(home: Home) -> None:
    frozen = doubtful(home)
    home.store.settle(home.digest(), Phase.IN_DOUBT, at=home.clock.now(), trail=Trail())
    home.mailbox.put(frozen)

    assert home.send() is Posted.SENT
    assert home.outbox.sent == []


def test_a_refusal_ends_the_second_sending_and_not_the_doubt_about_the_first(home: Home) -> None:
    frozen = doubtful(home)
    home.outbox.failures.append(OutboxUnreachable("no answer"))
    with pytest.raises(OutboxUnreachable):
        home.after(minutes=31)
    assert (home.digest().phase, len(home.digest().trail.handed)) == (Phase.IN_DOUBT, 1)
    home.mailbox.put(frozen)

    assert home.after(minutes=15) is Posted.SENT
    assert home.outbox.sent == []


def test_a_process_that_died_while_it_went_out_leaves_a_doubt_and_no_second_copy(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.killed("settle", monkeypatch)
    assert home.after(minutes=16) is Posted.IN_DOUBT
    assert len(home.outbox.sent) == 1
    home.mailbox.put(*home.outbox.sent)
    assert home.after(minutes=15) is Posted.SENT
    assert len(home.outbox.sent) == 1


# ── How many ────────────────────────────────────────────────────────────────────────────────


def test_at_most_three_mails_go_out_on_a_day_whatever_is_asked(home: Home) -> None:
    home.read(problem="it is gone")
    asked = []
    for _ in range(5):
        asked.append(send_asked(home.post()))
        home.clock.forward(minutes=1)
    assert asked == [Posted.SENT] * 3 + [Posted.ENOUGH] * 2

    home.clock.forward(hours=16)
    assert send_asked(home.post()) is Posted.SENT


def test_a_server_that_never_answers_costs_three_copies_a_day_at_most(home: Home) -> None:
    home.outbox.failures += [InDoubt("no reply came") for _ in range(9)]
    home.send()
    for _ in range(14 * 6):  # until late in the evening
        home.after(minutes=10)
    assert len(home.digest().trail.handed) == 3
