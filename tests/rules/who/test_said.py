"""Who is one human and who is not, as the owner has it: it outranks every rule of merging."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address, Decision, PersonNote, Reason, Tie, Verb
from rules.who.people import People, people
from rules.who.said import merged_notes
from tests.rules.crowd import HOME, MARA, NOON, OWNER, TOMAS, WORK, header, humans

DEE = Address("dee@x.example", "Dee")
DANA = Address("dana@okoye.example", "Dana Okoye")
OLD = Address("noor@north.example", "Noor Haddad")


def merge(one: str, other: str, *, hour: int = 0) -> Decision:
    return Decision(NOON + timedelta(hours=hour), Verb.MERGE, "", who=one, other=other)


def split(who: str, other: str, *, hour: int = 0) -> Decision:
    return Decision(NOON + timedelta(hours=hour), Verb.SPLIT, "", who=who, other=other)


def known(*decisions: Decision, senders: tuple[Address, ...], notes: tuple[PersonNote, ...] = ()) -> People:
    mails = [header(number, sender, MARA) for number, sender in enumerate(senders)]
    return people(mails, owner=OWNER, notes=notes, decisions=decisions)


def together(*addresses: Address) -> frozenset[str]:
    return frozenset(address.email for address in addresses)


# ── Merging ─────────────────────────────────────────────────────────────────────────────────


def test_two_addresses_that_nothing_ties_are_one_human_when_the_owner_says_so() -> None:
    said = known(merge(DANA.email, "Dee@x.example"), senders=(DEE, DANA))
    assert humans(said) == {together(DEE, DANA)}
    assert said.persons[0].ties == (Tie("dee@x.example", DANA.email, Reason.SAID),) or said.persons[
        0
    ].ties == (Tie(DANA.email, "dee@x.example", Reason.SAID),)


def test_a_merge_takes_along_whatever_each_is_tied_to() -> None:
    said = known(merge(DEE.email, WORK.email), senders=(HOME, WORK, DEE))
    assert humans(said) == {together(HOME, WORK, DEE)}


def test_two_who_stood_on_one_mail_under_different_names_are_one_when_the_owner_says_so() -> None:
    mails = [header(1, DEE, MARA, Address(DANA.email, "Dana Okoye"))]
    assert len(people(mails, owner=OWNER, decisions=[merge(DEE.email, DANA.email)]).persons) == 1


def test_somebody_known_from_a_note_by_name_alone_can_be_given_an_address() -> None:
    note = PersonNote((), "Dana Okoye", "Carewell")
    said = known(merge("Dana Okoye", DEE.email), senders=(DEE,), notes=(note,))
    assert [(p.addresses, p.name, p.organisation) for p in said.persons] == [
        ((DEE.email,), "Dana Okoye", "Carewell")
    ]


def test_an_address_that_no_mail_has_shown_yet_can_be_merged() -> None:
    said = known(merge(DEE.email, "new@x.example"), senders=(DEE,))
    assert said.of("new@x.example") is said.of(DEE.email)


@pytest.mark.parametrize("nobody", [MARA.email, "Somebody Unheard"])
def test_a_merge_with_the_owner_or_with_nobody_changes_nothing(nobody: str) -> None:
    assert humans(known(merge(DEE.email, nobody), senders=(DEE,))) == {together(DEE)}


# ── Splitting ───────────────────────────────────────────────────────────────────────────────


def test_an_address_that_shares_a_name_stands_alone_once_it_is_split_off() -> None:
    said = known(split(HOME.email, WORK.email), senders=(HOME, WORK, OLD))
    assert humans(said) == {together(HOME, OLD), together(WORK)}
    assert said.of(WORK.email).ties == ()


def test_an_address_older_than_the_others_can_be_split_off_too() -> None:
    said = known(split(HOME.email, WORK.email), senders=(WORK, HOME, OLD))
    assert humans(said) == {together(HOME, OLD), together(WORK)}


def test_who_was_split_off_takes_nothing_of_the_note_along() -> None:
    card = PersonNote((HOME.email, DEE.email), "Noor Haddad", "Carewell")
    own = PersonNote((DEE.email,), organisation="Lantern")
    said = known(split(HOME.email, DEE.email), senders=(HOME, DEE), notes=(card, own))
    assert humans(said) == {together(HOME), together(DEE)}
    assert (said.of(HOME.email).organisation, said.of(DEE.email).organisation) == ("Carewell", "Lantern")
    assert said.of(DEE.email).name == "Dee"


def test_a_card_whose_every_address_was_split_off_is_still_about_them() -> None:
    card = PersonNote((WORK.email, OLD.email), organisation="Lantern")
    words = (split(HOME.email, WORK.email), split(HOME.email, OLD.email, hour=1))
    said = known(*words, senders=(HOME, WORK, OLD), notes=(card,))
    assert humans(said) == {together(HOME), together(WORK, OLD)}
    assert said.of(OLD.email).organisation == "Lantern"


def test_a_namesake_who_was_split_off_can_be_merged_with_an_address_of_their_own() -> None:
    words = (split(HOME.email, WORK.email), merge(WORK.email, OLD.email, hour=1))
    assert humans(known(*words, senders=(HOME, WORK, OLD))) == {together(HOME), together(WORK, OLD)}


def test_new_mail_under_the_name_never_brings_back_who_was_split_off() -> None:
    fourth = Address("noor@fourth.example", "Noor Haddad")
    said = known(split(HOME.email, WORK.email), senders=(HOME, WORK, OLD, fourth))
    assert said.of(fourth.email) is said.of(HOME.email)
    assert humans(said) == {together(HOME, OLD, fourth), together(WORK)}


# ── The later word ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("back", [merge, lambda a, b, hour: merge(b, a, hour=hour)])
def test_the_later_word_counts(back: object) -> None:
    assert callable(back)
    words = (split(HOME.email, WORK.email), back(HOME.email, WORK.email, hour=1))
    assert humans(known(*words, senders=(HOME, WORK))) == {together(HOME, WORK)}
    again = (*words, split(HOME.email, WORK.email, hour=2))
    assert humans(known(*again, senders=(HOME, WORK))) == {together(HOME), together(WORK)}


def test_a_split_ends_every_merge_of_the_address() -> None:
    words = (
        merge(HOME.email, DEE.email),
        merge(DANA.email, DEE.email, hour=1),
        split(HOME.email, DEE.email, hour=2),
    )
    said = known(*words, senders=(HOME, DEE, DANA, TOMAS))
    assert humans(said) == {together(HOME), together(DEE), together(DANA), together(TOMAS)}
    assert merged_notes(words) == []


def test_merges_that_stand_are_notes_of_both_addresses() -> None:
    assert merged_notes(iter([merge(DEE.email, DANA.email), split(HOME.email, WORK.email)])) == [
        PersonNote((DEE.email, DANA.email))
    ]


# ── Why ─────────────────────────────────────────────────────────────────────────────────────


def test_each_person_says_what_ties_their_addresses() -> None:
    tagged = Address("noorhaddad+lists@gmail.com")
    card = PersonNote((WORK.email, DEE.email), "Noor Haddad")
    said = known(merge(DEE.email, DANA.email), senders=(HOME, tagged, WORK, DEE, DANA), notes=(card,))
    assert set(said.of(HOME.email).ties) == {
        Tie(HOME.email, tagged.email, Reason.MAILBOX),
        Tie(HOME.email, WORK.email, Reason.NAMED, "Noor Haddad"),
        Tie(WORK.email, DEE.email, Reason.NOTED),
        Tie(DEE.email, DANA.email, Reason.SAID),
    }


def test_a_name_that_only_the_notes_give_is_told_too() -> None:
    notes = (PersonNote((DEE.email,), "Dana Okoye"), PersonNote((TOMAS.email,), "Dana Okoye"))
    said = known(senders=(DEE, TOMAS), notes=notes)
    assert said.of(DEE.email).ties == (Tie(DEE.email, TOMAS.email, Reason.NAMED, "Dana Okoye"),)


_everybody = (HOME, WORK, OLD, DEE, DANA)
_addresses = st.sampled_from([address.email for address in _everybody])
_words = st.lists(
    st.builds(
        lambda word, a, b, hour: word(a, b, hour=hour),
        st.sampled_from([merge, split]),
        _addresses,
        _addresses,
        st.integers(0, 5),
    ),
    max_size=6,
)


@given(_words, st.randoms())
def test_the_same_words_give_the_same_people_in_any_order(words: list[Decision], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    one, other = known(*words, senders=_everybody), known(*mixed, senders=_everybody)
    assert one.persons == other.persons
    assert [person.ties for person in one.persons] == [person.ties for person in other.persons]


@given(_words)
def test_whatever_was_said_each_address_is_one_humans_and_every_one_is_tied(words: list[Decision]) -> None:
    persons = known(*words, senders=_everybody).persons
    held = [address for person in persons for address in person.addresses]
    assert sorted(held) == sorted(address.email for address in _everybody)
    assert all(len(person.ties) == len(person.addresses) - 1 for person in persons)
