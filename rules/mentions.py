"""Who is named in running text: the people of the header, and names nobody's header knows."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.addresses import is_role_address
from rules.model import Address
from rules.names import human_name
from rules.nicknames import NICKNAMES
from rules.phrases import Sentence, fold
from rules.tables import table

_TITLES = table("""
    mr mrs ms miss dr prof professor sir dame ing dipl herr frau hr fr mme mlle madame monsieur sr sra
    srta don dona senor senora senhor senhora dott dottssa sig signora signor dhr mevr mevrouw meneer rev
    sister coach uncle
""")
_PARTICLES = table("""
    van von de den der del della di da dos das du la le al bin ibn ten ter zu zur
""")
_LITTLE = table("""
    am an as at be by do go he hi if in is it me my no of ok on or pm so to up us vs we de la le en el il os um ma da du
    er es zu je tu al su se si ao mr mrs ms dr st sr re cc
""")
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@lru_cache(maxsize=65536)
def name_words(address: Address) -> tuple[str, ...]:
    """The folded words of a person's name, first name first; from the address where no name is shown."""
    shown = human_name(address) or _from_local_part(address.email)
    return tuple(w.strip(".") for w in fold(shown).split() if len(w) > 1 and w not in _PARTICLES)


def _from_local_part(email: str) -> str:
    parts = re.split(r"[._+-]+", email.partition("@")[0])
    return "" if is_role_address(email) else " ".join(p for p in parts if len(p) > 1 and p.isalpha())


def given_name(address: Address) -> str:
    """The first name, folded; "" where none is known."""
    return next(iter(name_words(address)), "")


def is_named(address: Address, folded: frozenset[str]) -> bool:
    """Whether folded words of a text name this person: by a word of their name, or a short form of it."""
    called = name_words(address)
    if any(w in folded or any(short_of(w, said) for said in folded) for w in called):
        return True
    return len(called) > 1 and (initials(address) in folded or initials(address)[:2] in folded - _LITTLE)


@lru_cache(maxsize=262144)
def short_of(name: str, said: str) -> bool:
    """Whether `said` can stand for `name`: its beginning ("Rob"), a pet form ("Niki"), a known nickname, "Ruth's"."""
    bare = said.removesuffix("'s").rstrip("'")
    if bare == name or bare in NICKNAMES.get(name, ()):
        return True
    shared = 2 < len(bare) < len(name) and name[:3] == bare[:3]
    return shared and (name.startswith(bare) or (bare[-1] in "aeioy" and name.startswith(bare[:-1])))


def initials(address: Address) -> str:
    """ "jb" for Jean Baptiste: what some people are called by."""
    return "".join(w[0] for w in name_words(address))


def is_email(word: str) -> bool:
    """Whether a word is an address."""
    return "@" in word and _EMAIL.fullmatch(word) is not None


def names_in(
    sentence: Sentence, *, known: frozenset[str], common: frozenset[str], nouns_capitalised: bool = False
) -> tuple[str, ...]:
    """Persons, companies and addresses named in a sentence, as written, in order.

    A name is a run of capitalised words. At the beginning of a sentence, or in a language that writes
    every noun so, it counts only where a header knows it, a title stands before it, or it has two words.
    """
    found: list[str] = []
    run: list[str] = []
    for at, (word, low) in enumerate(zip(sentence.words, sentence.folded, strict=True)):
        if is_email(word):
            found.append(low)
        elif _continues(word, low, run, common):
            run.append(word)
            continue
        found.extend(_name(run, at - len(run), known=known, strict=nouns_capitalised))
        run = []
    found.extend(_name(run, len(sentence.words) - len(run), known=known, strict=nouns_capitalised))
    return tuple(dict.fromkeys(found))


def _continues(word: str, low: str, run: list[str], common: frozenset[str]) -> bool:
    if low in _PARTICLES:
        return bool(run)
    if low in _TITLES:
        return not run and word[0].isupper()
    return word[0].isupper() and low not in common and low.removesuffix("'s") not in common


def _name(run: list[str], at: int, *, known: frozenset[str], strict: bool) -> tuple[str, ...]:
    while run and fold(run[-1]) in _PARTICLES:
        run = run[:-1]
    if not run:
        return ()
    folded = [fold(w).removesuffix("'s") for w in run]
    titled = folded[0].strip(".") in _TITLES
    if len(run) == 1 and titled:
        return ()
    certain = titled or len(run) > 1 or any(w in known for w in folded)
    if not certain and (at == 0 or strict):
        return ()
    return (" ".join(run).removesuffix("'s").removesuffix("’s"),)
