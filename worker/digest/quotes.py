"""What shows it: the sentence, its day, and where its thread is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.due import in_words, local_day
from rules.model import Suggestion
from rules.subjects import normal_subject
from worker.digest.links import thread_link
from worker.digest.values import Issue

_LANGUAGE = re.compile(r"[a-z]{2}(?=\.)")  # a rule's name begins with the language it reads


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that shows it, its language, and its day, "" where they are not known."""

    text: str
    language: str
    day: str


@dataclass(frozen=True, slots=True)
class ThreadAt:
    """Where the thread is: a link that opens it, or else the subject to search for; maybe neither."""

    link: str
    subject: str


def quote_of(suggestion: Suggestion, issue: Issue) -> Quote:
    """The sentence as it stands in the mail.

    A rule that reads no language in particular leaves that of the draft, which answers in it.
    """
    evidence = suggestion.evidence
    read = _LANGUAGE.match(evidence.rule)
    language = read[0] if read else suggestion.drafts[0].language if suggestion.drafts else ""
    return Quote(evidence.sentence, language, _day_of(suggestion, issue))


def _day_of(suggestion: Suggestion, issue: Issue) -> str:
    about = suggestion.evidence.message_id
    at = next((step.at for step in suggestion.case.steps if step.evidence.message_id == about), None)
    if at is None:
        return ""
    return in_words(local_day(at, issue.owner.calendar), beside=issue.today)


def thread_of(suggestion: Suggestion, issue: Issue) -> ThreadAt:
    """The thread of the quoted sentence; only a draft that answers in it knows its subject.

    Where that message is gone, the newest of the case that is not opens it; where all are, nothing does.
    """
    about = suggestion.evidence.message_id
    there = [one for one in (*suggestion.case.messages, about) if one not in issue.gone]
    if not there:
        return ThreadAt("", "")
    link = thread_link(about if about in there else there[-1], issue)
    answering = (d.subject for d in suggestion.drafts if about in (d.in_reply_to, *d.references))
    subject = "" if link else next(answering, "")
    return ThreadAt(link, normal_subject(subject).text)
