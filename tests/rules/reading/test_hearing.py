"""Hearing: what the phrases of a pack find in a sentence, and which classes its words have."""

from __future__ import annotations

import pytest

from rules.model import Address
from rules.packs import Pack, load_packs
from rules.reading.hearing import Classes, heard
from rules.reading.parties import Parties
from rules.sentences import sentences

INES = Address("ines@harbour.example", "Ines Duarte")
TOMAS = Address("tomas@nordvik.example", "Tomas Keller")
MARA = Address("mara@lindqvist.example", "Mara Lindqvist")
WHO = Parties(sender=INES, from_me=False, others=(TOMAS,), direct=(TOMAS,), me=(MARA,))
PACK = Pack("en", little=frozenset({"please", "friday"}))


def classes(word: str, text: str) -> frozenset[str]:
    """The classes of a word, at its first place in a text."""
    (sentence,) = sentences(text)
    return Classes(WHO, PACK).of(sentence).get(sentence.words.index(word), frozenset())


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("Vera", "please meet Vera now", {"<name>"}),
        ("Vera", "Vera knows", {"<name>"}),
        ("Please", "Please meet Vera", set()),
        ("Friday", "see you Friday", set()),
        ("Tomas", "this is Tomas", {"<name>", "<to>"}),
        ("tomas", "this is tomas", {"<name>", "<to>"}),
        ("Tomas's", "it is Tomas's crane", {"<name>", "<to>"}),
        ("Tom", "this is Tom", {"<name>", "<to>"}),
        ("Tomb", "this is Tomb", {"<name>"}),
        ("Keller", "this is Keller", {"<name>", "<to>"}),
        ("Ines", "it is Ines here", {"<name>", "<to>", "<sender>"}),
        ("Mara", "this is Mara", {"<name>", "<me>"}),
        ("vera@moreau.example", "write to vera@moreau.example", {"<email>", "<name>"}),
        ("info@moreau.example", "write to info@moreau.example", {"<email>"}),
        ("jo@harbour.example", "write to jo@harbour.example", {"<email>"}),
        ("020 5550 1234", "call 020 5550 1234 now", {"<number>"}),
        ("+44 20 5550 1234", "call +44 20 5550 1234 now", {"<number>"}),
        ("10am", "at 10am", {"<hour>"}),
        ("10", "at 10", {"<hour>"}),
        ("47110815", "invoice 47110815", {"<number>"}),
        ("12345", "invoice 12345", set()),
        ("1a2b3c4d", "crate 1a2b3c4d", set()),
        ("crane", "the crane", set()),
        (",", "well, Vera", set()),
    ],
)
def test_a_word_has_the_classes_of_what_it_can_be(word: str, text: str, expected: set[str]) -> None:
    assert classes(word, text) == expected


def test_every_entry_is_heard_once_a_sentence() -> None:
    pack = load_packs(
        {"en": '[[signal]]\nact = "thanks"\nid = "t"\nphrases = ["thanks", "thanks <name>", "bless you"]'}
    ).languages["en"]
    text = sentences("Thanks Vera, thanks. Nothing. Bless you.")
    assert [[entry.rule for entry in entries] for entries in heard(text, WHO, pack)] == [
        ["en.thanks.t"],
        [],
        ["en.thanks.t"],
    ]
