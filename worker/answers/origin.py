"""Whether a letter surely comes from the owner: the From line, and what the owner's own server says of it.

Strict where mail is read tolerantly elsewhere: `me@example.com <evil@example.net>` must never count as me.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = rf"({_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
# name-addr or addr-spec of RFC 5322 section 3.4, without comments, groups and routes; a name of words,
# encoded words and quoted strings, none of which may hold what could pass for an address's brackets.
_NAME = r"(?:\"(?:[^\"\\<>\x00-\x1f\x7f]|\\[\"\\])*+\"|[^\"\\<>()\[\]:;@,\x00-\x1f\x7f])*+"
_FROM = re.compile(rf"(?:{_NAME}<{_ADDRESS}>|{_ADDRESS})")

_TOKENS = re.compile(r"\"((?:[^\"\\]|\\.)*+)\"|([;=])|([^\s;=\"()]+)|([()])|\s+|(.)", re.DOTALL)
# Whose word counts where the settings name nobody: the authserv-id that a provider writes, by IMAP host.
SERVERS = {"imap.gmail.com": "mx.google.com", "imap.googlemail.com": "mx.google.com"}

_LONGEST = 8_000  # characters of one field
_VERSION = re.compile(r"\d+")


def writer(froms: Sequence[str]) -> str:
    """The address of the one and only From field, lower case; "" where it is not plainly one mailbox."""
    found = _FROM.fullmatch(froms[0].strip()) if len(froms) == 1 and len(froms[0]) < _LONGEST else None
    return (found[1] or found[2]).lower() if found else ""


# ── Authentication-Results ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Result:
    """One resinfo of RFC 8601 section 2.2: method, result, and properties like header.from."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def says(self, name: str, value: str) -> bool:
        """Whether it has that property once, with that value."""
        return [said for held, said in self.properties if held == name] == [value]


def is_vouched_for(fields: Sequence[str], *, by: str, sender: str) -> bool:
    """Whether the topmost Authentication-Results is of that server and vouches for the sender's domain.

    By dmarc=pass for it, or dkim=pass of a signature by it. Fields further down, and those of another
    server, came with the mail (RFC 8601 section 5 has the own server remove what claims to be its own).
    """
    domain = sender.rpartition("@")[2]
    server, results = parsed(fields[0]) if fields else ("", ())
    if not by or not domain or server != by.lower():
        return False
    if any(one.method == "dmarc" and one.result != "pass" for one in results):
        return False
    return any(_vouches(one, domain) for one in results)


def _vouches(one: Result, domain: str) -> bool:
    if one.result != "pass":
        return False
    if one.method == "dmarc":
        return one.says("header.from", domain)
    return one.method == "dkim" and (one.says("header.d", domain) or one.says("header.i", f"@{domain}"))


def parsed(field: str) -> tuple[str, tuple[Result, ...]]:
    """The authserv-id, lower case, and the results; ("", ()) where the field breaks the grammar."""
    tokens = list(_without_comments(field[:_LONGEST]))
    if None in tokens or not tokens:
        return "", ()
    head, *groups = _split([token for token in tokens if token is not None])
    versioned = len(head) == 2 and _VERSION.fullmatch(head[1])
    results = tuple(one for group in groups if (one := _result(group)))
    return (head[0].lower(), results) if len(head) == 1 or versioned else ("", ())


def _without_comments(field: str) -> Iterator[str | None]:
    """Words and signs; a quoted string as one word; None where brackets or quotes do not close."""
    depth = 0
    for match in _TOKENS.finditer(field):
        quoted, sign, word, bracket, stray = match.groups()
        if depth and (quoted is not None or stray or "\\" in match[0]):
            yield None  # in a comment a backslash hides a bracket, and quotes hide none: not plain enough
        elif bracket:
            depth += 1 if bracket == "(" else -1
            if depth < 0:
                yield None
        elif stray:
            yield None
        elif not depth and quoted is not None:
            yield f" {quoted}"  # no word begins with a space: what is quoted is never a sign or a method
        elif not depth and (sign or word):
            yield sign or word
    if depth:
        yield None


def _split(words: Iterable[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for word in words:
        if word == ";":
            groups.append([])
        else:
            groups[-1].append(word)
    return groups


def _result(group: Sequence[str]) -> Result | None:
    """`method=result` and its `ptype.property=value`; None where it is not of that shape."""
    words = [group[i : i + 3] for i in range(0, len(group), 3)]
    if not words or any(len(three) != 3 or three[1] != "=" for three in words):
        return None
    (method, _, result), *rest = words
    properties = tuple((name.lower(), value.strip().lower()) for name, _, value in rest)
    return Result(method.partition("/")[0].lower(), result.lower(), properties)
