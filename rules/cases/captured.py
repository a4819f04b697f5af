"""Messages of which the owner said that they begin a case: their word is one more signal, and the surest.

It comes with the message it is about (DOMAIN.md rule 7: news from outside counts like mail), so that the
case begins on that day, with the people who stand on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rules.model import Act, Decision, Owner, Reading, Signal, Verb

_BEGINS = frozenset(  # an introduction, in one of its steps
    {
        Act.INTRODUCES,
        Act.ASKS_FOR_INTRODUCTION,
        Act.PROMISES_INTRODUCTION,
        Act.OPT_IN_QUESTION,
        Act.REPLIES_TO_INTRODUCTION,
    }
)
_SET_ASIDE = frozenset({Act.COLD_SELF_INTRODUCTION, Act.LIST_OR_BULK, Act.APPLICATION_ACK})
_ALONE = 1  # on a mail of mine to one person, it is they who are asked


def captured(readings: Iterable[Reading], decisions: Sequence[Decision], owner: Owner) -> Iterable[Reading]:
    """The readings, with what the owner said of some of them."""
    said: dict[str, list[Verb]] = defaultdict(list)
    for decision in decisions:
        if decision.verb in (Verb.INTRO, Verb.FOLLOW_UP):
            said[decision.message_id].append(decision.verb)
    if not said:
        return readings
    return [_with(reading, said.get(reading.header.message_id, ()), owner) for reading in readings]


def _with(reading: Reading, verbs: Sequence[Verb], owner: Owner) -> Reading:
    for verb in dict.fromkeys(verbs):
        kept = (signal for signal in reading.signals if signal.act not in _SET_ASIDE)
        signal = _follow_up(reading) if verb is Verb.FOLLOW_UP else _introduction(reading, owner)
        reading = replace(reading, signals=(signal, *kept))
    return reading


def _follow_up(reading: Reading) -> Signal:
    """An answer is waited for, or owed: on what, only the owner knows."""
    return _word(reading, Act.ASKS_FAVOUR, Verb.FOLLOW_UP)


def _introduction(reading: Reading, owner: Owner) -> Signal:
    """The step that its words hint at most; without a hint, what the people on it make likely."""
    hints = [signal for signal in reading.signals if signal.act in _BEGINS and signal.writer is None]
    if hints:
        surest = max(hints, key=lambda signal: signal.confidence)
        return replace(surest, confidence=1.0, rule=f"decision.{Verb.INTRO}")
    header = reading.header
    others = {a.email for a in (*header.to, *header.cc)} - owner.addresses
    asks = header.sender.email in owner.addresses and len(others) == _ALONE
    return _word(reading, Act.ASKS_FOR_INTRODUCTION if asks else Act.INTRODUCES, Verb.INTRO)


def _word(reading: Reading, act: Act, verb: Verb) -> Signal:
    subject = reading.header.subject
    return Signal(act, 1.0, subject, f"decision.{verb}", reading.language, names=reading.names)
