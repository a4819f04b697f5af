"""The owner's word on who is one human moves cases, and moves them back (DOMAIN.md rules 1, 14)."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.model import Case, Decision, Verb
from tests.rules.cases.mails import INTRODUCTION, PEOPLE, mail, reviewed

MADE = mail(INTRODUCTION)
REPLY = mail("11-03 me > tomas :", re=MADE)
ANSWER = mail("11-05 rx@freight.test > me : proposes_times {Nordvik}", subject="Next week")
OTHER = "rx@freight.test"


def word(verb: Verb, who: str, other: str, *, hour: int = 9) -> Decision:
    return Decision(datetime(2026, 11, 6, hour, tzinfo=UTC), verb, "", who=who, other=other)


def the_case(*words: Decision) -> Case:
    mails = (MADE, REPLY, ANSWER)
    (case,) = (c for c in reviewed(*mails, on="11-06", decisions=words).cases if c.kind == "made_for_me")
    return case


def test_an_answer_from_an_address_nobody_knew_counts_once_the_two_are_merged() -> None:
    merged = word(Verb.MERGE, PEOPLE["tomas"].email, OTHER)
    assert (the_case().state, len(the_case().messages)) == ("REPLIED", 2)
    assert (the_case(merged).state, len(the_case(merged).messages)) == ("SCHEDULING", 3)


def test_a_merge_that_was_split_again_leaves_the_case_as_it_was() -> None:
    merged = word(Verb.MERGE, PEOPLE["tomas"].email, OTHER)
    parted = word(Verb.SPLIT, PEOPLE["tomas"].email, OTHER, hour=10)
    assert the_case(merged, parted) == the_case()


def test_a_merge_counts_from_the_moment_it_is_said() -> None:
    merged = word(Verb.MERGE, PEOPLE["tomas"].email, OTHER, hour=23)
    assert the_case(merged) == the_case(), "at eight in the evening it was not said yet"
