"""Words on a meeting that was, or on one that has moved, and thanks that were given without a Bcc on show."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.model import ME, Case, Decision, Reading, Verb, What
from rules.review import review
from tests.builders import MARA, Mail, mail, owner
from tests.rules.readings import INES, TOMAS

INTRODUCTION = mail(
    INES,
    "Mara, meet Tomas, who plans the crews. Tomas, meet Mara.",
    on="Mon 2026-11-09 09:00",
    to=[MARA, TOMAS],
    subject="Mara <> Tomas",
)
OFFER = mail(
    MARA,
    "Thank you, Ines. Tomas, would Tuesday 17 November at 10:00 suit you?",
    on="Tue 2026-11-10 09:00",
    to=[TOMAS, INES],
    answers=INTRODUCTION,
)
AGREED = mail(TOMAS, "Tuesday at ten is perfect.", on="Wed 2026-11-11 09:00", answers=OFFER)


def _on_wednesday(sender: str, says: str) -> Mail:
    to = MARA if sender == TOMAS else TOMAS
    return mail(sender, says, on="Wed 2026-11-18 09:00", to=to, answers=AGREED)


def _case(*mails: Mail, decisions: tuple[Decision, ...] = (), day: int = 18) -> Case:
    readings: list[Reading] = [m.reading(owner()) for m in mails]
    now = datetime(2026, 11, day, 20, tzinfo=UTC)
    (case,) = review(readings, owner=owner(), now=now, decisions=decisions).cases
    return case


def _mine(case: Case) -> set[What]:
    return {duty.what for duty in case.duties if duty.owner == ME}


@pytest.mark.parametrize(
    "says",
    [
        "Great talking on Tuesday, thank you for the time.",
        "Thanks again for Tuesday, it was a pleasure.",
        "Great talking yesterday.",
        "Thank you for the call yesterday, I enjoyed our conversation.",
        "Schön, dass wir am Dienstag gesprochen haben. Danke für deine Zeit.",
        "Merci pour l'échange de mardi, c'était très intéressant.",
    ],
)
def test_their_thanks_for_the_meeting_say_that_we_met_on_the_day_agreed(says: str) -> None:
    case = _case(INTRODUCTION, OFFER, AGREED, _on_wednesday(TOMAS, says))
    assert (case.state, case.question, _mine(case)) == ("MET", "", {What.THANK, What.REPORT})
    assert {duty.since for duty in case.duties} == {date(2026, 11, 17)}
    assert {duty.evidence.sentence for duty in case.duties} == {case.steps[-1].evidence.sentence}
    assert case.steps[-1].evidence.sentence in says


@pytest.mark.parametrize(
    "says",
    [
        "Great to talk on Tuesday.",
        "It was good to talk on Tuesday. The crew table was worth the hour alone.",
        "It was good to talk on 17 November.",
        "Grazie per martedì, è stato un piacere.",
        "Fijn om je dinsdag te spreken.",
    ],
)
def test_what_only_sounds_like_their_thanks_asks_whether_we_met_and_agrees_on_no_other(says: str) -> None:
    case = _case(INTRODUCTION, OFFER, AGREED, _on_wednesday(TOMAS, says))
    assert (case.state, case.until, _mine(case)) == ("MET?", None, {What.CONFIRM})


def test_their_thanks_to_the_introducer_with_me_on_copy_are_for_another_meeting() -> None:
    says = "Ines, thank you for the call yesterday."
    to_ines = mail(TOMAS, says, on="Wed 2026-11-18 09:00", to=INES, cc=MARA, answers=AGREED)
    assert _case(INTRODUCTION, OFFER, AGREED, to_ines).state == "MET?"
    to_both = mail(TOMAS, says, on="Wed 2026-11-18 09:00", to=MARA, cc=INES, answers=AGREED)
    assert _case(INTRODUCTION, OFFER, AGREED, to_both).state == "MET"


@pytest.mark.parametrize(
    "says",
    ["Great to speak on Tuesday, thank you for the time.", "Thanks again for Tuesday, it was a pleasure."],
)
def test_my_thanks_for_the_meeting_say_that_we_met_on_the_day_agreed(says: str) -> None:
    case = _case(INTRODUCTION, OFFER, AGREED, _on_wednesday(MARA, says))
    assert (case.state, _mine(case)) == ("MET", {What.REPORT})
    assert case.duties[0].since == date(2026, 11, 17)


def test_thanks_for_a_meeting_that_no_mail_agreed_on_say_that_we_met_on_the_day_they_name() -> None:
    thanks = mail(TOMAS, "Thank you for the call yesterday.", on="Thu 2026-11-12 09:00", answers=INTRODUCTION)
    hello = mail(
        MARA,
        "Tomas, I am glad to meet you.",
        on="Tue 2026-11-10 09:00",
        to=[TOMAS, INES],
        answers=INTRODUCTION,
    )
    replied = _case(INTRODUCTION, hello, thanks, day=12)
    assert (replied.state, replied.until) == ("MET", None)
    assert {duty.since for duty in replied.duties} == {date(2026, 11, 11)}


def test_thanks_before_the_day_agreed_on_only_ask_whether_we_met() -> None:
    thanks = mail(TOMAS, "Thank you for the call yesterday.", on="Thu 2026-11-12 09:00", answers=AGREED)
    case = _case(INTRODUCTION, OFFER, AGREED, thanks, day=12)
    assert (case.state, case.until, case.question) == (
        "SCHEDULED",
        date(2026, 11, 17),
        "Did you meet Tomas Keller?",
    )


@pytest.mark.parametrize(
    ("says", "state", "until"),
    [
        ("Tuesday was great, let's talk again on Thursday at 3.", "SCHEDULED", date(2026, 11, 19)),
        ("Thanks for the talk on Tuesday. Could we meet again next Tuesday?", "SCHEDULING", None),
        ("I am sorry, can we move it to Thursday?", "SCHEDULING", None),
    ],
)
def test_another_day_beside_the_one_that_was_is_heard(says: str, state: str, until: date | None) -> None:
    case = _case(INTRODUCTION, OFFER, AGREED, _on_wednesday(TOMAS, says))
    assert (case.state, case.until) == (state, until)


def test_a_meeting_moved_after_i_said_that_we_met_owes_no_thanks_yet() -> None:
    said = datetime(2026, 11, 18, 9, tzinfo=UTC)
    met = Decision(said, Verb.MET, INTRODUCTION.message_id)
    moved = Decision(said.replace(hour=10), Verb.MOVED, INTRODUCTION.message_id, day=date(2026, 12, 1))
    assert _mine(_case(INTRODUCTION, OFFER, AGREED, decisions=(met,))) == {What.THANK, What.REPORT}
    case = _case(INTRODUCTION, OFFER, AGREED, decisions=(met, moved))
    assert (case.state, case.until, case.duties) == ("SCHEDULED", date(2026, 12, 1), ())


@pytest.mark.parametrize(
    ("says", "owed"),
    [
        ("Thanks Ines, moving you to bcc. Tomas, would Wednesday at 10:00 suit you?", set()),
        ("Moving Ines to bcc. Tomas, would Wednesday suit you?", set()),
        ("I am very grateful to Ines for the introduction. Would Wednesday suit you?", set()),
        ("Danke Ines, ich setze dich ins BCC. Tomas, passt dir Mittwoch?", set()),
        ("Merci Ines, je te mets en cci. Tomas, mercredi te conviendrait ?", set()),
        ("It is lovely that Ines brought us together. Would Wednesday suit you? Thanks!", {What.THANK}),
        ("Tomas, would Wednesday suit you?", {What.THANK}),
    ],
)
def test_who_is_thanked_by_name_or_moved_to_bcc_is_owed_no_thanks(says: str, owed: set[What]) -> None:
    reply = mail(MARA, says, on="Tue 2026-11-10 09:00", to=TOMAS, answers=INTRODUCTION)
    case = _case(INTRODUCTION, reply, day=10)
    assert (case.state, _mine(case)) == ("REPLIED", owed)
