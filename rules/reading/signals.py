"""Message to signals: everything the store keeps of a mail, read once.

Three places speak: the header and the calendar part, the new text, and the words it answers. Above FLOOR
a signal is kept, at STRONG it moves a state (DOMAIN.md rule 10).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rules.due import local_day
from rules.model import Act, Header, InvitationMethod, Mark, Message, Owner, Reading, Signal, SpanKind
from rules.packs import Packs
from rules.reading.days import Found, days_in, single_days
from rules.reading.page import Page, page
from rules.reading.quoted import answers, first_quote, quoted_headers, quoted_text, worth_reading
from rules.reading.scoring import Verdict, counted, evidence, together, verdicts
from rules.reading.signature import organisation_of
from rules.reading.structure import greeted, is_forward, is_reply, shape
from rules.subjects import normal_subject
from rules.weights import Weights

FLOOR = 0.3
STRONG = 0.5
_FLOOR = math.log(FLOOR / (1 - FLOOR))  # the same in log odds
NO_RUSH = "no_rush"  # the form of DEFERS that names no day
_SHOWN = 300  # characters of a sentence
_SAYS_BY_WHEN = frozenset({Act.PROMISES_INTRODUCTION, Act.PROMISES_SOMETHING})
_LAST_DAY = _SAYS_BY_WHEN | {Act.DEFERS}  # "on Tuesday I … by Friday"
_LOOKS_BACK = frozenset({Act.THANKS, Act.REPORTS_OUTCOME})
_OF_A_MEETING = frozenset({"after_meeting", "met"})  # forms of the two
_ON_A_NEW_TIME = frozenset({Act.PROPOSES_TIMES, Act.RESCHEDULES})
_TO_EVERYBODY = frozenset({Act.LIST_OR_BULK, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.BOUNCE})
_FROM_STRANGERS = frozenset({Act.COLD_SELF_INTRODUCTION})
_HANDS_ON = frozenset({Act.INTRODUCES})
# In this order: what a text does early makes other readings of it less likely, under the name it gives.
_STEPS = (
    (_TO_EVERYBODY, "impersonal"),
    (_FROM_STRANGERS, "impersonal"),
    (_HANDS_ON, "hands_on"),
    (frozenset(Act) - _TO_EVERYBODY - _FROM_STRANGERS - _HANDS_ON, ""),
)
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
    header, typed = message.header, new_text(message, owner=owner, packs=packs)
    quoted = tuple(quoted_signals(message, owner, packs))
    spoken = tuple(_spoken(typed, packs.weights, quoted))
    signals = (*_from_header(header), *_from_invitation(message, owner), *spoken, *quoted)
    return Reading(
        header=header,
        signals=tuple(sorted(signals, key=lambda s: (s.writer is not None, -s.confidence, s.act))),
        language=typed.pack.language,
        greeted=greeted(typed),
        names=tuple(dict.fromkeys(name for names in typed.names for name in names)),
        organisation=organisation_of(message.body.of(SpanKind.SIGNATURE), header.sender),
        questions=sum(s.asks for s in typed.sentences) if "?" in typed.words else 0,
        days=_days(typed, spoken),
        words=typed.length,
        invitation=message.invitation,
        failed=message.failed,
        quoted=quoted_headers(message),
    )


# ── What the header and the calendar part say ───────────────────────────────────────────────


def _from_header(header: Header) -> Iterator[Signal]:
    for mark, act in _HEADER_ACTS if header.marks else ():
        if mark in header.marks:
            yield Signal(act, 0.97, header.subject, f"header.{mark}", "")
            return


def _from_invitation(message: Message, owner: Owner) -> Iterator[Signal]:
    """What a calendar part does (RFC 5546): a request proposes, a later one or a cancellation moves it."""
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


# ── What the text says ──────────────────────────────────────────────────────────────────────


def new_text(message: Message, *, owner: Owner, packs: Packs) -> Page:
    """A message's own words in their setting, its title and signature beside them."""
    header, body = message.header, message.body
    return page(
        body.of(SpanKind.NEW),
        header,
        owner=owner,
        packs=packs,
        title=_own_title(header),
        signature=body.of(SpanKind.SIGNATURE),
    )


def _own_title(header: Header) -> str:
    """The subject, where it was written for this message: then it speaks too."""
    return "" if is_reply(header) or is_forward(header) else normal_subject(header.subject).text


def _spoken(typed: Page, weights: Weights, quoted: Sequence[Signal]) -> Iterator[Signal]:
    """The signals of the new text, read in the light of what it answers."""
    return _signals(typed, features_of(typed, quoted), weights)


def features_of(typed: Page, quoted: Sequence[Signal]) -> dict[str, float]:
    """The shape of a text, and what it answers."""
    return {**shape(typed), **answered(typed.header, quoted)}


def _days(typed: Page, spoken: Sequence[Signal]) -> tuple[date, ...]:
    """The days the text names; where a sentence thanks for a meeting, and speaks of no new one, past ones."""
    back = {s.sentence for s in spoken if s.form in _OF_A_MEETING and s.confidence >= STRONG}
    back -= {s.sentence for s in spoken if s.act in _ON_A_NEW_TIME and s.confidence >= STRONG}
    gone = [at for at, s in enumerate(typed.sentences) if s.text[:_SHOWN] in back and typed.dates(at)]
    if not gone:
        return typed.days
    language, said_on = typed.pack.language, typed.said_on
    found = [
        days_in(typed.sentences[at], said_on, language, past=True) if at in gone else here
        for at, here in enumerate(typed.dated)
    ]
    return single_days(found)


def answered(header: Header, quoted: Sequence[Signal]) -> dict[str, float]:
    """What a message answers, by the words it quotes, as features of its shape; a forward answers nothing."""
    said = () if is_forward(header) else reversed(quoted)
    return {name: s.confidence for s in said if (name := answers(s.act, s.form))}


def quoted_signals(message: Message, owner: Owner, packs: Packs) -> Iterator[Signal]:
    """Strong signals of the words a message answers, as their writer's (rule 13)."""
    quote = first_quote(message)
    if quote is None or message.header.marks:
        return
    earlier = page(quoted_text(message, quote), message.header, owner=owner, packs=packs, quote=quote)
    if not any(worth_reading(entry) for entries in earlier.entries for entry in entries):
        return
    features = shape(earlier)
    features.pop("reply", None)  # the header is the answer's
    for signal in _signals(earlier, features, packs.weights):
        if signal.confidence >= STRONG:
            yield replace(signal, writer=quote.writer)


def _signals(read: Page, features: dict[str, float], weights: Weights) -> Iterator[Signal]:
    """One signal for each act that is likely enough."""
    found = together(judged(read, features, weights), features, weights)
    return (_signal(verdict, read) for verdict in found if verdict.log_odds > _FLOOR)


def judged(read: Page, features: dict[str, float], weights: Weights) -> Sequence[Verdict]:
    """How likely each act is by itself; a text to everybody hardly does anything else."""
    said = counted(read.sentences, read.entries, features)
    found, every = evidence(said, read.leans, weights), list[Verdict]()
    for acts, name in _STEPS if read.sentences else ():
        likely = list(verdicts(features, found, weights, only=acts))
        every += likely
        if any(v.confidence >= STRONG for v in likely):
            features = {**features, name: 1.0}
    return every


def _signal(verdict: Verdict, read: Page) -> Signal:
    sentence, dates = read.sentences[verdict.sentence], _dates(verdict, read)
    return Signal(
        act=verdict.act,
        confidence=round(verdict.confidence, 3),
        sentence=sentence.text[:_SHOWN],
        rule=verdict.rule,
        language=read.pack.language,
        form=verdict.form,
        names=read.about(verdict.sentence),
        day=dates[-1 if verdict.act in _LAST_DAY else 0].day if dates else None,
    )


def _dates(verdict: Verdict, read: Page) -> Found:
    """The dates of what was found: thanks and news look back, a promise says by when."""
    if verdict.form == NO_RUSH:
        return ()
    past, by = verdict.act in _LOOKS_BACK, verdict.act in _SAYS_BY_WHEN
    if not (past or by):
        return read.dates(verdict.sentence)
    return days_in(read.sentences[verdict.sentence], read.said_on, read.pack.language, past=past, by=by)
