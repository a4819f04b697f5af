"""How answers to FETCH are read, where no real server at hand answers so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rules.model import Message
from worker.mailbox.imap_fetch import (
    BESIDE_TEXT,
    FIRST,
    Asking,
    Incomplete,
    header_items,
    read_header,
    several,
)
from worker.mailbox.limits import Limits
from worker.mime import read_beginning, read_message
from worker.mime import read_header as parse
from worker.mime.fields import Fields
from worker.mime.header import header_of
from worker.ports import RawHeader

LIMITS = Limits(header=100, whole=50, beginning=20)
TEXT, PART = Asking(50, part=False), Asking(500, part=True)


def test_gmails_thread_id_is_asked_of_gmail_alone_and_never_of_the_sender() -> None:
    assert "X-GM-THRID" in header_items(LIMITS, frozenset({"X-GM-EXT-1"}))
    asked = header_items(LIMITS, frozenset())
    assert "X-GM-THRID" not in " ".join(asked)


def test_gmails_thread_id_becomes_the_thread_of_the_message() -> None:
    answer = {
        b"RFC822.SIZE": 9,
        b"X-GM-THRID": 1278455344230334865,
        b"BODY[HEADER.FIELDS (FROM)]<0>": b"A: b\r\n\r\n",
    }
    raw = read_header(4, answer, LIMITS)
    assert raw.header.startswith(b"X-GM-THRID: 1278455344230334865\r\nA: b")
    assert parse(raw.header).thread_key == "gm:1278455344230334865"


@pytest.mark.parametrize(
    "answer",
    [
        {b"BODY[HEADER.FIELDS (FROM)]": b""},
        {b"RFC822.SIZE": 5},
        {b"RFC822.SIZE": None, b"BODY[HEADER.FIELDS (FROM)]": b""},
        {b"RFC822.SIZE": 5, b"BODY[HEADER.FIELDS (FROM)]": None},
    ],
)
def test_a_missing_item_is_an_error(answer: dict[bytes, object]) -> None:
    with pytest.raises(Incomplete):
        read_header(1, answer, LIMITS)


def test_a_day_of_arrival_that_is_none_is_left_out() -> None:
    answer = {b"RFC822.SIZE": 5, b"INTERNALDATE": None, b"BODY[HEADER.FIELDS (FROM)]": b"From: x\r\n\r\n"}
    assert read_header(1, answer, LIMITS).arrived is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (b"16-Nov-2026 09:30:00 +0100", datetime(2026, 11, 16, 8, 30, tzinfo=UTC)),
        (b" 6-nov-2026 09:30:00 -0330", datetime(2026, 11, 6, 13, tzinfo=UTC)),
        (b"31-Feb-2026 09:30:00 +0000", None),
        (b"16-Foo-2026 09:30:00 +0000", None),
        (b"16-Nov-2026 09:30:00 +9900", None),
        (b"yesterday", None),
    ],
)
def test_the_day_of_arrival_is_read_with_its_zone(said: bytes, day: datetime | None) -> None:
    answer = {b"RFC822.SIZE": 5, b"INTERNALDATE": said, b"BODY[HEADER.FIELDS (FROM)]": b"From: x\r\n\r\n"}
    assert read_header(1, answer, LIMITS).arrived == day


def test_a_header_cut_by_its_cap_does_not_swallow_the_text() -> None:
    header = RawHeader(1, b"From: x\r\nTo: y\r\nReferences: <1@exa", 99)
    answer = {b"BODY[HEADER.FIELDS (BCC)]<0>": b"Bcc: z\r\n\r\n", b"BODY[TEXT]<0>": b"Hello"}
    mail = TEXT.read(header, answer)
    assert mail.content.endswith(b"<1@exa\r\nBcc: z\r\n\r\nHello")
    assert not mail.truncated


def test_the_fields_of_both_askings_and_the_text_make_one_message() -> None:
    header = RawHeader(1, b"From: Ines <ines@example.com>\r\nSubject: Tea\r\n\r\n", 99)
    answer = {
        b"BODY[HEADER.FIELDS (BCC)]<0>": b"Content-Transfer-Encoding: base64\r\n\r\n",
        b"BODY[TEXT]<0>": b"SGVsbG8gTWFyYQ==",
    }
    message = read_message(TEXT.read(header, answer).content)
    assert (message.header.subject, message.body.text.strip()) == ("Tea", "Hello Mara")


def test_a_message_without_a_text_is_one_all_the_same() -> None:
    answer = {b"BODY[HEADER.FIELDS (BCC)]<0>": b"\r\n", b"BODY[TEXT]<0>": None}
    mail = TEXT.read(RawHeader(1, b"From: x\r\n\r\n", 9), answer)
    assert mail.content == b"From: x\r\n\r\n"


def test_a_text_as_long_as_was_asked_for_may_go_on() -> None:
    answer = {b"BODY[HEADER.FIELDS (BCC)]<0>": b"\r\n", b"BODY[TEXT]<0>": b"x" * 50}
    assert TEXT.read(RawHeader(1, b"From: x\r\n\r\n", 9), answer).truncated
    assert TEXT.items(LIMITS)[1] == "BODY.PEEK[TEXT]<0.50>"


PARTS = b"From: Ines <ines@example.com>\r\nContent-Type:\r\n Multipart/%b; boundary=theirs\r\n\r\n"


def first_part(kind: bytes, text: bytes, *, of: bytes = b"mixed") -> tuple[Message, bool]:
    """What is made of a first part."""
    header = RawHeader(1, PARTS % of, 9000)
    answer = {
        b"BODY[HEADER.FIELDS (BCC)]<0>": b"\r\n",
        b"BODY[1.MIME]": b"Content-Type: " + kind + b"\r\n\r\n",
        b"BODY[1]<0>": text,
    }
    mail = PART.read(header, answer)
    assert mail.truncated
    return read_beginning(mail.content)


def test_of_several_parts_the_first_is_the_text_and_a_short_one_is_enough() -> None:
    for of in (b"mixed", b"alternative", b"related", b"signed"):
        message, more = first_part(b"text/plain; charset=utf-8", "Schöne Grüße".encode(), of=of)
        assert (message.body.text.strip(), more) == ("Schöne Grüße", False)


def test_parts_in_the_first_part_are_read_as_they_stand() -> None:
    nested = (
        b"--in\r\nContent-Type: text/plain\r\n\r\nTea?\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>Tea?</p>"
    )
    message, more = first_part(b"multipart/alternative; boundary=in", nested)
    assert (message.body.text.strip(), more) == ("Tea?", False)


def test_a_first_part_that_says_nothing_or_breaks_off_takes_more() -> None:
    assert first_part(b"image/png", b"QUJD")[1]
    assert first_part(b"text/plain", b" \r\n", of=b"alternative")[1]
    assert first_part(b"text/html", b"<p>Tea</p>" + b"<br>" * 200)[1]


def test_of_a_report_all_parts_are_wanted_and_of_one_part_there_is_no_first() -> None:
    assert several(RawHeader(1, PARTS % b"alternative", 9)) == b"alternative"
    assert several(RawHeader(1, PARTS % b"report", 9)) == b""
    assert several(RawHeader(1, b"Content-Type: text/plain\r\n\r\n", 9)) == b""
    assert several(RawHeader(1, b"From: x\r\n\r\n", 9)) == b""


class Asked(dict[str, list[bytes]]):
    """Fields that remember which of them were asked for."""

    def __init__(self) -> None:
        super().__init__({"from": [b"ines@example.com"]})
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


def test_every_field_that_is_read_of_a_header_is_asked_of_the_server() -> None:
    fields = Asked()
    header_of(Fields(fields), b"")
    assert len(fields.names) > 20
    elsewhere = {"received", "x-gm-thrid"}  # INTERNALDATE says it; an item of its own
    assert fields.names - elsewhere <= {name.lower() for name in (*FIRST, *BESIDE_TEXT)}
