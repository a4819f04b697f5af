"""Why a message opened no case although it does something that could (DOMAIN.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.model.signals import Signal


class Why(StrEnum):
    """What kept a case from being opened."""

    CORRECTED = "corrected"  # the owner said that what comes from there is no introduction
    TO_EVERYBODY = "to_everybody"  # a list, a circular, a machine, an automatic answer
    COLD = "cold"  # a stranger who sells something, or themselves
    UNSURE = "unsure"
    ANSWER = "answer"  # it answers, and asks for nothing new
    SAME_PEOPLE = "same_people"  # those of an open case write to one another
    IN_PASSING = "in_passing"  # said in a case that is open: part of that case
    NOT_TO_ME = "not_to_me"  # I stand on copy of it, or on a list of recipients
    CROWD = "crowd"  # it is to nobody, to very many, or to a desk
    DESK = "desk"  # info@, office@: nobody in particular
    STRANGER = "stranger"  # I never had mail with them
    NOBODY = "nobody"  # it names nobody who could be meant
    KNOWN = "known"  # I know them already, or wrote to them before
    TOGETHER = "together"  # the two have stood on one mail before
    ONE_HOUSE = "one_house"  # colleagues, or a hand-over inside one organisation
    NO_INTRODUCER = "no_introducer"  # it does not say who sent them


@dataclass(frozen=True, slots=True)
class Refusal:
    """One case that was considered and refused: by which signal of which message, and why."""

    message_id: str
    signal: Signal
    why: Why
