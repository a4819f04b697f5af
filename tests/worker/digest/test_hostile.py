"""Whatever stands in a mail, the digest stays plain text, its own links, and its own recipients."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address, Review, Section
from tests.worker.digest.builders import (
    ME_ADDRESS,
    NOOR,
    SHAWN,
    a_week,
    answer_noor,
    coverage,
    draft,
    issue,
    person,
    review,
    suggestion,
)
from tests.worker.digest.test_html import ATTRIBUTES, TAGS, Letter
from worker.digest import Digest, compose, to_email
from worker.digest.caution import cautions
from worker.digest.clean import cleaned, line, paragraphs
from worker.envelope import envelope

POISON = (
    "<script>alert(1)</script>",
    '"><img src=https://evil.example/x.png onerror=1>',
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe\u202c\u2066\u200b\u200d\ufeff\u00ad",
    "a\x00b\x07c\x1b[31mred\x7f\x85\u2028d",
    "Subject\r\nBcc: evil@example.net\r\n\r\nbody",
    "?&bcc=evil@example.net&body=x",
    "https://evil.example/login www.evil.example evil.example/path",
    "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307" * 40,
    "\ud800\udfff\U000e0041\U000f0000",
    "x" * 100_000,
    "語" * 50_000,
    " \t\u3164\u2800\n" * 5_000,
    "",
)


def poisoned(value: Any, poison: str) -> Any:
    """The same value with the poison behind every text in it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value + poison
    if isinstance(value, tuple):
        return tuple(poisoned(one, poison) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: poisoned(getattr(value, f.name), poison) for f in fields(value)})
    return value


def composed(what: Review) -> Digest:
    digest = compose(what, issue=issue(answers=True), coverage=coverage())
    assert digest is not None
    return digest


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_poison_in_every_text_of_a_review_comes_out_as_plain_text(poison: str) -> None:
    digest = compose(
        poisoned(a_week(), poison), issue=issue(answers=True), coverage=poisoned(coverage(), poison)
    )
    assert digest is not None
    for text in (digest.subject, digest.text, digest.html):
        assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn")} <= {"\n"}
    letter = Letter(digest.html)
    assert letter.open == []
    assert {tag for tag, _ in letter.tags} <= TAGS
    assert {name for _, attributes in letter.tags for name in attributes} <= ATTRIBUTES
    assert all((a.get("href") or "mailto:").startswith("mailto:") for _, a in letter.tags)
    assert "://" not in re.sub(r'href="[^"]*"', "", digest.html)
    assert len(digest.html.encode()) < 90_000
    mail = to_email(digest, issue())
    assert envelope(mail.as_bytes()).recipients == (ME_ADDRESS,)


@given(st.text(max_size=300))
def test_whatever_is_cleaned_is_one_visible_line_of_nfc_and_stays_as_it_is(text: str) -> None:
    once = line(text)
    assert line(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in once
    assert len(once) <= 300


@given(st.text(max_size=300))
def test_paragraphs_keep_their_breaks_and_nothing_else_that_is_invisible(text: str) -> None:
    done = paragraphs(text)
    assert "\n\n\n" not in done
    assert not {c for c in done if unicodedata.category(c)[0] == "C"} - {"\n"}


def test_the_cap_shows_that_something_was_cut() -> None:
    assert line("word " * 100).endswith("…")
    assert len(paragraphs("y" * 9000)) == 4000


def test_names_of_every_script_come_through_whole() -> None:
    for name in ("Siobhán Ní Bhriain", "Žofie Dvořáková", "김민준", "Ольга", "नरेंद्र", "สมชาย", "محمد"):
        assert line(name) == unicodedata.normalize("NFC", name)


def test_addresses_and_message_ids_lose_nothing_but_what_no_header_can_hold() -> None:
    odd = "<AAM+https://x.example/1=@mail.example>"
    one = cleaned(draft(Address("a\r\nb@example.org"), "x", in_reply_to=odd))
    assert one.in_reply_to == odd
    assert one.to[0].email == "ab@example.org"
    www = Address("www.team@example.org", "The www team")
    assert cleaned(www) == www
    assert cleaned(Address("a@evil.example/login")).email == "[link]"


# ── Links ───────────────────────────────────────────────────────────────────────────────────


def test_a_person_without_an_address_is_shown_by_name() -> None:
    unknown = Address("", "Ann Ito")
    digest = composed(
        review(suggestion(Section.ANSWERS, unknown, "Call Ann Ito", drafts=(draft(unknown, "Hello"),)))
    )
    assert "    Ann Ito\n" in digest.text
    assert 'href="mailto:?subject=' in digest.html


# ── Names that may deceive ──────────────────────────────────────────────────────────────────


def test_a_name_that_shows_another_address_is_called_out() -> None:
    who = Address("x@evil.example", "Noor Haddad (noor@haddad.example)")
    [warning] = cautions(who, ())
    assert "another address" in warning
    digest = composed(review(replace(answer_noor(), who=who)))
    assert f"Careful: {warning}" in " ".join(digest.text.split())
    assert f"Careful: {warning}" in digest.html


def test_a_name_may_show_its_own_address() -> None:
    assert cautions(Address("noor@haddad.example", "<NOOR@haddad.example>"), ()) == ()


def test_letters_of_two_alphabets_in_one_word_are_called_out() -> None:
    [warning] = cautions(Address("n@example.org", "N\u043e\u043er Haddad"), ())
    assert "two alphabets" in warning


@pytest.mark.parametrize(
    "address",
    [
        "n\u043e\u043er@example.org",  # two letters of the Cyrillic alphabet
        "noor@h\u0430dd\u0430d.example",
        "noor@\u0440\u0430\u0443\u0440\u0430.example",  # all of them, and they read as Latin
        "noor@xn--hddd-53dc.example",  # as a program writes it that shows no such letters
    ],
)
def test_an_address_that_only_looks_like_another_is_called_out(address: str) -> None:
    [warning] = cautions(Address(address, "Noor Haddad"), ())
    assert "not what it looks like" in warning


@pytest.mark.parametrize(
    "address",
    ["noor@haddad.example", "ольга@почта.example", "noor@xn--mnchen-3ya.example", "noor@xn--%.example"],
)
def test_an_honest_address_in_any_alphabet_is_nothing_strange(address: str) -> None:
    assert cautions(Address(address, "Noor Haddad"), ()) == ()


@pytest.mark.parametrize(
    "name", ["N\u043e\u043er H\u0430dd\u0430d", "N00r Haddad", "Nóór Haddad", "NOOR HADDAD"]
)
def test_a_name_that_looks_like_a_known_one_is_called_out(name: str) -> None:
    warnings = cautions(Address("noor@evil.example", name), (person(NOOR, sent=4),))
    assert "You know this name from another address, noor@haddad.example" in warnings[-1]


def test_whoever_else_a_draft_goes_to_is_looked_at_too() -> None:
    imposter = Address("shawn@evil.example", "Shawn Price")
    one = replace(answer_noor(), drafts=(replace(answer_noor().drafts[0], bcc=(imposter, NOOR)),))
    text = " ".join(composed(replace(review(one), people=(person(SHAWN, sent=2),))).text.split())
    assert "Careful: Shawn Price <shawn@evil.example>: You know this name from another address" in text
    assert text.count("Careful:") == 1


def test_a_name_in_two_scripts_word_by_word_is_nothing_strange() -> None:
    assert cautions(Address("olga@example.org", "Ольга Olga"), ()) == ()


def test_a_known_name_from_a_new_address_is_called_out() -> None:
    known = person(NOOR, sent=4)
    stranger = Address("noor@evil.example", "noor haddad")
    [warning] = cautions(stranger, (known,))
    assert "You know this name from another address, noor@haddad.example" in warning
    assert cautions(NOOR, (known,)) == ()
    assert cautions(stranger, (known, person(stranger, sent=1))) == ()
    assert cautions(Address("", "Noor Haddad"), (known,)) == ()
    assert cautions(stranger, (person(NOOR, sent=0), person(Address("z@example.org", "Zoe"), sent=1))) == ()
