"""A text by one writer, and what is read in it: its language, its people, its days, what its phrases say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, islice

from rules.due import local_day
from rules.model import Address, Header, Mark, Owner, Span
from rules.packs import Entry, Pack, Packs
from rules.reading.days import Found, days_of, single_days
from rules.reading.hearing import heard
from rules.reading.leaning import leans
from rules.reading.mentions import TITLES, KnownAs, known_as, name_words, names_in, of_kin
from rules.reading.parties import Parties, parties
from rules.reading.scoring import Leans
from rules.sentences import Sentence, fold, sentences, turns_to
from rules.words import find_return

_LONGEST_SIGNATURE = 1000  # characters
_TURNS = 30  # sentences in which a mail turns to somebody
_RETURN_IS_SAID_EARLY = 12  # sentences
_HEAD = 300  # words that tell a language
_NOTHING: frozenset[str] = frozenset()
_FIGURE_OR_ADDRESS = re.compile(r"[\d@]")
_NOUNS_ARE_CAPITALISED = frozenset({"de"})


@dataclass(frozen=True)  # without slots: what is worked out late is kept in the instance
class Page:
    """A text and its setting. `entries` and `names` run beside the sentences, `dated` beside the first."""

    header: Header
    who: Parties
    pack: Pack
    said_on: date  # the day, in the owner's zone, that its words count from
    sentences: Sequence[Sentence]
    length: int  # words and marks
    words: frozenset[str]  # each folded word once
    entries: Sequence[Collection[Entry]]  # what the phrases of each sentence say
    signature: str = ""

    @cached_property
    def figured(self) -> frozenset[int]:
        """The sentences with a figure or an address: no other can hold a time of day or a telephone."""
        return frozenset([at for at, s in enumerate(self.sentences) if _FIGURE_OR_ADDRESS.search(s.text)])

    @cached_property
    def leans(self) -> Leans:
        """The sentences that lean furthest towards each act."""
        return leans(self.sentences, self.pack)

    @cached_property
    def names(self) -> Sequence[tuple[str, ...]]:
        """Who is named in each sentence, the owner and the sender left out."""
        who, pack = self.who, self.pack
        known = frozenset([w for a in (*who.others, who.sender) for w in name_words(a)])
        strict = pack.language in _NOUNS_ARE_CAPITALISED
        named = [
            names_in(s, known=known, common=pack.little, nouns_capitalised=strict) for s in self.sentences
        ]
        return _without((*who.me, who.sender), named, self.sentences) if any(named) else named

    @cached_property
    def dated(self) -> Sequence[Found]:
        """The dates of the first sentences; of an automatic reply only the day of return (rule 2)."""
        if Mark.AUTO_REPLY not in self.header.marks:
            return days_of(self.sentences, self.said_on, self.pack.language)
        early = " ".join(s.text for s in self.sentences[:_RETURN_IS_SAID_EARLY])
        back = find_return(early, self.said_on, self.pack.language)
        return ((back,),) if back else ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The single days the text names, each once, in its order."""
        return single_days(self.dated)

    @cached_property
    def turns(self) -> tuple[str, ...]:
        """Folded words that may be whom the text turns to, each once."""
        return tuple(dict.fromkeys([word for s in self.sentences[:_TURNS] for word in turns_to(s)]))

    def dates(self, at: int) -> Found:
        """The dates of one sentence."""
        return self.dated[at] if at < len(self.dated) else ()

    def about(self, at: int) -> tuple[str, ...]:
        """Whom a sentence is about: named in it, or (a pronoun) in the two before it, or in the next."""
        before = [n for names in reversed(self.names[max(at - 2, 0) : at]) for n in reversed(names)]
        after = self.names[at + 1] if at + 1 < len(self.names) else ()
        return self.names[at] or tuple(before) or after


def page(
    text: str,
    header: Header,
    *,
    owner: Owner,
    packs: Packs,
    quote: Span | None = None,
    title: str = "",
    signature: str = "",
) -> Page:
    """A text of a message, its sender's or that of a `quote` in it; a `title` is read after it."""
    read = (*sentences(text), *sentences(title)[:1])
    length = sum([len(s.folded) for s in read])
    said = _NOTHING.union(*[s.folded for s in read])
    pack = packs.languages[packs.language_of(said if length <= _HEAD else _first_words(read))]
    who = parties(header, owner, sender=quote.writer if quote else None)
    written = quote.date if quote and quote.date else header.date
    return Page(
        header=header,
        who=who,
        pack=pack,
        said_on=local_day(written, owner.calendar),
        sentences=read,
        length=length,
        words=said,
        entries=heard(read, who, pack),
        signature=signature[:_LONGEST_SIGNATURE],
    )


def _first_words(text: Iterable[Sentence]) -> Iterator[str]:
    return islice(chain.from_iterable(s.folded for s in text), _HEAD)


def _without(
    people: Sequence[Address], named: Sequence[tuple[str, ...]], text: Sequence[Sentence]
) -> Sequence[tuple[str, ...]]:
    """The names of each sentence that call none of some people; a relative's calls none of them."""
    emails, known = {a.email for a in people}, [known_as(a) for a in people]
    return [
        tuple([n for n in names if n not in emails and not _calls_one_of(known, n, kin=of_kin(sentence))])
        for names, sentence in zip(named, text, strict=True)
    ]


def _calls_one_of(known: Iterable[KnownAs], name: str, *, kin: bool) -> bool:
    words = [word for word in fold(name).split() if word.strip(".") not in TITLES]
    said = words[:1] if kin else words  # "my brother Karl Vogt": whose sister writes is Vogt too
    return any(any(map(person.by, said)) for person in known)
