"""What the owner can say to an item: a word to press, a line to reply with, a command to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.model import ContactType, Section, Suggestion, What
from worker.digest.links import answer_link
from worker.digest.values import Issue

# Label, verb, and what stands behind it.
_MEETING = (("yes", "met", ""), ("moved", "moved", " DATE"), ("no", "no-meeting", ""))
_LET_REST = (("let it rest", "done", ""),)  # not mute: an answer that comes after all is to be seen
_LET_REST_OR_LATER = (*_LET_REST, ("ask again in two weeks", "snooze", " 2w"))
_GIVEN = (("done", "done", ""), ("later", "snooze", " 4w"))
_NO_HURRY = (*_GIVEN, ("not this person", "mute", ""))
_USUAL = (("done", "done", ""), ("next week", "snooze", " 1w"), ("not right", "not-intro", ""))


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to say: in a reply to the digest where those are read, else as a command."""

    label: str
    words: str
    link: str = ""  # a mail that says it


def actions(
    number: int, suggestion: Suggestion, *, issue: Issue, subject: str, case_id: str, alone: bool = True
) -> tuple[Action, ...]:
    """The things worth saying to this item, the likeliest first; `case_id` is what the case is called.

    Where its case owes another duty too (not `alone`), shown or not, "done" names the one it closes.
    """
    if suggestion.about_person:
        return tuple(_types(number, suggestion, issue, subject))
    duty = "" if alone or suggestion.duty is None else f" {suggestion.duty.what}"
    return tuple(
        _reply(label, f"{verb} {number}{rest}", issue, subject)
        if issue.answers
        else Action(label, f"introloop{issue.where} {verb} {case_id}{duty if verb == 'done' else rest}")
        for label, verb, rest in _choices(suggestion)
    )


def _reply(label: str, words: str, issue: Issue, subject: str) -> Action:
    return Action(label, words, answer_link(words, issue=issue, subject=subject))


def _types(number: int, suggestion: Suggestion, issue: Issue, subject: str) -> Iterator[Action]:
    """What somebody can be to the owner: a word to press each, or the one command that takes any of them."""
    if not issue.answers:
        yield Action("your word", f"introloop{issue.where} people set {suggestion.who.email} --type TYPE")
        return
    for kind in ContactType:
        yield _reply(kind, f"{kind} {number}", issue, subject)


def _choices(suggestion: Suggestion) -> tuple[tuple[str, str, str], ...]:
    if suggestion.duty is not None and suggestion.duty.what is What.CONFIRM:
        return _MEETING
    match suggestion.section:
        case Section.NUDGES:
            return _LET_REST
        case Section.LAPSES:
            return _LET_REST_OR_LATER
        case Section.GIVE_BACK:
            return _GIVEN
        case Section.RECONNECTS:
            return _NO_HURRY
    return _USUAL
