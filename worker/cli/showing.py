"""One case in full, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rules.meant import said_of
from rules.model import Case, Decision, Draft, Review
from worker.cli import terms, wording
from worker.cli.advising import show_advice
from worker.cli.terminal import Screen


def show_case(
    screen: Screen,
    case: Case,
    *,
    review: Review,
    decisions: Sequence[Decision],
    gone: int = 0,
    where: str = "",
) -> None:
    """Title, roles, duties with their reasons, the way so far, what the owner said, drafts; and how many of
    its messages lie in no folder any more. `where` goes before the command that is printed."""
    known = wording.names(review)
    screen.heading(wording.title(case, known))
    screen.line(_standing(case), indent=2)
    _roles(screen, case, known)
    _duties(screen, case, review)
    show_advice(screen, case, review)
    _steps(screen, case)
    _said(screen, [d for d in decisions if case in said_of(d, review.cases)])
    for suggestion in review.suggestions:
        if suggestion.case.id == case.id:
            screen.heading(suggestion.title)
            screen.line(suggestion.reason, indent=2)
            for draft in suggestion.drafts:
                _draft(screen, draft)
    screen.line()
    if gone:
        screen.line(_gone(gone, of=len(case.messages)))
    name = wording.short_ids(review)[case.id]
    screen.line(
        f"id {name} · introloop{where} explain {name} says which rule read what", style="dim", fold=False
    )


def _standing(case: Case) -> str:
    """The state and whose turn it is, each unless it says the same; of a closed case how."""
    state = terms.state(case.state)
    turn = wording.TURNS[case.turn] + (f": {case.outcome}" if case.outcome else "")
    said = f"{state[0].upper()}{state[1:]}"
    if turn.startswith(said):
        return f"{turn}."
    return f"{said}{'' if said.endswith('?') else '.'} {turn}."


def _gone(gone: int, *, of: int) -> str:
    """How many messages can no longer be opened, and where they went."""
    if of == 1:
        which = "Its message lies"
    elif gone == of:
        which = f"All of its {of} messages lie"
    else:
        which = f"{gone} of its {of} messages {'lies' if gone == 1 else 'lie'}"
    went, said = ("it was", "it says") if gone == 1 else ("they were", "they say")
    return (
        f"{which} in no folder that is read: {went} deleted, or moved to Trash, to Junk or to one that is "
        f"left out. What {said} still counts."
    )


def _roles(screen: Screen, case: Case, known: wording.Names) -> None:
    roles = [(role, getattr(case, role)) for role in ("introducer", "requester", "helper", "awaiting")]
    for role, who in [*roles, *(("target", target) for target in case.targets)]:
        if who:
            name = wording.called(who, known)
            screen.line(f"{role}: {name}" + (f" <{who}>" if name != who and "@" in who else ""), indent=2)
    if case.purpose:
        screen.line(f"purpose: {case.purpose}", indent=2)


def _duties(screen: Screen, case: Case, review: Review) -> None:
    if case.duties:
        screen.heading("Owed")
    known = wording.names(review)
    for one in case.duties:
        screen.line(wording.duty(one, known, today=review.now.date()), indent=2)
        screen.line(one.why, indent=4, style="dim")


def _steps(screen: Screen, case: Case) -> None:
    if case.steps:
        screen.heading("The way so far")
    for step in case.steps:
        screen.line(f"{step.at:%Y-%m-%d %H:%M}  {terms.state(step.state)}", indent=2)
        if step.evidence.sentence:
            screen.line(f"“{step.evidence.sentence}”", indent=4, style="dim")


def _said(screen: Screen, decisions: Sequence[Decision]) -> None:
    if decisions:
        screen.heading("What you said")
    for one in decisions:
        screen.line(f"{one.at:%Y-%m-%d %H:%M}  {terms.decision(one)}", indent=2)


def _draft(screen: Screen, draft: Draft) -> None:
    screen.line()
    for line, people in (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc)):
        if people:
            screen.line(f"{line}: " + ", ".join(who.email or who.name for who in people), indent=4)
    screen.line(f"Subject: {draft.subject}", indent=4)
    screen.line()
    screen.lines(draft.text, indent=4)
