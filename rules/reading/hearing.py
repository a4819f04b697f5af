"""What the phrases of a pack say in each sentence, and the classes of words that they ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rules.packs import Entry, Pack
from rules.reading.mentions import called, is_called, is_email, is_telephone
from rules.reading.parties import Parties, house
from rules.sentences import Sentence
from rules.who.addresses import is_role_address

_FEW = 12  # people of a mail whose names are looked for
_NONE: frozenset[str] = frozenset()
_A_NAME = frozenset({"<name>"})
_A_DESK = frozenset({"<email>"})
_AN_ADDRESS = frozenset({"<email>", "<name>"})
_A_TELEPHONE = frozenset({"<number>"})
_AN_HOUR = frozenset({"<hour>"})


def heard(text: Sequence[Sentence], who: Parties, pack: Pack) -> list[Collection[Entry]]:
    """The entries whose phrases stand in each sentence, each once, whether or not they count here."""
    classes = Classes(who, pack)
    found = (pack.matcher.found(sentence.folded, classes.of(sentence)) for sentence in text)
    return [{entry.rule: entry for entry in entries}.values() for entries in found]


class Classes:
    """The classes of words in one message: <to> and <me> are known by its parties, <name> by its letters."""

    __slots__ = ("_beginnings", "_known", "_little", "_parties")

    def __init__(self, who: Parties, pack: Pack) -> None:
        others = (*((a, "<to>") for a in (who.sender, *who.others)), *((a, "<me>") for a in who.me))
        self._parties = ((who.sender, "<sender>"), *others[:_FEW])
        known: dict[str, set[str]] = defaultdict(lambda: {"<name>"})
        for address, known_as in self._parties:
            for form in called(address):
                known[form].add(known_as)
        self._known = {form: frozenset(classes) for form, classes in known.items()}
        self._beginnings = {form[:3] for form in known}
        self._little = pack.little

    def _short_for(self, word: str) -> frozenset[str]:
        """The classes of a folded word that may be short for a name of somebody on the mail."""
        found = {known_as for address, known_as in self._parties if is_called(address, word)}
        return frozenset({*found, "<name>"}) if found else _NONE

    def of(self, sentence: Sentence) -> dict[int, frozenset[str]]:
        """The classes of a sentence's words, by place, for those that have any."""
        folded = sentence.folded
        told: Iterable[int] = sentence.marked
        if not self._known.keys().isdisjoint(folded):
            told = range(len(folded))
        return {at: classes for at in told if (classes := self._at(sentence.words[at], folded[at]))}

    def _at(self, written: str, low: str) -> frozenset[str]:
        first = written[0]
        bare = low.removesuffix("'s")
        if bare in self._known:
            return self._known[bare]
        if first.isupper():
            if bare[:3] in self._beginnings and (classes := self._short_for(bare)):
                return classes
            return _A_NAME if low not in self._little else _NONE
        if first.isdigit() or first == "+":
            return _numbers(written)
        return self._of_address(low) if "@" in low and is_email(low) else _NONE

    def _of_address(self, email: str) -> frozenset[str]:
        """An address stands for a person, but that of a desk, or of the sender's own house, does not."""
        own = house(email) != "" and house(email) == house(self._parties[0][0].email)
        return _A_DESK if own or is_role_address(email) else _AN_ADDRESS


def _numbers(written: str) -> frozenset[str]:
    if is_telephone(written):
        return _A_TELEPHONE
    digits = sum(c.isdigit() for c in written)
    return _AN_HOUR if digits <= 4 and len(written) <= 7 else _NONE
