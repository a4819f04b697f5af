"""Mail to many, told by its raw header: never otherwise than by reading the header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reading.signals import matters
from worker.mime import is_bulk, read_header

TYPED = b"From: Ines Carvalho <ines@example.com>\r\nTo: mara@lindqvist.example\r\nSubject: Tea\r\n"


@pytest.mark.parametrize(
    "field",
    [
        b"List-Id: <weekly.example>",
        b"LIST-UNSUBSCRIBE: <https://news.example/out>",
        b"Precedence: bulk",
        b"X-Mailman-Version: 2.1",
        b"Auto-Submitted: auto-generated",
        b"Feedback-ID: 1:2:3",
    ],
)
def test_a_circular_is_known_without_being_read(field: bytes) -> None:
    assert is_bulk(TYPED + field + b"\r\n") is True


def test_what_a_human_typed_is_known_too() -> None:
    assert is_bulk(TYPED) is False
    assert is_bulk(TYPED.replace(b"\r\n", b"\n")) is False


@pytest.mark.parametrize(
    "header",
    [
        TYPED + b"Precedence: auto_reply\r\n",
        TYPED + b"List-Id: <l.example>\r\nAuto-Submitted: auto-replied\r\n",
        TYPED + b"X-Autoreply: yes\r\n",
        TYPED + b"X-Introloop: 2026-W47\r\n",
        TYPED + b'Content-Type: multipart/report; boundary="x"\r\nList-Id: <l.example>\r\n',
        TYPED + b"Sender: Google Calendar <calendar-notification@google.com>\r\n",
        b"From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n",
        b"From: Do not reply <no-reply@shop.example>\r\n",
        b"From: Talent <jobs@eu.greenhouse.io>\r\nList-Id: <l.example>\r\n",
        b"From: x <invite@calendly.com>\r\nList-Unsubscribe: <x>\r\n",
        b"Subject: nobody wrote it\r\n",
    ],
)
def test_where_the_bytes_leave_a_doubt_the_header_is_read(header: bytes) -> None:
    assert is_bulk(header) is None


_NAMES = ["List-Id", "list-unsubscribe ", "Precedence", "Auto-Submitted", "X-Auto-Reply", "Sender", "Subject"]
_NAMES += [
    "Content-Type",
    "X-Mailing-List",
    "Feedback-ID",
    "Content-Class",
    "X-Introloop",
    "References",
    "To",
]
_VALUES = ["bulk", "list", "auto_reply", "no", "auto-generated", "auto-replied", "multipart/report", "x"]
_VALUES += [
    "text/calendar",
    "<a@b.example>",
    "no-reply@x.example",
    "calendar-server@google.com",
    "",
    "junk  ",
]
_SENDERS = [
    "Ines <ines@example.com>",
    "no-reply@shop.example",
    "postmaster@mx.example",
    "=?utf-8?q?x?= <a@b.example>",
]
_SENDERS += [
    "a@lever.co",
    "News <news@list.example>",
    "calendar-notification@google.com",
    "B, A <a@b.example>",
]


@given(
    st.sampled_from(_SENDERS),
    st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_VALUES)), max_size=5),
    st.sampled_from(["\r\n", "\n"]),
)
def test_the_quick_look_never_says_otherwise_than_the_whole_header(
    sender: str, fields: list[tuple[str, str]], end: str
) -> None:
    lines = [f"From: {sender}", *(f"{name}: {value}" for name, value in fields)]
    header = "".join(line + end for line in lines).encode()
    verdict = is_bulk(header)
    if verdict is not None:
        assert verdict is not matters(read_header(header))
