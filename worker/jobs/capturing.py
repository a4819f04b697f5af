"""A mail the owner sent to a tagged address: it begins a case, or its case is left alone until a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from rules.model import Decision, Header, Owner, Reading, Review, Verb
from rules.subjects import normal_subject
from rules.who.addresses import canonical
from worker.answers.capture import Capture
from worker.jobs.commands import called
from worker.jobs.decide import worded
from worker.ports import Line, Store

ReviewWith = Callable[[Sequence[Decision]], Review]
"""How everything stands with these decisions beside those that are kept."""

NOT_HERE = "the mail that was sent on is not in a folder that is read"
NOT_TOLD = "it does not show whom it is about"
FOLLOWED = "a case follows it already"
_SLACK = timedelta(days=2)  # between the date a quote shows and the mail's own


def capture(
    wanted: Sequence[Capture],
    message: Header,
    *,
    store: Store,
    owner: Owner,
    at: datetime,
    review: ReviewWith,
) -> tuple[tuple[Decision, ...], tuple[Line, ...]]:
    """What the tags of one mail come to, and how each is told back."""
    original = _original(message, store, owner)
    decisions: list[Decision] = []
    lines: list[Line] = []
    for one in wanted:
        line = Line(f"+{one.tag}", NOT_HERE)
        if original:
            decision, line = _captured(one, original, at, review, decisions)
            decisions += [decision] if decision else []
        lines.append(line)
    return tuple(decisions), tuple(lines)


def _captured(
    one: Capture, message: str, at: datetime, review: ReviewWith, before: Sequence[Decision]
) -> tuple[Decision | None, Line]:
    known = review(before)
    case = next((case for case in known.cases if message in case.messages), None)
    if case and one.day:
        decision = worded(case, Verb.SNOOZE, review=known, at=at, day=one.day)
        return decision, Line(f"+{one.tag}", about=called(case, known), case_id=case.id)
    if case:
        return None, Line(f"+{one.tag}", FOLLOWED, about=called(case, known), case_id=case.id)
    decision = Decision(at, Verb.FOLLOW_UP if one.day else Verb.INTRO, message, day=one.day)
    after = review([*before, decision])
    case = next((case for case in after.cases if message in case.messages), None)
    if case is None:
        return None, Line(f"+{one.tag}", NOT_TOLD)
    return decision, Line(f"+{one.tag}", about=called(case, after), case_id=case.id)


def _original(message: Header, store: Store, owner: Owner) -> str:
    """The mail itself where it goes to anybody else, else the one it sends on; "" where none is held."""
    mine = frozenset(map(canonical, owner.addresses))
    if any(canonical(a.email) not in mine for a in (*message.to, *message.cc, *message.bcc)):
        return message.message_id
    named = [*message.in_reply_to, *reversed(message.references)]
    held = store.known(named)
    return next((one for one in named if one in held), "") or _sent_on(message, store)


def _sent_on(message: Header, store: Store) -> str:
    """The mail it quotes, by writer, day and subject: not every program forwards with References."""
    readings = list(store.readings())
    own = next((one for one in readings if one.header.message_id == message.message_id), None)
    return next(_quoted(own, readings), "") if own else ""


def _quoted(own: Reading, readings: Sequence[Reading]) -> Iterator[str]:
    subject = normal_subject(own.header.subject).text.casefold()
    for quote in own.quoted:
        for one in readings:
            header = one.header
            same_writer = quote.writer is not None and quote.writer.email == header.sender.email
            near = quote.date is None or abs(header.date - quote.date) <= _SLACK
            if same_writer and near and normal_subject(header.subject).text.casefold() == subject:
                yield header.message_id
