"""What a word of a name speaks of: a human to be met, or a place, a company, a post."""

from __future__ import annotations

import pytest

from tests.rules.cases.mails import cases, mail

MET = mail("10-01 ines > me :", subject="Lunch")


def introduced(name: str) -> list[str]:
    return cases(MET, mail(f"11-02 ines > me : introduces/hand_off {{{name}}}"))


@pytest.mark.parametrize("name", ["Austin Reed", "Milan Novak", "Paris Whitlow", "Francisco Reis"])
def test_whoever_is_called_after_a_place_is_a_person(name: str) -> None:
    assert introduced(name) == [f"made_for_me MADE: ines > {name} (1)"]


@pytest.mark.parametrize("name", ["Austin Texas", "Paris Office", "Milan Italy", "Asia Pacific"])
def test_a_place_with_what_lies_in_it_is_none(name: str) -> None:
    assert introduced(name) == []
