"""A text by one writer, and what has been read in it: its language, its people, its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.days import Found, days_of
from rules.due import local_day
from rules.mentions import Said, name_words, names_in
from rules.model import Address, Header, Mark, Owner
from rules.packs import Pack, Packs
from rules.parties import Parties, parties
from rules.sentences import Sentence, fold, sentences
from rules.words import find_return

_RETURN_IS_SAID_EARLY = 12  # sentences
_NOUNS_ARE_CAPITALISED = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Page:
    """A text and its setting. `names` and `dated` run beside the sentences, `dated` beside the first only."""

    header: Header
    who: Parties
    pack: Pack
    said_on: date  # the day, in the owner's zone, that its words count from
    sentences: Sequence[Sentence]
    names: Sequence[tuple[str, ...]]
    dated: Sequence[Found]

    @property
    def days(self) -> tuple[date, ...]:
        """The single days the text names, each once, in its order."""
        named = (day for found in self.dated for day in found if day.precision == "day")
        return tuple(dict.fromkeys(day.day for day in named))

    def dates(self, at: int) -> Found:
        """The dates of one sentence."""
        return self.dated[at] if at < len(self.dated) else ()

    def about(self, at: int) -> tuple[str, ...]:
        """Whom a sentence is about: named in it, or (a pronoun) in the two before it, or in the next."""
        before = [n for names in reversed(self.names[max(at - 2, 0) : at]) for n in reversed(names)]
        after = self.names[at + 1] if at + 1 < len(self.names) else ()
        return self.names[at] or tuple(before) or after

    def with_title(self, title: str) -> Page:
        """The page with a subject read after its text."""
        read = sentences(title)[:1]
        names = _names(read, self.pack, self.who)
        return replace(self, sentences=(*self.sentences, *read), names=(*self.names, *names))


def page(text: str, header: Header, *, owner: Owner, packs: Packs, writer: Address | None = None) -> Page:
    """A text of a message, by its sender or by a `writer` whom it quotes."""
    read = sentences(text)
    pack = packs.languages[packs.language_of([w for s in read for w in s.folded])]
    who = parties(header, owner, sender=writer)
    said_on = local_day(header.date, owner.calendar)
    return Page(
        header=header,
        who=who,
        pack=pack,
        said_on=said_on,
        sentences=read,
        names=_names(read, pack, who),
        dated=_dated(header, read, said_on, pack.language),
    )


def _dated(header: Header, text: Sequence[Sentence], said_on: date, language: str) -> Sequence[Found]:
    """The dates of each sentence; of an automatic reply only the day of return (rule 2)."""
    if Mark.AUTO_REPLY not in header.marks:
        return days_of(text, said_on, language)
    back = find_return(" ".join(s.text for s in text[:_RETURN_IS_SAID_EARLY]), said_on, language)
    return ((back,),) if back else ()


def _names(text: Sequence[Sentence], pack: Pack, who: Parties) -> list[tuple[str, ...]]:
    """Who is named in each sentence, the owner and the sender left out."""
    known = frozenset(w for a in (*who.others, who.sender) for w in name_words(a))
    strict = pack.language in _NOUNS_ARE_CAPITALISED
    own = (*who.me, who.sender)
    named = (names_in(s, known=known, common=pack.little, nouns_capitalised=strict) for s in text)
    return [tuple(n for n in found if not _is_one_of(n, own)) for found in named]


def _is_one_of(name: str, people: Sequence[Address]) -> bool:
    said = Said(fold(word) for word in name.split())
    return any(a.email == name or said.names(a) for a in people)
