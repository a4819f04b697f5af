"""What stands beside the duties in an issue: a calm line or two at an item, a question, a give-back.

None of it makes an issue: where nothing else is to be said, no mail is sent for it (DOMAIN.md section 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from textwrap import shorten

from rules.due import clock
from rules.model import Remark, Review, Section, Suggestion, Topic
from worker.digest.values import Issue

_AT_AN_ITEM = 2  # lines
_QUESTIONS = 1  # about what somebody is, an issue
_QUOTED = 120  # characters of the sentence that shows it
# What is worth knowing of a case that asks nothing of the owner this week: it is for before the talk.
_EVEN_WITHOUT_AN_ITEM = frozenset({Topic.APPLICATION_CONFLICT, Topic.CONTACT_TYPE})


def of_cases(review: Review) -> Review:
    """The review without what is said of each person: no issue shows it, and to clean it takes its time."""
    return replace(review, advice=replace(review.advice, people=(), paths=()))


def beside(review: Review, said: Sequence[Suggestion], issue: Issue) -> Iterator[Suggestion]:
    """What an issue that says something else asks and proposes as well: at most one of each."""
    asked = sum(suggestion.section is Section.QUESTIONS for suggestion in said)
    room = min(clock(issue.owner, "digest.questions") - asked, _QUESTIONS)
    reachable = (question for question in review.advice.questions if question.who.email)
    if said:
        yield from islice(reachable, max(room, 0))
        yield from review.advice.give_back[:1]


def remarks_at(shown: Sequence[Suggestion], review: Review) -> Mapping[int, tuple[str, ...]]:
    """What is worth knowing at each item, by its number: of each case once, at its first item."""
    first: dict[str, int] = {}
    for number, suggestion in enumerate(shown, start=1):
        if not suggestion.about_person:
            first.setdefault(suggestion.case.id, number)
    lines: dict[int, tuple[str, ...]] = {}
    for remark in review.advice.remarks:
        if number := first.get(remark.case_id, 0):
            lines[number] = (*lines.get(number, ()), in_words(remark))[:_AT_AN_ITEM]
    return lines


def remarks_elsewhere(shown: Sequence[Suggestion], review: Review) -> Iterator[Remark]:
    """What is worth knowing of cases without an item."""
    cases = {suggestion.case.id for suggestion in shown if not suggestion.about_person}
    for remark in review.advice.remarks:
        if remark.topic in _EVEN_WITHOUT_AN_ITEM and remark.case_id not in cases:
            yield remark


def in_words(remark: Remark) -> str:
    """A remark with the sentence that shows it."""
    quote = shorten(remark.evidence.sentence, _QUOTED, placeholder=" …")
    return f"{remark.text} “{quote}”" if quote else remark.text
