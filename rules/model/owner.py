"""The owner: who they are, and what they say of people and cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

from rules.model.endorsement import Answer, Element

ME = "me"  # the owner, wherever a duty names who owes it to whom


class ContactType(StrEnum):
    """The four kinds of contact of DOMAIN.md section 1."""

    FRIEND = "friend"
    SOCIAL = "social"
    REFERENCE = "reference"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonNote:
    """What the owner, or their address book, says about one human.

    Somebody without an address is known by `profile`, their page on a network, or by name and organisation.
    """

    addresses: tuple[str, ...]
    name: str = ""
    organisation: str = ""
    contact_type: ContactType | None = None
    note: str = ""
    position: str = ""  # this and `profile` come from address books alone
    profile: str = ""
    from_book: bool = False  # the owner typed nothing of it
    elements: tuple[tuple[Element, Answer], ...] = ()  # what the owner says of an endorsement, in order
    inside: tuple[str, ...] = ()  # companies where they know somebody, as the owner says


class Verb(StrEnum):
    """What the owner can decide about a case; MERGE and SPLIT are about people.

    INTRO and FOLLOW_UP are about a message: it begins a case, whatever its words say.
    """

    DONE = "done"
    MET = "met"
    MOVED = "moved"
    NO_MEETING = "no-meeting"
    SNOOZE = "snooze"
    NOT_INTRO = "not-intro"
    MUTE = "mute"
    NOTE = "note"
    MERGE = "merge"
    SPLIT = "split"
    INTRO = "intro"
    FOLLOW_UP = "follow-up"


class Scope(StrEnum):
    """How far a NOT_INTRO reaches: its case, or whatever else a sender or a list begins from then on."""

    CASE = "case"
    SENDER = "sender"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Decision:
    """The owner's word about the case that holds a message, or about people. It outranks every rule.

    Of one case `other` is its id, and `who` (an address or name) tells it apart where rules have changed and
    ids with them; in a wider `scope` `who` is the sender or the List-Id. `what` names the one duty meant, ""
    all of them; `day` is the new day of a moved meeting, the end of a snooze or the day of a follow-up. Of a
    MERGE `who` and `other` are one human; of a SPLIT `other` is not `who`.
    """

    at: datetime
    verb: Verb
    message_id: str
    who: str = ""
    what: str = ""
    day: date | None = None
    note: str = ""
    scope: Scope = Scope.CASE
    other: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a business day is for the owner. Monday is 0."""

    zone: tzinfo
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose mailbox it is, and what they have told us about themselves."""

    addresses: frozenset[str]
    calendar: Calendar
    name: str = ""
    searching: bool = False
    landed: date | None = None
    targets: tuple[str, ...] = ()  # companies
    blurb: str = ""  # a few lines on themselves that others can forward
    clocks: Mapping[str, int] = field(default_factory=dict)  # overrides of rules.due.CLOCKS, by name
