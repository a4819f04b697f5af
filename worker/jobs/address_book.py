"""Taking in address books: what they say of people is kept below what the owner typed.

Entries are one human where they share an address or a page on a network, never by name alone. Importing
twice changes nothing, and what a book no longer holds stays: the owner forgets people, books do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rules.model import Owner, PersonNote
from rules.who.addresses import canonical
from rules.who.groups import Groups
from rules.who.names import name_key
from rules.who.nicknames import NICKNAMES
from rules.who.notes import joined
from worker.ports import AddressBook, BookProgress, LeftOut, Store


@dataclass(frozen=True, slots=True)
class Import:
    """What an import changes: entries that are new, (before, after) of the changed, and what it left out."""

    new: tuple[PersonNote, ...] = ()
    changed: tuple[tuple[tuple[PersonNote, ...], PersonNote], ...] = ()
    unchanged: int = 0
    left_out: tuple[tuple[str, LeftOut], ...] = ()  # with the book's name

    def applied(self, held: Iterable[PersonNote]) -> Iterator[PersonNote]:
        """The entries as they are afterwards."""
        gone = {entry for before, _ in self.changed for entry in before}
        yield from (entry for entry in held if entry not in gone)
        yield from (after for _, after in self.changed)
        yield from self.new


def import_books(
    books: Iterable[AddressBook], store: Store, *, owner: Owner, told: BookProgress, dry: bool = False
) -> Import:
    """Read the books whole, then take in all they say at once; nothing where `dry`, or on an error."""
    entries: list[PersonNote] = []
    left_out: list[tuple[str, LeftOut]] = []
    for book in books:
        for one in _of_others(book.entries(told), owner):
            if isinstance(one, LeftOut):
                left_out.append((book.name, one))
            else:
                entries.append(one)
    planned = replace(plan(store.book(), entries), left_out=tuple(left_out))
    if not dry:
        store.revise_book(planned.applied)
    return planned


def _of_others(entries: Iterable[PersonNote | LeftOut], owner: Owner) -> Iterator[PersonNote | LeftOut]:
    """Without the owner's own card, and an address with the first of several people who share it."""
    mine = frozenset(map(canonical, owner.addresses))
    names: dict[str, str] = {}  # whose address it is, by this book
    for one in entries:
        if isinstance(one, LeftOut):
            yield one
        elif not mine.isdisjoint(map(canonical, one.addresses)):
            yield LeftOut("", "your own card")
        else:
            yield _without(
                one, [a for a in one.addresses if not _agree(names.setdefault(a, one.name), one.name)]
            )


def _without(entry: PersonNote, taken: Sequence[str]) -> PersonNote | LeftOut:
    left = tuple(address for address in entry.addresses if address not in taken)
    if taken and not left and not (entry.name and entry.organisation):
        return LeftOut("", "its only address stands on another card, under another name")
    return replace(entry, addresses=left)


def _agree(one: str, other: str) -> bool:
    """Whether two names can be one human's: a first name alone can be anybody's."""
    key, another = name_key(one), name_key(other)
    if key is None or another is None or key == another:
        return True
    (first, last), (given, family) = key, another
    nicknames = given in NICKNAMES.get(first, ()) or first in NICKNAMES.get(given, ())
    return last == family and nicknames


# ── What changes ────────────────────────────────────────────────────────────────────────────


def plan(held: Sequence[PersonNote], entries: Sequence[PersonNote]) -> Import:
    """What the entries make of the book as it is held. Of one human the last word counts."""
    groups = Groups()
    for entry in (*held, *entries):
        groups.join(_keys(entry))
    before, said = _humans(held, groups), _humans(entries, groups)
    new, changed, unchanged = [], [], 0
    for human, words in said.items():
        known = tuple(before.get(human, ()))
        now = reduce(joined, (*known, *words))
        if not known:
            new.append(now)
        elif known == (now,):
            unchanged += 1
        else:
            changed.append((known, now))
    return Import(tuple(new), tuple(changed), unchanged)


def _humans(entries: Iterable[PersonNote], groups: Groups) -> Mapping[str, list[PersonNote]]:
    """The entries of each human, in their order."""
    humans: dict[str, list[PersonNote]] = defaultdict(list)
    for entry in entries:
        humans[groups.find(next(_keys(entry)))].append(entry)
    return humans


def _keys(entry: PersonNote) -> Iterator[str]:
    """What an entry is known by: addresses, its page on a network, else name and organisation together."""
    yield from entry.addresses
    if entry.profile:
        yield entry.profile
    if not entry.addresses and not entry.profile:
        yield f"{entry.name}\n{entry.organisation}".casefold()
