"""One file of an address book: what format it has, told by what it holds, and its entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from rules.model import PersonNote
from worker.contacts import table, vcard
from worker.contacts.google import GOOGLE
from worker.contacts.lines import Lines, encoding_of
from worker.contacts.linkedin import LINKEDIN
from worker.contacts.outlook import OUTLOOK
from worker.ports import AddressBookError, BookProgress, LeftOut

VCARD = "vcard"
TABLES = {form.name: form for form in (LINKEDIN, GOOGLE, OUTLOOK)}
FORMATS = (VCARD, *TABLES)
PREAMBLE = 50  # lines that may stand before the header of a table
MOST = 100_000  # entries of one book: nobody knows more people, and all of them are held at once


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of an address book (worker.ports.AddressBook). `form` is one of FORMATS, or "" for any."""

    path: Path
    form: str = ""

    @property
    def name(self) -> str:
        """The path, as the owner wrote it."""
        return str(self.path)

    def entries(self, told: BookProgress) -> Iterator[PersonNote | LeftOut]:
        """Every entry of the file."""
        try:
            with self.path.open("rb") as file:
                yield from self._counted(file, told)
        except OSError as error:
            raise AddressBookError(
                f"{self.path} cannot be read: {error.strerror}", advice="Check its name and whose it is."
            ) from error

    def _counted(self, file: BinaryIO, told: BookProgress) -> Iterator[PersonNote | LeftOut]:
        lines = self._opened(file)
        size = self.path.stat().st_size or 1
        for count, one in enumerate(self._read(lines)):
            if count == MOST:
                raise AddressBookError(
                    f"{self.path} has more than {MOST:,} entries: nothing was taken from it",
                    advice="Is it an address book? Divide it if it is.",
                )
            if count % 100 == 0:
                told(self.name, 100 * lines.bytes_read // size, 100)
            yield one

    def _opened(self, file: BinaryIO) -> Lines:
        encoding = encoding_of(file, self.path)
        file.seek(0)
        return Lines(file, encoding=encoding)

    def _read(self, lines: Lines) -> Iterator[PersonNote | LeftOut]:
        """The entries, by the first line that says what the file is."""
        formats = [TABLES[self.form]] if self.form in TABLES else list(TABLES.values())
        for line in islice(lines, PREAMBLE):
            if self.form in ("", VCARD) and line.strip(" \n\ufeff").upper() == "BEGIN:VCARD":
                return vcard.cards(chain([line], lines), first=lines.number)
            if self.form != VCARD and (header := table.header_of(line, formats)):
                return table.people(lines, header)
        raise AddressBookError(
            f"{self.path} is no {self.form or 'address book'} that Introloop knows", advice=self._advice()
        )

    def _advice(self) -> str:
        """What to look at, in a file that is meant to be of one format or of the other."""
        if self.form == VCARD or (not self.form and self.path.suffix.lower() in (".vcf", ".vcard")):
            return "A vCard file holds BEGIN:VCARD near its top; this one may be damaged: export it again."
        return f"It reads {', '.join(FORMATS)}: CSV files with the header line that the program wrote."
