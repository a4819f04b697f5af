"""Whether two names mean one company."""

from __future__ import annotations

import pytest

from rules.advice.houses import house, houses_of, speaks_of
from rules.model import Person


@pytest.mark.parametrize(
    "name",
    [
        "Nordvik",
        "nordvik AS",
        "NORDVIK",
        "Nordvik Group",
        "nordvik.example",
        "tomas@nordvik.example",
        "Nordvik.",
    ],
)
def test_one_company_goes_by_several_names(name: str) -> None:
    assert house(name) == "nordvik"


@pytest.mark.parametrize(("one", "other"), [("Nordvik", "Nordviken"), ("Delta", "Delta Works"), ("", "X")])
def test_names_that_only_begin_alike_are_two(one: str, other: str) -> None:
    assert house(one) != house(other)


def test_a_name_that_is_nothing_but_a_legal_form_stays_one() -> None:
    assert house("The Company") == "thecompany"


def test_free_mail_is_nobodys_company() -> None:
    assert houses_of(Person("ann@gmail.com", ("ann@gmail.com",))) == frozenset()


def test_a_person_works_where_signature_and_addresses_say() -> None:
    both = Person("a", ("ann@harbour-analytics.example",), organisation="Société Brémond SA")
    assert houses_of(both) == {"harbouranalytics", "societebremond"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Harbour Analytics Careers", True),
        ("Your application to HarbourAnalytics", True),
        ("Harbour and Analytics", False),
        ("Harbour", False),
        ("", False),
    ],
)
def test_a_title_speaks_of_a_company_in_whole_words(text: str, found: bool) -> None:
    assert speaks_of("harbouranalytics", text) is found
