"""Bytes to clean characters: charsets, encoded words, and what may never be shown.

Policy: the declared charset, then UTF-8, then Windows-1252; nothing here raises. Encoded words
follow RFC 2047, but also where they stand wrongly (in quoted strings, with spaces inside).
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
import unicodedata
from functools import lru_cache

from worker.mime import limits

# What mailers write, and the wider charset that reads it (the WHATWG encoding standard does the same).
WIDER = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932",
    "ansi": "cp1252",
    "windows-874": "cp874",
}
_ASCII_SHIFTED = ("iso-2022", "utf-7", "utf-16", "hz")  # these write other characters in bytes of ASCII
# Codecs of Python that are no charsets of mail: transforms, escapes, and two that take quadratic time.
NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}

_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}\Z")
_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?]{0,40})?\?([bBqQ])\?([^?]*+)\?=")
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
# The common characters are harmless and in NFC as they stand: what holds no other needs no closer look.
_UNCOMMON = re.compile(r"[^\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]")
_PIECES = re.compile(r"[^\n]{1,1000}|\n")
_NOT_BASE64 = re.sub(rb"[A-Za-z0-9+/]", b"", bytes(range(256)))
_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@lru_cache(maxsize=256)
def codec(charset: str) -> str:
    """The codec Python has for a declared charset; "" where there is none to trust."""
    name = charset.strip().strip("'\"").lower()
    name = ALIASES.get(name, name)
    if not _CHARSET_NAME.match(name):
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if info.name in NO_CHARSETS or not getattr(info, "_is_text_encoding", True):
        return ""
    return WIDER.get(info.name, info.name)


def decode(raw: bytes, charset: str = "") -> str:
    """Read bytes as text: by the declared charset, as UTF-8, as Windows-1252."""
    if raw.isascii() and not (charset and charset.lower().startswith(_ASCII_SHIFTED)):
        return raw.decode("ascii")
    declared = codec(charset)
    # UTF-8 under a Latin label is common, Latin text that happens to be UTF-8 is not.
    for name in ("utf-8",) if declared in ("", "cp1252") else (declared, "utf-8"):
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def decode_cut(raw: bytes, charset: str = "") -> str:
    """Like `decode`, for bytes that may have been cut in the middle of a character."""
    text = decode(raw, charset)
    if raw.isascii() or (charset and codec(charset) not in ("", "utf-8", "cp1252")):
        return text
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return raw[: error.start].decode("utf-8", "replace")
    return text


def from_base64(raw: bytes) -> bytes:
    """Base64 read as far as it goes: foreign characters are skipped, a cut end is dropped."""
    kept = raw.translate(None, _NOT_BASE64)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def from_quoted_printable(raw: bytes) -> bytes:
    """Quoted-printable; a broken escape stays as it is (RFC 2045 section 6.7)."""
    return quopri.decodestring(raw)


def words(text: str) -> str:
    """Decode the encoded words of a header value; the rest stays as it is."""
    if "=?" not in text:
        return text
    out: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _ENCODED_WORD.finditer(text[: limits.FIELD]):
        between = text[end : match.start()]
        joins = end > 0 and not between.strip()
        if not joins or match[1] != charset:  # a character may be split over words of one charset
            out.append(decode(pending, charset))
            pending, charset = b"", match[1]
        if not joins:
            out.append(between)
        pending += _payload(match[2], match[3])
        end = match.end()
    out += [decode(pending, charset), text[end:]]
    return "".join(out)


def _payload(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    return from_base64(raw) if encoding in "bB" else quopri.decodestring(raw, header=True)


def clean(text: str) -> str:
    """NFC without control, bidi, zero-width and private characters; line breaks and tabs stay."""
    if text.isascii():
        if text.isprintable():  # as nearly every header field is
            return text
        return text.encode("ascii").translate(None, _CONTROL).decode("ascii")
    if not _UNCOMMON.search(text):
        return text
    kept = _UNCOMMON.sub(_harmless, text)
    # A piece at a time: to put n combining characters in order takes n squared.
    return "".join(unicodedata.normalize("NFC", piece) for piece in _PIECES.findall(kept))


@lru_cache(maxsize=4096)
def _is_harmful(character: str) -> bool:
    return unicodedata.category(character) in _HARMFUL


def _harmless(match: re.Match[str]) -> str:
    return "" if _is_harmful(match[0]) else match[0]


def one_line(text: str, cap: int) -> str:
    """Cleaned text on one line, cut at `cap` characters."""
    line = " ".join(text[: limits.FIELD].split())
    kept = clean(line)
    if kept != line:  # what was taken out stood between spaces, perhaps
        kept = " ".join(kept.split())
    return kept[:cap].rstrip()
