"""Whatever the bytes: no exception, every character in one span, and soon done."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.model import Message
from tests.worker.mime.letters import letter
from worker.mime import read_header, read_message
from worker.mime.html import html_to_text

SOON = 5.0 if sys.gettrace() is None else 25.0  # seconds; a tracer (coverage) slows every line
SIZE = 300_000

WORDS = [
    b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=a", b"message/rfc822",
    b"text/html", b"\n--a\n", b"\n--a--\n", b"=?utf-8?b?", b"?=", b"<", b">", b"@", b",", b"\n", b"\n\n",
    b"\r\n", b"> ", b"On 3 March 2026 ", b" wrote:\n", b"\xff", b"\x00", b"<blockquote type=cite>",
    b"<div class=gmail_quote>", b"<div id=appendonsend>", b"</div>", b"-- \n", b"Regards,\n", b"cc: \n",
    b"03/03/2026 10:00 AM\n", b"charset=utf-7", b"charset=utf-16", b"Content-Transfer-Encoding: base64\n",
    b"format=flowed", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"DTSTART:20260303T100000Z\n", b"text/calendar",
    b"Final-Recipient: rfc822; a@example.org\n", b"message/delivery-status",
    b"From: MAILER-DAEMON@example.org\n", b"-----Original Message-----\n",
    b"Date: Tue, 3 Mar 2026 10:00:00 +0100\n", b"Received: x; ", b"Thread-Index: AdGw\n", b"\xe2\x80\xae",
    b"begin 644 a\n", b"; name*0*=utf-8''%", b'"', b"\\", b"(",
]  # fmt: skip


def check(message: Message) -> None:
    position = 0
    for span in message.body.spans:
        assert span.start == position < span.end
        position = span.end
    assert position == len(message.body.text)
    assert message.header.message_id.startswith("<")
    assert message.header.date.tzinfo is not None
    message.body.text.encode()  # no lone surrogate
    message.header.subject.encode()


@given(st.binary(max_size=2_000))
@example(b"")
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
def test_no_bytes_raise_and_spans_cover_the_text(content: bytes) -> None:
    check(read_message(content))
    assert read_header(content).message_id == read_message(content).header.message_id


@given(st.lists(st.sampled_from(WORDS) | st.binary(max_size=8), max_size=60).map(b"".join))
def test_no_pieces_of_mail_put_together_raise(content: bytes) -> None:
    check(read_message(content))


@given(
    st.text(max_size=500),
    st.sampled_from(["text/plain", "text/html", "text/plain; format=flowed", "text/calendar"]),
)
def test_no_text_raises(text: str, kind: str) -> None:
    check(read_message(letter(text.encode("utf-8", "replace"), kind=kind)))


@given(st.integers(min_value=0, max_value=1_000))
def test_a_message_may_be_cut_anywhere(size: int) -> None:
    whole = letter("Mine\n\nOn 3 March 2026 Ines <ines@carvalho.example> wrote:\n> Theirs ü\n" * 12)
    check(read_message(whole[:size]))


def fill(unit: bytes | str, size: int = SIZE) -> bytes:
    raw = unit.encode() if isinstance(unit, str) else unit
    return raw * (size // len(raw))


BODIES = {
    "html comments": (fill("<!--", 500_000), "text/html"),
    "deep html": (fill("<div>"), "text/html"),
    "deep quotes": (fill("<blockquote type=cite>"), "text/html"),
    "many quotes": (fill("<blockquote>a</blockquote>"), "text/html"),
    "open tags": (fill("<"), "text/html"),
    "entities": (fill("&#1;"), "text/html"),
    "quote marks": (fill(">\n"), "text/plain"),
    "attributions": (fill("On 3 March 2026 a@example.org wrote:\n"), "text/plain"),
    "one long attribution": (fill("On 3 March 2026 wrote "), "text/plain"),
    "colons": (fill("a:\n"), "text/plain"),
    "figures and colons": (fill("1. 2. 3. :\n"), "text/plain"),
    "shared lines": (fill("yes " + "on 3 Mar " * 40 + "2026 10:00 bo wrote:\n> x\n"), "text/plain"),
    "open links": (fill("> (https://a\nb\n"), "text/plain"),
    "one line of labels": (fill("From: " + "Sent: a@b " * 39 + "\n\n"), "text/plain"),
    "rules": (fill("----\nhttps://x\n"), "text/plain"),
    "marked rules": (fill("<hr id=zwchr>x"), "text/html"),
    "ruled blocks": (
        b'<div style="border-top:solid 1pt">' * 190 + fill("<b>a:</b> x<br>", 240_000),
        "text/html",
    ),
    "header blocks": (fill("From: a\nTo: b\n\n"), "text/plain"),
    "notes blocks": (fill("A B\n03/04/2026 10:11 AM\n"), "text/plain"),
    "raw headers": (fill("X-a: b\n"), "text/plain"),
    "signatures": (fill("-- \n"), "text/plain"),
    "closings": (fill("Regards\nBo\n"), "text/plain"),
    "empty lines": (fill("\n"), "text/plain"),
    "combining characters": (fill("\u0301\u0316"), "text/plain"),
    "uuencoded": (fill("begin 644 a\n"), "text/plain"),
    "events": (b"BEGIN:VCALENDAR\n" + fill("BEGIN:VEVENT\n"), "text/calendar"),
    "punycode": (fill("a"), "text/plain; charset=punycode"),
    "parts": (fill("--a\n\nx\n"), "multipart/mixed; boundary=a"),
    "boundaries": (fill("--a\nContent-Type: multipart/mixed; boundary=a\n\n"), "multipart/mixed; boundary=a"),
    "reports": (
        fill("Final-Recipient: rfc822; a@example.org\nAction: failed\n\n"),
        "message/delivery-status",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_takes_long(name: str) -> None:
    body, kind = BODIES[name]
    started = time.process_time()
    check(read_message(letter(body, kind=kind)))
    assert time.process_time() - started < SOON


HEADERS = {
    "encoded words": b"Subject: " + fill("=?utf-8?q?a?= ", 340_000),
    "unfinished encoded words": b"Subject: " + fill("=?a?q?", 340_000),
    "addresses": b"To: " + b", ".join(b"p%d@example.org" % i for i in range(50_000)),
    "quotes": b"To: " + fill('"\\'),
    "brackets": b"To: " + fill("("),
    "nested comments": b"To: " + fill("(", 60_000) + fill(")", 60_000),
    "angles": b"To: " + fill("<"),
    "at signs": b"From: " + fill("a@"),
    "fields": fill("X: y\n"),
    "references": b"References: " + fill("<a@b> "),
    "received": fill("Received: x; Tue, 3 Mar 2026 10:00:00 +0100\n"),
    "parameters": b"Content-Type: text/plain" + fill("; a=b"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_takes_long(name: str) -> None:
    started = time.process_time()
    check(read_message(HEADERS[name] + b"\n\nHello"))
    assert time.process_time() - started < SOON


def test_a_time_zone_that_changes_each_second_is_not_worked_out() -> None:
    rule = (
        "BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SEC\n"
        " ONDLY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n"
    )
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=X:20260101T000000\nEND:VEVENT\n"
    started = time.process_time()
    for rules in (rule, rule * 60):
        check(
            read_message(
                letter(
                    f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\n{rules}END:VTIMEZONE\n{event}END:VCALENDAR\n",
                    kind="text/calendar",
                )
            )
        )
    assert time.process_time() - started < SOON


@pytest.mark.parametrize(
    ("nest", "leaf"),
    [("<div class=gmail_quote>", "<b>x</b>"), ("<div style='border-top: solid'>x", "<i></i>")],
)
def test_marks_inside_one_another_are_told_as_quickly_as_one_of_them(nest: str, leaf: str) -> None:
    flat, deep = (min(seconds(depth * nest + 20_000 * leaf) for _ in range(2)) for depth in (1, 190))
    assert deep < 3 * flat


def seconds(html: str) -> float:
    started = time.process_time()
    html_to_text(html)
    return time.process_time() - started
