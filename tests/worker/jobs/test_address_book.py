"""Taking in address books: what changes, what never does, and who is one human."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import permutations

import pytest

from rules.model import Calendar, ContactType, Owner, PersonNote
from worker.jobs.address_book import Import, import_books
from worker.jobs.people import set_person
from worker.ports import AddressBookError, BookProgress, LeftOut, Store

OWNER = Owner(frozenset({"mara@lindqvist.example"}), Calendar(UTC))
DANA = PersonNote(("dana@okoye.example",), "Dana Okoye", "Delta Works", from_book=True)
PAGE = "https://linkedin.com/in/tomas"
TOMAS = PersonNote((), "Tomas Ruud", "Nordvik", position="Planner", profile=PAGE, from_book=True)


@dataclass(frozen=True)
class Book:
    """A book that says what it was told to say."""

    said: tuple[PersonNote | LeftOut, ...]
    name: str = "book"
    breaks: bool = False

    def entries(self, told: BookProgress) -> Iterator[PersonNote | LeftOut]:
        yield from self.said
        if self.breaks:
            raise AddressBookError("the line went dead")


def told(book: str, done: int, total: int) -> None:
    """Nobody watches."""


def take_in(store: Store, *said: PersonNote | LeftOut, dry: bool = False) -> Import:
    return import_books([Book(said)], store, owner=OWNER, told=told, dry=dry)


def counts(done: Import) -> tuple[int, int, int, int]:
    return len(done.new), len(done.changed), done.unchanged, len(done.left_out)


def test_importing_twice_changes_nothing(store: Store) -> None:
    odd = LeftOut("line 9", "the card cannot be read")
    assert counts(take_in(store, DANA, TOMAS, odd)) == (2, 0, 0, 1)
    before = list(store.book())
    assert counts(take_in(store, DANA, TOMAS, odd)) == (0, 0, 2, 1)
    assert list(store.book()) == before == [DANA, TOMAS]


def test_a_dry_run_says_the_same_and_changes_nothing(store: Store) -> None:
    assert counts(take_in(store, DANA, dry=True)) == (1, 0, 0, 0)
    assert list(store.book()) == []


def test_what_the_owner_typed_outranks_the_book_whatever_it_says_later(store: Store) -> None:
    take_in(store, replace(DANA, contact_type=ContactType.FRIEND, note="from the book"))
    set_person(store, "dana@okoye.example", contact_type=ContactType.REFERENCE, note="met in Ghent")

    done = take_in(store, replace(DANA, organisation="Nordvik", contact_type=ContactType.SOCIAL))

    assert counts(done) == (0, 1, 0, 0)
    (note,) = store.notes()
    assert (note.contact_type, note.note) == (ContactType.REFERENCE, "met in Ghent")
    assert note.organisation == "Nordvik"  # nobody typed one: it follows the book


def test_an_organisation_that_was_typed_does_not_follow_the_book(store: Store) -> None:
    take_in(store, DANA)
    set_person(store, "dana@okoye.example", organisation="Okoye & Sons")
    take_in(store, replace(DANA, organisation="Nordvik"))
    assert [note.organisation for note in store.notes()] == ["Okoye & Sons"]


def test_somebody_deleted_from_the_book_is_kept(store: Store) -> None:
    take_in(store, DANA, TOMAS)
    assert counts(take_in(store, TOMAS)) == (0, 0, 1, 0)
    assert DANA in store.book()


def test_what_a_book_says_no_more_stays_as_it_was_said(store: Store) -> None:
    take_in(store, DANA)
    assert counts(take_in(store, replace(DANA, organisation=""))) == (0, 0, 1, 0)


def test_two_books_that_share_an_address_speak_of_one_human(store: Store) -> None:
    take_in(store, replace(DANA, addresses=("dana@okoye.example", "d@delta.example")))
    done = take_in(store, PersonNote(("d@delta.example", "dana@new.example"), "Dana Okoye", from_book=True))
    ((before, after),) = done.changed
    assert (len(before), after.addresses) == (
        1,
        ("dana@okoye.example", "d@delta.example", "dana@new.example"),
    )
    assert list(store.book()) == [after]


def test_a_card_with_the_addresses_of_two_people_makes_them_one(store: Store) -> None:
    other = PersonNote(("dana@new.example",), "Dana", position="Engineer", from_book=True)
    take_in(store, DANA, other)
    done = take_in(store, replace(DANA, addresses=(*DANA.addresses, *other.addresses)))
    assert counts(done) == (0, 1, 0, 0)
    (one,) = store.book()
    assert (one.addresses, one.position) == (("dana@okoye.example", "dana@new.example"), "Engineer")


def test_a_name_alone_makes_nobody_one(store: Store) -> None:
    namesake = replace(DANA, addresses=("dana@elsewhere.example",))
    without = PersonNote((), "Dana Okoye", "Nordvik", from_book=True)
    take_in(store, DANA, namesake, without, replace(without, organisation="Harbour"))
    assert len(store.book()) == 4


def test_somebody_without_an_address_is_known_by_their_page_or_by_name_and_organisation(store: Store) -> None:
    plain = PersonNote((), "Ines Carvalho", "Harbour", from_book=True)
    take_in(store, TOMAS, plain)
    moved = replace(TOMAS, organisation="Tidewell", addresses=("tomas@ruud.example",))
    assert counts(take_in(store, moved, replace(plain, position="Director"))) == (0, 2, 0, 0)
    assert list(store.book()) == [moved, replace(plain, position="Director")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_cards_of_one_human_in_one_book_become_one_and_stay_so(store: Store, order: tuple[int, ...]) -> None:
    cards = [
        DANA,
        replace(DANA, addresses=("d@delta.example",), organisation="Delta"),
        replace(DANA, addresses=("dana@okoye.example", "d@delta.example"), organisation=""),
    ]
    in_order = [cards[number] for number in order]
    assert counts(take_in(store, *in_order)) == (1, 0, 0, 0)
    assert counts(take_in(store, *in_order)) == (0, 0, 1, 0)


def test_two_people_of_one_book_who_share_an_address_stay_two(store: Store) -> None:
    ann = PersonNote(("home@lee.example",), "Ann Lee", from_book=True)
    bob = PersonNote(("home@lee.example", "bob@lee.example"), "Bob Lee", from_book=True)
    done = take_in(store, ann, bob, replace(ann, name="Cy Lee"))
    assert list(store.book()) == [ann, replace(bob, addresses=("bob@lee.example",))]
    assert done.left_out == (
        ("book", LeftOut("", "its only address stands on another card, under another name")),
    )


@pytest.mark.parametrize(
    ("one", "other"), [("Bob Lee", "Robert Lee"), ("Robert Lee", "Bob Lee"), ("Bob", "Ann Lee")]
)
def test_a_nickname_or_a_first_name_does_not_part_an_address(store: Store, one: str, other: str) -> None:
    home = PersonNote(("home@lee.example",), one, from_book=True)
    assert counts(take_in(store, home, replace(home, name=other))) == (1, 0, 0, 0)


def test_the_owners_own_card_is_left_out(store: Store) -> None:
    own = PersonNote(("Mara+x@lindqvist.example", "mara@new.example"), "Mara Lindqvist", from_book=True)
    assert take_in(store, own).left_out == (("book", LeftOut("", "your own card")),)
    assert list(store.book()) == []


def test_where_one_book_cannot_be_read_to_its_end_nothing_is_kept(store: Store) -> None:
    books = [Book((DANA,)), Book((TOMAS,), breaks=True)]
    with pytest.raises(AddressBookError):
        import_books(books, store, owner=OWNER, told=told)
    assert list(store.book()) == []


def test_whoever_the_owner_forgot_is_gone_from_the_book_too(store: Store) -> None:
    take_in(store, DANA, TOMAS)
    assert store.forget("dana@okoye.example") == 1
    assert store.forget("tomas ruud") == 1
    assert list(store.book()) == []
