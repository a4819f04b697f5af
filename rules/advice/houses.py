"""Whether two names mean one company: "Nordvik AS", "nordvik", and who writes from nordvik.example."""

from __future__ import annotations

from functools import lru_cache

from rules.model import Person
from rules.tables import table
from rules.who.addresses import company_of
from rules.who.names import fold

# What a company may be called with or without, folded; dots and commas fall away before.
_FORMS = table("""
    ab ag aps as asa bv co company corp corporation gmbh group holding holdings inc kg limited llc llp ltd
    mbh nv oy oyj plc pty sa sarl sas se sl spa srl the ug und and et y e
    """)


@lru_cache(maxsize=16384)
def house(name: str) -> str:
    """What a company's name comes down to, for comparing: folded, without legal forms, in one word.

    What looks like a domain is read as an address's: "nordvik.example" and "Nordvik" are one house.
    """
    name = name.strip()
    if "." in name and " " not in name and not name.endswith("."):
        name = company_of(f"x@{name.rpartition('@')[2]}") or name
    words = "".join(c if c.isalnum() else " " for c in fold(name)).split()
    return "".join(word for word in words if word not in _FORMS) or "".join(words)


def houses_of(person: Person) -> frozenset[str]:
    """Where somebody works, by their signature, a note, and each of their addresses."""
    names = (person.organisation, *map(company_of, person.addresses))
    return frozenset(map(house, filter(None, names)))


def speaks_of(house_wanted: str, text: str) -> bool:
    """Whether a text that is a name or a title holds a company's name as whole words."""
    words = "".join(c if c.isalnum() else " " for c in fold(text[:300])).split()
    starts = range(len(words))
    return any(_begins(words[at:], house_wanted) for at in starts)


def _begins(words: list[str], house_wanted: str) -> bool:
    """Whether some first words, put together, are the company."""
    joined = ""
    for word in words:
        joined += word
        if joined == house_wanted:
            return True
        if not house_wanted.startswith(joined):
            return False
    return False
