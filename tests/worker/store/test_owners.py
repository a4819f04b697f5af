"""Several owners in one database: nobody reads or changes across, whatever is asked of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rules.model import Decision, PersonNote, Verb
from tests.servers.postgresql import PostgresServer
from tests.worker.store.facts import DANA, NOON, batch, reading
from tests.worker.store.test_answers import LETTER, MARK
from worker.ports import (
    Folder,
    FolderCoverage,
    FolderRole,
    Phase,
    Planned,
    Presence,
    Quarantined,
    Store,
    Traffic,
)
from worker.store import open_store, open_stores
from worker.store.sql import SqlStore

DIGEST = Planned("weekly", "2026-W47", "<w47@introloop.example>", b"Subject: Loops\n\nDana", NOON)
ALERT = Planned("urgent", "2026-11-16", "<u@introloop.example>", b"Subject: Today\n\nDana", NOON)
MET = Decision(NOON, Verb.MET, "<1@mail.example>", who="Dana")
SENT = Traffic(NOON.date(), 4096)
THERE = Presence("work", "INBOX", 7, 5)
LOST = Quarantined("work", "INBOX", 7, 9, "the server did not serve it")
NOT_ROWS = {"open", "close", "backup"}  # of the file, and of no owner


class Watched:
    """A store that notes what was asked of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.store, name)


def say_everything(store: Any) -> None:
    """Each method that writes, and leaves something behind."""
    store.folders_selected("work", [Folder("INBOX", FolderRole.INBOX, selected=True)])
    store.save(batch(reading("1"), reading("2"), skipped=3, quarantined=(LOST,), upto=9, traffic=SENT))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.note(PersonNote(("dana.okoye@example.org",), "Dana"))
    store.note(PersonNote((), "Ines"))
    store.revise_book(lambda held: (*held, PersonNote(("ines@harbour.example",), "Ines", from_book=True)))
    store.decide(MET)
    store.hear(LETTER)
    store.lay(MARK)
    store.plan(DIGEST)
    store.plan(ALERT)
    store.highest_now(NOON)
    store.expunged(THERE, [2])


def ask_everything(store: Any) -> list[object]:
    """Each method that only reads."""
    header = reading("1").header
    return [
        *(store.bookmark("work", "INBOX"), store.known(["<1@mail.example>"]), store.holds([header])),
        *(list(store.numbered(0)), list(store.readings_of(range(1, 99)))),
        *(list(store.readings()), store.coverage().folders, store.coverage().skipped),
        *(list(store.quarantined()), list(store.decisions()), store.notes(), store.book()),
        *(list(store.unheard([DANA.email], NOON)), list(store.heard()), list(store.laid())),
        *(
            store.traffic("work"),
            store.presences("work"),
            store.located(THERE),
            store.nowhere(["<2@mail.example>"]),
        ),
        *(store.planned("weekly", "2026-W47"), list(store.unsent()), store.last_sent("weekly")),
        *(list(store.sent_since(NOON)), list(store.handed_since(NOON)), store.highest()),
        list(store.export("dana.okoye@example.org")),
    ]


def change_everything(store: Any) -> list[object]:
    """Each method that changes what is there: of somebody else's there is nothing to change."""
    changed = [
        store.undo(),
        store.undo(MET),
        store.claim(DIGEST, by="x", now=NOON, lease=900),
        store.renew(DIGEST, by="x", now=NOON, lease=900),
        store.forget("dana.okoye@example.org"),
    ]
    store.settle(DIGEST, Phase.SENT, at=NOON)
    store.folders_selected("work", [])
    store.expunged(THERE, [1])
    store.folder_gone("work", "INBOX")
    store.revise_book(lambda held: held)
    return changed


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, path: Path) -> str:
    """A database for several owners."""
    if request.param == "sqlite":
        return f"sqlite:///{path}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create(f"owners_{uuid4().hex}")


@contextmanager
def two_owners(url: str) -> Iterator[tuple[Watched, Watched]]:
    with closing(open_store(url)) as mine, closing(open_store(url, owner="other")) as theirs:
        yield Watched(mine), Watched(theirs)


def test_one_owner_sees_nothing_of_another_and_cannot_change_it(url: str) -> None:
    with two_owners(url) as (mine, theirs):
        nothing = ask_everything(theirs)
        say_everything(mine)
        before = ask_everything(mine)
        assert ask_everything(theirs) == nothing
        assert change_everything(theirs) == [None, None, False, False, 0]
        assert ask_everything(mine) == before
        say_everything(theirs)
        assert theirs.save(batch(reading("1"), validity=9)) == 0
        change_everything(theirs)
        assert theirs.forget("ines@harbour.example") > 0
        assert ask_everything(mine) == before


def test_no_method_of_the_store_is_left_out_of_the_attempt_to_read_across(url: str) -> None:
    with two_owners(url) as (mine, _):
        say_everything(mine)
        ask_everything(mine)
        change_everything(mine)
    public = {name for name in vars(SqlStore) if not name.startswith("_")}
    assert mine.asked == public - NOT_ROWS


def test_every_statement_names_the_owner(sqlite: SqlStore) -> None:
    said: list[str] = []
    sa.event.listen(sqlite._database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    say_everything(sqlite)
    ask_everything(sqlite)
    change_everything(sqlite)
    say_everything(sqlite)
    of_tables = [s for s in said if not s.startswith(("BEGIN", "PRAGMA"))]
    assert len(of_tables) > 40
    assert [s for s in of_tables if "owner" not in s] == []


def test_the_stores_of_all_owners_share_one_database_and_one_can_be_removed(url: str) -> None:
    with closing(open_stores(url)) as stores:
        mine, theirs = stores.of("mine"), stores.of("theirs")
        for store in (mine, theirs):
            say_everything(store)
        before = ask_everything(mine)
        theirs.close()  # lets go of nothing that others use
        assert stores.remove("theirs") > 10
        assert stores.remove("theirs") == 0
        assert ask_everything(mine) == before
        assert ask_everything(stores.of("theirs")) == ask_everything(stores.of("nobody"))
