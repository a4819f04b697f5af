# ruff: noqa: E501 # the lines are as long as the programs write them
"""How mail programs write a reply above the mail it answers: text, HTML, and what they put between.

Each says "done 2" and "met 1" on lines of their own, as its program breaks lines, above a digest that
holds commands of its own. Written by hand after the programs' manner.
"""

from __future__ import annotations

from dataclasses import dataclass

ME = "mara@lindqvist.example"
QUOTED = "To act on anything, reply with a line like\n“done 1”; several at once will do.\n\ndone 3\nmute 3"
MARKED = "\n".join(f"> {line}".rstrip() for line in QUOTED.splitlines())
PAGE = (
    '<div style="display:none">3 loops to close</div><table><tr><td><h1>Three loops to close</h1>'
    "<p>reply with a line like “done 1”</p><p>done 3</p><p>mute 3</p></td></tr></table>"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What one program sends; "" for a part that it does not write."""

    name: str
    text: str = ""
    html: str = ""
    parameters: str = ""  # of text/plain


SHAPES = (
    Shape(
        "Gmail on the web",
        f"done 2\nmet 1\n\nOn Mon, Nov 16, 2026 at 9:00 AM Introloop <{ME}> wrote:\n\n{MARKED}\n",
        '<div dir="ltr"><div>done 2</div><div>met 1</div></div><br>'
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Nov 16, 2026 at '
        f'9:00 AM Introloop &lt;<a href="mailto:{ME}">{ME}</a>&gt; wrote:<br></div><blockquote class="gmail_quote" '
        f'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">{PAGE}</blockquote></div>',
    ),
    Shape(
        "Gmail on Android",
        f"done 2\nmet 1\n\nOn Mon, 16 Nov 2026, 09:00 Introloop, <{ME}> wrote:\n\n{MARKED}\n",
        '<div dir="auto">done 2<div dir="auto">met 1</div></div><br><div class="gmail_quote"><div dir="ltr" '
        f'class="gmail_attr">On Mon, 16 Nov 2026, 09:00 Introloop, &lt;<a href="mailto:{ME}">{ME}</a>&gt; wrote:<br>'
        f'</div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{PAGE}</blockquote></div>',
    ),
    Shape(
        "Gmail on iOS",
        f"done 2\nmet 1\n\n\nOn Mon, 16 Nov 2026 at 09:00 Introloop <{ME}> wrote:\n\n{MARKED}\n",
        '<div dir="auto">done 2</div><div dir="auto">met 1</div><div><br></div><div><div class="gmail_quote">'
        f'<div>On Mon, 16 Nov 2026 at 09:00 Introloop &lt;<a href="mailto:{ME}">{ME}</a>&gt; wrote:<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{PAGE}</blockquote></div></div>',
    ),
    Shape(
        "Outlook for Windows",
        f"done 2\n\nmet 1\n\n \n\nFrom: Introloop <{ME}> \nSent: Monday, November 16, 2026 9:00 AM\n"
        f"To: Mara Lindqvist <{ME}>\nSubject: 3 loops to close\n\n \n\n{QUOTED}\n",
        '<div class="WordSection1"><p class="MsoNormal">done 2<o:p></o:p></p><p class="MsoNormal">met 1<o:p></o:p>'
        '</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;'
        'padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span lang="EN-US">From:</span></b><span lang="EN-US"> '
        f"Introloop &lt;{ME}&gt; <br><b>Sent:</b> Monday, November 16, 2026 9:00 AM<br><b>To:</b> Mara Lindqvist "
        f"&lt;{ME}&gt;<br><b>Subject:</b> 3 loops to close<o:p></o:p></span></p></div></div>{PAGE}</div>",
    ),
    Shape(
        "Outlook on the web",
        f"done 2\nmet 1\n________________________________\nFrom: Introloop <{ME}>\nSent: Monday, November 16, 2026 "
        f"9:00 AM\nTo: Mara Lindqvist <{ME}>\nSubject: 3 loops to close\n\n{QUOTED}\n",
        '<div class="elementToProof" style="font-family:Aptos,sans-serif;font-size:12pt">done 2</div>'
        '<div class="elementToProof">met 1</div><div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font '
        f'face="Calibri, sans-serif"><b>From:</b> Introloop &lt;{ME}&gt;<br><b>Sent:</b> Monday, November 16, 2026 '
        f"9:00 AM<br><b>To:</b> Mara Lindqvist<br><b>Subject:</b> 3 loops to close</font></div><div>{PAGE}</div>",
    ),
    Shape(
        "Outlook on a phone",
        html='<div dir="ltr">done 2</div><div dir="ltr">met 1</div><div id="ms-outlook-mobile-signature" dir="ltr">'
        '<div>Get <a href="https://aka.example/o0">Outlook for iOS</a></div></div><hr '
        'style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f"<font><b>From:</b> Introloop &lt;{ME}&gt;<br><b>Sent:</b> Monday, November 16, 2026 9:00:00 AM<br>"
        f"<b>To:</b> Mara Lindqvist<br><b>Subject:</b> 3 loops to close</font></div>{PAGE}",
    ),
    Shape(
        "Apple Mail on a Mac",
        f"done 2\nmet 1\n\n> On 16. Nov 2026, at 09:00, Introloop <{ME}> wrote:\n> \n{MARKED}\n",
        '<html><body style="overflow-wrap: break-word;">done 2<div>met 1<br id="lineBreakAtBeginningOfMessage">'
        '<div><br><blockquote type="cite"><div>On 16. Nov 2026, at 09:00, Introloop &lt;'
        f'{ME}&gt; wrote:</div><br class="Apple-interchange-newline"><div>{PAGE}</div></blockquote></div><br></div>'
        "</body></html>",
        parameters="format=flowed; delsp=yes",
    ),
    Shape(
        "Apple Mail on iOS",
        f"done 2\nmet 1\n\nSent from my iPhone\n\n> On 16 Nov 2026, at 09:00, Introloop <{ME}> wrote:\n> \n{MARKED}\n",
        '<html><body dir="auto">done 2<div>met 1</div><div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">'
        'Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 16 Nov 2026, at 09:00, Introloop '
        f'&lt;{ME}&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{PAGE}</div>'
        "</blockquote></div></body></html>",
    ),
    Shape(
        "Thunderbird",
        f"done 2\nmet 1\n\nAm 16.11.26 um 09:00 schrieb Introloop:\n{MARKED}\n",
        f'<p>done 2<br>met 1</p><div class="moz-cite-prefix">Am 16.11.26 um 09:00 schrieb Introloop:<br></div>'
        f'<blockquote type="cite" cite="mid:1@lindqvist.example">{PAGE}</blockquote>',
        parameters="format=flowed",
    ),
    Shape(
        "K-9 Mail",
        f"done 2\nmet 1\n\nOn 16 November 2026 09:00:00 CET, Introloop <{ME}> wrote:\n{MARKED}\n\n-- \n"
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.\n",
        '<html><head></head><body><div dir="auto">done 2<br>met 1</div><br><br><div class="gmail_quote">'
        f'<div dir="auto">On 16 November 2026 09:00:00 CET, Introloop &lt;{ME}&gt; wrote:</div><blockquote '
        f'class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex">{PAGE}</blockquote></div></body></html>',
    ),
    Shape(
        "Yahoo",
        f" done 2\nmet 1\n    On Monday, November 16, 2026 at 09:00:00 AM GMT+1, Introloop <{ME}> wrote:  \n \n "
        f"{QUOTED}\n",
        '<html><head></head><body><div class="ydp1a2b3c4dyahoo-style-wrap" style="font-size:16px;"><div dir="ltr">'
        'done 2</div><div dir="ltr">met 1</div><div><br></div></div><div id="ydp5e6f7a8byahoo_quoted_0123456789" '
        'class="ydp5e6f7a8byahoo_quoted"><div><div>On Monday, November 16, 2026 at 09:00:00 AM GMT+1, Introloop '
        f"&lt;{ME}&gt; wrote:</div><div><br></div><div>{PAGE}</div></div></div></body></html>",
    ),
    Shape(
        "Fastmail",
        f"done 2\nmet 1\n\nOn Mon, 16 Nov 2026, at 9:00 AM, Introloop wrote:\n{MARKED}\n",
        "<!DOCTYPE html><html><head><title></title></head><body><div>done 2<br></div><div>met 1<br></div><div><br>"
        '</div><div>On Mon, 16 Nov 2026, at 9:00 AM, Introloop wrote:<br></div><blockquote type="cite" id="qt" '
        f'style="overflow-wrap:break-word;">{PAGE}</blockquote><div><br></div></body></html>',
    ),
    Shape(
        "Proton",
        "done 2\nmet 1\n\nSent with Proton Mail secure email.\n\nOn Monday, 16 November 2026 at 09:00, Introloop "
        f"<{ME}> wrote:\n\n{MARKED}\n",
        '<div style="font-family: Arial, sans-serif; font-size: 14px;">done 2</div><div>met 1</div><div '
        'class="protonmail_signature_block"><div class="protonmail_signature_block-user"></div><div '
        'class="protonmail_signature_block-proton">Sent with <a>Proton Mail</a> secure email.</div></div><div '
        f'class="protonmail_quote">On Monday, 16 November 2026 at 09:00, Introloop &lt;{ME}&gt; wrote:<br>'
        f'<blockquote class="protonmail_quote" type="cite">{PAGE}</blockquote></div>',
    ),
    Shape(
        "Samsung Mail",
        f"done 2\nmet 1\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Introloop <{ME}> \n"
        f"Date: 16/11/2026  09:00  (GMT+01:00) \nTo: Mara Lindqvist <{ME}> \nSubject: 3 loops to close \n\n{QUOTED}\n",
        '<html><head></head><body dir="auto"><div dir="auto">done 2</div><div dir="auto">met 1</div><div><br></div>'
        '<div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Sent from my '
        'Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>'
        f"-------- Original message --------</div><div>From: Introloop &lt;{ME}&gt; </div><div>Date: 16/11/2026  "
        f"09:00  (GMT+01:00) </div><div>To: Mara Lindqvist &lt;{ME}&gt; </div><div>Subject: 3 loops to close </div>"
        f"<div><br></div></div>{PAGE}</body></html>",
    ),
    Shape(
        "Roundcube",
        f"done 2\nmet 1\n\nOn 2026-11-16 09:00, Introloop wrote:\n{MARKED}\n",
        "<html><body style='font-size: 10pt; font-family: Verdana'><p>done 2</p><p>met 1</p>"
        '<p id="reply-intro">On 2026-11-16 09:00, Introloop wrote:</p><blockquote type="cite" style="padding: 0 '
        f'0.4em; border-left: #1010ff 2px solid; margin: 0"><div id="replybody1">{PAGE}</div></blockquote></body></html>',
    ),
)
