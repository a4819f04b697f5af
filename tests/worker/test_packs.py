"""The phrase packs: those that come along, and the owner's own on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.packs import packs
from worker.ports import ConfigurationError


def test_english_comes_along() -> None:
    assert "en" in packs().languages


def test_a_pack_of_the_owners_own_adds_to_what_its_language_holds(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'language = "en"\n[[signal]]\nact = "introduces"\nid = "mine"\nphrases = ["zum wohl meet"]\n'
    )

    english = packs(tmp_path).languages["en"].matcher

    assert [entry.rule for entry in english.found(["zum", "wohl", "meet"], {})] == ["en.introduces.mine"]
    assert english.found(["thanks", "for", "the", "introduction"], {})


def test_a_pack_that_is_wrong_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('language = "en"\n[[signal]]\nact = "sings"\nphrases = ["la la"]\n')

    with pytest.raises(ConfigurationError, match=r"a phrase pack cannot be used: .*sings") as raised:
        packs(tmp_path)
    assert str(tmp_path) in raised.value.advice
