"""Which messages open a matter, or carry one on (DOMAIN.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from rules.cases.arrival import STRONG, Arrival
from rules.cases.from_me import FROM_ME
from rules.cases.opening import SURE, Opening, is_sure
from rules.cases.to_me import TO_ME
from rules.model import Act, Reading, Refusal, Signal, Why

NOT_PERSONAL = frozenset({Act.LIST_OR_BULK, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.BOUNCE})
_ASKS = frozenset({Act.ASKS_FOR_INTRODUCTION, Act.ASKS_FAVOUR, Act.OPT_IN_QUESTION})
_ACTS = FROM_ME.keys() | TO_ME.keys()


@dataclass(frozen=True, slots=True)
class Openings:
    """What a message opens, and what it could have opened and does not."""

    made: tuple[Opening, ...] = ()
    refused: tuple[Refusal, ...] = ()


_NOTHING = Openings()


def may_open(reading: Reading) -> bool:
    """Whether a message does anything that could open a matter, of itself or in words that it quotes."""
    return any(signal.confidence >= STRONG and signal.act in _ACTS for signal in reading.signals)


def openings(mail: Arrival) -> Openings:
    """What a message opens, by the surest act that opens anything; nothing where it is cold (section 4)."""
    if not mail.signals:
        return _NOTHING
    openers = FROM_ME if mail.by_me else TO_ME
    strongest = sorted(
        (mail.signals[act] for act in openers if act in mail.signals), key=lambda s: -s.confidence
    )
    refused: list[Refusal] = []
    for signal in strongest:
        why = _refused(signal, mail)
        found = (why,) if why else tuple(_if_sure(o, mail) for o in openers[signal.act](mail, signal))
        refused += (Refusal(mail.header.message_id, signal, why) for why in found if isinstance(why, Why))
        if made := tuple(opening for opening in found if isinstance(opening, Opening)):
            return Openings(made, tuple(refused))
    return Openings((), tuple(refused))


def _if_sure(found: Opening | Why, mail: Arrival) -> Opening | Why:
    return Why.UNSURE if isinstance(found, Opening) and not is_sure(found, mail) else found


def _refused(signal: Signal, mail: Arrival) -> Why | None:
    """Why a message opens nothing by an act, whatever it says of people."""
    if mail.is_to_everybody or not NOT_PERSONAL.isdisjoint(mail.signals):
        return Why.TO_EVERYBODY
    if signal.confidence < SURE:
        return Why.UNSURE
    if _is_cold(signal, mail):
        return Why.COLD
    return Why.ANSWER if _is_an_answer(signal, mail) else None


def _is_cold(signal: Signal, mail: Arrival) -> bool:
    """Whether somebody sells themselves: of a stranger a hint is enough, whatever else they ask for."""
    if mail.by_me or not mail.cold:
        return False
    if signal.act in _ASKS and not mail.circle.has_met(mail.sender):
        return True
    return mail.cold >= STRONG and mail.cold > signal.confidence - 0.3


def _is_an_answer(signal: Signal, mail: Arrival) -> bool:
    """ "Yes, please introduce us" answers a question; only outreach answers what we have not seen."""
    if signal.act is Act.REPLIES_TO_INTRODUCTION:
        return signal.form != "outreach"
    return signal.act is Act.ASKS_FOR_INTRODUCTION and Act.OPTS_IN in mail.signals
