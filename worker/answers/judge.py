"""Whether a letter is an answer to a digest, and whether what it says counts.

RELIABILITY.md, "Commands by replying to the digest": every condition must hold. A letter names its digest
in References, which nobody can who has not got it (a Message-ID of ours holds 122 random bits), or by the
code in a link of it. What does not count is told in the next digest, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from worker.answers.grammar import MOST, Command, Said, commands_in
from worker.answers.letter import Letter
from worker.answers.origin import is_vouched_for, writer
from worker.digest.token import is_token

VALID = timedelta(days=35)


class Refused(StrEnum):
    """Why nothing that a letter says counts."""

    AUTOMATIC = "a machine sent it"
    NOT_YOU = "its From line is not plainly one of your addresses"
    UNPROVEN = (
        "nothing shows that it came from you: it is not in Sent, and your mail server does not vouch for it"
    )
    EXPIRED = "that digest is older than 35 days"
    WRONG_CODE = "its code is not the one for that item, word and digest"
    TOO_MUCH = f"it says more than {MOST} things at once"


@dataclass(frozen=True, slots=True)
class Sent:
    """A digest that went out, as far as an answer needs it."""

    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trust:
    """What shows that a letter is the owner's: their addresses, the install key, and the pinned server."""

    addresses: frozenset[str]
    key: bytes = field(repr=False)
    server: str = ""  # the authserv-id whose word counts; "" where none does
    zone: tzinfo | None = None

    def day(self, moment: datetime) -> date:
        """The owner's day."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The digest that is answered, and what is said; where it is refused, nothing of it counts."""

    digest: str
    said: tuple[Said, ...] = ()
    refused: Refused | None = None


def answers_any(letter: Letter, digests: Collection[Sent]) -> bool:
    """Whether a letter claims to answer a digest at all: anything else is no business of ours."""
    return bool(letter.codes) or any(one.message_id in letter.named for one in digests)


def judge(letter: Letter, digests: Sequence[Sent], *, trust: Trust, in_sent: bool) -> Verdict:
    """What an answer says, or why it does not count; `in_sent` says that this very copy lay in Sent."""
    said = commands_in(letter.text, said_on=trust.day(letter.arrived))
    digest = _digest(letter, said, digests, trust.key)
    refused = distrusted(letter, trust, in_sent=in_sent) or _refused(letter, digest, said, trust.key)
    return Verdict(digest.message_id if digest else "", said, refused)


def distrusted(letter: Letter, trust: Trust, *, in_sent: bool) -> Refused | None:
    """Why a letter does not plainly come from the owner, if it does not."""
    sender = writer(letter.froms)
    if letter.is_automatic:
        return Refused.AUTOMATIC
    if sender not in trust.addresses:
        return Refused.NOT_YOU
    if in_sent or is_vouched_for(letter.vouched, by=trust.server, sender=sender):
        return None
    return Refused.UNPROVEN


def _digest(letter: Letter, said: Sequence[Said], digests: Sequence[Sent], key: bytes) -> Sent | None:
    """The newest digest the letter names, else the one whose code it carries."""
    newest = sorted(digests, key=lambda one: one.at, reverse=True)
    named = [one for one in newest if one.message_id in letter.named]
    coded = [one for one in newest if any(_carries(letter, each, one, key) for each in said)]
    return next(iter((*named, *coded)), None)


def _carries(letter: Letter, said: Said, digest: Sent, key: bytes) -> bool:
    if said.word is None:
        return False
    fitting = sum(is_token(code, key, digest.message_id, said.item, said.word) for code in letter.codes)
    return fitting > 0  # each is compared, whichever fits: time tells nothing


def _refused(letter: Letter, digest: Sent | None, said: Sequence[Said], key: bytes) -> Refused | None:
    """A code that is there must be right; without References it must be there for every command."""
    if digest is None:
        return Refused.WRONG_CODE
    if letter.arrived - digest.at > VALID:
        return Refused.EXPIRED
    if sum(isinstance(one, Command) for one in said) > MOST:
        return Refused.TOO_MUCH
    carried = [_carries(letter, one, digest, key) for one in said if one.word is not None]
    named = digest.message_id in letter.named
    if letter.codes and not any(carried):
        return Refused.WRONG_CODE
    return None if named or all(carried) else Refused.WRONG_CODE
