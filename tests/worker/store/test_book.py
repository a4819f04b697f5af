"""What address books say: the contract of every store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from rules.model import ContactType, PersonNote
from worker.ports import Store
from worker.store import open_store
from worker.store.engine import connect
from worker.store.migrate import upgrade
from worker.store.schema import VERSION

DANA = PersonNote(
    addresses=("dana@example.org", "d@okoye.example"),
    name="Dana Okoye",
    organisation="Okoye Ltd",
    contact_type=ContactType.SOCIAL,
    position="Bridge engineer",
    profile="https://network.example/in/dana",
    from_book=True,
)
INES = PersonNote((), "Ines Carvalho", "Harbour", profile="https://network.example/in/ines", from_book=True)
OTHER_INES = replace(INES, organisation="Nordvik", profile="https://network.example/in/ines2")


def enter(store: Store, *entries: PersonNote) -> None:
    def all_of_them(held: Sequence[PersonNote]) -> Iterable[PersonNote]:
        return entries

    store.revise_book(all_of_them)


def test_an_entry_comes_back_whole_and_is_a_note(store: Store) -> None:
    enter(store, DANA, INES, OTHER_INES)
    assert list(store.book()) == [DANA, INES, OTHER_INES]
    assert sorted(store.notes(), key=repr) == sorted([DANA, INES, OTHER_INES], key=repr)


def test_what_the_owner_typed_outranks_the_book_before_and_after(store: Store) -> None:
    store.note(PersonNote(("dana@example.org",), contact_type=ContactType.REFERENCE))
    enter(store, DANA)
    store.note(PersonNote(("d@okoye.example",), organisation="Bridges SA", note="met in Ghent"))
    (said,) = store.notes()
    assert said == replace(
        DANA,
        organisation="Bridges SA",
        contact_type=ContactType.REFERENCE,
        note="met in Ghent",
        from_book=False,
    )
    assert list(store.book()) == [DANA]


def test_somebody_without_an_address_is_laid_over_nobody(store: Store) -> None:
    typed = PersonNote((), "Ines Carvalho", note="met at a fair")
    store.note(typed)
    enter(store, INES)
    assert sorted(store.notes(), key=repr) == sorted([typed, INES], key=repr)


def test_revising_the_book_keeps_what_is_left_adds_what_is_new_and_drops_the_rest(store: Store) -> None:
    enter(store, DANA, INES)
    store.revise_book(lambda held: (OTHER_INES, *held[:1]))
    assert list(store.book()) == [DANA, OTHER_INES]


def test_an_entry_is_shown_and_forgotten_with_the_person(store: Store) -> None:
    friend = PersonNote(("tomas@ruud.example",), "Tomas Ruud", note="knows Dana Okoye", from_book=True)
    enter(store, DANA, friend)
    store.note(PersonNote(("d@okoye.example",), note="met in Ghent"))
    assert [row["table"] for row in store.export("dana@example.org")].count("book_entry") == 2
    assert store.forget("dana@example.org") == 3
    assert list(store.book()) == [replace(friend, note="knows …")]
    assert [note.name for note in store.notes()] == ["Tomas Ruud"]


def test_somebody_without_an_address_is_forgotten_by_name(store: Store) -> None:
    enter(store, INES, DANA)
    assert [row["profile"] for row in store.export("ines carvalho")] == [INES.profile]
    assert store.forget("ines carvalho") == 1
    assert list(store.book()) == [DANA]


OLD_NOTE = "INSERT INTO person_note (id, owner, name, note) VALUES (1, 'owner', 'Dana', 'met in Ghent')"
OLD_ADDRESS = "INSERT INTO person_address (owner, address, note) VALUES ('owner', 'dana@example.org', 1)"


def test_a_store_from_before_address_books_keeps_its_notes_and_takes_books_in(path: Path) -> None:
    path.parent.mkdir()
    before = connect(path, patience=10)
    typed = PersonNote(("dana@example.org",), "Dana", note="met in Ghent")
    with before.writing("owner") as tx:
        upgrade(tx, target="0001")
        tx.execute(sa.text(OLD_NOTE))
        tx.execute(sa.text(OLD_ADDRESS))
    before.engine.dispose()
    with closing(open_store(path, owner="owner")) as store:
        assert list(store.notes()) == [typed]
        enter(store, INES)
        assert list(store.book()) == [INES]
    assert path.with_name(f"introloop.db.before-{VERSION}").exists()
