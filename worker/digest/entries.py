"""Suggestion -> Entry: one numbered item of an issue, in words, with its drafts and its actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.due import in_words, local_day
from rules.model import ME, Address, Draft, Person, Section, Suggestion, What
from worker.digest.actions import Action, actions
from worker.digest.caution import cautions
from worker.digest.links import draft_link
from worker.digest.page import Names
from worker.digest.values import Issue, Item
from worker.digest.words import due_in_words

SILENT = frozenset({Section.NUDGES, Section.LAPSES})  # one line each
_NO_REPLY = "No reply found, but not everything could be read."


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the drafts an issue shows, so that no mail program cuts it off."""

    letters: int
    drafts: int


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A draft as it is seen before it is opened. `fields` are its header lines."""

    fields: tuple[tuple[str, str], ...]
    text: str
    link: str
    language: str


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
    quote: str
    quoted: str  # the day of the quoted sentence, "" where it is not known
    silent: bool
    drafts: tuple[ShownDraft, ...]
    actions: tuple[Action, ...]

    @property
    def title(self) -> str:
        return self.before + self.name + self.after


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
    shared: frozenset[str] = frozenset()  # ids of the cases that have several items


def entry(number: int, suggestion: Suggestion, context: Context) -> Entry:
    """One item of the issue."""
    before, name, after = _parted(suggestion.title, suggestion.who.name)
    return Entry(
        number=number,
        before=before,
        name=name,
        after=after,
        people=_people(suggestion, context.names),
        cautions=cautions(suggestion.who, context.people),
        worth_knowing=context.remarks.get(number, ()),
        turn=_turn(suggestion, context.issue.today),
        reason=_reason(suggestion, partial=context.partial),
        quote=suggestion.evidence.sentence,
        quoted=_quoted(suggestion, context.issue),
        silent=suggestion.section in SILENT,
        drafts=tuple(_shown(draft, context.room) for draft in suggestion.drafts[: context.room.drafts]),
        actions=_said(number, suggestion, context),
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


def shown(address: Address) -> str:
    """ "Ines Carvalho <ines@example.org>", or as much of it as is known."""
    return (
        f"{address.name} <{address.email}>"
        if address.name and address.email
        else address.email or address.name
    )


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


def _turn(suggestion: Suggestion, today: date) -> str:
    """Whose turn it is, and how near the day. A question has no day: it is asked once."""
    duty = suggestion.duty
    if duty is None:
        return ""
    if duty.owner != ME:
        return "Their turn."
    near = due_in_words(duty.due, today=today, overdue=duty.overdue)
    return f"Your turn, {near}." if near and duty.what is not What.CONFIRM else "Your turn."


def _reason(suggestion: Suggestion, *, partial: bool) -> str:
    """Why now and why this date, each once; silence is claimed only for what was read (rule 11)."""
    why = suggestion.duty.why if suggestion.duty else ""
    parts = [suggestion.reason, "" if why in suggestion.reason else why]
    if partial and suggestion.section in SILENT:
        parts.append(_NO_REPLY)
    return " ".join(part for part in parts if part)


def _quoted(suggestion: Suggestion, issue: Issue) -> str:
    about = suggestion.evidence.message_id
    at = next((step.at for step in suggestion.case.steps if step.evidence.message_id == about), None)
    if at is None:
        return ""
    return in_words(local_day(at, issue.owner.calendar), beside=issue.today)


def _shown(draft: Draft, room: Room) -> ShownDraft:
    fields = (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc))
    lines = [(name, ", ".join(map(shown, people))) for name, people in fields if people]
    text = draft.text if len(draft.text) <= room.letters else draft.text[: room.letters].rstrip() + "…"
    return ShownDraft(
        fields=(*lines, ("Subject", draft.subject)),
        text=text,
        link=draft_link(draft) if text == draft.text else "",
        language=draft.language,
    )


def _said(number: int, suggestion: Suggestion, context: Context) -> tuple[Action, ...]:
    """What the owner can say to it; where a draft had to be cut, how to see the whole."""
    alone = suggestion.case.id not in context.shared
    said = actions(number, suggestion, issue=context.issue, subject=context.subject, alone=alone)
    room = context.room
    cut = [n for n, d in enumerate(suggestion.drafts) if n >= room.drafts or len(d.text) > room.letters]
    return (*said, Action("the whole draft", f"introloop show {suggestion.case.id}")) if cut else said
