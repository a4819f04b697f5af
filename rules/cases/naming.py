"""Whom a sentence means: persons and companies among the names in it."""

from __future__ import annotations

from itertools import pairwise

from rules.cases.arrival import Arrival
from rules.matter import Who
from rules.model import Signal
from rules.phrases import words
from rules.reading.mentions import short_of
from rules.who.addresses import company_of
from rules.who.names import fold, folded_words, name_for, name_key, own_name, spells
from rules.who.things import GIVEN_TOO, ORGANISATION_WORDS, PLACES, POSTS, is_no_person


def person_in(signal: Signal, mail: Arrival, *, but: tuple[Who, ...]) -> Who | None:
    """The person a signal names beside those in `but` and the owner: by address first, then by full name."""
    free = [n for n in _free(signal, mail, but) if "@" in n or not _is_thing(n, mail)]
    return _best([n for n in free if "@" in n or not _is_house_given(n, mail)] or free, mail)


def person_or_company_in(signal: Signal, mail: Arrival, *, but: tuple[Who, ...]) -> Who | None:
    """The person a signal names; where it names none, the company."""
    companies = [n for n in _free(signal, mail, but) if PLACES.isdisjoint(fold(n).split())]
    return person_in(signal, mail, but=but) or _best(companies, mail)


def company_in(signal: Signal, mail: Arrival, *, but: tuple[Who, ...]) -> str:
    """A company a signal names; a person's name is none, and the owner's own house is no news."""
    free = (n for n in _free(signal, mail, but) if "@" not in n and not mail.circle.is_own_company(n))
    return next((n for n in free if fold(n) in mail.houses or _speaks_of_a_company(n)), "")


def is_another_house(company: str, who: Who | None, mail: Arrival) -> bool:
    """Whether a company is that of somebody else on the mail, and not of the one it is said of."""
    written = fold(company)
    return who is not None and written in mail.houses and written != fold(company_of(who.label))


def naming_words(who: Who) -> set[str]:
    """The folded words somebody goes by: their name's, and the company of their address."""
    company = company_of(who.label) if "@" in who.label else ""
    return {w for w in (*folded_words(who.name), *fold(company).split()) if len(w) > 2}


def are_alike(one: Who, other: Who) -> bool:
    """Whether two can be one: a word of one is a word, or a short form of a word, of the other."""
    return any(short_of(a, b) or short_of(b, a) for a in naming_words(one) for b in naming_words(other))


def is_called(who: Who, name: str) -> bool:
    """Whether somebody bears every word of a name that a text gave, or short forms of them."""
    words = [w for w in fold(name).split() if len(w) > 2]
    return bool(words) and all(any(short_of(own, w) for own in folded_words(who.name)) for w in words)


def is_house_of(name: str, email: str) -> bool:
    """Whether a company's name is the one that a mail domain spells: "Maren Health", marenhealth.example."""
    return in_one_word(company_of(email)) == in_one_word(name) != ""


def in_one_word(name: str) -> str:
    """A name folded and without its gaps, as a mail domain has it."""
    return "".join(c for c in fold(name) if c.isalnum())


def is_named_in(sentence: str, who: Who) -> bool:
    """Whether a sentence says any word somebody goes by."""
    return not naming_words(who).isdisjoint(word.removesuffix("'s") for word in words(fold(sentence)))


def is_vague(who: Who) -> bool:
    """Less than a full name: a company, "somebody in the north", a first name."""
    return "@" not in who.label and name_key(who.label) is None


def first_name(who: Who) -> str:
    """The first word of a name, folded; "" where none is known."""
    return next(iter(folded_words(who.name)), "")


def _free(signal: Signal, mail: Arrival, but: tuple[Who, ...]) -> list[str]:
    """The names of a signal that are nobody's in `but`, nor the owner's."""
    owner = mail.circle.owner
    taken = {word for who in (*but, Who("", "", owner.name)) for word in (*fold(who.name).split(), who.label)}
    taken |= owner.addresses
    return [n for n in signal.names if fold(n) not in taken and not _is_theirs(fold(n).split(), taken)]


def _is_theirs(words: list[str], taken: set[str]) -> bool:
    """Whether a name is somebody's: by a word of it, or, alone, by a short form."""
    if not taken.isdisjoint(words):
        return True
    return len(words) == 1 and any(short_of(own, words[0]) for own in taken)


def _best(names: list[str], mail: Arrival) -> Who | None:
    ranked = sorted(names, key=lambda n: ("@" not in n, " " not in n))
    return _with_address(_named(ranked[0], mail), mail) if ranked else None


def _named(name: str, mail: Arrival) -> Who:
    """Somebody a text names, by the address it gives; without titles, and the company after the name."""
    if "@" in name:
        found = mail.circle.named(name)
        return Who(found.label, found.person, found.name or name_for(name, mail.reading.names))
    families = {word for who in mail.everybody for word in fold(who.name).split()}
    return mail.circle.named(own_name(name, companies=mail.houses, families=families))


def _with_address(who: Who, mail: Arrival) -> Who:
    """Somebody named, with the one address that the same mail gives and that spells their name."""
    if "@" in who.label or " " not in who.name:
        return who
    given = [email for email in mail.addresses_given if spells(email, who.name)]
    if len(given) != 1:
        return who
    found = mail.circle.named(given[0])
    return Who(found.label, found.person, found.name or who.name)


def is_titled(who: Who, signal: Signal) -> bool:
    """Whether a sentence puts a title before somebody's one name ("Herr Jansen")."""
    return any(n != who.name and fold(n).split()[1:2] == [fold(who.name)] for n in signal.names)


def _is_thing(name: str, mail: Arrival) -> bool:
    """A company of the mail, a place, an organisation, an abbreviation, a letter, a product."""
    return (
        fold(name) in mail.houses
        or mail.circle.is_own_company(name)
        or len(name) < 3
        or any(is_no_person(word) for word in _without_given(fold(name).split()))
        or any(_is_coined(word) for word in name.split())
    )


def _without_given(words: list[str]) -> list[str]:
    """The words of a name but a first that is a place and a given name: Santiago Ruiz is no city."""
    return words[1:] if len(words) > 1 and words[0] in GIVEN_TOO else words


def _is_house_given(name: str, mail: Arrival) -> bool:
    """ "Maren Health" beside nuala@marenhealth.example; but whoever an address is made of is a person."""
    of_it = [email for email in mail.addresses_given if is_house_of(name, email)]
    return bool(of_it) and not any(spells(email, name) for email in of_it)


def _speaks_of_a_company(name: str) -> bool:
    """ "Halden Partners" does; "Product" alone, or "Research", may be anybody's, and a CTO is a post."""
    words = fold(name).split()
    if not POSTS.isdisjoint(words):
        return False
    return (len(words) > 1 and not ORGANISATION_WORDS.isdisjoint(words)) or _is_coined(name)


def _is_coined(word: str) -> bool:
    """ "NETA", "EnronOnline": written as no human's name is; "McMullen" and "DeVito" are."""
    inner = [at for at, (one, next_) in enumerate(pairwise(word)) if one.isalpha() and next_.isupper()]
    return len(word) > 1 and (word.isupper() or (bool(inner) and inner[0] > 2))
