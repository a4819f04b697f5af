"""What a server says wrongly, or will not say: nothing is lost, doubled or asked for too often by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from rules.model import Reading
from tests.doubles.clock import SetClock
from tests.servers.scripted_imap import RESET, ScriptedImap, scripted_imap
from worker.jobs import watch
from worker.jobs.health import health
from worker.jobs.watch import Watch
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.ports import MailboxError, Store, Throttled, Unreachable
from worker.store import open_store

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[ScriptedImap]:
    with scripted_imap() as running:
        yield running


def mailbox(server: ScriptedImap) -> ImapMailbox:
    return ImapMailbox(
        "work",
        host="127.0.0.1",
        port=server.port,
        user="u",
        password=lambda: "p",
        folders=FolderRules(),
        security="plaintext-loopback",
        timeout=2.0,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "introloop.db")


@pytest.fixture
def kept(server: ScriptedImap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The service's own reading of it, which waits a moment where it would wait minutes."""
    monkeypatch.setattr(watch, "REST", 0.05)
    return Watch(
        mailbox=lambda: mailbox(server),
        store=lambda: open_store(tmp_path / "introloop.db"),
        read=lambda message: Reading(message.header),
        clock=SetClock(NOON),
        every=timedelta(minutes=15),
        current=lambda: None,
    )


def subjects(store: Store) -> list[str]:
    return sorted(reading.header.subject for reading in store.readings())


COFFEES = ["Coffee 1", "Coffee 2", "Coffee 3"]


def saying(to: str, words: bytes) -> Callable[[str], bytes | None]:
    return lambda command: words if command.startswith(to) else None


# ── Throttling ──────────────────────────────────────────────────────────────────────────────

WORDS = (
    b"NO [THROTTLED] slow down",
    b"NO [OVERQUOTA] bandwidth",
    b"NO [UNAVAILABLE] not now",
    b"NO Request is throttled. Suggested Backoff Time: 60000 milliseconds",
    b"NO [ALERT] Too many simultaneous connections. (Failure)",
    b"BAD User is authenticated but not connected.",
)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        *(("UID FETCH", words) for words in WORDS),
        *((to, WORDS[0]) for to in ("LOGIN", "LIST", "EXAMINE", "UID SEARCH")),
    ],
)
def test_a_server_that_throttles_at_any_command_is_left_alone_and_later_read_to_its_end(
    server: ScriptedImap, kept: Watch, store: Store, to: str, words: bytes
) -> None:
    server.says = saying(to, b"TAG " + words + b"\r\n")
    with pytest.raises(Throttled) as said:
        kept.run(Event())
    assert said.value.seconds == (60 if b"60000" in words else None)
    told = [one for one in health(store, now=NOON).complaints if "come back later" in one]
    assert {one.endswith(", until 2026-11-16 12:01 UTC") for one in told} == {bool(said.value.seconds)}
    server.says = lambda _: None
    kept.run(Event())
    assert subjects(store) == COFFEES
    assert store.quarantined() == ()


# ── Good-byes ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "words"),
    [
        *((at, b"* BYE Autologout\r\n") for at in ("LIST", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE")),
        *((at, RESET) for at in ("STATUS", "UID FETCH", "IDLE")),
    ],
)
def test_a_server_that_hangs_up_at_any_command_is_connected_anew_and_nothing_is_doubled(
    server: ScriptedImap, kept: Watch, store: Store, at: str, words: bytes
) -> None:
    server.says = saying(at, words)
    with pytest.raises(Unreachable, match="connection was lost"):
        for_two_runs(kept)
    server.says = lambda _: None
    for_two_runs(kept)
    assert subjects(store) == COFFEES
    assert server.count("LOGIN") == 2


def for_two_runs(kept: Watch) -> None:
    for _ in range(2):
        kept.run(Event())


def test_a_good_bye_after_it_began_to_idle_is_a_lost_connection(server: ScriptedImap, kept: Watch) -> None:
    kept.run(Event())
    server.says = saying("IDLE", b"+ idling\r\n* BYE Autologout; idle for too long\r\n")
    with pytest.raises(Unreachable, match="connection was lost"):
        kept.run(Event())


def test_a_server_that_offers_to_idle_and_refuses_is_asked_once_in_each_wait(
    server: ScriptedImap, kept: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "REST", 0.5)
    kept.run(Event())
    server.says = saying("IDLE", b"TAG NO not here\r\n")
    began = datetime.now(UTC)
    for_two_runs(kept)
    assert datetime.now(UTC) - began >= timedelta(seconds=0.95)
    assert server.count("IDLE") == 2


# ── Broken answers ──────────────────────────────────────────────────────────────────────────

BROKEN = (
    b"* 2 FETCH (UID 2 RFC822.SIZE\r\n",
    b"* 2 FETCH (UID 2 RFC822.SIZE 300 BODY[HEADER.FIELDS (FROM)]<0> NIL)\r\n",
    b"* 2 FETCH (UID 2 RFC822.SIZE lots BODY[HEADER.FIELDS (FROM)]<0> {3}\r\nabc)\r\n",
    b"* 2 FETCH (UID 2 RFC822.SIZE -1 INTERNALDATE 17 (((((\r\n",
    b"* 2 FETCH (UID 99999999999999 RFC822.SIZE 300)\r\n",
    b"* 2 FETCH ()\r\n* 2 FETCH\r\n* FETCH 2\r\n*\r\n* \r\n\r\n\xff\xfe\x00\r\n",
    b"* 2 FETCH (UID 2 BODY[HEADER.FIELDS (FROM)]<0> {99999999999}\r\n",
    b"* 2 FETCH (UID 2 BODY[HEADER.FIELDS (FROM)]<0> {-5}\r\n",
    b"* 2 FETCH (UID 2 BODY[HEADER.FIELDS (FROM)]<0> {400}\r\nshort)\r\n",
    b"P99 OK done\r\n",
    b"+ go on\r\n",
    b"",
)


@pytest.mark.parametrize("broken", BROKEN)
def test_an_answer_that_is_broken_costs_at_most_its_message_and_that_only_until_it_is_mended(
    server: ScriptedImap, kept: Watch, store: Store, broken: bytes
) -> None:
    """Whatever comes in the place of message 2, the others are read; what could not be is known by name."""

    def says(command: str) -> bytes | None:
        if not (asked := re.match(r"UID FETCH (\S+) (.*)", command)):
            return None
        sound = [server.message(uid, text="TEXT" in asked[2]) for uid in server._named(asked[1]) if uid != 2]
        return b"".join(sound) + (broken if "2" in asked[1] or ":" in asked[1] else b"") + b"TAG OK done\r\n"

    server.says = says
    try:
        kept.run(Event())
        assert subjects(store) == ["Coffee 1", "Coffee 3"]
        assert [one.uid for one in store.quarantined()] == [2]
    except MailboxError:  # out of step with the server: it is connected anew
        pass
    kept.leave()
    server.says = lambda _: None
    assert isinstance(kept.clock, SetClock)
    kept.clock.forward(days=1)  # what is in quarantine is tried again once a day
    kept.run(Event())
    assert subjects(store) == COFFEES
    assert store.quarantined() == ()


# ── A message that is not served ────────────────────────────────────────────────────────────


def test_one_message_of_five_hundred_that_is_not_served_is_found_by_halving(
    server: ScriptedImap, kept: Watch, store: Store
) -> None:
    server.messages = 500

    def says(command: str) -> bytes | None:
        asked = re.match(r"UID FETCH (\S+) ", command)
        return b"TAG NO [SERVERBUG] cannot\r\n" if asked and 333 in server._named(asked[1]) else None

    server.says = says
    kept.run(Event())
    assert [one.uid for one in store.quarantined()] == [333]
    assert len(subjects(store)) == 499
    assert "1 message could not be read" in health(store, now=NOON).complaints
    assert server.count("UID FETCH") < 40  # and not five hundred
    assert isinstance(kept.clock, SetClock)
    kept.clock.forward(days=1)
    server.commands.clear()
    server.says = lambda _: None
    kept.run(Event())
    assert store.quarantined() == ()
    assert server.count("UID FETCH") <= 2


# ── 200,000 messages ────────────────────────────────────────────────────────────────────────


def test_no_search_in_a_folder_of_200_000_messages_can_be_answered_with_too_long_a_line(
    server: ScriptedImap,
) -> None:
    """imapclient refuses a line of over 1 MB, which is what SEARCH ALL comes to (RELIABILITY.md)."""
    server.messages = 200_000
    with mailbox(server) as box:
        box.open("INBOX")
        batches = box.headers(0, newest_first=True)
        first = [header.uid for header in next(iter(batches))]
    searches = [command for command in server.commands if "SEARCH" in command]
    assert (first[0], first[-1]) == (199_901, 200_000)
    assert searches == ["UID SEARCH UID 150001:200000"]
    assert len(server.answer(searches[0])) < 500_000
    assert not any("ALL" in command for command in server.commands)
