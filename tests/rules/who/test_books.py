"""People: what an address book says of them."""

from __future__ import annotations

from rules.model import ContactType, PersonNote
from rules.who.notes import joined
from tests.rules.crowd import HOME, MARA, WORK, everybody, header


def test_a_name_in_a_book_without_an_address_is_nobody_on_the_mail() -> None:
    entry = PersonNote(
        (), "Noor Haddad", "Elsewhere", profile="https://network.example/in/noor", from_book=True
    )
    known = everybody(header(1, HOME, MARA), notes=[entry])
    assert [(person.addresses, person.organisation) for person in known.persons] == [((HOME.email,), "")]


def test_what_the_owner_typed_of_somebody_goes_before_what_a_book_says_of_their_other_address() -> None:
    typed = PersonNote((WORK.email,), "Noor Haddad", "Carewell AB")
    entry = PersonNote((HOME.email,), "Noor Haddad", "Elsewhere", position="Nurse", from_book=True)
    for notes in ([typed, entry], [entry, typed]):
        assert everybody(notes=notes).of(HOME).organisation == "Carewell AB"


def test_of_two_notes_made_one_the_newer_word_counts_and_no_address_is_lost() -> None:
    old = PersonNote(("a@x.example", "b@x.example"), "Noor", "Carewell", position="Nurse", from_book=True)
    new = PersonNote(("b@x.example", "c@x.example"), "", "Tidewell", ContactType.FRIEND, "tall")
    assert joined(old, new) == PersonNote(
        ("a@x.example", "b@x.example", "c@x.example"), "Noor", "Tidewell", ContactType.FRIEND, "tall", "Nurse"
    )
