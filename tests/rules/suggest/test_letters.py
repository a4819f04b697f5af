"""Letters: every duty of every state can be written, to the right people, in the right thread."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rules.model import Address, Invitation, InvitationMethod, Kind, Person, What
from tests.builders import MARA, mail
from tests.rules.suggest.desks import (
    INES,
    INTRODUCTION,
    LATE,
    TOMAS,
    VERA,
    case,
    desk,
    drafted,
    duty,
    one,
    standing,
    told,
)
from worker.packs import packs

FOR_ME, ASKED, PROMISED = Kind.MADE_FOR_ME, Kind.ASKED_BY_ME, Kind.PROMISED_TO_ME
BY_ME, OF_ME, FAVOUR = Kind.MADE_BY_ME, Kind.ASKED_OF_ME, Kind.FAVOUR

# Every duty of mine in the tables of DOMAIN.md section 5: kind, state, what, to whom.
MINE = (
    (ASKED, "DECLINED", What.THANK, INES),
    (ASKED, "REDIRECTED", What.REPLY, TOMAS),
    (ASKED, "REDIRECTED", What.THANK, INES),
    (ASKED, "ASKED", What.ANSWER, INES),
    (FOR_ME, "MADE", What.REPLY, TOMAS),
    (FOR_ME, "TARGET_WROTE", What.REPLY, TOMAS),
    (FOR_ME, "UNDELIVERED", What.REPLY, TOMAS),
    (FOR_ME, "REPLIED", What.THANK, INES),
    (FOR_ME, "REPLIED", What.ANSWER, TOMAS),
    (FOR_ME, "REPLIED", What.SCHEDULE, TOMAS),
    (FOR_ME, "SCHEDULING", What.SCHEDULE, TOMAS),
    (FOR_ME, "MET", What.THANK, TOMAS),
    (FOR_ME, "MET", What.REPORT, INES),
    (FOR_ME, "MET", What.PROMISE, TOMAS),
    (FOR_ME, "INTERIM", What.REPORT, INES),
    (FOR_ME, "OUTCOME", What.REPORT, INES),
    (FOR_ME, "NO_MEETING", What.REPORT, INES),
    (FOR_ME, "NO_MEETING", What.THANK, TOMAS),
    (BY_ME, "HANDED_OFF", What.CHECK, VERA),
    (BY_ME, "REPORTED", What.ANSWER, VERA),
    (OF_ME, "ASKED_OF_ME", What.ANSWER, VERA),
    (OF_ME, "OPTED_IN", What.INTRODUCE, VERA),
    (OF_ME, "OPTED_OUT", What.TELL, VERA),
    (OF_ME, "OPT_IN_OF_ME", What.ANSWER, INES),
    (FAVOUR, "RECEIVED", What.THANK, INES),
    (FAVOUR, "RECEIVED", What.REPORT, INES),
    (FAVOUR, "ASKED_OF_ME", What.ANSWER, VERA),
    (FAVOUR, "GIVEN", What.CHECK, VERA),
    (Kind.UPDATE, "OPEN", What.UPDATE, INES),
    (Kind.MY_PROMISE, "OPEN", What.PROMISE, TOMAS),
)
THEIRS = (
    (ASKED, "ASKED", INES),
    (PROMISED, "PROMISED", INES),
    (PROMISED, "OPT_IN_PENDING", INES),
    (FOR_ME, "REPLIED", TOMAS),
    (FOR_ME, "SCHEDULING", TOMAS),
    (BY_ME, "MADE", VERA),
    (OF_ME, "OPT_IN_ASKED", TOMAS),
    (FAVOUR, "ASKED_BY_ME", INES),
    (PROMISED, "ASKED", INES),
)


@pytest.mark.parametrize("language", sorted(packs().languages))
@pytest.mark.parametrize(("kind", "state", "what", "to"), MINE)
def test_every_duty_of_mine_has_a_draft_in_every_language(
    language: str, kind: Kind, state: str, what: What, to: str
) -> None:
    drafts = one(standing(kind, state, duty(what, to)), desk(INTRODUCTION, language=language)).drafts
    assert drafts
    assert all(draft.language == language for draft in drafts)
    written_to = {a.email for draft in drafts for a in draft.to}
    assert to in written_to
    assert not [draft.text for draft in drafts if re.search(r"[!{}]", draft.text)]


@pytest.mark.parametrize("language", sorted(packs().languages))
@pytest.mark.parametrize(("kind", "state", "by"), THEIRS)
def test_every_nudge_has_a_draft_in_every_language_and_copies_nobody(
    language: str, kind: Kind, state: str, by: str
) -> None:
    waiting = standing(kind, state, duty(What.REPLY, "me", by=by, due=LATE))
    (draft,) = one(waiting, desk(INTRODUCTION, language=language)).drafts
    assert [a.email for a in draft.to] == [by]
    assert (draft.cc, draft.bcc) == ((), ())
    assert "checking in" not in draft.text


@pytest.mark.parametrize("known", [(), (INES, TOMAS, VERA)])
@pytest.mark.parametrize("language", sorted(packs().languages))
@pytest.mark.parametrize(("kind", "state", "what", "to"), MINE)
def test_where_a_case_tells_nothing_its_letters_get_shorter_and_stay_whole(
    language: str, kind: Kind, state: str, what: What, to: str, known: tuple[str, ...]
) -> None:
    at = desk(language=language, known=known)
    full = standing(kind, state, duty(what, to))
    bare = told(full, targets=(), purpose="", introducer=None, requester=None)
    assert one(bare, at).drafts
    for long, short in zip(one(full, at).drafts[::-1], one(bare, at).drafts[::-1], strict=False):
        assert not re.search(r"[{}!]|  |\n\n\n| ,|: :", short.text)
        assert len(short.text) <= len(long.text) + 40


def test_without_packs_there_are_no_drafts() -> None:
    assert one(case("MADE", duty(What.REPLY)), desk(words=False)).drafts == ()


def test_a_language_without_drafts_is_written_in_english() -> None:
    draft = drafted(case("MADE", duty(What.REPLY)), desk(INTRODUCTION, language="xx"))
    assert draft.language == "en"


def test_a_question_whether_it_happened_needs_no_letter() -> None:
    assert one(case("MET?", duty(What.CONFIRM))).drafts == ()


# ── The first reply ─────────────────────────────────────────────────────────────────────────


def test_the_first_reply_goes_to_the_target_in_the_thread_with_the_introducer_in_bcc() -> None:
    draft = drafted(told(case("MADE", duty(What.REPLY)), organisation="Nordvik"))
    assert draft.to == (Address(TOMAS, "Tomas Keller"),)
    assert draft.bcc == (Address(INES, "Ines Duarte"),)
    assert draft.subject == "Re: Mara <> Tomas"
    assert draft.in_reply_to == INTRODUCTION.message_id
    assert draft.text == (
        "Hi Tomas,\n\n"
        "Good to meet you, and thank you to Ines (in Bcc from here) for putting us in touch. "
        "I would like to hear about your work at Nordvik. "
        "Could we speak for twenty minutes, "
        "Tuesday 24 November at 10:00 or Thursday 26 November at 15:00?\n\n"
        "Mara\n"
    )


def test_a_first_letter_to_somebody_who_was_not_on_the_mail_names_who_sent_me() -> None:
    told_me = mail(
        f"Ines Duarte <{INES}>", "Try Tomas.", on="Mon 2026-11-16 09:00", to=MARA, subject="Timber"
    )
    absent = told(case("MADE", duty(What.REPLY), mails=(told_me,)), purpose="Re: Timber")
    draft = drafted(absent, desk(told_me))
    assert "Ines Duarte suggested that I write to you" in draft.text
    assert (draft.bcc, draft.in_reply_to, draft.subject) == ((), "", "Timber")


_IN_BCC = re.compile(r"bcc|copie cachée|copia oculta|copia nascosta|cópia oculta", re.IGNORECASE)


@pytest.mark.parametrize("known", [(), (TOMAS,)])
@pytest.mark.parametrize("state", ["MADE", "TARGET_WROTE"])
@pytest.mark.parametrize("language", sorted(packs().languages))
def test_a_letter_says_bcc_only_where_somebody_is_in_it(
    language: str, state: str, known: tuple[str, ...]
) -> None:
    at, brought = desk(INTRODUCTION, language=language, known=known), case(state, duty(What.REPLY))
    draft = drafted(brought, at)
    assert (len(draft.bcc), bool(_IN_BCC.search(draft.text))) == (1, True)
    draft = drafted(told(brought, introducer="Ines Duarte"), at)
    assert (draft.bcc, _IN_BCC.search(draft.text)) == ((), None)
    assert "Ines Duarte" in draft.text


def test_what_came_back_goes_to_another_address_of_theirs_where_we_know_one() -> None:
    failed, other = case("UNDELIVERED", duty(What.REPLY)), "tomas.keller@home.example"
    assert [[a.email for a in draft.to] for draft in one(failed).drafts] == [[INES], [TOMAS]]
    at = replace(desk(), people={TOMAS: Person(TOMAS, (TOMAS, other))})
    assert [a.email for a in drafted(failed, at).to] == [other]


def test_where_the_only_address_failed_the_introducer_is_asked_for_another() -> None:
    back = duty(What.REPLY)
    asked, again = one(case("UNDELIVERED", back)).drafts
    assert "The address I have for Tomas does not work any more. Do you have another?" in asked.text
    assert "my first mail did not reach you" in again.text
    alone = told(case("UNDELIVERED", back), introducer=None)
    assert [a.email for a in drafted(alone).to] == [TOMAS]


def test_who_helped_is_thanked_as_ever_though_my_mail_to_another_came_back() -> None:
    letter = drafted(case("UNDELIVERED", duty(What.THANK, INES)))
    assert "Thank you for putting me in touch with Tomas." in letter.text
    assert "did not reach" not in letter.text


def test_nobody_is_written_to_who_has_no_address() -> None:
    assert one(case("MADE", duty(What.REPLY, "Tomas Keller"))).drafts == ()


# ── Asked of me ─────────────────────────────────────────────────────────────────────────────


def test_a_request_can_be_answered_in_three_ways() -> None:
    asked = standing(OF_ME, "ASKED_OF_ME", duty(What.ANSWER, VERA))
    yes, question, no = one(asked).drafts
    assert [d.to[0].email for d in (yes, question, no)] == [VERA, TOMAS, VERA]
    assert "four or five lines that I can forward" in yes.text
    assert "Vera Moreau has asked me for an introduction to you, about “Tide mills”." in question.text
    assert question.in_reply_to == ""
    assert "I would rather not" in no.text


def test_a_target_without_an_address_is_not_asked() -> None:
    asked = told(standing(OF_ME, "ASKED_OF_ME", duty(What.ANSWER, VERA)), targets=("Tomas Keller",))
    assert [d.to[0].email for d in one(asked).drafts] == [VERA, VERA, VERA]


def test_a_requester_without_an_address_is_not_written_to() -> None:
    assert one(standing(OF_ME, "ASKED_OF_ME", duty(What.ANSWER, "Vera Moreau"))).drafts == ()


def test_an_introduction_goes_to_both_in_a_thread_of_its_own() -> None:
    draft = drafted(standing(OF_ME, "OPTED_IN", duty(What.INTRODUCE, VERA)))
    assert [a.email for a in draft.to] == [VERA, TOMAS]
    assert draft.in_reply_to == ""
    assert draft.subject == "Vera Moreau – Tomas Keller"
    assert draft.text.startswith(
        "Tomas, I would like you to meet Vera Moreau, who asked me about you:\nVera, "
    )


def test_an_introduction_to_somebody_without_an_address_goes_to_the_one_who_asked() -> None:
    bare = told(standing(OF_ME, "OPTED_IN", duty(What.INTRODUCE, VERA)), targets=("Tomas Keller",))
    draft = drafted(bare)
    assert [a.email for a in draft.to] == [VERA]
    assert draft.text == "Hi Vera,\n\nAs promised, the introduction:\n\nMara\n"


def test_whose_answer_asks_nothing_is_not_told_of_a_question() -> None:
    answer = drafted(case("REPLIED", duty(What.ANSWER)))
    assert "question" not in answer.text
    assert "Thank you for your mail." in answer.text


def test_a_letter_answers_what_somebody_wrote_and_not_their_calendar() -> None:
    cancelled = mail(
        "Tomas Keller <tomas@nordvik.example>", "", on="Tue 2026-11-17 09:00", subject="Cancelled: us"
    )
    at = desk(INTRODUCTION, cancelled)
    called_off = Invitation("1", InvitationMethod.CANCEL, None, None, TOMAS)
    theirs = replace(at.readings[cancelled.message_id], invitation=called_off)
    held = {**at.readings, cancelled.message_id: theirs}
    waiting = case("SCHEDULING", duty(What.SCHEDULE), mails=(INTRODUCTION, cancelled))
    assert drafted(waiting, at).subject == "Re: Cancelled: us"
    assert drafted(waiting, replace(at, readings=held)).subject == "Re: Mara <> Tomas"
