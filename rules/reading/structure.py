"""What a message's shape says, in any language: who is on which line, who is named, what is given.

Each feature is a name that holds or does not; `rules/packs/weights.toml` says what it adds to which act,
and an entry of a pack may need one (`needs`, `unless`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.model import Address, Header, Mark
from rules.packs import Pack
from rules.reading.days import Found
from rules.reading.mentions import Said, called, is_called, is_email, is_telephone, known_as, name_words
from rules.reading.page import Page
from rules.reading.parties import Parties, house
from rules.reading.requests import asks_for_something
from rules.sentences import Sentence, fold, turns_to, words

_TURNS = 30  # sentences in which a mail turns to somebody
_OPENING = 8  # sentences in which somebody is thanked before another is turned to
_THANKS_ARE_SHORT = 16  # words
_SIGN_OFF = 3  # words of "Many thanks,"
_SLOT_IS_SHORT = 25  # words
_CROWD = 6  # parties of a mail that introduces nobody in particular
_BRIEF, _SHORT, _LONG = 30, 90, 350  # words
_MARKS = frozenset(",:-!–—")
_LOOKED_AT = 2000  # characters of a sentence
_NUMBER = re.compile(r"\d")
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d{2}|\s?(?:am|pm|a\.m|p\.m|uhr|h|heures|ore|horas|uur)\b)"
    r"|\b(?:at|um|las|ore|om|around|after|before|between) \d{1,2}\b|\bnoon\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|antw|sv|vs|rif|ref|res|odp|r)(?:\[\d+\])?\s*:)", re.IGNORECASE)
_FORWARD = re.compile(r"(?:^|:)\s*(?:fwd?|wg|tr|rv|i|enc|doorst)\s*:", re.IGNORECASE)


def shape(page: Page) -> dict[str, float]:
    """The features of a text that hold, each worth 1."""
    said = Said(page.words)
    found = {
        **_lines(page.header, page.who),
        **_named(page, said),
        **_given(page, said),
        **_size(page),
    }
    return {name: 1.0 for name, holds in found.items() if holds}


# ── Who is on which line ────────────────────────────────────────────────────────────────────


def _lines(header: Header, who: Parties) -> dict[str, bool]:
    houses = {house(a.email) for a in who.others} - {""}
    sender = house(who.sender.email)
    mine = {house(a.email) for a in who.me if a.email}
    pair = len(who.pair)
    return {
        "from_me": who.from_me,
        "to_me": not who.from_me,
        "alone": not who.others,
        "pair": 1 < pair < _CROWD,
        "pair_direct": len(who.direct) >= (2 if who.from_me else 1),
        "crowd": pair >= _CROWD,
        "same_house": pair > 1 and sender in houses,
        "one_house": pair > 1 and bool(houses) and houses == {sender} == mine,
        "colleague": pair < 2 and bool(sender) and {sender} == (houses if who.from_me else mine),
        "reply": is_reply(header),
        "forward": is_forward(header),
        "machine": bool(header.marks - {Mark.CALENDAR}),
    }


def is_reply(header: Header) -> bool:
    """Whether the header says so: In-Reply-To, or a reply prefix in the subject."""
    return bool(header.in_reply_to) or _REPLY.match(header.subject) is not None


def is_forward(header: Header) -> bool:
    """Whether the subject says that something is sent on."""
    return ":" in header.subject and _FORWARD.search(header.subject) is not None


# ── Who is named, and who is turned to ──────────────────────────────────────────────────────


def _named(page: Page, said: Said) -> dict[str, bool]:
    thanks = page.pack.words("thanks")
    thanked = not thanks.isdisjoint(page.words)
    return {
        **(_pair_named(page, said) if page.who.others else {}),
        "says_thanks": thanked
        and any(
            len(s.words) > _SIGN_OFF and not thanks.isdisjoint(s.folded) for s in page.sentences[:_TURNS]
        ),
        "thanks_one_turns_to_another": thanked and _thanks_one_turns_to_another(page),
    }


def _pair_named(page: Page, said: Said) -> dict[str, bool]:
    """Whether the text, or the subject, names those whom the mail may bring together."""
    who = page.who
    others, me = [known_as(a) for a in who.others[:_CROWD]], [known_as(a) for a in who.me]
    both = others if who.from_me else [*me[:1], *others]
    pair = both if 1 < len(who.pair) < _CROWD else []
    named = sum(map(said.names, others)) if pair else 0
    subject = Said([fold(w) for w in words(page.header.subject)])
    return {
        "both_named": named > 1 if who.from_me else named > 0 and any(map(said.names, me)),
        "both_addressed": sum([any(map(known.by, page.turns)) for known in pair]) > 1,
        "subject_pair": sum(map(subject.names, pair)) > 1,
        "subject_names": any(map(subject.names, others)),
    }


def greeted(page: Page) -> tuple[str, ...]:
    """Given names of those a message turns to, in the order of its paragraphs."""
    who = page.who
    everyone = (who.others if who.from_me else (*who.me, *who.others))[:_CROWD]
    known = [known for a in everyone if (known := known_as(a)).names]
    return tuple(dict.fromkeys([k.names[0] for w in page.turns for k in known if k.by(w)]))


def _thanks_one_turns_to_another(page: Page) -> bool:
    """ "Thank you, Ines. Dear Tomas, …": how an introduction is answered, in any language."""
    thanks, who = page.pack.words("thanks"), page.who
    opening = page.sentences[:_OPENING]
    thanked = {
        w
        for s in opening
        if len(s.words) < _THANKS_ARE_SHORT and not thanks.isdisjoint(s.folded)
        for w in _names_beside(s, thanks, page.pack)
    }
    thanked = {w for w in thanked if not is_called(who.sender, w)}
    others = who.everybody[1:_CROWD]
    return bool(thanked) and any(
        w not in thanked and not is_called(who.sender, w) and any(is_called(a, w) for a in others)
        for s in opening
        for w in turns_to(s)
    )


def _names_beside(sentence: Sentence, thanks: frozenset[str], pack: Pack) -> Iterator[str]:
    """Capitalised words beside a word of thanks: "Thank you, Ines", "Ines, thanks", "thanks Ines"."""
    folded, written = sentence.folded, sentence.words
    near = {at + step for at, w in enumerate(folded) if w in thanks for step in (-2, -1, 1, 2, 3)}
    for at in sorted(near & set(range(len(folded)))):
        begins = at == 0 and written[1] not in _MARKS and folded[1] not in thanks  # a verb, as likely
        word = folded[at]
        if written[at][0].isupper() and not begins and word not in pack.little and word not in thanks:
            yield word


# ── What is given, and how much is said ─────────────────────────────────────────────────────


def _given(page: Page, said: Said) -> dict[str, bool]:
    days = page.days
    third = not page.pack.words("third").isdisjoint(said.words)
    given = next(contacts(page), None) is not None
    contact = given or _signature_is_of_another(page)
    return {
        "third": third,
        "contact": contact,
        "contact_third": third and contact,
        "day": bool(days),
        "days": len(days) > 1,
        "time": _has_time(page),
        "offers_slot": any(map(_offers_slot, page.sentences[:_TURNS], page.dated)),
        "names_slot": _names_slot(page),
        "requests": any(asks_for_something(s, page.pack) for s in page.sentences[:_TURNS]),
    }


def _offers_slot(sentence: Sentence, dates: Found) -> bool:
    """A short question with a day and a time, or with two days: "Tuesday the 17th, 10am?"."""
    if not (dates and sentence.asks and len(sentence.words) < _SLOT_IS_SHORT):
        return False
    days = [d for d in dates if d.precision == "day"]
    return len(days) > 1 or (bool(days) and _tells_time(sentence))


def _names_slot(page: Page) -> bool:
    """A mail that says hardly more than a day and a time, and asks nothing: "Thursday at 2, our office."."""
    return page.length < _SLOT_IS_SHORT and any(
        dates and not s.asks and _NUMBER.search(s.text)
        for s, dates in zip(page.sentences, page.dated, strict=False)
    )


def _has_time(page: Page) -> bool:
    """Whether a time of day stands in one of the first sentences."""
    first = enumerate(page.sentences[:_TURNS])
    return any(_tells_time(s) for at, s in first if at in page.figured or "noon" in s.text)


def _tells_time(sentence: Sentence) -> bool:
    return _TIME.search(sentence.text[:_LOOKED_AT]) is not None


def contacts(page: Page) -> Iterator[tuple[str, Sentence]]:
    """Addresses and telephone numbers in the text that belong to nobody on the mail, with their sentences."""
    held = {a.email for a in page.who.everybody} if page.figured else frozenset()
    for at in sorted(page.figured):
        sentence = page.sentences[at]
        for word in sentence.words:
            if is_telephone(word):
                yield word, sentence
            elif "@" in word and is_email(word) and fold(word) not in held:
                yield fold(word), sentence


def _signature_is_of_another(page: Page) -> bool:
    """Whether what looks like a signature holds the address of somebody else: a card handed on."""
    if "@" not in page.signature:
        return False
    sender = called(page.who.sender)
    others = (word for word in words(page.signature) if "@" in word and is_email(word))
    held = {a.email for a in page.who.everybody}
    return any(
        fold(email) not in held and (names := name_words(Address(fold(email)))) and sender.isdisjoint(names)
        for email in others
    )


def _size(page: Page) -> dict[str, bool]:
    length = page.length
    return {
        "asks": "?" in page.words,
        "brief": 0 < length < _BRIEF,
        "short": 0 < length < _SHORT,
        "long": length > _LONG,
    }
