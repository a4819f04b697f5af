"""What a message answers, by the header above the words it quotes (DOMAIN.md rule 13).

The writer, the minute and the subject told there are held against the messages we have: the writer must
agree, and the subject; or, where no subject stands there, the minute in the quoting message's own zone. A
clock tells no zone: it may be off by whole half hours, and day and month may stand the other way round.
Two answers that quote one mail nobody holds belong together, as two that name its id do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple

from rules.model import Address, Header, Quoted, Reading
from rules.subjects import Subject, is_telling, normal_subject
from rules.threads.writers import likeness, writer_key

_ZONES = range(-14 * 60, 14 * 60 + 1, 30)  # minutes; the few zones that lie between are let go
_SLACK = (0, -1, 1)  # minutes: a mail program may cut or round the seconds
_NEARBY = sorted((zone + slack for zone in _ZONES for slack in _SLACK), key=abs)
_CLOCKS_APART = timedelta(hours=1)  # an answer may seem to be written before its question
_LOOKED_AT = 100  # messages a claim is held against
_MONTHS = 12

Minutes = Mapping[int, Sequence[Header]]


class _Claim(NamedTuple):
    """What a quote with a clock tells, ready to be compared."""

    header: Header  # of the message that quotes
    quoted: Quoted
    title: str  # "" where it says nothing
    minute: int  # as if no zone lay between
    own_minute: int  # in the zone of the message that quotes


Claims = Mapping[str, Sequence[_Claim]]


def claims_of(readings: Iterable[Reading]) -> dict[str, list[_Claim]]:
    """What each message says of the mails it quotes, the newest first."""
    return {reading.header.message_id: list(_claims(reading)) for reading in readings if reading.quoted}


def by_quote(
    mail: Iterable[Reading], claims: Claims, subject_of: Callable[[str], Subject]
) -> dict[str, tuple[str, ...]]:
    """What each message is tied to: the newest mail it quotes that we hold, and newer ones nobody holds."""
    reads = [read for told in claims.values() for claim in told for read in _both_ways(claim)]
    clock: dict[int, list[Header]] = {minute: [] for read in reads for minute in _minutes_of(read)}
    titled: dict[str, dict[int, list[Header]]] = {
        read.title: defaultdict(list) for read in reads if read.title
    }
    for header in (reading.header for reading in mail) if claims else ():
        minute = _minute(header.date)
        if minute in clock:
            clock[minute].append(header)
        if (title := _title(subject_of(header.subject))) in titled:
            titled[title][minute].append(header)
    return {message_id: tuple(_ties(told, clock, titled)) for message_id, told in claims.items()}


def _ties(told: Iterable[_Claim], clock: Minutes, titled: Mapping[str, Minutes]) -> Iterator[str]:
    for claim in told:
        parents = (_by_title(read, titled) or _by_clock(read, clock) for read in _both_ways(claim))
        if parent := next(filter(None, parents), None):
            yield parent.message_id
            return
        if who := writer_key(claim.quoted.writer):
            yield f"quoted {who} {claim.minute} {claim.title if claim.quoted.subject else ''}"


def _claims(reading: Reading) -> Iterator[_Claim]:
    header = reading.header
    for quoted in reading.quoted:
        if quoted.date and (quoted.date.hour or quoted.date.minute):
            title = _title(normal_subject(quoted.subject or header.subject))
            yield _claim(header, quoted, quoted.date, title=title)


def _claim(header: Header, quoted: Quoted, date: datetime, *, title: str) -> _Claim:
    minute = _minute(date)
    zone = timedelta(0) if date.utcoffset() else header.date.utcoffset() or timedelta(0)
    return _Claim(header, quoted, title, minute, minute - zone // timedelta(minutes=1))


def _both_ways(claim: _Claim) -> Iterator[_Claim]:
    """The claim, and what it says where day and month stand the other way round."""
    yield claim
    date = claim.quoted.date
    if date and date.day <= _MONTHS and date.day != date.month:
        turned = date.replace(month=date.day, day=date.month)
        yield _claim(claim.header, claim.quoted, turned, title=claim.title)


def _by_title(claim: _Claim, titled: Mapping[str, Minutes]) -> Header | None:
    """The message of that writer and subject, written at that minute of some zone."""
    minutes = titled.get(claim.title, {})
    near = (claim.minute + offset for offset in _NEARBY) if len(minutes) > len(_NEARBY) else minutes
    agreeing = (minutes.get(minute, ()) for minute in near if _agree(minute, claim))
    return _best(chain.from_iterable(agreeing), claim, least=1)


def _by_clock(claim: _Claim, clock: Minutes) -> Header | None:
    """The message of that writer, written at that very minute."""
    near = (clock[minute] for minute in _minutes_of(claim))
    return _best(chain.from_iterable(near), claim, least=2)


def _minutes_of(claim: _Claim) -> Iterator[int]:
    """At which a message that tells no subject of it was written: a subject is held against subjects."""
    return (claim.own_minute + slack for slack in _SLACK if not claim.quoted.subject)


def _best(headers: Iterable[Header], claim: _Claim, *, least: int) -> Header | None:
    """Of those like enough to the writer the one that fits best."""
    latest = claim.header.date + _CLOCKS_APART
    others = (
        h for h in islice(headers, _LOOKED_AT) if h.date < latest and h.message_id != claim.header.message_id
    )
    likely = [header for header in others if likeness(claim.quoted.writer, header) >= least]
    return min(likely, key=lambda header: _misfit(header, claim), default=None)


def _misfit(header: Header, claim: _Claim) -> tuple[bool, bool, int, int, str]:
    """The very minute goes first, then what went to who quotes it, the likest writer, the nearest in time."""
    like = likeness(claim.quoted.writer, header)
    apart = abs(_minute(header.date) - claim.own_minute)
    return apart > 1, not _reached(header, claim.header.sender), -like, apart, header.message_id


def _reached(header: Header, who: Address) -> bool:
    return any(who.email == other.email for other in (*header.to, *header.cc, *header.bcc))


def _agree(minute: int, claim: _Claim) -> bool:
    apart = minute - claim.minute
    return abs(apart) <= _ZONES[-1] + 1 and (apart + 1) % _ZONES.step <= 2


def _minute(date: datetime) -> int:
    return int(date.timestamp()) // 60


def _title(subject: Subject) -> str:
    text = subject.text.casefold()
    return text if is_telling(text) else ""
