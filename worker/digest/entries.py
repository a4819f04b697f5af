"""Suggestion -> Entry: one numbered item of an issue, in words, with its drafts and its actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.model import ME, Person, Section, Suggestion, What
from worker.digest.actions import Action, actions
from worker.digest.caution import cautions
from worker.digest.drafts import Room, ShownDraft, shown, shown_draft
from worker.digest.page import Names
from worker.digest.quotes import Quote, ThreadAt, quote_of, thread_of
from worker.digest.values import Issue, Item
from worker.digest.words import due_in_words, why_in_words

SILENT = frozenset({Section.NUDGES, Section.LAPSES})  # one line each
_NO_REPLY = "No reply found, but not everything could be read."


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `before`, `name` and `after` are its title, parted where the person is named."""

    number: int
    before: str
    name: str
    after: str
    people: str
    cautions: tuple[str, ...]
    worth_knowing: tuple[str, ...]
    turn: str
    reason: str
    quote: Quote
    silent: bool
    drafts: tuple[ShownDraft, ...]
    actions: tuple[Action, ...]
    thread: ThreadAt

    @property
    def title(self) -> str:
        return self.before + self.name + self.after

    @property
    def source(self) -> str:
        """Where the quoted sentence is from: its day, and what to search for where no link opens it."""
        told = f"in “{self.thread.subject}”" if self.thread.subject else ""
        return ", ".join(part for part in (self.quote.day, told) if part)


@dataclass(frozen=True, slots=True)
class Context:
    """What every entry of an issue shares."""

    issue: Issue
    names: Names
    people: tuple[Person, ...]
    partial: bool  # something could not be read
    subject: str
    room: Room
    remarks: Mapping[int, tuple[str, ...]]  # by the number of the item
    shared: frozenset[str] = frozenset()  # ids of the cases that owe several duties
    ids: Mapping[str, str] = field(default_factory=dict)  # what each case is called


def entry(number: int, suggestion: Suggestion, context: Context) -> Entry:
    """One item of the issue."""
    before, name, after = _parted(suggestion.title, suggestion.who.name)
    return Entry(
        number=number,
        before=before,
        name=name,
        after=after,
        people=_people(suggestion, context.names),
        cautions=tuple(_cautions(suggestion, context.people)),
        worth_knowing=context.remarks.get(number, ()),
        turn=_turn(suggestion, context.issue.today),
        reason=_reason(suggestion, context.issue.today, partial=context.partial),
        quote=quote_of(suggestion, context.issue),
        silent=suggestion.section in SILENT,
        drafts=tuple(shown_draft(draft, context.room) for draft in suggestion.drafts[: context.room.drafts]),
        actions=_said(number, suggestion, context),
        thread=thread_of(suggestion, context.issue),
    )


def item(number: int, suggestion: Suggestion) -> Item:
    """What the number stands for; the message is the case's first, on which a decision hangs."""
    case = suggestion.case
    return Item(
        number=number,
        case_id=case.id,
        message_id=case.messages[0] if case.messages else suggestion.evidence.message_id,
        who=suggestion.who.email or suggestion.who.name,
        what=_what(suggestion),
    )


def _what(suggestion: Suggestion) -> str:
    if suggestion.about_person:
        return "contact_type"
    return suggestion.duty.what.value if suggestion.duty else ""


# ── Who, whose turn, why ────────────────────────────────────────────────────────────────────


def _parted(title: str, name: str) -> tuple[str, str, str]:
    before, found, after = title.partition(name) if name else (title, "", "")
    return before, found, after


def _people(suggestion: Suggestion, names: Names) -> str:
    case, who = suggestion.case, suggestion.who
    said = {who.email, who.name}
    roles = [("introduced by", case.introducer), ("asked by", case.requester), ("helped by", case.helper)]
    roles += [("about", target) for target in case.targets[:3]]
    others = []
    for role, reference in roles:
        if names.is_other(reference) and reference not in said:
            said.add(reference or "")
            others.append(f"{role} {names.show(reference)}")
    return " · ".join((shown(who), *others))


def _cautions(suggestion: Suggestion, people: tuple[Person, ...]) -> Iterator[str]:
    """What is odd about the person, and about anybody else that a draft would go to."""
    yield from cautions(suggestion.who, people)
    others = {a.email: a for draft in suggestion.drafts for a in (*draft.to, *draft.cc, *draft.bcc)}
    for other in others.values():
        if other.email != suggestion.who.email:
            yield from (f"{shown(other)}: {one}" for one in cautions(other, people))


def _turn(suggestion: Suggestion, today: date) -> str:
    """Whose turn it is, and how near the day where the reason does not say it."""
    duty = suggestion.duty
    if duty is None:
        return ""
    if duty.owner != ME:
        return "Their turn."
    said = duty.why.startswith("Due ") or duty.what is What.CONFIRM  # a question has no day: it is asked once
    near = due_in_words(duty.due, today=today, overdue=duty.overdue)
    return f"Your turn, {near}." if near and (duty.overdue or not said) else "Your turn."


def _reason(suggestion: Suggestion, today: date, *, partial: bool) -> str:
    """Why now and why this date, each once; silence is claimed only for what was read (rule 11)."""
    duty = suggestion.duty
    why = duty.why if duty else ""
    parts = [suggestion.reason, "" if why in suggestion.reason else why]
    if partial and suggestion.section in SILENT:
        parts.append(_NO_REPLY)
    said = " ".join(part for part in parts if part)
    if duty and duty.owner == ME and why:
        return said.replace(why, why_in_words(why, duty.due, today=today))
    return said


# ── What to do ──────────────────────────────────────────────────────────────────────────────


def _said(number: int, suggestion: Suggestion, context: Context) -> tuple[Action, ...]:
    """What the owner can say to it; where a draft had to be cut, how to see the whole."""
    called = context.ids.get(suggestion.case.id, suggestion.case.id)
    alone = suggestion.case.id not in context.shared
    issue, room = context.issue, context.room
    said = actions(number, suggestion, issue=issue, subject=context.subject, case_id=called, alone=alone)
    cut = [n for n, d in enumerate(suggestion.drafts) if n >= room.drafts or len(d.text) > room.letters]
    return (*said, Action("the whole draft", f"introloop{issue.where} show {called}")) if cut else said
