"""What the owner says of people, and how a person is found, shown and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import ContactType, Person, PersonNote, Review
from worker.jobs.people import NoSuchPerson, export, find_person, forget, set_person
from worker.ports import Store

DANA = Person("dana@okoye.example", ("dana@okoye.example", "d.okoye@delta.example"), "Dana Okoye")
DAN = Person("dan@lark.example", ("dan@lark.example",), "Dan Lark")
NAMELESS = Person("Noor", (), "Noor")
KNOWN = Review(datetime(2026, 11, 16, tzinfo=UTC), (), (), (DANA, DAN, NAMELESS))


@pytest.mark.parametrize("wanted", ["D.Okoye@delta.example", "dana okoye", "okoye"])
def test_a_person_is_found_by_any_address_and_by_name(wanted: str) -> None:
    assert find_person(KNOWN, wanted) is DANA


def test_a_name_that_fits_several_asks_which() -> None:
    with pytest.raises(NoSuchPerson, match="2 people fit “dan”") as raised:
        find_person(KNOWN, "dan")
    assert raised.value.advice == "Which one: dana@okoye.example, dan@lark.example?"


@pytest.mark.parametrize("wanted", ["", "nobody@nowhere.example"])
def test_a_name_that_fits_nobody_says_where_people_stand(wanted: str) -> None:
    with pytest.raises(NoSuchPerson) as raised:
        find_person(KNOWN, wanted)
    assert "people list" in raised.value.advice


def test_what_is_not_said_of_a_person_stays_as_it_was(store: Store) -> None:
    store.note(PersonNote(("dana@okoye.example",), name="Dana Okoye", note="met in Ghent"))

    set_person(store, " Dana@Okoye.example ", contact_type=ContactType.REFERENCE)

    (note,) = store.notes()
    assert (note.name, note.note, note.contact_type) == ("Dana Okoye", "met in Ghent", ContactType.REFERENCE)


def test_a_person_is_shown_and_forgotten_by_address(store: Store) -> None:
    set_person(store, "dana@okoye.example", note="met in Ghent")

    assert [row["table"] for row in export(store, "Dana@okoye.example")] == ["person_note"]
    assert forget(store, "DANA@okoye.example") == 1
    assert list(export(store, "dana@okoye.example")) == []
