from __future__ import annotations

import base64
import quopri

import pytest

from rules.model import SpanKind
from tests.worker.mime.letters import letter, mixed, new, quoted, read
from worker.mime import read_message


def shown(content: bytes) -> str:
    return read_message(content).body.text.strip()


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1252", "UTF8", '"utf-8"', "x-none", "", "zlib", "idna"]
)
def test_a_charset_is_believed_tried_or_guessed(charset: str) -> None:
    raw = "Grüße aus Köln".encode("iso-8859-1" if "8859" in charset else "utf-8")
    assert shown(letter(raw, kind=f"text/plain; charset={charset}")) == "Grüße aus Köln"


def test_a_charset_in_quotes_is_read_without_its_backslashes() -> None:
    assert shown(letter("Привет".encode("koi8-r"), kind=r'text/plain; charset="koi8\-r"')) == "Привет"


def test_a_wrong_charset_falls_back_to_one_that_can_be() -> None:
    assert shown(letter("Grüße".encode("cp1252"), kind="text/plain; charset=utf-8")) == "Grüße"
    assert (
        shown(letter("こんにちは".encode("iso-2022-jp"), kind="text/plain; charset=iso-2022-jp"))
        == "こんにちは"
    )
    assert shown(letter("你好".encode("gb18030"), kind="text/plain; charset=gb2312")) == "你好"


def test_a_message_cut_in_the_middle_of_a_character_loses_only_that_one() -> None:
    assert shown(letter("Grüße aus Köln ü".encode()[:-1])) == "Grüße aus Köln"


@pytest.mark.parametrize(
    "name", ["base64", "BASE64 ", "quoted-printable", "quoted-printable;", "8bit", "x-odd"]
)
def test_transfer_encodings_are_undone(name: str) -> None:
    raw = "Grüße, Mara = ok".encode()
    coded = (
        base64.encodebytes(raw)
        if "64" in name.lower()
        else quopri.encodestring(raw)
        if "quoted" in name
        else raw
    )
    assert shown(letter(coded, content_transfer_encoding=name)) == "Grüße, Mara = ok"


@pytest.mark.parametrize("junk", [b"!!", b"\n--- stray text ---\n", b"A", b"===="])
def test_junk_in_base64_does_not_lose_the_text(junk: bytes) -> None:
    coded = base64.b64encode(b"A quiet word about Thursday")
    assert shown(letter(coded + junk, content_transfer_encoding="base64")).startswith(
        "A quiet word about Thursday"
    )
    assert shown(letter(b"A", content_transfer_encoding="base64")) == ""


def test_of_alternatives_the_plain_one_is_read() -> None:
    content = mixed(
        "Content-Type: text/html\n\n<p>rich</p>", "Content-Type: text/plain\n\nplain", kind="alternative"
    )
    assert shown(content) == "plain"


def test_an_empty_plain_alternative_gives_way_to_html() -> None:
    content = mixed(
        "Content-Type: text/plain\n\n  \n", "Content-Type: text/html\n\n<p>rich</p>", kind="alternative"
    )
    assert shown(content) == "rich"
    assert shown(mixed("Content-Type: image/png\n\nxx", kind="alternative")) == ""


def test_mixed_parts_are_read_in_order_and_attachments_are_not() -> None:
    content = mixed(
        "Content-Type: text/plain\n\nfirst",
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nsecret",
        "Content-Type: application/ms-tnef; name=winmail.dat\n\nxx",
        "Content-Type: text/html\n\n<p>second</p>",
        "Content-Type: text/csv\n\na,b",
    )
    assert shown(content) == "first\nsecond"


def test_of_related_and_signed_parts_the_root_is_read() -> None:
    assert (
        shown(mixed("Content-Type: text/html\n\nroot", "Content-Type: text/plain\n\nimage", kind="related"))
        == "root"
    )
    assert shown(mixed("\nroot", "Content-Type: application/pgp-signature\n\nsig", kind="signed")) == "root"


def test_a_truncated_multipart_gives_what_had_arrived() -> None:
    whole = mixed("Content-Type: text/plain\n\nfirst words", "Content-Type: text/plain\n\nmore")
    assert shown(whole[: whole.index(b"words")]) == "first"


def test_a_missing_or_wrong_boundary_is_guessed_from_the_body() -> None:
    body = "--real\nContent-Type: text/plain\n\nfound\n--real--\n"
    assert shown(letter(body, kind="multipart/mixed")) == "found"
    assert shown(letter(body, kind="multipart/mixed; boundary=other")) == "found"
    assert shown(letter("no parts at all", kind="multipart/mixed; boundary=x")) == "no parts at all"


def test_boundaries_in_every_spelling_are_understood() -> None:
    body = "--a b'\nContent-Type: text/plain\n\nfound\n--a b'--\n"
    assert shown(letter(body, kind='multipart/mixed; boundary="a b\'"')) == "found"
    assert shown(letter(body, kind="multipart/mixed; boundary*=us-ascii''a%20b%27")) == "found"
    assert shown(letter(body, kind='multipart/mixed; boundary*0="a "; boundary*1="b\'"')) == "found"
    assert shown(letter(body, kind="multipart/mixed; boundary*=a%20b%27")) == "found"


def test_nesting_and_part_counts_end_somewhere() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(100))
    assert shown(deep + b"\nbottom") == ""
    many = letter(b"--edge\n\nx\n" * 1_000, kind="multipart/mixed; boundary=edge")
    assert shown(many).count("x") < 200


def test_an_enclosed_message_is_a_quote_of_its_writer() -> None:
    enclosed = letter("Her own words", from_="Ines Carvalho <ines@carvalho.example>")
    body = read_message(mixed("\nLook at this", b"Content-Type: message/rfc822\n\n" + enclosed)).body
    assert (new(body), quoted(body)) == ("Look at this", "Her own words")
    (span,) = [s for s in body.spans if s.kind is SpanKind.QUOTE]
    assert span.writer is not None
    assert span.writer.email == "ines@carvalho.example"
    assert span.date is not None
    assert span.date.year == 2026


def test_an_enclosed_message_in_base64_is_opened_too() -> None:
    enclosed = base64.b64encode(letter("Her own words"))
    part = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + enclosed
    assert quoted(read_message(mixed("\nLook", part)).body) == "Her own words"


def test_soft_line_breaks_of_flowed_text_are_joined() -> None:
    body = "One long \nparagraph.\n> quoted \n> too\n-- \nDana"
    text = read(body, kind="text/plain; format=flowed").body.text
    assert text == "One long paragraph.\n> quoted too\n-- \nDana\n"
    assert read("Donau \ndampf", kind="text/plain; format=flowed; delsp=yes").body.text == "Donaudampf\n"


def test_uuencoded_files_are_left_out() -> None:
    body = "See below\nbegin 644 notes.txt\n#86)C\n`\nend\nThanks"
    assert "86)C" not in read(body).body.text
    assert new(read(body).body).startswith("See below")


def test_control_bidi_and_zero_width_characters_never_reach_the_text() -> None:
    assert shown(letter("Hel\u200blo\u202e \x07wor\x00ld\ufeff")) == "Hello world"


def test_unknown_kinds_of_text_are_shown_and_other_kinds_are_not() -> None:
    assert shown(letter("seen", kind="text/x-odd>")) == "seen"
    assert shown(letter("seen", kind="text")) == "seen"
    assert shown(letter("unseen", kind="application/pdf")) == ""


def test_text_is_capped() -> None:
    assert len(read("word " * 200_000).body.text) <= 256_001
    content = mixed(*("Content-Type: text/plain\n\n" + "word " * 30_000 for _ in range(4)))
    assert len(read_message(content).body.text) <= 256_010
