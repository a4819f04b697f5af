"""Several owners in one database: nobody reads or changes across."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from rules.model import Decision, PersonNote, Verb
from tests.worker.store.facts import NOON, batch, reading
from worker.ports import FolderCoverage, FolderRole, Phase, Planned
from worker.store import open_store
from worker.store.sql import SqlStore

DIGEST = Planned("weekly", "2026-W47", "<w47@introloop.example>", b"Subject: Loops\n\nDana", NOON)


def say_everything(store: SqlStore) -> None:
    store.save(batch(reading("1"), reading("2"), skipped=3))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.note(PersonNote(("dana.okoye@example.org",), "Dana"))
    store.note(PersonNote((), "Ines"))
    store.revise_book(lambda held: (*held, PersonNote(("ines@harbour.example",), "Ines", from_book=True)))
    store.decide(Decision(NOON, Verb.MET, "<1@mail.example>", who="Dana"))
    store.plan(DIGEST)
    store.highest_now(NOON)


def ask_everything(store: SqlStore) -> list[object]:
    return [
        *(store.bookmark("work", "INBOX"), store.known(["<1@mail.example>"]), list(store.readings())),
        *(store.coverage().folders, store.coverage().skipped, list(store.quarantined())),
        *(list(store.decisions()), store.notes(), store.book(), store.planned("weekly", "2026-W47")),
        *(list(store.unsent()), store.last_sent("weekly"), list(store.export("dana.okoye@example.org"))),
    ]


def test_one_owner_sees_nothing_of_another_and_cannot_change_it(path: Path) -> None:
    with closing(open_store(path)) as mine, closing(open_store(path, owner="other")) as theirs:
        nothing = ask_everything(theirs)
        say_everything(mine)
        before = ask_everything(mine)
        assert ask_everything(theirs) == nothing
        assert theirs.undo() is None
        assert not theirs.claim(DIGEST, by="x", now=NOON, lease=900)
        theirs.settle(DIGEST, Phase.SENT, at=NOON)
        assert theirs.forget("dana.okoye@example.org") == 0
        assert theirs.save(batch(reading("1"), validity=9)) == 1
        say_everything(theirs)
        assert theirs.forget("dana.okoye@example.org") > 0
        assert ask_everything(mine) == before


def test_every_statement_names_the_owner(sqlite: SqlStore) -> None:
    said: list[str] = []
    sa.event.listen(sqlite._database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    say_everything(sqlite)
    ask_everything(sqlite)
    say_everything(sqlite)
    sqlite.claim(DIGEST, by="x", now=NOON, lease=900)
    sqlite.settle(DIGEST, Phase.IN_DOUBT, at=NOON)
    sqlite.undo()
    sqlite.save(batch(reading("1"), validity=9))
    sqlite.forget("dana.okoye@example.org")
    of_tables = [s for s in said if not s.startswith(("BEGIN", "PRAGMA"))]
    assert len(of_tables) > 40
    assert [s for s in of_tables if "owner" not in s] == []
