"""The owner's word about a case: it outranks every rule, is kept, and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from rules.model import Case, Decision, Header, Kind, Owner, Review, Scope, Verb
from worker.ports import IntroloopError, Store

LEAST = 4  # characters of an id, as Review.short_ids prints them
_SPAN = re.compile(r"(\d{1,3})\s*([dwm])")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WAS = "Write a date (2026-11-12), today, yesterday or a weekday."
_TO_COME = "Write a date (2026-12-03), a span (3d, 2w, 1m), tomorrow or a weekday."
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOO_SHORT = (
    f"An id is typed as it is printed, {LEAST} characters or more: introloop loops lists them. "
    "The numbers in a digest are for replies to its mail."
)


class NoSuchCase(IntroloopError):
    """No case has this id, or more than one begins so."""


class NoSuchDay(IntroloopError):
    """The words name no day."""


class NoSuchScope(IntroloopError):
    """A correction cannot reach that far."""


def find_case(review: Review, wanted: str) -> Case:
    """The case whose id is, or alone begins with, `wanted`, or the one that holds the message of that id.

    Fewer characters than are printed are no id: 9 is the ninth item of a digest as well as the beginning of
    973a. Raises NoSuchCase with the near ones.
    """
    if "@" in wanted:
        return _holding(review, f"<{wanted.strip('<>')}>")
    begun = [case for case in review.cases if case.id.startswith(wanted.lower())] if wanted else []
    exact = [case for case in begun if case.id == wanted.lower()]
    if not exact and 0 < len(wanted) < LEAST:
        raise NoSuchCase(f"{wanted} is no id of a case", advice=TOO_SHORT)
    if len(exact or begun) == 1:
        return (exact or begun)[0]
    if begun:
        raise NoSuchCase(f"{wanted} is the beginning of {len(begun)} ids", advice=_these(begun))
    near = get_close_matches(wanted.lower(), [case.id for case in review.cases], n=3, cutoff=0.5)
    raise NoSuchCase(
        f"no case has the id {wanted}",
        advice=_these([case for case in review.cases if case.id in near]),
    )


def _holding(review: Review, message_id: str) -> Case:
    found = [case for case in review.cases if message_id in case.messages]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchCase(f"{len(found)} cases hold that message", advice=_these(found))
    raise NoSuchCase("no case holds that message", advice="introloop loops --all shows every case.")


def _these(cases: Sequence[Case]) -> str:
    ids = ", ".join(case.id for case in cases[:5])
    return f"Did you mean {ids}?" if ids else "introloop loops --all shows every id."


def decide(
    store: Store,
    case: Case,
    verb: Verb,
    *,
    review: Review,
    at: datetime,
    what: str = "",
    day: date | None = None,
    note: str = "",
) -> Decision:
    """Keep what the owner says of a case."""
    decision = worded(case, verb, review=review, at=at, what=what, day=day, note=note)
    store.decide(decision)
    return decision


def worded(
    case: Case,
    verb: Verb,
    *,
    review: Review,
    at: datetime,
    what: str = "",
    day: date | None = None,
    note: str = "",
) -> Decision:
    """What the owner says of a case, and of no other that holds the same mail.

    It hangs on a message too, so that it outlives every new rule: one may give the case another id.
    A case that stands for a person (K7, K8) shows a message that may be another case's: there it is the id.
    """
    standing = case.kind in (Kind.UPDATE, Kind.RECONNECT)
    return Decision(
        at=at,
        verb=verb,
        message_id=case.id if standing else case.messages[0],
        who="" if standing else _who(case, review),
        what=what,
        day=day,
        note=note,
        other="" if standing else case.id,
    )


def correct(
    store: Store, case: Case, scope: Scope, *, review: Review, owner: Owner, at: datetime
) -> Decision:
    """Keep that a case is none, nor what its sender or list begins from now on; raises NoSuchScope."""
    if scope is Scope.CASE:
        return decide(store, case, Verb.NOT_INTRO, review=review, at=at)
    header = _opened_by(case, store)
    whose = _sender(header, owner) if scope is Scope.SENDER else _list(header)
    decision = Decision(at, Verb.NOT_INTRO, header.message_id, who=whose, scope=scope)
    store.decide(decision)
    return decision


def _opened_by(case: Case, store: Store) -> Header:
    """The header of the mail that began a case; K7 and K8 hang on a person and on no mail."""
    began = None if case.kind in (Kind.UPDATE, Kind.RECONNECT) else case.messages[0]
    found = (reading.header for reading in store.readings() if reading.header.message_id == began)
    if header := next(found, None):
        return header
    raise NoSuchScope("no mail began this case", advice=f"introloop mute {case.id} ends it for good.")


def _sender(header: Header, owner: Owner) -> str:
    if header.sender.email in owner.addresses:
        raise NoSuchScope(
            "you wrote the mail that began this case",
            advice="Leave out --sender: then it is said of this case alone.",
        )
    return header.sender.email


def _list(header: Header) -> str:
    if not header.list_id:
        raise NoSuchScope(
            "the mail that began this case came by no list",
            advice="--sender says it of everything its sender writes; without it, of this case alone.",
        )
    return header.list_id


def _who(case: Case, review: Review) -> str:
    """Whom the case is about, where one message began several; else "", which no better rule can upset."""
    if sum(case.messages[0] in other.messages for other in review.cases) < 2:
        return ""
    named = (*case.targets, case.awaiting, case.requester, case.introducer, case.helper)
    return next((who for who in named if who), "")


def day_in_words(words: str, *, today: date, past: bool = False) -> date:
    """A day as typed: 2026-12-03, 3d, 2w, 1m, today, tomorrow, yesterday or a weekday; raises NoSuchDay.

    A weekday is the next one, or with `past` the last one; a month is the same day of a later month, or
    its last day. What was is never later than today.
    """
    said = words.strip().lower()
    day = _NEAR.get(said)
    found = today + timedelta(days=day) if day is not None else _day(said, today=today, past=past)
    if found is None:
        raise NoSuchDay(f"“{words}” names no day", advice=_WAS if past else _TO_COME)
    if past and found > today:
        raise NoSuchDay(f"“{words}” is a day to come", advice="Say the day on which it was.")
    return found


def _day(said: str, *, today: date, past: bool) -> date | None:
    if found := _SPAN.fullmatch(said):
        return _later(today, int(found[1]), found[2])
    weekdays = [n for n, name in enumerate(_DAYS) if len(said) >= 3 and name.startswith(said)]
    if weekdays:
        ahead = (weekdays[0] - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead - 7 if past else ahead)
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _later(today: date, n: int, unit: str) -> date:
    if unit != "m":
        return today + timedelta(days=n * (7 if unit == "w" else 1))
    years, month = divmod(today.month - 1 + n, 12)
    first = date(today.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=today.day - 1), last)
