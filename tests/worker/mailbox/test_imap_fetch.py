"""How answers to FETCH are read, where no real server at hand answers so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from worker.mailbox.imap_fetch import (
    BESIDE_TEXT,
    FIRST,
    Incomplete,
    header_items,
    mail_items,
    read_header,
    read_mail,
)
from worker.mailbox.limits import Limits
from worker.mime import read_header as parse
from worker.mime import read_message
from worker.mime.fields import Fields
from worker.mime.header import header_of
from worker.ports import RawHeader

LIMITS = Limits(header=100, whole=50, beginning=20)


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
    mail = read_mail(header, answer, length=50)
    assert mail.content.endswith(b"<1@exa\r\nBcc: z\r\n\r\nHello")
    assert not mail.truncated


def test_the_fields_of_both_askings_and_the_text_make_one_message() -> None:
    header = RawHeader(1, b"From: Ines <ines@example.com>\r\nSubject: Tea\r\n\r\n", 99)
    answer = {
        b"BODY[HEADER.FIELDS (BCC)]<0>": b"Content-Transfer-Encoding: base64\r\n\r\n",
        b"BODY[TEXT]<0>": b"SGVsbG8gTWFyYQ==",
    }
    message = read_message(read_mail(header, answer, length=50).content)
    assert (message.header.subject, message.body.text.strip()) == ("Tea", "Hello Mara")


def test_a_message_without_a_text_is_one_all_the_same() -> None:
    answer = {b"BODY[HEADER.FIELDS (BCC)]<0>": b"\r\n", b"BODY[TEXT]<0>": None}
    mail = read_mail(RawHeader(1, b"From: x\r\n\r\n", 9), answer, length=50)
    assert mail.content == b"From: x\r\n\r\n"


def test_a_text_as_long_as_was_asked_for_may_go_on() -> None:
    answer = {b"BODY[HEADER.FIELDS (BCC)]<0>": b"\r\n", b"BODY[TEXT]<0>": b"x" * 50}
    assert read_mail(RawHeader(1, b"From: x\r\n\r\n", 9), answer, length=50).truncated
    assert mail_items(LIMITS, length=50)[1] == "BODY.PEEK[TEXT]<0.50>"


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
