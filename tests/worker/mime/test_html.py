from __future__ import annotations

import pytest

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
    ],
)  # fmt: skip
def test_what_mail_programs_mark_as_quoted_is_quoted(html: str) -> None:
    body = read(html, kind=HTML).body
    assert (new(body), quoted(body)) == ("Mine", "Theirs")


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


def test_characters_that_look_like_our_own_marks_are_dropped() -> None:
    assert "\ufdd0" not in read("one \ufdd0 two", kind=HTML).body.text
    assert "\ufdd0" not in read("one \ufdd0 two").body.text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<blockquote type=cite>", "<table><tr><td>"])
def test_text_below_absurd_nesting_is_still_read(tag: str) -> None:
    assert "bottom" in read(tag * 5_000 + "bottom", kind=HTML).body.text
    assert "bottom" in read("<blockquote type=cite>" + tag * 400 + "bottom", kind=HTML).body.text
