"""An address book as the jobs need it: entries about people, and what could not be taken from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rules.model import PersonNote
from worker.ports.errors import IntroloopError


class AddressBookError(IntroloopError):
    """An address book could not be read."""


class AddressBookUnreachable(AddressBookError):
    """No connection to its server, a time-out, a lost connection."""

    transient = True


class AddressBookRefused(AddressBookError):
    """Its server refuses the user or the password, or its certificate cannot be verified."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the book that gives no entry: where it stands, and why (no name of a person)."""

    where: str
    why: str


BookProgress = Callable[[str, int, int], None]  # the book's name, how much was read, and of how much


class AddressBook(Protocol):
    """One file or one server; entries are marked `from_book`."""

    @property
    def name(self) -> str: ...

    def entries(self, told: BookProgress) -> Iterator[PersonNote | LeftOut]:
        """Every entry, in the book's order; raises AddressBookError where the whole cannot be read."""
        ...
