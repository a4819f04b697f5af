"""Merges and splits of people, as they are said, refused and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.model import Calendar, Decision, Owner, Person, Review, Verb
from worker.jobs.merging import NothingToDo, about_people, merge, split, take_back
from worker.jobs.people import NoSuchPerson, OwnAddress
from worker.ports import Store

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
MARA = Owner(frozenset({"mara@lindqvist.example"}), Calendar(UTC))
DANA = Person("dana@okoye.example", ("dana@okoye.example", "d.okoye@delta.example"), "Dana Okoye")
DEE = Person("dee@lark.example", ("dee@lark.example",), "Dee")
TAGGED = Person("noor@gmail.com", ("noor@gmail.com", "noor+x@gmail.com"), "Noor Haddad")
NAMED = Person("Ines Carvalho", (), "Ines Carvalho")
KNOWN = Review(NOW, (), (), (DANA, DEE, TAGGED, NAMED))
ONE = Review(NOW, (), (), (Person(DANA.id, (*DANA.addresses, *DEE.addresses), "Dana Okoye"), TAGGED))


def merged(store: Store, one: str, other: str, *, hour: int = 0) -> Decision:
    return merge(store, one, other, review=KNOWN, owner=MARA, at=NOW + timedelta(hours=hour))


def parted(store: Store, person: str, address: str) -> Decision:
    return split(store, person, address, review=KNOWN, owner=MARA, at=NOW)


def test_two_people_are_merged_by_address_or_by_name(store: Store) -> None:
    said = merged(store, "okoye", "Dee@Lark.example")

    assert (said.verb, said.who, said.other) == (Verb.MERGE, "dana@okoye.example", "dee@lark.example")
    assert list(store.decisions()) == [said]
    assert merged(store, "Ines Carvalho", "dee@lark.example").who == "Ines Carvalho"


def test_who_is_one_person_already_needs_no_merge(store: Store) -> None:
    with pytest.raises(NothingToDo, match="one person already") as raised:
        merged(store, "Dana Okoye", "d.okoye@delta.example")
    assert "people show" in raised.value.advice


def test_an_address_is_split_off_by_another_mailbox_of_the_person(store: Store) -> None:
    said = parted(store, "Dana Okoye", "Dana@okoye.example")
    assert (said.verb, said.who, said.other) == (Verb.SPLIT, "d.okoye@delta.example", "dana@okoye.example")


@pytest.mark.parametrize(
    ("person", "address", "why"),
    [
        ("Dana Okoye", "dee@lark.example", "is no address of Dana Okoye"),
        ("Ines Carvalho", "dee@lark.example", "is no address of Ines Carvalho"),
        ("Dee", "dee@lark.example", "the only mailbox of Dee"),
        ("Noor Haddad", "noor+x@gmail.com", "the only mailbox of Noor Haddad"),
    ],
)
def test_what_cannot_be_split_is_said(store: Store, person: str, address: str, why: str) -> None:
    with pytest.raises(NothingToDo, match=why):
        parted(store, person, address)
    assert list(store.decisions()) == []


def test_nobody_known_is_merged_with_a_mistyped_address_or_with_the_owner(store: Store) -> None:
    with pytest.raises(NoSuchPerson):
        merged(store, "Dana Okoye", "dana@okoye.exmple")
    with pytest.raises(OwnAddress):
        merged(store, "Dana Okoye", "Mara@lindqvist.example")


def test_a_merge_of_who_was_split_is_said_of_the_same_two_addresses(store: Store) -> None:
    parting = Decision(NOW, Verb.SPLIT, "", who="d.okoye@delta.example", other="dee@lark.example")
    store.decide(Decision(NOW, Verb.MERGE, "", who="a@x.example", other="dee@lark.example"))
    store.decide(parting)

    said = merged(store, "Dana Okoye", "Dee", hour=1)

    assert (said.who, said.other) == (parting.who, parting.other), "so that it takes the split back"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dana Okoye", "dee@lark.example"), ("dee@lark.example", "dana@okoye.example")],
)
def test_a_merge_is_taken_back_by_any_name_of_the_two(store: Store, one: str, other: str) -> None:
    said = merged(store, "Dana Okoye", "Dee")
    store.decide(Decision(NOW, Verb.DONE, "<1@x>"))

    assert take_back(store, Verb.MERGE, one, other, review=ONE) == said
    assert [left.verb for left in store.decisions()] == [Verb.DONE]


def test_what_was_never_said_cannot_be_taken_back(store: Store) -> None:
    merged(store, "Dana Okoye", "Dee")

    for verb, other in ((Verb.SPLIT, "dee@lark.example"), (Verb.MERGE, "noor@gmail.com")):
        with pytest.raises(NothingToDo, match="you never said") as raised:
            take_back(store, verb, "Dana Okoye", other, review=ONE)
        assert "people merges" in raised.value.advice


def test_only_merges_and_splits_are_about_people(store: Store) -> None:
    said = merged(store, "Dana Okoye", "Dee")
    store.decide(Decision(NOW, Verb.DONE, "<1@x>"))
    assert about_people(store.decisions()) == (said,)
