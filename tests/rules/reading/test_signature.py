"""Signatures: whose organisation they name, and that nothing is better than a wrong name."""

from __future__ import annotations

import pytest

from rules.model import Address
from rules.reading.signature import organisation_of

VERA = Address("vera@harbour-robotics.example", "Vera Amari")
FREE = Address("vera@gmail.com", "Vera Amari")


@pytest.mark.parametrize(
    ("signature", "sender", "expected"),
    [
        ("Vera Amari\nHead of Cranes, Harbour Robotics", VERA, "Harbour Robotics"),
        ("Vera Amari | HarbourRobotics GmbH", VERA, "HarbourRobotics GmbH"),
        ("-- \nVera\nDirector at Harbour Robotics\n+44 20 5550 1234", VERA, "Harbour Robotics"),
        ("Vera Amari\nTideway Ltd.", FREE, "Tideway Ltd"),
        ("Vera Amari\nUniversity of the Coast", FREE, "University of the Coast"),
        ("Vera Amari\nHead of Cranes", FREE, ""),
        ("Vera", VERA, ""),
        ("Ltd", FREE, ""),
        ("vera@tideway-ltd.example\nhttps://tideway.example Ltd", FREE, ""),
        ("This message and any files with it are meant only for the person at Tideway Ltd.", FREE, ""),
        ("a b c d e f Ltd", FREE, ""),
        ("the small Ltd", FREE, ""),
        ("\n" * 9 + "Tideway Ltd", FREE, ""),
        ("", VERA, ""),
    ],
)
def test_a_signature_names_an_organisation_only_where_it_plainly_does(
    signature: str, sender: Address, expected: str
) -> None:
    assert organisation_of(signature, sender) == expected
