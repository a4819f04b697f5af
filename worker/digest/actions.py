"""What the owner can say to an item: a word to press, a command to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.model import ContactType, Section, Suggestion, What
from worker.digest.links import mailto
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
    """One thing to say; `link` is "" where replies to the digest are not read."""

    label: str
    command: str
    link: str = ""


def actions(
    number: int, suggestion: Suggestion, *, issue: Issue, subject: str, alone: bool = True
) -> tuple[Action, ...]:
    """The things worth saying to this item, the likeliest first.

    Where its case has another item in the issue (not `alone`), "done" names the one duty it closes.
    """
    if suggestion.about_person:
        return tuple(_types(number, suggestion, issue, subject))
    duty = "" if alone or suggestion.duty is None else f" {suggestion.duty.what}"
    return tuple(
        Action(
            label=label,
            command=f"introloop {verb} {suggestion.case.id}{duty if verb == 'done' else rest}",
            link=_answer(f"{verb} {number}{rest}", issue, subject) if issue.answers else "",
        )
        for label, verb, rest in _choices(suggestion)
    )


def _types(number: int, suggestion: Suggestion, issue: Issue, subject: str) -> Iterator[Action]:
    """What somebody can be to the owner: a word to press each, or the one command that takes any of them."""
    command = f"introloop people set {suggestion.who.email} --type"
    if not issue.answers:
        yield Action("your word", f"{command} TYPE")
        return
    for kind in ContactType:
        yield Action(kind, f"{command} {kind}", _answer(f"{kind} {number}", issue, subject))


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


def _answer(words: str, issue: Issue, subject: str) -> str:
    """A reply to this issue that says one thing; it acts only once the owner has sent it."""
    return mailto((issue.to,), subject=f"Re: {subject}", in_reply_to=issue.message_id, body=f"{words}\n")
