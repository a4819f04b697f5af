"""What a message's shape says, in any language: who is on which line, who is named, what is given.

Each feature is a name and 1 or 0; `rules/packs/weights.toml` says what it adds to which act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.addresses import company_of
from rules.mentions import Said, given_name, is_called, is_email
from rules.model import Address, Header, Owner
from rules.phrases import Sentence, fold, words

_TURNS = 30  # sentences in which a mail turns to somebody
_MARKS = frozenset(",:-.!")
_PHONE = re.compile(r"\+?\d[\d().\-/ ]{5,18}\d")
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d{2}|\s?(?:am|pm|a\.m|p\.m|uhr|h|heures|ore|horas|uur)\b)|\b(?:at|um|las|ore|om) \d{1,2}\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|antw|sv|vs|rif|ref|res|odp|r)(?:\[\d+\])?\s*:)", re.IGNORECASE)
_FORWARD = re.compile(r"(?:^|:)\s*(?:fwd?|wg|tr|rv|i|enc|doorst)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands on a message, seen from the owner: `others` are recipients who are neither owner nor sender."""

    sender: Address
    from_me: bool
    to_me: bool
    others: tuple[Address, ...]
    direct: tuple[Address, ...]  # those of the others on To
    me: tuple[Address, ...]  # the owner, under every name seen

    def pair(self) -> tuple[Address, ...]:
        """Those whom a two-sided introduction would bring together."""
        return self.others if self.from_me else (*self.me[:1], *self.others)


def parties(header: Header, owner: Owner) -> Parties:
    """The parties of a message; one address counts once."""
    mine = [a for a in (header.sender, *header.to, *header.cc, *header.bcc) if a.email in owner.addresses]
    others = {a.email: a for a in reversed((*header.to, *header.cc)) if a.email not in owner.addresses}
    others.pop(header.sender.email, None)
    ordered = tuple(sorted(others.values(), key=lambda a: a.email))
    direct = {a.email for a in header.to}
    from_me = header.sender.email in owner.addresses
    me = tuple(dict.fromkeys([*([Address("", owner.name)] if owner.name else []), *mine]))
    return Parties(
        sender=header.sender,
        from_me=from_me,
        to_me=not from_me,
        others=ordered,
        direct=tuple(a for a in ordered if a.email in direct),
        me=me or tuple(Address(email) for email in sorted(owner.addresses)[:1]),
    )


def house(email: str) -> str:
    """The company an address speaks for, folded; "" for free mail."""
    return fold(company_of(email))


def features(
    header: Header,
    text: Sequence[Sentence],
    who: Parties,
    *,
    days: Sequence[date] = (),
    third: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """The structural features of a message; `days` are those its text names, `third` the words for he, she, they."""
    pair = who.pair()
    said = Said(w for s in text for w in s.folded)
    subject = Said(fold(w) for w in words(header.subject))
    named = [a for a in pair if said.names(a)]
    addressed = [a for a in pair if any(_addresses(s, a) for s in text[:_TURNS])]
    me_named = any(said.names(a) for a in who.me)
    others_named = [a for a in who.others if said.names(a)]
    both = len(others_named) > 1 if who.from_me else (me_named and bool(others_named))
    length = sum(len(s.words) for s in text)
    houses = {house(a.email) for a in who.others} - {""}
    found = {
        "from_me": who.from_me,
        "to_me": who.to_me,
        "pair": 1 < len(pair) < 6,
        "pair_direct": len(who.direct) >= (2 if who.from_me else 1),
        "crowd": len(pair) > 5,
        "both_named": both and 1 < len(pair) < 6,
        "one_named": len(named) == 1 and len(pair) > 1,
        "both_addressed": len(addressed) > 1 and len(pair) < 6,
        "subject_pair": sum(subject.names(a) for a in pair) > 1,
        "subject_names": any(subject.names(a) for a in who.others),
        "same_house": bool(houses) and house(who.sender.email) in houses,
        "one_house": bool(houses)
        and houses == {house(who.sender.email)} == {house(a.email) for a in who.me if a.email},
        "reply": is_reply(header),
        "forward": is_forward(header),
        "short": 0 < length < 90,
        "long": length > 350,
        "contact": any(True for _ in contacts(text, who)),
        "third": not third.isdisjoint(said.words),
        "contact_third": not third.isdisjoint(said.words) and any(True for _ in contacts(text, who)),
        "alone": not who.others,
        "asks": any(s.asks for s in text),
        "day": bool(days),
        "days": len(days) > 1,
        "time": any(_TIME.search(s.text) for s in text[:20]),
        "brief": 0 < length < 30,
    }
    return {name: 1.0 for name, value in found.items() if value}


def _addresses(sentence: Sentence, person: Address) -> bool:
    """Whether the sentence turns to this person: their name, then a mark, near its beginning; or their name alone."""
    folded, written = sentence.folded, sentence.words
    for at, word in enumerate(folded[:6]):
        follows = written[at + 1] if at + 1 < len(written) else "."
        if (follows in _MARKS or len(folded) == 1) and is_called(person, word):
            return True
    return False


def is_reply(header: Header) -> bool:
    """Whether the header says so: In-Reply-To, or a reply prefix in the subject."""
    return bool(header.in_reply_to) or _REPLY.match(header.subject) is not None


def is_forward(header: Header) -> bool:
    """Whether the subject says that something is sent on."""
    return _FORWARD.search(header.subject) is not None


def contacts(text: Sequence[Sentence], who: Parties) -> Iterator[tuple[str, Sentence]]:
    """Addresses and telephone numbers in the text that belong to nobody on the mail, each with its sentence."""
    held = {a.email for a in (who.sender, *who.others, *who.me)}
    for sentence in text:
        for word in sentence.words:
            if is_email(word):
                if fold(word) not in held:
                    yield fold(word), sentence
            elif _PHONE.fullmatch(word) and sum(c.isdigit() for c in word) >= 7:
                yield word, sentence


def greeted(text: Sequence[Sentence], who: Parties) -> tuple[str, ...]:
    """Given names of those a message turns to, in the order of its paragraphs."""
    everyone = (*who.me, *who.others) if not who.from_me else who.others
    return tuple(
        dict.fromkeys(
            given_name(a) for s in text[:_TURNS] for a in everyone if given_name(a) and _addresses(s, a)
        )
    )
