"""Letters of any bytes, and what a mail server may write of them: nothing raises, and nothing is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.answers.home import KEY, MARA, ME, SERVER, VOUCHED
from worker.answers.judge import Sent, Trust, answers_any, distrusted, judge
from worker.answers.letter import read_letter
from worker.answers.origin import is_vouched_for, parsed, writer
from worker.digest.token import codes_in, is_token, line_of, token

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DIGEST = Sent("<digest@lindqvist.example>", NOON - timedelta(hours=3))
TRUST = Trust(frozenset({ME}), KEY, SERVER)
HEAD = f"From: {MARA}\r\nIn-Reply-To: {DIGEST.message_id}\r\nAuthentication-Results: {VOUCHED}"
GOOD = f"{HEAD}\r\n\r\ndone 2\r\n".encode()


@given(st.binary(max_size=300), st.integers(0, len(GOOD)), st.integers(0, 60))
def test_no_letter_raises_and_none_that_is_broken_is_taken_for_anothers(
    junk: bytes, at: int, cut: int
) -> None:
    letter = read_letter(GOOD[:at] + junk + GOOD[at + cut :], arrived=NOON)
    assert answers_any(letter, [DIGEST]) in (True, False)
    verdict = judge(letter, [DIGEST], trust=TRUST, in_sent=False)
    if verdict.refused is None:
        assert writer(letter.froms) == ME
        assert is_vouched_for(letter.vouched, by=SERVER, sender=ME)


@given(st.text(max_size=200))
def test_no_header_raises(text: str) -> None:
    assert writer((text,)) != EVIL
    assert isinstance(parsed(text), tuple)
    assert not is_vouched_for((text,), by="", sender=ME)


EVIL = "evil@example.net"


@pytest.mark.parametrize(
    "field",
    [
        "",
        ";",
        f"{SERVER} x; dmarc=pass",
        f"{SERVER}) ; none",
        f'{SERVER}; "dmarc=pass',
        f"{SERVER}; a = b c",
        "(x",
    ],
)
def test_what_breaks_the_grammar_says_nothing(field: str) -> None:
    assert parsed(field) in (("", ()), (SERVER, ()))


def test_a_good_letter_is_trusted_by_either_proof_alone() -> None:
    letter = read_letter(GOOD, arrived=NOON)
    assert distrusted(letter, TRUST, in_sent=False) is None
    bare = read_letter(GOOD.replace(b"Authentication-Results", b"X-Results"), arrived=NOON)
    assert distrusted(bare, TRUST, in_sent=False) is not None
    assert distrusted(bare, TRUST, in_sent=True) is None


def test_a_very_long_header_is_cheap_and_says_nothing() -> None:
    assert writer(("<" * 100_000,)) == ""
    assert writer((f"{'a ' * 100_000}<{ME}>",)) == ""
    assert parsed("(" * 100_000) == ("", ())


def test_a_code_has_eighty_bits_and_holds_for_one_word_one_item_and_one_digest() -> None:
    code = token(KEY, "<1@x>", 2, "done")
    assert len(code) == 16
    assert is_token(code, KEY, "<1@x>", 2, "done")
    others = [("<2@x>", 2, "done"), ("<1@x>", 3, "done"), ("<1@x>", 2, "met"), ("<1@x>", 22, "done")]
    assert not any(is_token(code, KEY, *other) for other in others)
    assert codes_in(f"> {line_of(code).upper()} and {line_of(code)}") == (code,)
