"""Which matters a message may belong to: those that share something with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice, takewhile

from rules.cases.arrival import Arrival
from rules.cases.gathering import Gathering
from rules.cases.naming import first_name
from rules.who.addresses import company_of
from rules.who.names import fold, folded_words

_LOOK_BACK = 100  # matters of one thread, person or name that a message is held against

By = dict[str, dict[str, Gathering]]
"""Matters by what they share with mail, then by their ids, whichever had mail last at the end."""


class Finder:
    """The matters gathered so far, by their threads, people, and what those are called."""

    def __init__(self) -> None:
        self._by_thread: By = defaultdict(dict)
        self._by_person: By = defaultdict(dict)
        self._by_first_name: By = defaultdict(dict)
        self._by_company: By = defaultdict(dict)
        self._by_word: By = defaultdict(dict)  # of a name without an address

    def put(self, g: Gathering) -> None:
        """Find a matter from now on by all that it has: it had mail last."""
        for by, key in self._keys(g):
            by[key].pop(g.id, None)
            by[key][g.id] = g

    def _keys(self, g: Gathering) -> Iterator[tuple[By, str]]:
        yield from ((self._by_thread, thread) for thread in g.threads)
        yield from ((self._by_person, person) for person in g.persons())
        yield from ((self._by_company, word) for word in fold(g.organisation).split())
        for who in g.roles.values():
            yield self._by_first_name, first_name(who)
            yield self._by_company, fold(company_of(who.label) if "@" in who.label else who.label)
            if "@" not in who.label:
                yield from ((self._by_word, word) for word in fold(who.label).split())

    def near(self, mail: Arrival, since: datetime | None) -> list[Gathering]:
        """The matters of its thread; and those with mail since then of its people, or called as they are."""
        sender = mail.sender
        found = self.of_thread(mail.thread)
        found += _newest(self._by_person, sorted(mail.persons), since)
        found += _newest(self._by_first_name, (first_name(sender),), since)
        found += _newest(self._by_company, (fold(company_of(sender.label)),), since)
        found += _newest(self._by_person, [who.person for who in mail.unreachable], since)
        words = chain.from_iterable([folded_words(who.name) for who in mail.everybody])
        found += _newest(self._by_word, words, since)
        return list(dict.fromkeys(found)) if found else found

    def of_thread(self, thread: str) -> list[Gathering]:
        """The matters of a thread, whichever had mail last first."""
        return _newest(self._by_thread, (thread,))

    def of_persons(self, persons: Iterable[str]) -> list[Gathering]:
        """The matters of one person after the other."""
        return _newest(self._by_person, persons)


def _newest(by: By, keys: Iterable[str], since: datetime | None = None) -> list[Gathering]:
    """Some of those found by each key, whichever had mail last first, as far back as they had any."""
    found: list[Gathering] = []
    for key in keys:
        if key in by:
            newest = islice(reversed(by[key].values()), _LOOK_BACK)
            found += takewhile(lambda g: g.last >= since, newest) if since else newest
    return found
