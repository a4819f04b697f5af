"""One human under all the spellings that mail programs, lists and assistants give to a name (rule 14)."""

from __future__ import annotations

import pytest

from rules.model import Address
from tests.rules.crowd import HOME, MARA, everybody, header


def is_noor(shown: str, address: str = "someone@elsewhere.example") -> bool:
    """Whether mail that shows this name is taken to be from Noor Haddad, who is known from home."""
    known = everybody(header(1, HOME, MARA), header(2, Address(address, shown), MARA))
    return known.of(Address(address, shown)) is known.of(HOME.email)


@pytest.mark.parametrize(
    "shown",
    [
        "Haddad, Noor",
        "HADDAD, NOOR",
        "Haddad, Noor (London)",
        "HADDAD Noor",
        "Noor A. Haddad",
        "Dr. Noor Haddad, MBA",
        "'Noor Haddad'",
        "Noor Haddad (Office)",
        "Noor Haddad | Carewell",
        "Noor B Haddad/LON/ACME@ACME",
        "CN=Noor Haddad/OU=LON/O=ACME",
        "Noor Haddad via Harbour Board",
        "Noor Haddad (via Forms)",
    ],
)
def test_whoever_shows_the_full_name_is_she(shown: str) -> None:
    assert is_noor(shown)


@pytest.mark.parametrize(
    "shown",
    [
        "Noor",
        "Haddad",
        "N. Haddad",
        "Haddad, N.",
        "Noor H.",
        "Noor via Harbour Board",
        "Noor from Carewell",
        "Noor Haddad (Assistant)",
        "Noor Haddad - PA",
        "Assistant to Noor Haddad",
        "Noor Haddad's Office",
        "Büro Noor Haddad",
        "Lina Berg on behalf of Noor Haddad",
        "Lina Berg (for Noor Haddad)",
        "Lina Berg, Assistant to Noor Haddad",
        "Noor Haddad-Berg",
        "Lina Haddad",
    ],
)
def test_a_part_of_the_name_or_somebody_who_writes_for_her_is_not_she(shown: str) -> None:
    assert not is_noor(shown)


@pytest.mark.parametrize(
    "address",
    ["noor.haddad+lists@gmail.com", "n.o.o.r.haddad@googlemail.com", "NoorHaddad@Gmail.com"],
)
def test_a_tag_or_a_dot_in_her_address_needs_no_name(address: str) -> None:
    assert is_noor("", address)


@pytest.mark.parametrize("address", ["assistant@carewell.example", "office@carewell.example"])
def test_a_desk_that_writes_under_her_name_is_not_she(address: str) -> None:
    assert not is_noor("Noor Haddad", address)


def test_an_assistant_who_once_wrote_under_the_bosss_name_stays_an_assistant() -> None:
    lina = "lina.berg@carewell.example"
    shown = ["Lina Berg", "Lina Berg", "Noor Haddad", "Lina Berg on behalf of Noor Haddad"]
    known = everybody(
        header(1, HOME, MARA), *(header(n, Address(lina, s), MARA) for n, s in enumerate(shown, 2))
    )
    assert known.of(lina) is not known.of(HOME.email)
    assert known.of(lina).name == "Lina Berg"
