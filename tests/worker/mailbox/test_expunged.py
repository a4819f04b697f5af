"""What is gone from a folder on a real server, and what servers say of it that is not so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rules.model import Reading
from tests.doubles.clock import SetClock
from tests.servers.account import Account
from tests.servers.recording_proxy import RecordingProxy
from tests.servers.scripted_imap import ScriptedImap, scripted_imap
from tests.worker.mailbox.rigs import imap_mailbox, letter
from worker.jobs.scan import scan
from worker.mailbox import imap_connection
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap import ImapMailbox
from worker.mailbox.imap_answer import status
from worker.mailbox.imap_connection import Connection
from worker.mailbox.uid_sets import UidSet, compact, counted, searched, vanished
from worker.ports import Store
from worker.store import open_store

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
QRESYNC = b"* CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC ESEARCH\r\nTAG OK done\r\n"

ENDLESS = b"9" * 5000  # figures: more than Python reads as a number


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "introloop.db")) as opened:
        yield opened


def look(mailbox: ImapMailbox, store: Store, *, days: float = 0) -> None:
    scan(mailbox, store, lambda message: Reading(message.header), clock=SetClock(NOON + timedelta(days=days)))


def places(store: Store, folder: str = "INBOX") -> list[int]:
    there = [one for one in store.presences("work") if one.folder == folder]
    return [uid for one in there for uid in store.located(one)]


# ── A real server ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.dovecot
def test_what_vanished_is_told_at_once_and_nothing_is_asked_while_nothing_did(
    account: Account, proxy: RecordingProxy, store: Store
) -> None:
    account.append(*(letter(f"Coffee {n}") for n in range(6)))
    mailbox = imap_mailbox(account, port=proxy.port)
    look(mailbox, store)
    for uid in (2, 3, 5):
        account.remove(uid)
    look(mailbox, store)
    look(mailbox, store)
    asked = [command for command in proxy.commands() if "VANISHED" in command or "RETURN (" in command]
    assert places(store) == [1, 4, 6]
    assert asked == ["UID SEARCH RETURN (COUNT) MODSEQ 8", "UID FETCH 1:6 (UID) (CHANGEDSINCE 7 VANISHED)"]
    assert len(list(store.readings())) == 6


@pytest.mark.dovecot
def test_mail_that_was_moved_to_another_folder_lies_there_and_is_not_fetched_again(
    account: Account, proxy: RecordingProxy, store: Store
) -> None:
    account.append(letter("Coffee"), letter("Tea"))
    mailbox = imap_mailbox(account, port=proxy.port)
    look(mailbox, store)
    with account.session() as imap:
        imap.select("INBOX")
        assert imap.uid("MOVE", "1", "Archive")[0] == "OK"
    proxy.lines.clear()
    look(mailbox, store)
    assert (places(store), places(store, "Archive")) == ([2], [1])
    assert not any("BODY.PEEK[TEXT]" in command for command in proxy.commands())


@pytest.mark.dovecot
def test_where_the_flags_of_many_changed_as_well_they_are_not_told(
    account: Account, proxy: RecordingProxy, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_connection, "MANY", 3)
    account.append(*(letter(f"Coffee {n}") for n in range(6)))
    mailbox = imap_mailbox(account, port=proxy.port)
    look(mailbox, store)
    account.remove(2)
    with account.session() as imap:
        imap.select("INBOX")
        imap.uid("STORE", "1:*", "+FLAGS", r"(\Seen)")
    proxy.lines.clear()
    look(mailbox, store)
    asked = [command for command in proxy.commands() if "VANISHED" in command or "RETURN (" in command]
    assert asked == ["UID SEARCH RETURN (COUNT) MODSEQ 8", "UID SEARCH RETURN (ALL) UID 1:6"]
    assert places(store) == [1, 3, 4, 5, 6]


@pytest.mark.dovecot
@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        ({"ESEARCH"}, "UID SEARCH RETURN (ALL) UID 1:6"),
        (set[str](), "UID SEARCH UID 1:6"),
        ({"QRESYNC", "ENABLE"}, "UID SEARCH UID 1:6"),  # of which one would have to ask for too much
    ],
)
def test_a_server_that_does_not_tell_is_asked_the_next_day_what_is_left(
    account: Account,
    proxy: RecordingProxy,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    offered: set[str],
    asked: str,
) -> None:
    monkeypatch.setattr(Connection, "_capabilities", lambda _: frozenset(offered))
    account.append(*(letter(f"Coffee {n}") for n in range(6)))
    mailbox = imap_mailbox(account, port=proxy.port)
    look(mailbox, store)
    account.remove(2)
    account.remove(5)
    look(mailbox, store)
    assert places(store) == [1, 2, 3, 4, 5, 6]
    proxy.lines.clear()
    look(mailbox, store, days=1)
    look(mailbox, store, days=2)
    assert places(store) == [1, 3, 4, 6]
    assert [command for command in proxy.commands() if "UID 1:6" in command] == [asked]


@pytest.mark.dovecot
def test_a_look_that_finds_a_few_messages_gone_costs_a_few_hundred_bytes_more(
    account: Account, proxy: RecordingProxy, store: Store
) -> None:
    account.append(*(letter(f"Coffee {n}") for n in range(200)))
    mailbox = imap_mailbox(account, port=proxy.port, rules=FolderRules(exclude=("Archive",)))
    look(mailbox, store)
    before = proxy.from_server
    look(mailbox, store)
    nothing, before = proxy.from_server - before, proxy.from_server
    account.remove(7)
    account.remove(70)
    look(mailbox, store)
    assert len(places(store)) == 198
    assert proxy.from_server - before < nothing + 300


# ── Servers that say what is not so ─────────────────────────────────────────────────────────────


@pytest.fixture
def scripted() -> Iterator[ScriptedImap]:
    with scripted_imap() as server:
        yield server


def scripted_mailbox(server: ScriptedImap) -> ImapMailbox:
    return ImapMailbox(
        "work",
        host="127.0.0.1",
        port=server.port,
        user="me",
        password=lambda: "secret",
        folders=FolderRules(),
        security="plaintext-loopback",
        timeout=10,
    )


def says(
    server: ScriptedImap, *, vanished: bytes = b"", enabled: bytes = b"* ENABLED QRESYNC\r\n"
) -> Callable[[str], bytes | None]:
    """A server that offers QRESYNC, and what it makes of it. Of its messages the second is gone."""

    def answer(command: str) -> bytes | None:
        if command == "CAPABILITY":
            return QRESYNC
        if command.startswith("ENABLE"):
            return enabled + b"TAG OK done\r\n"
        if command.startswith("EXAMINE"):
            sound = server.answer(command).removesuffix(b"TAG OK done\r\n")
            return (
                sound.replace(b"* 4 EXISTS", b"* 3 EXISTS") + b"* OK [HIGHESTMODSEQ 12] x\r\nTAG OK done\r\n"
            )
        if "VANISHED" in command:
            return vanished + b"TAG OK done\r\n"
        if "RETURN (COUNT)" in command:
            return b'* ESEARCH (TAG "TAG") UID COUNT 1 MODSEQ 12\r\nTAG OK done\r\n'
        if "RETURN (ALL)" in command:
            return b'* ESEARCH (TAG "TAG") UID ALL 1,3:4\r\nTAG OK done\r\n'
        return None

    return answer


@pytest.mark.parametrize(
    ("vanished", "enabled", "searched"),
    [
        (b"* VANISHED (EARLIER) 2\r\n", b"* ENABLED QRESYNC\r\n", False),
        (
            b"* VANISHED (EARLIER) 2,900:4294967295\r\n* 1 FETCH (UID 1 MODSEQ (9))\r\n",
            b"* ENABLED QRESYNC\r\n",
            False,
        ),
        (b"", b"* ENABLED QRESYNC\r\n", True),
        (b"* VANISHED (EARLIER) a lot\r\n", b"* ENABLED QRESYNC\r\n", True),
        (b"* VANISHED (EARLIER) 2\r\n", b"* ENABLED\r\n", True),
        (b"* VANISHED (EARLIER) 2\r\n", b"", True),
    ],
)
def test_what_a_server_tells_as_vanished_counts_where_it_is_all_that_is_missing(
    scripted: ScriptedImap, store: Store, vanished: bytes, enabled: bytes, searched: bool
) -> None:
    scripted.messages = 4
    sound = says(scripted, enabled=enabled)
    scripted.says = lambda command: None if command.startswith("EXAMINE") else sound(command)
    look(scripted_mailbox(scripted), store)
    scripted.says = says(scripted, vanished=vanished, enabled=enabled)
    there = store.presences("work")[0]
    assert (there.messages, there.modseq) == (4, 0)
    store.expunged(type(there)(there.account, there.folder, there.uidvalidity, 4, modseq=5))
    look(scripted_mailbox(scripted), store, days=1)
    assert places(store) == [1, 3, 4]
    assert bool(scripted.count("UID SEARCH RETURN (ALL)")) is searched


@pytest.mark.parametrize("refusal", [b"TAG BAD what\r\n", b"TAG NO not now\r\n"])
def test_a_server_that_offers_more_than_it_keeps_is_asked_in_the_old_way(
    scripted: ScriptedImap, store: Store, refusal: bytes
) -> None:
    scripted.messages = 4
    sound = says(scripted)
    look(scripted_mailbox(scripted), store)
    there = store.presences("work")[0]
    store.expunged(type(there)(there.account, there.folder, there.uidvalidity, 4, modseq=5))
    scripted.says = lambda command: refusal if "VANISHED" in command else sound(command)
    look(scripted_mailbox(scripted), store, days=1)
    assert (places(store), scripted.count("UID SEARCH RETURN (ALL)")) == ([1, 3, 4], 1)
    scripted.says = lambda command: refusal if command.startswith("ENABLE") else sound(command)
    look(scripted_mailbox(scripted), store, days=2)
    assert scripted.count("UID FETCH 1:4 (UID)") == 1


def test_a_server_that_refuses_to_tell_what_is_there_as_a_set_is_asked_for_each(
    scripted: ScriptedImap, store: Store
) -> None:
    scripted.messages = 4
    sound = says(scripted)
    look(scripted_mailbox(scripted), store)

    def refusing(command: str) -> bytes | None:
        if "RETURN (" in command:
            return b"TAG BAD what\r\n"
        return b"* SEARCH 1 3 4\r\nTAG OK done\r\n" if command == "UID SEARCH UID 1:4" else sound(command)

    scripted.says = refusing
    look(scripted_mailbox(scripted), store, days=1)
    assert places(store) == [1, 3, 4]
    assert not store.coverage().problems


def test_a_search_that_finds_nothing_at_all_is_not_believed(scripted: ScriptedImap, store: Store) -> None:
    scripted.messages = 4
    sound = says(scripted)
    look(scripted_mailbox(scripted), store)
    scripted.says = lambda c: (
        b'* ESEARCH (TAG "TAG") UID\r\nTAG OK x\r\n' if "RETURN (ALL)" in c else sound(c)
    )
    look(scripted_mailbox(scripted), store, days=1)
    assert places(store) == [1, 2, 3, 4]


# ── Sets of UIDs ────────────────────────────────────────────────────────────────────────────────


def test_a_set_of_uids_is_read_as_it_is_written() -> None:
    uids = [1, 2, 3, 7, 9, 10]
    assert compact(uids) == "1:3,7,9:10"
    told = vanished([b"* VANISHED (EARLIER) " + compact(uids).encode(), b"* VANISHED 12:11"])
    assert [uid for uid in range(20) if uid in told] == [*uids, 11, 12]
    assert len(told) == 8


def test_a_number_without_end_says_nothing() -> None:
    assert len(vanished([b"* VANISHED 1:" + ENDLESS])) == 0
    assert counted([b'* ESEARCH (TAG "P9") UID COUNT ' + ENDLESS]) == 0
    assert status([b"* STATUS INBOX (MESSAGES 3 UIDNEXT " + ENDLESS + b")"]) == {"MESSAGES": 3}


def test_runs_that_overlap_are_counted_once() -> None:
    assert len(UidSet([(5, 9), (1, 3), (2, 6), (9, 9)])) == 9


def test_a_set_may_span_all_there_could_be() -> None:
    told = vanished([b"* VANISHED 1:4294967295"])
    assert (len(told), 4294967295 in told, "1" in told) == (4294967295, True, False)


@pytest.mark.parametrize(
    "line",
    [b'* ESEARCH (TAG "P9") UID ALL 2:3,8', b'* esearch (TAG "P9") UID COUNT 3 ALL 2:3,8', b"* SEARCH 8 2 3"],
)
def test_an_answer_to_search_is_understood_in_both_forms(line: bytes) -> None:
    told = searched([b"* OK still here", line])
    assert [uid for uid in range(20) if uid in told] == [2, 3, 8]


@pytest.mark.parametrize(
    "line",
    [
        *(b'* ESEARCH (TAG "P9") UID', b"* ESEARCH ALL 1:x", b"* ESEARCH ALL " + ENDLESS),
        *(b"* SEARCH", b"* SEARCH " + ENDLESS, b""),
    ],
)
def test_an_answer_that_names_none_finds_none(line: bytes) -> None:
    assert len(searched([line])) == 0
