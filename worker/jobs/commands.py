"""Carrying out what a letter says: each command is a decision like any other, and can be taken back.

Nothing is written here: all that a letter changes is kept with it, in one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rules.meant import said_of
from rules.model import Case, ContactType, Decision, Kind, PersonNote, Review, Verb
from worker.answers.grammar import Command, Misunderstood, Said, Unclear
from worker.answers.vocabulary import TYPES, Word
from worker.digest.mail import ASKS_TYPE
from worker.digest.values import Item
from worker.jobs.decide import worded
from worker.ports import Heard, Line

_OF_A_MEETING = frozenset({Word.MET, Word.MOVED, Word.NO_MEETING})
_TYPES = ", ".join(ContactType)

NO_ITEM = "that digest has no item of this number"
GONE = "its case is not there any more"
NO_MEETING = "that item is about no meeting"
A_PERSON = f"that item asks what somebody is to you: {_TYPES}"
A_CASE = "that item does not ask what somebody is to you"
SAID_BEFORE = "you had said so already"
NOTHING_SAID = "there is nothing to take back"
SAY_ANEW = "what somebody is to you is not taken back: write what they are instead"


@dataclass(slots=True)
class Hearing:
    """One letter while it is heard, and what it comes to."""

    items: Sequence[Item]
    review: Review
    at: datetime
    standing: list[Decision]  # what the owner said before, in order
    repeated: frozenset[str] = frozenset()  # what earlier letters said of the same digest
    typed: datetime | None = None  # when an earlier letter ended with what somebody is to the owner
    decisions: list[Decision] = field(default_factory=list)
    undone: list[Decision] = field(default_factory=list)
    notes: list[PersonNote] = field(default_factory=list)

    def carry_out(self, said: Said) -> Line:
        """One line, as it will be told back."""
        if isinstance(said, Misunderstood):
            return Line(said.line, str(said.why), unclear=said.why is Unclear.NOTHING)
        line = Line(said.said)
        if said.word is Word.UNDO and not said.item:
            return replace(line, why=self._undo(None))
        item = next((item for item in self.items if item.number == said.item), None)
        if item is None:
            return replace(line, why=NO_ITEM)
        if item.what == ASKS_TYPE or said.word in TYPES:
            return replace(line, why=self._typed(said, item), about=item.who)
        case = next((case for case in self.review.cases if case.id == item.case_id), None)
        if case is None:
            return replace(line, why=GONE)
        about = called(case, self.review)
        return replace(line, why=self._decided(said, item, case), about=about, case_id=case.id)

    def _typed(self, said: Command, item: Item) -> str:
        if item.what != ASKS_TYPE:
            return A_CASE
        if said.word not in TYPES:
            return A_PERSON
        self.notes.append(PersonNote((item.who,), contact_type=ContactType(said.word)))
        self.typed = self.at
        return ""

    def _decided(self, said: Command, item: Item, case: Case) -> str:
        if said.word is Word.UNDO:
            return self._undo(case)
        if said.word in _OF_A_MEETING and case.kind is not Kind.MADE_FOR_ME:
            return NO_MEETING
        verb = Verb(said.word)
        decision = worded(
            case,
            verb,
            review=self.review,
            at=self.at,
            what=self._duty(said, item, case),
            day=said.day,
            note=said.text,
        )
        stands = any(replace(one, at=decision.at) == decision for one in self.standing)
        if stands and said.said in self.repeated and said.word is not Word.NOTE:
            return SAID_BEFORE
        self.decisions.append(decision)
        self.typed = None
        return ""

    def _duty(self, said: Command, item: Item, case: Case) -> str:
        """The duty a "done" closes: the one that is named, or the item's own where its case owes more,
        be it what the digest had no room for."""
        others = [other.what for other in self.items if other.case_id == case.id and other is not item]
        owed = [duty.what.value for duty in case.duties]
        several = len(owed) > 1 or {*others, *owed} - {item.what, ASKS_TYPE}
        return said.duty or (item.what if said.word is Word.DONE and several else "")

    def _undo(self, case: Case | None) -> str:
        """Take back what was said last, of that case or of anything; of this letter itself too."""
        if case is None and self.typed and not any(one.at > self.typed for one in self.standing):
            return SAY_ANEW
        for mine in (self.decisions, self.standing):
            meant = [one for one in mine if case is None or case in said_of(one, self.review.cases)]
            if meant:
                mine.remove(meant[-1])
                self.undone += [meant[-1]] if mine is self.standing else []
                return ""
        return NOTHING_SAID


def repeated(heard: Sequence[Heard], digest: str) -> frozenset[str]:
    """What letters to a digest did before: while it stands, said again it changes nothing."""
    answers = (letter for letter in heard if letter.digest == digest)
    return frozenset(line.said for letter in answers for line in letter.lines if not line.why)


def typed(heard: Sequence[Heard]) -> datetime | None:
    """When what somebody is to the owner was the last thing that was done; None where it was not."""
    done = [(letter.at, line.said) for letter in heard for line in letter.lines if not line.why]
    at, said = done[-1] if done else (None, "")
    return at if said.partition(" ")[0] in TYPES else None


def called(case: Case, review: Review) -> str:
    """Whom a case is about, in a word."""
    named = (*case.targets, case.helper, case.requester, case.introducer, case.awaiting)
    who = next((one for one in named if one and one != "me"), "")
    return _names(review).get(who, who)


def _names(review: Review) -> Mapping[str, str]:
    return {email: person.name for person in review.people if person.name for email in person.addresses}
