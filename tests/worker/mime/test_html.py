from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Address, SpanKind
from tests.worker.mime.letters import new, quoted, read, signed
from worker.mime.html import html_to_text

HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>Two</p>", "One\nTwo"),
        ("in<b>li</b>ne &amp; <i>joined</i>", "inline & joined"),
        ("a\n   b&nbsp;c", "a b c"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<style>p{}</style><script>x()</script><title>t</title>seen<!-- unseen -->", "seen"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\nb"),
        ("", ""),
        ("plain, no tags", "plain, no tags"),
    ],
)
def test_html_becomes_lines_as_a_reader_sees_them(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>Mine</div><blockquote type=cite>Theirs</blockquote>",
        '<div>Mine</div><div class="gmail_quote"><div '
            'class="gmail_attr">On 3 Mar 2026, at 10:00, Ines Carvalho '
        '&lt;<a href="mailto:ines@carvalho.example">ines@carvalho.example</a>&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Theirs</blockquote></div>',
        "<p>Mine</p><div id=appendonsend></div><hr><div id=divRplyFwdMsg>"
            "<b>From:</b> Ines &lt;ines@carvalho.example&gt;<br>"
        "<b>Sent:</b> 3 March 2026 10:00<br><b>To:</b> Dana<br><b>Subject:</b> Coffee</div><div>Theirs</div>",
        "<p>Mine</p><div class=yahoo_quoted>Theirs</div>",
        "<p>Mine</p><div class=moz-cite-prefix>Am 03.03.26 um 10:00 "
            "schrieb Ines:<br></div><blockquote type=cite>Theirs</blockquote>",
        "<p>Mine</p><div class=OutlookMessageHeader><font>-----Original "
            "Message-----<br>From: Ines<br>Sent: Tuesday</font></div>Theirs",
        "<p>Mine</p><div class=protonmail_quote>Theirs</div>",
        "<p>Mine</p><div class=gmail_quote>---------- Forwarded message "
            "---------<br>From: Ines &lt;ines@carvalho.example&gt;<br>"
        "Date: Tue, 3 Mar 2026<br>Subject: Coffee<br>To: dana@okoye.example<br><br>Theirs</div>",
        "<p class=MsoNormal>Mine</p><div style='border:none;border-top:solid "
            "#E1E1E1 1.0pt'><p class=MsoNormal><b>Von:</b> Ines<br>"
        "<b>Gesendet:</b> Dienstag, 3. März 2026 10:00<br><b>An:</b>"
            " Dana<br><b>Betreff:</b> Kaffee</p></div><p>Theirs</p>",
        "<div>Mine</div><span id=OLK_SRC_BODY_SECTION><div><b>From: </b>Ines<br><b>Date: </b>Tuesday<br>"
            "<b>Subject: </b>Coffee<br></div><div>Theirs</div></span>",
        "<div>Mine</div><hr id=zwchr><div><b>De: </b>Ines<br><b>À: </b>Dana<br>"
            "<b>Objet: </b>Café<br></div><div>Theirs</div>",
        "<div>Mine</div><div id=x_appendonsend></div><hr><div id=x_divRplyFwdMsg><b>From:</b> Ines<br>"
            "<b>Sent:</b> Tuesday<br><b>To:</b> Dana<br><b>Subject:</b> Coffee</div><div>Theirs</div>",
        "<div>Mine</div><div class=ydp9b1f0a55yahoo_quoted id=ydp9b1f0a55yahoo_quoted_58>Theirs</div>",
        "<div>Mine</div><div name=messageReplySection>Theirs</div>",
        "<div>Mine</div><div name='quote'>Theirs</div>",
        "<p id=reply-intro>Am 03.03.2026 10:00, schrieb Ines:</p>"
            "<blockquote>Theirs</blockquote><div>Mine</div>",
    ],
)  # fmt: skip
def test_what_mail_programs_mark_as_quoted_is_quoted(html: str) -> None:
    body = read(html, kind=HTML).body
    assert (new(body), quoted(body)) == ("Mine", "Theirs")


def test_a_ruled_block_of_bold_labels_begins_a_quote_in_a_language_nobody_listed() -> None:
    html = (
        "<p>Mine</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Frá:</b> Ines<br>"
        "<b>Sent þann:</b> þriðjudagur<br><b>Efni:</b> Kaffi</p></div><p>Theirs</p>"
    )
    assert new(read(html, kind=HTML).body) == "Mine"


def test_words_typed_between_html_quotes_are_new() -> None:
    html = (
        "<blockquote type=cite>First?</blockquote><div>Yes</div>"
        "<blockquote type=cite>Second?</blockquote><div>No</div>"
    )
    body = read(html, kind=HTML).body
    assert new(body).split() == ["Yes", "No"]


def test_an_indented_paragraph_is_no_quote() -> None:
    html = (
        '<div>Mine</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">Also mine</blockquote>'
    )
    assert new(read(html, kind=HTML).body).split("\n")[-1] == "Also mine"


def test_a_marked_signature_is_a_signature() -> None:
    body = read(
        "<div>Mine</div><div class=gmail_signature>Dana Okoye<br>Okoye Partners</div>", kind=HTML
    ).body
    assert (new(body), signed(body)) == ("Mine", "Dana Okoye\nOkoye Partners")


@pytest.mark.parametrize(
    "html",
    [
        "<div>Mine</div><span class=gmail_signature_prefix>-- </span><br><div class=moz-signature>Dana</div>",
        "<div>Mine</div><div id=AppleMailSignature>Dana</div>",
        "<div>Mine</div><div name=messageSignatureSection>Dana</div>",
    ],
)
def test_signatures_are_marked_in_many_ways(html: str) -> None:
    body = read(html, kind=HTML).body
    assert (new(body), signed(body).removeprefix("--").strip()) == ("Mine", "Dana")


def test_a_quoted_block_of_html_tells_writer_date_and_subject() -> None:
    html = (
        "<p>Mine</p><div id=divRplyFwdMsg><b>From:</b> Ines &lt;ines@carvalho.example&gt;<br>"
        "<b>Sent:</b> 3 March 2026 10:00<br><b>To:</b> Dana<br><b>Subject:</b> Coffee</div><div>Theirs</div>"
    )
    quote = next(span for span in read(html, kind=HTML).body.spans if span.kind is SpanKind.QUOTE)
    assert quote.writer == Address("ines@carvalho.example", "Ines")
    assert (quote.date, quote.subject) == (datetime(2026, 3, 3, 10, tzinfo=UTC), "Coffee")


@pytest.mark.parametrize(
    "html",
    [
        "<div>Mine</div><div style='border-top:solid 1pt'>A table:<br>of little</div>",
        "<div>Mine</div><div style='border-top:solid 1pt'><b>Total:</b> 12</div>",
        "<div>Mine</div><p>My quote: a signature is not a name</p>",
    ],
)
def test_a_line_above_a_paragraph_makes_no_quote_of_it(html: str) -> None:
    assert quoted(read(html, kind=HTML).body) == ""


def test_characters_that_look_like_our_own_marks_are_dropped() -> None:
    assert "\ufdd0" not in read("one \ufdd0 two", kind=HTML).body.text
    assert "\ufdd0" not in read("one \ufdd0 two").body.text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<blockquote type=cite>", "<table><tr><td>"])
def test_text_below_absurd_nesting_is_still_read(tag: str) -> None:
    assert "bottom" in read(tag * 5_000 + "bottom", kind=HTML).body.text
    assert "bottom" in read("<blockquote type=cite>" + tag * 400 + "bottom", kind=HTML).body.text


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">Unseen</div>',
        '<div style="DISPLAY : none !important">Unseen</div>',
        "<p hidden>Unseen</p>",
        '<span style="color:#000;font-size:0px">Unseen</span>',
        '<span style="mso-hide:all;max-height:0"><b>Unseen</b></span>',
        '<i style="visibility: hidden">Un<b style="opacity:0">seen</b></i>',
    ],
)
def test_what_no_reader_sees_is_not_read(hidden: str) -> None:
    assert html_to_text(f"<p>Seen</p>{hidden}<p>Seen too</p>") == "Seen\n\nSeen too"


def test_what_is_only_small_or_pale_is_read() -> None:
    assert html_to_text('<p style="font-size: 0.9em; opacity:0.8; margin:0">Seen</p>') == "Seen"
