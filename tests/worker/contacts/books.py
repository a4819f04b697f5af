"""Books as programs write them, read in a line."""

from __future__ import annotations

from pathlib import Path

from rules.model import PersonNote
from worker.contacts.files import BookFile
from worker.ports import LeftOut


def told(book: str, done: int, total: int) -> None:
    """Nobody watches."""


def read(directory: Path, text: str | bytes, form: str = "") -> list[PersonNote | LeftOut]:
    """All that a file of this content gives."""
    path = directory / "book"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(BookFile(path, form).entries(told))


def entries(directory: Path, text: str | bytes, form: str = "") -> list[PersonNote]:
    """Those of it that are people."""
    return [one for one in read(directory, text, form) if isinstance(one, PersonNote)]


def entry(directory: Path, text: str | bytes, form: str = "") -> PersonNote:
    """The only one."""
    (one,) = read(directory, text, form)
    assert isinstance(one, PersonNote), one
    return one


def card(*lines: str, version: str = "3.0") -> str:
    """A vCard of these lines."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
