"""HTML to text, with the quotes and signatures that mail programs mark in it.

beautifulsoup4 (over lxml) reads the structure where a mark can be in it, and puts a character of our
own before and after; selectolax turns any HTML into text quickly. Both see at most `limits.TEXT` bytes.
The first is loaded where it is needed: it takes a tenth of what starts a scan.
"""

from __future__ import annotations

import re
import warnings
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from worker.mime import limits

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

# Noncharacters (Unicode 23.7): no mail has a use for them, and whatever comes with them is dropped.
QUOTE_BEGINS, QUOTE_ENDS, REST_IS_QUOTE, HEADER_BEGINS, HEADER_ENDS = (
    "\ufdd0",
    "\ufdd1",
    "\ufdd2",
    "\ufdd3",
    "\ufdd4",
)
SIGNATURE_BEGINS, SIGNATURE_ENDS = "\ufdd5", "\ufdd6"
MARKERS = re.compile("[\ufdd0-\ufdef]")

# What mail programs write around the words they quote: classes, ids and names, in lower case.
QUOTES = {
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "moz-forward-container",
    "messagereplysection",  # Spark
    "quote",  # GMX and web.de, as a name
    "zmail_extra",  # Zoho
}
GMAIL_QUOTES = {"gmail_quote", "gmail_quote_container"}  # they hold the attribution too
REST = {
    "divrplyfwdmsg",  # Outlook on the web
    "appendonsend",
    "outlookmessageheader",
    "olk_src_body_section",  # Outlook for Mac
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "stopspelling",  # Hotmail
    "zwchr",  # Zimbra
    "replysplit",
    "isforwardcontent",  # NetEase
    "isreplycontent",
}
HEADERS = {"gmail_attr", "moz-cite-prefix", "reply-intro", "x-evo-attribution"}
SIGNATURES = {
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "signature",
    "protonmail_signature_block",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "messagesignaturesection",
    "bloop_sign",
    "_rc_sig",
    "-x-evo-signature",
}

_MARKED = (
    (QUOTES, QUOTE_BEGINS, QUOTE_ENDS),
    (REST, REST_IS_QUOTE, ""),
    (HEADERS, HEADER_BEGINS, HEADER_ENDS),
    (SIGNATURES, SIGNATURE_BEGINS, SIGNATURE_ENDS),
)
_WORDS = {"quote", "signature"}
_KNOWN = GMAIL_QUOTES.union(*(names for names, _, _ in _MARKED))
_RULED = re.compile(r"border-top\s*:\s*(?:[\d.]+p[tx]\s+)?solid", re.IGNORECASE)
# What shows that a mark can be in some HTML; "quote" and "signature" alone are words of any text.
_STRUCTURE = (
    "<blockquote",
    "border-top",
    *(
        f"{place}={mark}{word}"
        for place in ("id", "class", "name")
        for mark in ("", '"', "'")
        for word in _WORDS
    ),
    *sorted(_KNOWN - _WORDS),
)
_DECORATED = re.compile(r"^x_|^ydp[0-9a-f]+(?=yahoo)|(?<=yahoo_quoted)_\d+$")  # as Outlook and Yahoo send on
_LABELLED = re.compile(r"^\s*[^\s:][^:\n]{0,24}[:：]", re.MULTILINE)
_LABELS_OF_A_HEADER = 3
STRINGS_OF_A_HEADER, PARTS_OF_A_HEADER = 40, 400  # that are looked at
_INDENTED = re.compile(r"border(?:-left)?(?:-width|-style)?\s*:\s*(?:none|0)", re.IGNORECASE)
_BLOCKS = "div, tr, li, hr, section, article, dt, dd, p.MsoNormal, pre, address, center"
_PARAGRAPHS = "p:not(.MsoNormal), h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote"
_INVISIBLE = "script, style, head, title, template, noscript, object, svg"
# What no reader sees, though a sender may hope that a program does: preheaders, and traps.
_HIDES = re.compile(
    r"\bhidden\b|\bdisplay\s{0,3}:\s{0,3}none\b|\bmso-hide\s{0,3}:\s{0,3}all\b"
    r"|\b(?:font-size|max-height|opacity)\s{0,3}:\s{0,3}0(?:px|pt|em|%)?\s{0,3}(?:[;!\"']|$)",
    re.IGNORECASE,
)
_HIDDEN_BEGINS, _HIDDEN_ENDS = "\ufdda", "\ufddb"
_HIDDEN = re.compile(f"([{_HIDDEN_BEGINS}{_HIDDEN_ENDS}])")
_BREAK, _EDGE, _GAP = "\ufdd7", "\ufdd8", "\ufdd9"  # <br>, edge of a block, edge of a paragraph
DEEPEST_MARKED = 200  # beautifulsoup4 recurses; a deeper thread is told apart by its words alone
DEEPEST = 2_000  # nested elements; parsers take quadratic time in depth
_NESTING = re.compile(
    r"</?(?!(?:br|hr|img|input|meta|link|wbr|col|p|li|td|tr|th|dt|dd|option|o:p)\b)[a-z]", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[^<>]*+>")
_LINES = re.compile(r"\s*\n\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PRE = re.compile(r"(</?pre\b[^<>]*+>)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")
_RUN = re.compile(rf"[ {_BREAK}{_EDGE}{_GAP}]*[{_BREAK}{_EDGE}{_GAP}][ {_BREAK}{_EDGE}{_GAP}]*")


def html_to_text(html: str) -> str:
    """Readable text of HTML, one line a block, with the marker characters of this module in it."""
    html = MARKERS.sub("", html[: limits.TEXT])
    if html.count("<!--") > 50:  # parsers take quadratic time on what a mail program never writes
        html = _COMMENT.sub("", html)
    depth = _depth(html)
    if depth > DEEPEST:
        return _flat(html)
    if depth <= DEEPEST_MARKED and _is_structured(html):
        html = _with_markers(html)
    return _render(html)


def _is_structured(html: str) -> bool:
    lower = html.lower()
    return any(mark in lower for mark in _STRUCTURE)


def _depth(html: str) -> int:
    """How deeply elements nest, at most; those whose end tag may be left out do not count."""
    depth = most = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[0][1] == "/" else 1
        most = max(most, depth)
    return most


def _flat(html: str) -> str:
    """Text of HTML that only a bomb nests so deeply: each tag a line break."""
    return _LINES.sub("\n", unescape(_ANY_TAG.sub("\n", html))).strip()


def _with_markers(html: str) -> str:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where mail looks like a file name or XML
        soup = BeautifulSoup(html, "lxml")
    if not soup.get_text(strip=True):  # lxml gives up on deep nesting
        return html
    rest: Tag | None = None
    quoting, bold = _holders(soup, "blockquote"), _holders(soup, "b", "strong")
    for element in soup.find_all(True):
        begins, ends = _markers_of(element, quoting=id(element) in quoting, bold=id(element) in bold)
        if begins == REST_IS_QUOTE:  # what follows the first is quoted with it
            rest = rest or element
        elif begins:
            element.insert(0, begins)
            element.append(ends)
    if rest is not None:
        rest.insert_before(REST_IS_QUOTE)  # not into it: a rule holds nothing
    return str(soup)


def _holders(soup: BeautifulSoup, *names: str) -> set[int]:
    """The ids of the elements that hold one of these, found at once: to ask each takes quadratic time."""
    found: set[int] = set()
    for element in soup.find_all(names):
        for above in element.parents:
            if id(above) in found:
                break
            found.add(id(above))
    return found


def _markers_of(element: Tag, *, quoting: bool, bold: bool) -> tuple[str, str]:
    """The marker characters to put inside an element, at its beginning and end, by what it holds."""
    if element.name == "blockquote":
        return ("", "") if _only_indents(element) else (QUOTE_BEGINS, QUOTE_ENDS)
    names = _names_of(element)
    if names & GMAIL_QUOTES and not quoting:
        return QUOTE_BEGINS, QUOTE_ENDS
    for known, begins, ends in _MARKED:
        if names & known:
            return begins, ends
    return (REST_IS_QUOTE, "") if bold and _is_ruled_header(element) else ("", "")


def _names_of(element: Tag) -> set[str]:
    given = (*element.get_attribute_list("class"), element.get("id"), element.get("name"))
    return {_DECORATED.sub("", str(name).lower()) for name in given if name}


def _is_ruled_header(element: Tag) -> bool:
    """What Outlook and Windows Mail put above a quote in any language: a line, and labels below."""
    from bs4.element import NavigableString

    if not _RULED.search(str(element.get("style", ""))):
        return False
    parts = islice(element.descendants, PARTS_OF_A_HEADER)
    strings = (part for part in parts if type(part) is NavigableString)  # a comment is one too, and no text
    labels = _LABELLED.findall("\n".join(islice(strings, STRINGS_OF_A_HEADER)))
    return len(labels) >= _LABELS_OF_A_HEADER


def _only_indents(element: Tag) -> bool:
    """Gmail's indent button writes a blockquote without a border: new words, moved to the right."""
    return not element.get("type") and bool(_INDENTED.search(str(element.get("style", ""))))


def _render(html: str) -> str:
    tree = LexborHTMLParser(_with_line_breaks(html))
    for node in tree.css(_INVISIBLE):
        node.decompose()
    if _HIDES.search(html):
        _mark_hidden(tree)
    for mark, selector in ((_EDGE, _BLOCKS), (_GAP, _PARAGRAPHS)):
        for node in tree.css(selector):
            node.insert_before(mark)
            node.insert_after(mark)
    for node in tree.css("br"):
        node.insert_before(_BREAK)
    text = _SPACES.sub(" ", _without_hidden(tree.body.text())) if tree.body else ""
    return _RUN.sub(_line_breaks, text).strip("\n ")


def _mark_hidden(tree: LexborHTMLParser) -> None:
    """By characters, as hidden elements nest: to take one out would leave those in it without a tree."""
    for node in tree.css("[hidden], [style]"):
        if "hidden" in node.attributes or _HIDES.search(node.attributes.get("style") or ""):
            node.insert_before(_HIDDEN_BEGINS)
            node.insert_after(_HIDDEN_ENDS)


def _without_hidden(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for piece in _HIDDEN.split(text):
        if piece == _HIDDEN_BEGINS:
            depth += 1
        elif piece == _HIDDEN_ENDS:
            depth -= 1
        elif depth <= 0:
            kept.append(piece)
    return "".join(kept)


def _with_line_breaks(html: str) -> str:
    """Line breaks count inside <pre>."""
    pieces = _PRE.split(html)
    inside = False
    for i, piece in enumerate(pieces):
        if i % 2:
            inside = not piece.startswith("</")
        elif inside:
            pieces[i] = piece.replace("\n", "<br>")
    return "".join(pieces)


def _line_breaks(run: re.Match[str]) -> str:
    """One empty line at most between blocks; as many as were typed with <br>."""
    breaks = run[0].count(_BREAK)
    return "\n" * min(3, max(breaks + (_EDGE in run[0]), 2 if _GAP in run[0] else 1))
