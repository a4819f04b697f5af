"""A header block as its fields, in order, undecoded (RFC 5322 section 2.2).

Policy: read what looks like a field and skip what does not. The block ends at the first empty line,
or where lines begin that cannot be a header at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.mime import limits
from worker.mime.characters import decode

_FIELD = re.compile(rb"^([!-9;-~]{1,100}+)[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE)
# All fields from a place on: a folded line that holds nothing but space ends the block, as an empty one does.
_FIELDS = re.compile(rb"(?:[!-9;-~]{1,100}+[ \t]*+:[^\n]*+(?:\n[ \t]++(?!\n)[^\n]*+)*+(?:\n|\Z))*+")
_BLANK = re.compile(rb"^[ \t]*\n", re.MULTILINE)
_KNOWN = re.compile(
    rb"^(?:from|to|cc|date|subject|message-id|mime-version|received|return-path|(?:content|x)-[a-z-]+) *:",
    re.MULTILINE | re.IGNORECASE,
)
_FOLD = re.compile(rb"\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one header block: lower-case name to raw values, in their order."""

    values: dict[str, list[bytes]]

    def raw(self, name: str) -> bytes:
        """The first field of that name, unfolded; b"" where there is none."""
        found = self.values.get(name)
        return _unfolded(found[0]) if found else b""

    def text(self, name: str) -> str:
        """The first field of that name as characters; encoded words are left alone."""
        found = self.values.get(name)
        return _text(found[0]) if found else ""

    def texts(self, *names: str) -> Iterator[str]:
        """Every field of those names as characters."""
        for name in names:
            for value in self.values.get(name, ()):
                yield _text(value)

    def __contains__(self, name: str) -> bool:
        return name in self.values


def _unfolded(value: bytes) -> bytes:
    return _FOLD.sub(b" ", value) if b"\n" in value else value


def _text(value: bytes) -> str:
    return decode(_unfolded(value)).strip()


def lines_of(content: bytes) -> bytes:
    """Bytes with LF as the only line break (RFC 5322 asks for CRLF; files and old Macs differ)."""
    if b"\r" not in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def split(content: bytes) -> tuple[Fields, bytes]:
    """Header fields and body of a message or part whose line breaks are LF."""
    start = _first_line(content)
    end, body = _end_of_header(content, start)
    return parse(content[start : min(end, start + limits.HEADER_BLOCK)]), content[body:]


def parse(block: bytes) -> Fields:
    """The fields of a header block whose line breaks are LF."""
    values: dict[str, list[bytes]] = {}
    for name, value in _FIELD.findall(block)[: limits.HEADER_FIELDS]:
        values.setdefault(name.decode("ascii").lower(), []).append(value)
    return Fields(values)


def _first_line(content: bytes) -> int:
    """Where the header begins: leading empty lines and an mbox "From " line are passed over."""
    blank = len(content) - len(content.lstrip(b" \t\n")) if content[:1] in b"\n \t" else 0
    start = blank if blank and (_FIELD.match(content, blank) or content.startswith(b"From ", blank)) else 0
    if content.startswith((b"From ", b">From "), start):
        end = content.find(b"\n", start)
        return len(content) if end < 0 else end + 1
    return start


def _end_of_header(content: bytes, start: int) -> tuple[int, int]:
    """End of the header block and beginning of the body."""
    read = _FIELDS.match(content, start)
    stop = read.end() if read else start
    blank = _BLANK.search(content, stop)
    end, body = (blank.start(), blank.end()) if blank else (len(content), len(content))
    is_whole = stop >= min(end, start + limits.HEADER_BLOCK)
    if is_whole or (stop > start and _KNOWN.search(content, stop, end)):
        return end, body
    return stop, stop  # a line that is no field, and nothing of a header after it: there the body begins
