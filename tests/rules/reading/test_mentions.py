"""Mentions: whom a text names, in what form, and what is an address or a telephone number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address
from rules.reading.mentions import (
    Said,
    any_short_of,
    called,
    given_name,
    is_called,
    is_email,
    is_telephone,
    known_as,
    name_words,
    names_in,
    short_of,
)
from rules.sentences import sentences
from rules.who.names import fold
from rules.who.nicknames import NICKNAMES
from rules.who.things import is_no_person
from tests.builders import mail, owner

VERA = Address("vera.amari@yard.example", "Dr. Vera van den Amari")


def named(text: str, *, known: str = "", common: str = "please the", german: bool = False) -> tuple[str, ...]:
    (sentence,) = sentences(text)
    return names_in(
        sentence,
        known=frozenset(known.split()),
        common=frozenset(common.split()),
        nouns_capitalised=german,
    )


# ── Of one person ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (VERA, ("vera", "amari")),
        (Address("j.okafor@yard.example"), ("okafor",)),
        (Address("jo.okafor7@yard.example"), ("jo",)),
        (Address("info@yard.example"), ()),
        (Address("x@yard.example", "Amari, Vera"), ("vera", "amari")),
        (Address("", "José"), ("jose",)),
    ],
)
def test_a_persons_names_come_from_what_is_shown_else_from_the_address(
    address: Address, expected: tuple[str, ...]
) -> None:
    assert name_words(address) == expected
    assert given_name(address) == (expected[0] if expected else "")


@pytest.mark.parametrize("word", ["vera", "amari", "vera's", "va", "ver"])
def test_a_person_is_called_by_name_by_initials_and_by_short_forms(word: str) -> None:
    assert is_called(VERA, word)


@pytest.mark.parametrize("word", ["ve", "verandah", "van", "am", ""])
def test_a_person_is_not_called_by_what_only_looks_alike(word: str) -> None:
    assert not is_called(VERA, word)


@pytest.mark.parametrize("word", ["d'ormesson", "ormesson"])
def test_a_name_with_an_elision_is_known_with_and_without_it(word: str) -> None:
    assert is_called(Address("x@yard.example", "Jean d'Ormesson"), word)


def test_nicknames_are_known() -> None:
    assert is_called(Address("w@yard.example", "Robert Okafor"), "bob")
    assert "bob" in called(Address("w@yard.example", "Robert Okafor"))
    assert all(name == fold(name) and short for name, shorts in NICKNAMES.items() for short in shorts)


@pytest.mark.parametrize(
    ("name", "said", "yes"),
    [
        ("robert", "robert", True),
        ("robert", "rob", True),
        ("nikolaus", "niki", True),
        ("robert", "ro", False),
        ("rob", "robert", False),
        ("robert", "rod", False),
        ("nikolaus", "nikx", False),
    ],
)
def test_a_short_form_is_a_beginning_or_a_pet_form(name: str, said: str, yes: bool) -> None:
    assert short_of(name, said) is yes


_WORDS = st.sampled_from(
    ["robert", "rob", "bob", "bobby", "roberta", "nikolai", "niki", "nik", "ni", "ann", "an"]
)


@given(names=st.sets(_WORDS, max_size=3), said=st.sets(_WORDS, max_size=5))
def test_many_words_stand_for_many_names_as_each_does_for_each(names: set[str], said: set[str]) -> None:
    assert any_short_of(names, said) is any(short_of(name, word) for name in names for word in said)


def test_a_text_is_asked_whom_it_names() -> None:
    said = Said(["thanks", "ver", "okafor's"])
    assert said.names(known_as(VERA))
    assert said.names(known_as(Address("j@yard.example", "Jo Okafor")))
    assert not said.names(known_as(Address("t@yard.example", "Tomas Keller")))


# ── In a sentence ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("please meet Vera Amari there", ("Vera Amari",)),
        ("please ask Vera about it", ("Vera",)),
        ("Vera knows", ()),
        ("Vera Amari knows", ("Vera Amari",)),
        ("Mr Amari knows", ("Mr Amari",)),
        ("Mr", ()),
        ("we met Dr. van der Berg at noon", ("Dr van der Berg",)),
        ("we met Anna van der Berg", ("Anna van der Berg",)),
        ("we met Anna van", ("Anna",)),
        ("write to vera@yard.example or Jo Okafor", ("vera@yard.example", "Jo Okafor")),
        ("it is Vera's boat, and Vera’s pier", ("Vera",)),
        ("nothing to see", ()),
        ("we saw The Please", ()),
        ("van der x", ()),
        ("Vera, Vera and Jo", ("Vera", "Jo")),
        ("sur les conseils d'Amélie Roy", ("Amélie Roy",)),
        ("de la part d’Hélène Aubert et d'Ines", ("Hélène Aubert", "Ines")),
        ("je crois qu'Omar Haddad et l'Anna Sala", ("Omar Haddad", "Anna Sala")),
        ("su consiglio dell'Anna Sala", ("Anna Sala",)),
        ("connaissez-vous Jean d'Ormesson et Luca dell’Acqua", ("Jean d'Ormesson", "Luca dell’Acqua")),
        ("Recommandation d'Amélie Roy", ("Amélie Roy",)),
        ("on voit Amélie D'Angelo d'", ("Amélie D'Angelo",)),
    ],
)
def test_names_are_runs_of_capitalised_words(text: str, expected: tuple[str, ...]) -> None:
    assert named(text) == expected


def test_a_name_that_begins_a_sentence_counts_where_a_header_knows_it() -> None:
    assert named("Vera knows", known="vera") == ("Vera",)


def test_where_every_noun_is_capitalised_one_word_is_a_name_only_where_a_header_knows_it() -> None:
    assert named("wir sehen den Kran und Vera", german=True) == ()
    assert named("wir sehen den Kran und Vera", german=True, known="vera") == ("Vera",)


@pytest.mark.parametrize(
    ("word", "yes"),
    [("Nordvik", False), ("london", True), ("university", True), ("suite", True), ("grandpa", True)],
)
def test_places_organisations_labels_and_kin_are_nobody_to_be_met(word: str, yes: bool) -> None:
    assert is_no_person(word) is yes


# ── Addresses and numbers ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("word", "yes"),
    [("vera@yard.example", True), ("vera@yard", False), ("vera", False), ("a@@b.example", False)],
)
def test_an_address_has_a_name_and_a_domain(word: str, yes: bool) -> None:
    assert is_email(word) is yes


@pytest.mark.parametrize(
    ("word", "yes"),
    [
        ("+44 20 5550 1234", True),
        ("555-0121", True),
        ("2026-11", False),
        ("12", False),
        ("(555) 0121", False),
        ("31.12.-- 99", False),
        ("telephone", False),
    ],
)
def test_a_telephone_number_has_seven_digits(word: str, yes: bool) -> None:
    assert is_telephone(word) is yes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My brother Karl Amari builds organs.", ("Karl Amari",)),
        ("My brother sends regards, and so does Dr. Amari.", ()),  # the writer, by a title
        ("My cousin and Vera Amari wrote to Karl Amari.", ("Karl Amari",)),
        ("Karl Amari builds organs.", ()),  # as likely the writer by another name
    ],
)
def test_a_relative_who_bears_the_writers_name_is_another(text: str, expected: tuple[str, ...]) -> None:
    written = mail("Vera Amari <vera.amari@yard.example>", f"Hello Mara,\n\n{text}", on="2026-03-02")
    assert written.reading(owner()).names == expected
