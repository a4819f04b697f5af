"""Which messages open a matter, or carry one on (DOMAIN.md section 4)."""

from __future__ import annotations

from rules.cases.arrival import STRONG, Arrival
from rules.cases.from_me import FROM_ME
from rules.cases.opening import SURE, Opening
from rules.cases.to_me import TO_ME
from rules.model import Act, Signal

NOT_PERSONAL = frozenset({Act.LIST_OR_BULK, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.BOUNCE})


def openings(mail: Arrival) -> tuple[Opening, ...]:
    """What a message opens, by the surest act that opens anything; nothing where it is cold (section 4)."""
    if not NOT_PERSONAL.isdisjoint(mail.signals):
        return ()
    openers = FROM_ME if mail.by_me else TO_ME
    strongest = sorted(
        (mail.signals[act] for act in openers if act in mail.signals), key=lambda s: -s.confidence
    )
    for signal in strongest:
        if signal.confidence < SURE or _is_cold(signal, mail) or _is_an_answer(signal, mail):
            continue
        if found := tuple(openers[signal.act](mail, signal)):
            return found
    return ()


def _is_cold(signal: Signal, mail: Arrival) -> bool:
    """Whether somebody sells themselves: of a stranger a hint is enough, whatever else they ask for."""
    hints = (s for s in mail.reading.signals if s.act is Act.COLD_SELF_INTRODUCTION and s.writer is None)
    cold = max((s.confidence for s in hints), default=0.0)
    if mail.by_me or not cold:
        return False
    asks = signal.act in (Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FAVOUR)
    if asks and not mail.circle.has_met(mail.sender):
        return True
    return cold >= STRONG and cold > signal.confidence - 0.3


def _is_an_answer(signal: Signal, mail: Arrival) -> bool:
    """ "Yes, please introduce us" answers a question, and asks for nothing new."""
    return signal.act is Act.ASKS_FOR_INTRODUCTION and Act.OPTS_IN in mail.signals
