"""Who is named in running text: the people of the header, and names nobody's header knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set
from functools import lru_cache
from typing import NamedTuple

from rules.model import Address
from rules.sentences import Sentence, fold
from rules.tables import table
from rules.who.addresses import is_role_address
from rules.who.names import human_name
from rules.who.nicknames import NICKNAMES
from rules.who.things import RELATIVES

TITLES = table("""
    mr mrs ms miss dr prof professor sir dame ing dipl herr frau hr fr mme mlle madame monsieur sr sra
    srta don dona senor senora senhor senhora dott dottssa sig signora signor dhr mevr mevrouw meneer rev
    sister coach uncle
""")
_PARTICLES = table("""
    van von de den der del della di da dos das du la le al bin ibn ten ter zu zur
""")
_ELIDED = table("d' dell' dall'")  # particles that end where the name begins
_JOINING = _PARTICLES | _ELIDED
_LITTLE = table("""
    am an as at be by do go he hi if in is it me my no of ok on or pm so to up us vs we
    de la le en el il os um ma da du er es zu je tu al su se si ao mr mrs ms dr st sr re cc
""")
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_STEM = 3  # letters that a name and what is short for it share
_TELEPHONE = re.compile(r"\+?\d[\d().\-/ ]{5,18}\d")


@lru_cache(maxsize=16384)
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


class Said:
    """The folded words of a text, ready to be asked whom they name."""

    __slots__ = ("_beginnings", "words")

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset([w.removesuffix("'s") for w in words])
        self._beginnings: frozenset[str] = frozenset()  # made when first asked for

    def names(self, known: KnownAs) -> bool:
        """Whether the text names this person: by a word of their name, a short form, a nickname, initials."""
        if not self.words.isdisjoint(known.forms):
            return True
        self._beginnings = self._beginnings or frozenset([w[:_STEM] for w in self.words])
        return not self._beginnings.isdisjoint(known.beginnings) and any(map(known.by, self.words))


class KnownAs(NamedTuple):
    """What a person is called, and how that begins for which a short form may stand."""

    forms: frozenset[str]
    names: tuple[str, ...]
    beginnings: frozenset[str]

    def by(self, word: str) -> bool:
        """Whether one folded word is what this person is called."""
        bare = word.removesuffix("'s")
        return bare in self.forms or (
            bare[:_STEM] in self.beginnings and any(short_of(name, bare) for name in self.names)
        )


def is_called(address: Address, word: str) -> bool:
    """Whether one folded word is what this person is called."""
    return known_as(address).by(word)


def called(address: Address) -> frozenset[str]:
    """What this person is called, folded: the words of their name, nicknames, initials."""
    return known_as(address).forms


@lru_cache(maxsize=16384)
def known_as(address: Address) -> KnownAs:
    """Everything a person is called."""
    words = name_words(address)
    nicknames = (nickname for name in words for nickname in NICKNAMES.get(name, ()))
    elided = (word[2:] for word in words if word.startswith("d'"))  # as a text has it: "d'" and the name
    letters = "".join(w[0] for w in words)
    initials = {letters, letters[:2]} - _LITTLE if len(words) > 1 else set()
    return KnownAs(
        frozenset((*words, *nicknames, *elided, *initials)), words, frozenset(word[:_STEM] for word in words)
    )


@lru_cache(maxsize=4096)
def short_of(name: str, said: str) -> bool:
    """Whether `said` can stand for a name: its beginning ("Rob"), a pet form ("Niki"), a known nickname."""
    if said == name or said in NICKNAMES.get(name, ()):
        return True
    shared = _STEM <= len(said) < len(name) and name[:_STEM] == said[:_STEM]
    return shared and (name.startswith(said) or (said[-1] in "aeioy" and name.startswith(said[:-1])))


def any_short_of(names: Collection[str], said: Set[str]) -> bool:
    """Whether one of the words said is one of the names, or can stand for it; quicker than each with each."""
    if not said.isdisjoint(names) or any(not said.isdisjoint(NICKNAMES.get(name, ())) for name in names):
        return True
    beginnings = {name[:_STEM] for name in names}
    alike = [word for word in said if word[:_STEM] in beginnings]
    return any(short_of(name, word) for word in alike for name in names)


def is_email(word: str) -> bool:
    """Whether a word is an address."""
    return "@" in word and _EMAIL.fullmatch(word) is not None


def is_telephone(word: str) -> bool:
    """Whether a word is a telephone number: seven digits at least."""
    if len(word) < 7 or not (word[0].isdigit() or word[0] == "+"):
        return False
    return _TELEPHONE.fullmatch(word) is not None and sum(c.isdigit() for c in word) >= 7


def of_kin(sentence: Sentence) -> bool:
    """Whether a sentence speaks of somebody's family, who may bear the same name."""
    return not RELATIVES.isdisjoint(sentence.folded)


def names_in(
    sentence: Sentence, *, known: frozenset[str], common: frozenset[str], nouns_capitalised: bool = False
) -> tuple[str, ...]:
    """Persons, companies and addresses named in a sentence, as written, in order.

    A name is a run of capitalised words. At the beginning of a sentence, or in a language that writes
    every noun so, it counts only where a header knows it, a title stands before it, or it has two words.
    """
    found, read = list[str](), 0
    for at in sentence.marked:
        if at < read:
            continue  # inside the name before it
        word, low = sentence.words[at], sentence.folded[at]
        if "@" in word and is_email(word):
            found.append(low)
        elif word[0].isupper() and (low not in common or low in TITLES):
            read = _end_of_name(sentence, at, common)
            if name := _name(sentence, at, read, known=known, strict=nouns_capitalised):
                found.append(name)
    return tuple(dict.fromkeys(found)) if found else ()


def _end_of_name(sentence: Sentence, first: int, common: frozenset[str]) -> int:
    """Where the run of capitalised words and particles ends that begins at a place."""
    at, end = first, len(sentence.words)
    while at < end and _continues(sentence, at, first, common):
        at += 1
    return at


def _continues(sentence: Sentence, at: int, first: int, common: frozenset[str]) -> bool:
    """Whether a word goes on a name: what begins a sentence may be none ("Recommandation d'Amélie")."""
    word, low = sentence.words[at], sentence.folded[at]
    if low in _JOINING:
        return at > first and (first > 0 or low not in _ELIDED)
    if not word[0].isupper():
        return False
    if low in TITLES:
        return at == first
    return low not in common and low.removesuffix("'s") not in common and "@" not in word


def _name(sentence: Sentence, first: int, end: int, *, known: frozenset[str], strict: bool) -> str:
    """The name a run says, or nothing where it is not certain to be one."""
    folded = sentence.folded
    while first < end and folded[end - 1] in _PARTICLES:
        end -= 1
    if first == end or (end == first + 1 and not _is_a_name(folded[first], known, strict or first == 0)):
        return ""
    said = " ".join(sentence.words[first:end]).removesuffix("'s").removesuffix("’s")
    return said.replace("' ", "'").replace("’ ", "’")


def _is_a_name(low: str, known: frozenset[str], strict: bool) -> bool:
    """Whether one capitalised word is: a title alone is none, and where all are so written a known one."""
    bare = low.removesuffix("'s")
    return bare.strip(".") not in TITLES and (not strict or bare in known)
