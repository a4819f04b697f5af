"""Strings as an attacker would write them, and values in which every text carries one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import count
from typing import Any

_PIECES = (
    *("<script>alert(1)</script>", "</style><style>*{display:none}</style>", "<img src=x onerror=alert(1)>"),
    *('"><svg/onload=alert(1)>', "' autofocus onfocus=alert(1) x='", "<!--", "-->", "<![CDATA[", "]]>"),
    *("</td></tr></table>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>"),
    *("<a href='https://evil.example'>here</a>", "<form action=//evil.example><input>", "<iframe srcdoc=x>"),
    *("{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "{# #}", "${7*7}", "%s%n", "<%= 7 %>"),
    *("javascript:alert(1)", "data:text/html;base64,PHg+", "vbscript:x", "file:///etc/passwd"),
    *("https://evil.example/login", "www.evil.example", "evil.example/path", "hxxp://evil.example"),
    *(
        "\r\nBcc: evil@example.net\r\n\r\n",
        "\nSubject: other\n",
        "?bcc=evil@example.net",
        "&body=x",
        "%0d%0aBcc:x",
    ),
    *("&lt;script&gt;", "&#60;b&#62;", "&amp;amp;", "&#x202e;", "&NewLine;", "&"),
    *("\u202egnp.exe\u202c", "\u2066\u2067\u2069", "\u200b\u200c\u200d\ufeff", "\u00ad", "\u061c", "\u180e"),
    *(
        "\x00",
        "\x08\x7f",
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x85\u2028\u2029",
        "\ud800",
        "\U000e0041\U000e007f",
    ),
    *(
        "a\u0301\u0302\u0303\u0304\u0305\u0306" * 9,
        "\u3164\u115f\u2800",
        "\ufdfa" * 9,
        "\U0001f3f3\u200d\U0001f308",
        "𝒽𝑒𝓁𝓁𝑜",
    ),
    *("expression(alert(1))", "url(//evil.example/x)", "@import '//evil.example'", "behavior:url(#x)"),
    *("x" * 700, "語" * 500, " " * 400, "\t\n" * 90, "'", '"', "`", "\\", "<", ">", "=", "#", ";", "\u2026"),
)


def hostile_strings(seed: int) -> Iterator[str]:
    """Without end, and the same for the same seed: one to four pieces each."""
    chance = random.Random(seed)
    while True:
        yield "".join(chance.choices(_PIECES, k=chance.randint(1, 4)))


def filled(value: Any, more: Callable[[str], str]) -> Any:
    """The same value with `more` of every text in it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return more(value)
    if isinstance(value, tuple):
        return tuple(filled(one, more) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: filled(getattr(value, f.name), more) for f in fields(value)})
    return value


class Poisoner:
    """Gives every text it meets a hostile string of its own, behind a number to know it by."""

    def __init__(self, seed: int) -> None:
        self._strings = hostile_strings(seed)
        self._numbers = count()

    def __call__(self, text: str) -> str:
        return f"{text}~{next(self._numbers)}~{next(self._strings)}"


def arrived(*pages: str) -> set[str]:
    """The numbers of the hostile strings that stand in a page, or stood where something was cut."""
    return {number for page in pages for number in re.findall(r"~(\d+)~", page)}
