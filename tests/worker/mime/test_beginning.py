"""Of the beginning of a mail: what was typed, and whether it takes more of it to know."""

from __future__ import annotations

import base64

import pytest

from tests.builders import bounce, invitation, mail, when
from worker.mime import read_beginning, read_message

HEAD = "From: Ines Carvalho <ines@example.com>\r\nTo: mara@lindqvist.example\r\nSubject: Tea\r\n"
WORDS = "Could you introduce me to Tomas? I would like to ask him about Oslo. "


def needs_more(content: str, *, cut_at: int = 8192) -> bool:
    beginning = content.encode()[:cut_at]
    message, more = read_beginning(beginning)
    assert message == read_message(beginning)
    return more


def part(kind: str, body: str, encoding: str = "7bit") -> str:
    fields = f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n"
    return f"--b\r\n{fields}\r\n{body}\r\n"


def parts(kind: str, *each: str) -> str:
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{"".join(each)}--b--\r\n'


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "\r\n" + WORDS * 200,
        parts("alternative", part("text/plain", WORDS), part("text/html", f"<p>{WORDS}</p>" * 200)),
        parts("mixed", part("text/plain", WORDS), part("application/pdf", "QUJD\r\n" * 4000, "base64")),
        parts("mixed", part("text/plain", base64.encodebytes(WORDS.encode() * 200).decode(), "base64")),
        parts("alternative", part("text/html", f"<style>p</style><p>{WORDS * 20}</p>" + "<br>" * 4000)),
    ],
    ids=["a long text", "plain before HTML", "an attachment", "base64", "HTML that says enough"],
)
def test_the_beginning_says_enough(content: str) -> None:
    assert not needs_more(content)


@pytest.mark.parametrize(
    "content",
    [
        parts("alternative", part("text/html", f"<style>{'p {} ' * 3000}</style><p>{WORDS}</p>")),
        parts("alternative", part("text/html", f"<p>Hi</p>{'<br>' * 3000}<p>{WORDS}</p>")),
        parts("mixed", part("image/png", "QUJD\r\n" * 4000, "base64"), part("text/plain", WORDS)),
        parts("alternative", part("text/plain", " "), part("text/html", "<br>" * 4000 + f"<p>{WORDS}</p>")),
        HEAD + "\r\n" + "> Quoted.\r\n" * 1000 + WORDS,
        HEAD + "\r\n",
    ],
    ids=[
        "a style sheet",
        "a line before a void",
        "an image first",
        "no plain text",
        "below a quote",
        "nothing",
    ],
)
def test_what_was_typed_may_lie_further_below(content: str) -> None:
    assert needs_more(content)


def test_a_text_cut_in_the_middle_of_its_encoding_is_read_up_to_there() -> None:
    for encoding, body in (
        ("base64", base64.encodebytes((WORDS * 20).encode()).decode()),
        ("quoted-printable", (WORDS * 20).replace("?", "=3F").replace(". ", ".=\r\n ")),
    ):
        content = f"{HEAD}Content-Transfer-Encoding: {encoding}\r\n\r\n{body}".encode()
        for cut_at in range(600, 612):
            message, _ = read_beginning(content[:cut_at])
            assert message.body.text.startswith("Could you introduce me to Tomas? I would like")


def test_the_part_of_a_calendar_or_of_a_report_is_looked_for() -> None:
    asked = mail("Ines Carvalho <ines@example.com>", "Tea.", on="Mon 2026-11-02 09:00")
    lost = bounce(asked, failed="tomas@example.org", on="Mon 2026-11-02 09:01").content
    _, more = read_beginning(lost)
    _, cut = read_beginning(lost[: lost.index(b"multipart/report") + 60] + b"\r\n\r\nSorry.\r\n")
    assert (more, cut) == (False, True)
    at = invitation(
        when("Tue 2026-11-17 10:00"), organizer="Ines <ines@example.com>", guests=["mara@lindqvist.example"]
    )
    called = mail(
        "Ines Carvalho <ines@example.com>",
        "Tea?",
        on="Mon 2026-11-09 09:00",
        part=at,
        headers={"Content-Class": "urn:content-classes:calendarmessage"},
    ).content
    _, more = read_beginning(called)
    _, cut = read_beginning(called[: called.index(b"BEGIN:VCALENDAR")])
    assert (more, cut) == (False, True)
