"""Review -> Digest: what there is to say, said once, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from rules.due import local_day
from rules.model import Calendar, Review, Section, Suggestion, Turn, What
from worker.digest import words
from worker.digest.beside import beside, of_cases, remarks_at
from worker.digest.choose import Chosen, choose
from worker.digest.clean import cleaned
from worker.digest.coverage import is_partial, is_stale, last_sync
from worker.digest.drafts import Room
from worker.digest.entries import SILENT, Context, Entry, entry, item
from worker.digest.page import Background, background, names_of
from worker.digest.render import render
from worker.digest.values import Digest, Issue, Item
from worker.ports import URGENT, Coverage

LIMIT = 88_000  # bytes of HTML: mail programs cut off a mail of about 100 kB
_ROOMS = (
    *(Room(2000, 3), Room(700, 3), Room(500, 1), Room(200, 1), Room(0, 0)),
    *(Room(0, 0, items=most) for most in (10, 5, 2)),
)

_FIRST = (  # two lines, of 72 columns each
    "Introloop reads your mail for introductions and favours left open.",
    "It writes to you alone; a draft waits until you send it yourself.",
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top of an issue."""

    subject: str
    headline: str
    lead: str
    all_closed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it is shown."""

    heading: str
    silent: bool
    entries: tuple[Entry, ...]
    more: str


def compose(review: Review, *, issue: Issue, coverage: Coverage) -> Digest | None:
    """The issue, or None where there is nothing to say (DOMAIN.md section 7).

    Everything that comes from mail passes `cleaned` here, at the one way in. An issue that would
    grow beyond what mail programs show whole shows less of its drafts, and then fewer items.
    """
    review, coverage = cleaned(of_cases(review)), cleaned(coverage)
    said = _said(review, issue)
    for room in _ROOMS:
        written = _written(said, review, issue=issue, coverage=coverage, room=room)
        if written is None or len(written.html.encode()) <= LIMIT:
            break
    return written


def _written(
    said: Sequence[Suggestion], review: Review, *, issue: Issue, coverage: Coverage, room: Room
) -> Digest | None:
    chosen = choose(said, issue.owner, most=room.items)
    head = _head(said, chosen, review, issue) if said else _head_of_nothing(review, issue, coverage)
    if head is None:
        return None
    names, shown = names_of(review, issue), [s for part in chosen for s in part.suggestions]
    below = background(review, issue, shown=shown, names=names, coverage=coverage)
    remarks = remarks_at(shown, review)
    partial, shared, ids = is_partial(coverage, issue.now), _with_several(said), review.short_ids()
    context = Context(issue, names, review.people, partial, head.subject, room, remarks, shared, ids)
    page = _page(head, chosen, below, context)
    text, html = render("digest.txt", **page), render("digest.html", **page)
    return Digest(head.subject, text, html, _items(chosen), head.all_closed)


def all_closed_due(last: datetime | None, now: datetime, calendar: Calendar) -> bool:
    """Whether this month's "all closed" is still to be said: once a month of the owner's calendar."""
    if last is None:
        return True
    before, today = local_day(last, calendar), local_day(now, calendar)
    return (before.year, before.month) != (today.year, today.month)


def _said(review: Review, issue: Issue) -> list[Suggestion]:
    """What this kind of issue speaks of, in the digest's order."""
    said = [s for s in review.suggestions if issue.kind != URGENT or s.section is Section.URGENT]
    if issue.kind != URGENT:
        said += beside(review, said, issue)
    return sorted(said, key=lambda suggestion: list(Section).index(suggestion.section))


def _with_several(said: Sequence[Suggestion]) -> frozenset[str]:
    """The ids of the cases that owe several duties, whether this issue has room for them or not."""
    owed: dict[str, set[tuple[What, str]]] = {}
    for suggestion in said:
        duties = (suggestion.duty, *suggestion.case.duties) if suggestion.duty else ()
        owed.setdefault(suggestion.case.id, set()).update((duty.what, duty.owner) for duty in duties)
    return frozenset(case_id for case_id, duties in owed.items() if len(duties) > 1)


# ── The head ────────────────────────────────────────────────────────────────────────────────


def _head(said: Sequence[Suggestion], chosen: Sequence[Chosen], review: Review, issue: Issue) -> Head:
    shown = [s for part in chosen for s in part.suggestions]
    if issue.kind == URGENT:
        subject = f"Today: {words.what_matters(said)}"
        return Head(subject, f"Today: {words.what_matters(said, spelled=True)}", words.lead(shown, 0))
    headline = words.what_matters(said, spelled=True)
    return Head(
        subject=words.what_matters(said),
        headline=headline[:1].upper() + headline[1:],
        lead=words.lead(shown, _waiting(review, said)),
    )


def _head_of_nothing(review: Review, issue: Issue, coverage: Coverage) -> Head | None:
    """Nothing to say is no mail, but for the first, for a mailbox that cannot be read, and once a month."""
    calendar = issue.owner.calendar
    sync = last_sync(coverage, calendar, issue.today)
    due = issue.number == 1 or all_closed_due(issue.last_all_closed, issue.now, calendar)
    if issue.kind == URGENT:
        return None
    if is_stale(coverage, issue.now):
        subject = "The mailbox could not be read"
        return Head(subject, subject, f"{sync} Until it is read again, nothing can be said.")
    if not due:
        return None
    if issue.strange:  # then nothing could ever be open: that is no peace
        lead = words.of_others(issue.strange, sorted(issue.owner.addresses))
        return Head(words.MISSPELT, words.MISSPELT, lead, all_closed=True)
    waiting = _waiting(review, ())
    subject = "All closed" if not waiting else "Nothing waits on you"
    lead = " ".join(part for part in (sync, words.with_others(waiting)) if part)
    return Head(f"{subject}; {sync[:1].lower()}{sync[1:-1]}", subject, lead, all_closed=True)


def _waiting(review: Review, said: Sequence[Suggestion]) -> int:
    """How many cases are with others and ask nothing of the owner."""
    asking = {suggestion.case.id for suggestion in said if not suggestion.about_person}
    return sum(case.turn is Turn.THEM and case.id not in asking for case in review.cases)


# ── The page ────────────────────────────────────────────────────────────────────────────────


def _page(head: Head, chosen: Sequence[Chosen], below: Background, context: Context) -> dict[str, Any]:
    """What both templates print."""
    issue = context.issue
    owed = any(words.is_mine(suggestion) for _, suggestion in _numbered(chosen))
    entries = (entry(number, suggestion, context) for number, suggestion in _numbered(chosen))
    return {
        "head": head,
        "language": issue.language,
        "day": words.day_and_week(issue.today),
        "notes": _notes(issue),
        "parts": [_part(part, entries, owed=owed, where=issue.where) for part in chosen],
        "below": below,
        "answers": issue.answers,
        "where": issue.where,
    }


def _numbered(chosen: Sequence[Chosen]) -> Iterator[tuple[int, Suggestion]]:
    return enumerate((suggestion for part in chosen for suggestion in part.suggestions), start=1)


def _items(chosen: Sequence[Chosen]) -> tuple[Item, ...]:
    return tuple(item(number, suggestion) for number, suggestion in _numbered(chosen))


def _part(chosen: Chosen, entries: Iterator[Entry], *, owed: bool, where: str) -> Part:
    shown = tuple(islice(entries, len(chosen.suggestions)))
    one, several = words.HEADINGS[chosen.section]
    return Part(
        heading=one if len(shown) == 1 else several,
        silent=chosen.section in SILENT,
        entries=shown,
        more=words.and_more(chosen.more, owed=owed, where=where),
    )


def _notes(issue: Issue) -> tuple[str, ...]:
    """The first issue explains itself; a late one says so."""
    first = _FIRST if issue.number == 1 else ()
    if issue.caught_up is None:
        return (*first, *issue.notes)
    was_due = words.moment(issue.caught_up, issue.owner.calendar, beside=issue.today)
    return (*first, f"This was due on {was_due}; it could not be sent then.", *issue.notes)
