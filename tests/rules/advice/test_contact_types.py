"""What somebody is to the owner, what that is good for, and an ask that does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import Answer, ContactType, Topic
from tests.rules.advice.told import acquainted, advised, asked, note, says, texts, with_
from tests.rules.cases.mails import INTRODUCTION, OWNER, mail

KNOWN = acquainted("ines", "bram", "olle")
MADE = mail(INTRODUCTION)
VOUCH = says(asked("11-02 me > ines : asks_favour"), "Would you be a reference for me?")


# ── What they are ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("from_book", "why"), [(False, "as you said"), (True, "as your address book says")])
def test_the_owner_and_their_book_say_what_somebody_is(from_book: bool, why: str) -> None:
    said = note("ines", contact_type=ContactType.FRIEND, from_book=from_book)
    ines = with_("ines", advised(*KNOWN, notes=[said]))
    assert (ines.contact_type, ines.type_shown_by.text) == (ContactType.FRIEND, f"friend, {why}")


def test_a_colleague_is_a_reference_by_definition() -> None:
    olle = with_("olle", advised(*KNOWN, notes=[note("olle", note="sits upstairs")]))
    assert olle.contact_type is ContactType.REFERENCE
    assert olle.type_shown_by.evidence.sentence == "olle@tramworks.example"


def test_a_colleague_the_owner_never_wrote_to_is_not_known() -> None:
    petra = with_("petra", advised(mail("11-02 petra > me :"), notes=[note("petra", note="new")]))
    assert petra.contact_type is None


def test_people_of_one_free_mail_provider_are_no_colleagues() -> None:
    at_home = replace(OWNER, addresses=frozenset({"mara@gmail.com"}))
    ann = "ann@gmail.com"
    mails = [mail(f"11-02 mara@gmail.com > {ann} :"), mail(f"11-03 {ann} > mara@gmail.com :")]
    advice = advised(*mails, owner=at_home, notes=[note(ann, note="sails")])
    assert [one.contact_type for one in advice.people] == [None]


def test_who_was_introduced_to_me_was_met_through_a_referral() -> None:
    tomas = with_("tomas", advised(MADE))
    assert (tomas.contact_type, tomas.type_shown_by.answer) == (ContactType.OTHER, Answer.YES)
    assert tomas.type_shown_by.evidence.message_id == MADE.header.message_id


def test_friendly_mail_says_nothing_of_what_somebody_is() -> None:
    warm = mail("11-01 bram > me : thanks", subject="You are wonderful")
    bram = with_("bram", advised(*KNOWN, warm, notes=[note("bram", note="x")]))
    assert (bram.contact_type, bram.type_shown_by.answer) == (None, Answer.UNKNOWN)


# ── The wrong ask ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        ("friend", "a friend"),
        ("social", "somebody known socially"),
        ("other", "somebody met through a referral"),
    ],
)
def test_a_word_on_work_asked_of_who_cannot_give_it_is_flagged(kind: str, whom: str) -> None:
    (remark,) = advised(*KNOWN, VOUCH, on="11-04", types=[("ines", kind)]).remarks
    assert remark.text == f"This asks {whom} to vouch for your work; somebody who worked with you can."
    assert (remark.topic, remark.answer) == (Topic.CONTACT_TYPE, Answer.NO)
    assert remark.evidence.sentence == "Would you be a reference for me?"


@pytest.mark.parametrize("types", [[("ines", "reference")], []])
def test_a_reference_may_be_asked_and_nobody_is_suspected(types: list[tuple[str, str]]) -> None:
    assert advised(*KNOWN, VOUCH, on="11-04", types=types).remarks == ()


def test_a_friend_may_be_asked_for_other_favours() -> None:
    review = says(VOUCH, "Would you read my letter?")
    assert advised(*KNOWN, review, on="11-04", types=[("ines", "friend")]).remarks == ()


def test_the_rule_that_read_it_tells_too() -> None:
    first = replace(VOUCH.signals[0], sentence="Mag ik je noemen?", rule="nl.asks_favour.reference")
    told = replace(VOUCH, signals=(first,))
    assert len(advised(*KNOWN, told, on="11-04", types=[("ines", "friend")]).remarks) == 1


def test_an_ask_long_past_is_let_be() -> None:
    assert advised(*KNOWN, VOUCH, on="2027-03-01", types=[("ines", "friend")]).remarks == ()


# ── The question ────────────────────────────────────────────────────────────────────────────


def test_who_is_asked_for_something_and_not_known_is_asked_about() -> None:
    (question,) = advised(*KNOWN, asked(), on="11-04").questions
    assert (question.title, question.who.email, question.about_person) == (
        "What is Ines Carvalho to you?",
        "ines@harbour.example",
        True,
    )


def test_the_newest_case_asks_first_and_each_person_once() -> None:
    again = asked("11-03 me > ines : asks_favour", subject="Lunch")
    bram = asked("11-04 me > bram : asks_for_introduction {Vera Moreau}", subject="Vera")
    questions = advised(*KNOWN, asked(), again, bram, on="11-05").questions
    assert [q.title for q in questions] == ["What is Bram Teunissen to you?", "What is Ines Carvalho to you?"]


def test_what_is_known_or_closed_is_not_asked() -> None:
    assert advised(*KNOWN, asked(), on="11-04", types=[("ines", "social")]).questions == ()
    assert advised(*KNOWN, asked(), on="2027-03-01").questions == ()


def test_who_asks_me_for_something_needs_no_type() -> None:
    request = mail("11-02 bram > me : asks_for_introduction {Dana Okoye}")
    assert texts(advised(*KNOWN, request, on="11-03").remarks) == []
    assert advised(*KNOWN, request, on="11-03").questions == ()
