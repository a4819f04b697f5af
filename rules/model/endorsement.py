"""What an endorsement is made of, and what can be said of each part (DOMAIN.md sections 1 and 6)."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """What a piece of advice says; what is not known is asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Element(StrEnum):
    """The six elements of an endorsement, in the essay's order."""

    MET = "met"  # they met the owner in person
    LIKES = "likes"  # they like the owner
    WORK = "work"  # they know the owner's work
    SETTING = "setting"  # they know how the owner works, or the owner from another setting
    INSIDE = "inside"  # they know somebody inside
    WILLING = "willing"  # they are willing to vouch
