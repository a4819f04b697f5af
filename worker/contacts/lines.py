"""A file's text, line by line: whatever its encoding, its size, and the length of its lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from worker.ports import AddressBookError

LONGEST = 64 * 1024  # characters of a line; the rest of it is passed over
_BLOCK = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Lines:
    """The lines of an open file, each ended by a line break; `number` is that of the last one given."""

    def __init__(self, file: BinaryIO, *, encoding: str) -> None:
        self.number = 0
        self._file = file
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="replace")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST and not line.endswith("\n"):
            self._pass_over_the_rest()
        return f"{line.rstrip(chr(10))}\n"

    def _pass_over_the_rest(self) -> None:
        while (rest := self._text.readline(LONGEST)) and not rest.endswith("\n"):
            pass

    @property
    def bytes_read(self) -> int:
        """How far the file was read, a little ahead of the lines."""
        return self._file.tell()


def encoding_of(file: BinaryIO, path: Path) -> str:
    """How the text is encoded; raises AddressBookError where it is none."""
    head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        raise AddressBookError(
            f"{path} is an archive or a spreadsheet, and no address book",
            advice="Unpack an archive and name the file inside; save a spreadsheet as CSV.",
        )
    if found := next((name for mark, name in _MARKS if head.startswith(mark)), None):
        return found
    if head.count(0) > len(head) // 100:  # a stray one spoils a line, not a file
        return _without_mark(head, path)
    return "utf-8" if _is_utf8(file, head) else "cp1252"


def _without_mark(head: bytes, path: Path) -> str:
    """UTF-16 that does not say so has a NUL beside nearly every letter."""
    for encoding, places in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if places.count(0) > len(places) // 2:
            return encoding
    raise AddressBookError(
        f"{path} holds no text",
        advice="Introloop reads vCard files, and CSV files of LinkedIn, Google Contacts and Outlook.",
    )


def _is_utf8(file: BinaryIO, head: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = head
    try:
        while block:
            decoder.decode(block)
            block = file.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
