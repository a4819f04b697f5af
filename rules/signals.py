"""Message to signals: phrases and structure are combined into how sure we are of each act.

For every act the log odds are a bias, plus the weights of its best sentence's phrases, plus what the
message's shape adds (`rules/packs/weights.toml`). Above FLOOR a signal is kept, at STRONG it moves a
state (DOMAIN.md rule 10).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rules.due import local_day
from rules.mentions import Said, is_email, name_words, names_in
from rules.model import Act, Header, InvitationMethod, Mark, Message, Owner, Reading, Signal, SpanKind
from rules.phrases import Hit, Pack, Packs, Sentence, fold
from rules.sentences import sentences
from rules.structure import Parties, features, greeted, parties
from rules.words import find_days, find_return

FLOOR = 0.3
STRONG = 0.5
_DATED_SENTENCES = 40  # how far into a mail a day still belongs to what it is about
_LAST_DAY = frozenset(
    {Act.PROMISES_INTRODUCTION, Act.PROMISES_SOMETHING, Act.DEFERS}
)  # "on Tuesday I … by Friday"
_LOOKS_BACK = frozenset({Act.THANKS, Act.REPORTS_OUTCOME})

_HEADER_ACTS: tuple[tuple[Mark, Act], ...] = (
    (Mark.REPORT, Act.BOUNCE),
    (Mark.APPLICATION, Act.APPLICATION_ACK),
    (Mark.AUTO_REPLY, Act.AUTO_REPLY),
    (Mark.LIST, Act.LIST_OR_BULK),
    (Mark.BULK, Act.LIST_OR_BULK),
)
_NOT_WORTH_IT = frozenset(
    {Mark.LIST, Mark.BULK, Mark.AUTO_GENERATED, Mark.NO_REPLY, Mark.CALENDAR, Mark.OWN_DIGEST}
)
_WORTH_IT_STILL = frozenset({Mark.AUTO_REPLY, Mark.REPORT, Mark.APPLICATION, Mark.CALENDAR})


def matters(header: Header) -> bool:
    """Whether a message's text is worth fetching: typed by a human, or a report on what the owner sent."""
    return not header.marks & _NOT_WORTH_IT or bool(header.marks & _WORTH_IT_STILL)


def read(message: Message, *, owner: Owner, packs: Packs) -> Reading:
    """Everything the rules need of one message; its text is not needed again."""
    text = sentences(message.body.of(SpanKind.NEW))
    language = packs.language_of([w for s in text for w in s.folded])
    pack = packs.languages[language]
    who = parties(message.header, owner)
    names = _names(text, pack, who)
    days = _days(message.header, text, language, owner)
    found = [
        *_from_header(message.header),
        *_from_invitation(message, owner),
        *_from_text(message, text, pack, packs, who, owner, names, days),
    ]
    return Reading(
        header=message.header,
        signals=tuple(sorted(found, key=lambda s: (-s.confidence, s.act))),
        language=language,
        greeted=greeted(text, who),
        names=tuple(dict.fromkeys(n for per_sentence in names for n in per_sentence)),
        organisation="",
        questions=sum(s.asks for s in text),
        days=days,
        words=sum(len(s.words) for s in text),
        invitation=message.invitation,
        failed=message.failed,
    )


def _days(header: Header, text: Sequence[Sentence], language: str, owner: Owner) -> tuple[date, ...]:
    """The days a mail names, in order; of an automatic reply only the day of return."""
    said_on = local_day(header.date, owner.calendar)
    if Mark.AUTO_REPLY in header.marks:
        back = find_return(" ".join(s.text for s in text[:12]), said_on, language)
        return (back.day,) if back else ()
    found = (
        day.day
        for s in text[:_DATED_SENTENCES]
        for day in find_days(s.text, said_on, language)
        if day.precision == "day"
    )
    return tuple(dict.fromkeys(found))


def _from_header(header: Header) -> Iterator[Signal]:
    for mark, act in _HEADER_ACTS:
        if mark in header.marks:
            yield Signal(act, 0.97, header.subject, f"header.{mark}", "")
            return


def _from_invitation(message: Message, owner: Owner) -> Iterator[Signal]:
    """What a calendar part does (RFC 5546): a request proposes, an update or a cancellation moves, a reply answers."""
    invitation = message.invitation
    if invitation is None:
        return
    moved = invitation.sequence > 0 and invitation.method is InvitationMethod.REQUEST
    accepted = any(status == "accepted" for _, status in invitation.attendees)
    act = {
        InvitationMethod.REQUEST: Act.RESCHEDULES if moved else Act.PROPOSES_TIMES,
        InvitationMethod.COUNTER: Act.RESCHEDULES,
        InvitationMethod.CANCEL: Act.RESCHEDULES,
        InvitationMethod.REPLY: Act.CONFIRMS_MEETING if accepted else Act.DECLINES,
        InvitationMethod.PUBLISH: Act.PROPOSES_TIMES,
    }[invitation.method]
    day = local_day(invitation.start, owner.calendar) if invitation.start else None
    yield Signal(act, 0.9, message.header.subject, f"calendar.{invitation.method}", "", day=day)


def _from_text(
    message: Message,
    text: Sequence[Sentence],
    pack: Pack,
    packs: Packs,
    who: Parties,
    owner: Owner,
    names: Sequence[tuple[str, ...]],
    days: tuple[date, ...],
) -> Iterator[Signal]:
    shape = features(message.header, text, who, days=days, third=pack.lists.get("third", frozenset()))
    if message.header.marks - {Mark.CALENDAR}:
        shape["machine"] = 1.0
    hits = _hits(text, pack, who)
    said_on = local_day(message.header.date, owner.calendar)
    for act, weights in packs.weights.structure.items():
        structural = sum(weights.get(name, 0.0) * value for name, value in shape.items())
        best, form, rule, lexical = _best(hits.get(act, {}), text)
        score = packs.weights.bias[act] + structural + lexical
        confidence = 1 / (1 + math.exp(-score))
        if confidence < FLOOR or best is None:
            continue
        sentence = text[best]
        found = find_days(sentence.text, said_on, pack.language, past=act in _LOOKS_BACK)
        yield Signal(
            act=act,
            confidence=round(confidence, 3),
            sentence=sentence.text[:300],
            rule=rule,
            language=pack.language,
            form=form,
            names=_about(names, best),
            day=found[-1 if act in _LAST_DAY else 0].day if found else None,
        )


def _about(names: Sequence[tuple[str, ...]], at: int) -> tuple[str, ...]:
    """Whom a sentence is about: named in it, or (a pronoun) last named in the two before it, or in the next."""
    before = [n for per_sentence in reversed(names[max(at - 2, 0) : at]) for n in reversed(per_sentence)]
    after = names[at + 1] if at + 1 < len(names) else ()
    return names[at] or tuple(before) or after


def _best(
    by_sentence: Mapping[int, list[Hit]], text: Sequence[Sentence]
) -> tuple[int | None, str, str, float]:
    """The sentence that speaks most for an act: (its index, form, rule, what the words add to the log odds).

    Other sentences add a little, so that a letter full of weak hints does not become a strong one.
    Where no phrase speaks, the shape alone may: the first sentence is then shown.
    """
    if not by_sentence:
        return (0 if text else None), "", "shape", 0.0
    sums = {at: sum(h.entry.weight for h in hits) for at, hits in by_sentence.items()}
    best = max(sums, key=lambda at: (sums[at], -at))
    rest = sum(value for at, value in sums.items() if at != best and value > 0)
    leading = max(by_sentence[best], key=lambda h: h.entry.weight)
    return best, leading.entry.form, leading.entry.rule, sums[best] + 0.3 * min(rest, 4.0)


def _hits(text: Sequence[Sentence], pack: Pack, who: Parties) -> dict[Act, dict[int, list[Hit]]]:
    """Every phrase found, by act and sentence."""
    found: dict[Act, dict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
    direction = "from_me" if who.from_me else "to_me"
    for at, sentence in enumerate(text):
        if not any(w in pack.anchors or w[:3] in pack.stems for w in sentence.folded):
            continue
        for hit in pack.hits(sentence, _kinds(sentence, pack, who)):
            if hit.entry.sender in ("", direction):
                found[hit.entry.act][at].append(hit)
    return found


def _kinds(sentence: Sentence, pack: Pack, who: Parties) -> list[frozenset[str]]:
    """The classes of each word: <name>, <email>, <number>, <to> (a recipient), <me> (the owner)."""
    everyone = {w: "<to>" for a in (who.sender, *who.others) for w in name_words(a)}
    everyone.update({w: "<me>" for a in who.me for w in name_words(a)})
    return [_kind(at, word, sentence, pack, everyone) for at, word in enumerate(sentence.words)]


_NAME = frozenset({"<name>"})
_NONE: frozenset[str] = frozenset()


def _kind(at: int, word: str, sentence: Sentence, pack: Pack, everyone: Mapping[str, str]) -> frozenset[str]:
    low = sentence.folded[at]
    if is_email(word):
        return frozenset({"<email>", "<name>"})
    if word[0].isdigit() or word[0] == "+":
        return frozenset({"<number>"}) if sum(c.isdigit() for c in word) >= 7 else _NONE
    known = everyone.get(low.removesuffix("'s"))
    if known:
        return frozenset({known, "<name>"})
    capital = word[0].isupper() and low not in pack.common and low not in pack.lists.get("not_names", ())
    return _NAME if capital and (at > 0 or _followed_by_name(sentence, at)) else _NONE


def _followed_by_name(sentence: Sentence, at: int) -> bool:
    following = sentence.words[at + 1 : at + 2]
    return bool(following) and following[0][:1].isupper() and following[0][1:2].islower()


def _names(text: Sequence[Sentence], pack: Pack, who: Parties) -> list[tuple[str, ...]]:
    """Who is named in each sentence, the owner and the sender left out."""
    known = frozenset(w for a in (*who.others, who.sender) for w in name_words(a))
    common = pack.common | pack.lists.get("not_names", frozenset())
    strict = pack.language == "de"
    return [
        tuple(
            n
            for n in names_in(s, known=known, common=common, nouns_capitalised=strict)
            if not _is_own(n, who)
        )
        for s in text
    ]


def _is_own(name: str, who: Parties) -> bool:
    said = Said(fold(word) for word in name.split())
    return any(a.email == name or said.names(a) for a in (*who.me, who.sender))
