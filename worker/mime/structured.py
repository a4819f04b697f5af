"""Values with parameters: Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from worker.mime.characters import decode, words

_PARAMETER = re.compile(r""";\s*+([^\s=;"*]{1,60}+)(\*\d{0,3}\*?|\*)?\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^;]*+)""")
_ESCAPED = re.compile(r"\\(.)")
_TYPE = re.compile(r"[\w.+/-]*")
_VALUE_CAP = 10_000


@lru_cache(maxsize=256)  # a few stand in most parts, and a message's own is asked for twice
def parameters(value: str) -> tuple[str, Mapping[str, str]]:
    """The value itself and its parameters, all names in lower case; the first of equal names counts."""
    value = value[:_VALUE_CAP]
    head = value.partition(";")[0].strip().lower()
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(value):
        name, star, text = match[1].lower(), match[2] or "", match[3].strip()
        if text.startswith('"'):
            text = text.strip('"')
            if "\\" in text:
                text = _ESCAPED.sub(r"\1", text)
        if star.endswith("*"):
            text = _extended(text)
        if star and name in found and not star.startswith(("*0", "**")):
            found[name] += text  # a continuation
        else:
            found.setdefault(name, text)
    return _TYPE.match(head)[0], found  # type: ignore[index]  # it matches the empty string


def _extended(text: str) -> str:
    """RFC 2231 section 4: charset'language'percent-encoded."""
    charset, quote, rest = text.partition("'")
    if not quote:
        return decode(unquote_to_bytes(text))
    return decode(unquote_to_bytes(rest.partition("'")[2]), charset)


def filename(disposition: Mapping[str, str], kind: Mapping[str, str]) -> str:
    """The name of an attachment, "" where there is none."""
    return words(disposition.get("filename") or kind.get("name") or "")
