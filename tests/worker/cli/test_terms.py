"""The rules' terms in an owner's words: none is left out, and none is shown raw."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import rules.kinds
from rules.kinds.rows import State
from rules.model import Act, Reason, Signal, Tie, Why
from worker.cli import terms


def states() -> set[str]:
    """Every state a kind declares."""
    modules = [
        importlib.import_module(f"rules.kinds.{m.name}") for m in pkgutil.iter_modules(rules.kinds.__path__)
    ]
    return {row.name for module in modules for row in vars(module).values() if isinstance(row, State)}


def test_every_state_has_words_of_its_own() -> None:
    assert len(states()) > 20
    assert states() <= terms.STATES.keys()
    assert terms.state("SOME_NEW_ONE") == "some new one"


def test_every_act_and_every_reason_has_words() -> None:
    assert terms.ACTS.keys() == set(Act)
    assert terms.WHY.keys() == set(Why)
    assert all(terms.tie(Tie("a@x.example", "b@x.example", reason, "Noor Haddad")) for reason in Reason)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("en.introduces.meet", "the English phrases “meet” of introduces"),
        ("de.thanks.learned", "words learned from German examples"),
        ("shape", "who is on the mail and who is named in it, without a phrase"),
        ("header.auto_reply", "the header of the mail (auto reply)"),
        ("calendar.request", "the invitation in it (request)"),
        ("decision.met", "your word (met)"),
        ("message.me", "a mail of yours"),
        ("message.target", "a mail of the target"),
        ("rule8.dormant", "rule8.dormant"),
    ],
)
def test_a_rule_is_told_in_words(rule: str, words: str) -> None:
    assert terms.rule(rule) == words


@pytest.mark.parametrize(("confidence", "sure"), [(0.9, "sure"), (0.6, "likely"), (0.4, "not sure enough")])
def test_sureness_is_a_word_and_a_number(confidence: float, sure: str) -> None:
    signal = Signal(Act.THANKS, confidence, "Thanks!", "en.thanks.x", "en")
    assert terms.sureness(signal) == f"{sure}, {confidence:.2f}"
