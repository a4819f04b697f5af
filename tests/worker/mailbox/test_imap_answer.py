"""Answers to FETCH as servers write them: the usual form read quickly, every other one read all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.mailbox.imap_answer import plain, tolerant

USUAL = [
    b'* 12 FETCH (UID 7 RFC822.SIZE 345 INTERNALDATE "16-Nov-2026 09:30:00 +0000" '
    b"BODY[HEADER.FIELDS (FROM TO)]<0> {9}",
    b"From: x\r\n",
    b")",
]


TEXT = [
    b"* 12 FETCH (UID 7 BODY[HEADER.FIELDS (REPLY-TO)]<0> {2}",
    b"\r\n",
    b" BODY[1.MIME] {4}",
    b"\r\n\r\n",
    b" BODY[1]<0> {2}",
    b"Hi",
    b")",
]


def test_both_ways_of_reading_agree_on_the_usual_answer_of_a_text() -> None:
    quick = plain(TEXT)
    assert quick == tolerant(TEXT)
    assert quick is not None
    assert (quick[b"BODY[1.MIME]"], quick[b"BODY[1]<0>"]) == (b"\r\n\r\n", b"Hi")


@given(st.data())
def test_where_the_quick_way_reads_an_answer_it_reads_what_the_other_does(data: st.DataObject) -> None:
    facts = [b"UID 7 ", b'INTERNALDATE "1-Jan-2026" ', b"RFC822.SIZE 5 ", b"FLAGS () ", b"BODY[9] NIL "]
    said = b"".join(data.draw(st.lists(st.sampled_from(facts), unique=True)))
    sections = [b"BODY[TEXT]", b"BODY[1]<0>", b"BODY[2] NIL BODY[1]", b"body[1]", b"X-GM-MSGID 5 BODY[1]"]
    names = data.draw(st.lists(st.sampled_from(sections), min_size=1, max_size=3, unique=True))
    texts = [b" %b {1}" % name for name in names]
    texts[0] = b"* 12 FETCH (" + said + texts[0].lstrip()
    end = data.draw(st.sampled_from([b")", b" MODSEQ (12))", b""]))
    pieces = [*(piece for text in texts for piece in (text, b"x")), end]
    assert plain(pieces) in (None, tolerant(pieces))


def test_both_ways_of_reading_agree_on_the_usual_answer() -> None:
    quick = plain(USUAL)
    assert quick == tolerant(USUAL)
    assert quick == {
        b"UID": 7,
        b"RFC822.SIZE": 345,
        b"INTERNALDATE": b"16-Nov-2026 09:30:00 +0000",
        b"BODY[HEADER.FIELDS (FROM TO)]<0>": b"From: x\r\n",
    }


@pytest.mark.parametrize(
    "pieces",
    [
        [b'* 1 FETCH (BODY[TEXT] "short" UID 7 RFC822.SIZE 5)'],
        [b"* 1 FETCH (UID 7 FLAGS (\\Seen $Old) RFC822.SIZE 5 BODY[TEXT] {5}", b"short", b")"],
        [b"* 1 fetch (uid 7 rfc822.size 5 body[text] {5}", b"short", b" MODSEQ (12))"],
        [b"* 1 FETCH (UID 7  RFC822.SIZE 5 BODY[TEXT] {5}", b"short", b""],  # never closed
    ],
    ids=["quoted", "flags", "lower case", "not closed"],
)
def test_an_answer_of_another_form_is_read_more_closely(pieces: list[bytes]) -> None:
    assert plain(pieces) is None
    answer = tolerant(pieces)
    assert answer is not None
    assert (answer[b"UID"], answer[b"RFC822.SIZE"], answer[b"BODY[TEXT]"]) == (7, 5, b"short")


def test_a_part_that_is_not_there_and_one_that_is_empty_are_told_apart() -> None:
    answer = tolerant([b'* 1 FETCH (UID 7 BODY[1] NIL BODY[2] "")'])
    assert answer == {b"UID": 7, b"BODY[1]": None, b"BODY[2]": b""}


def test_a_quoted_text_may_hold_quotes_parentheses_and_digits() -> None:
    answer = tolerant([b'* 1 FETCH (UID 7 BODY[1] "a \\"b\\" (c) \\\\ {3}" BODY[2] "17")'])
    assert answer == {b"UID": 7, b"BODY[1]": b'a "b" (c) \\ {3}', b"BODY[2]": b"17"}


def test_lists_in_lists_are_kept_together() -> None:
    answer = tolerant([b"* 1 FETCH (UID 7 FLAGS (a (b c)) X 1)"])
    assert answer == {b"UID": 7, b"FLAGS": [b"a", [b"b", b"c"]], b"X": 1}


@pytest.mark.parametrize("line", [b"* 3 EXISTS", b"* OK Still here", b"", b"* 1 FETCH"])
def test_what_is_no_fetch_is_no_answer(line: bytes) -> None:
    assert plain([line]) is None
    assert tolerant([line]) is None


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_whatever_a_server_says_nothing_breaks(pieces: list[bytes]) -> None:
    assert tolerant([b"* 1 FETCH (" + pieces[0], *pieces[1:]]) is not None
