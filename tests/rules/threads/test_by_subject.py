"""Threads: what a subject may tie, and what it must not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rules.model import Quoted
from tests.rules.threads.mails import ANN, BEN, CARA, DAN, DAY, HOUR, NOON, groups, mail


def test_a_direct_answer_without_references_finds_its_question() -> None:
    assert groups(mail("q"), mail("a", BEN, [ANN], subject="AW: Rotor  blades", after=DAY)) == {"q a"}


def test_an_answer_whose_references_nobody_holds_finds_its_question() -> None:
    a = mail("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY, references=["gone"])
    assert groups(mail("q"), a) == {"q a"}


def test_an_answer_that_names_a_mail_we_hold_is_not_moved_by_its_subject() -> None:
    other = mail("other", subject="Something else")
    a = mail("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY, answers=["other"])
    assert groups(mail("q"), other, a) == {"q", "other a"}


def test_the_same_subject_without_a_reply_prefix_is_a_new_matter() -> None:
    assert groups(mail("q"), mail("n", BEN, [ANN], after=DAY)) == {"q", "n"}


def test_strangers_with_the_same_subject_stay_apart() -> None:
    assert groups(mail("q"), mail("a", CARA, [DAN], subject="Re: Rotor blades", after=DAY)) == {"q", "a"}
    assert groups(mail("q"), mail("a", CARA, [BEN], subject="Re: Rotor blades", after=DAY)) == {"q", "a"}


def test_two_who_were_there_may_answer_for_a_third() -> None:
    question = mail("q", ANN, [BEN, CARA])
    assert groups(question, mail("a", CARA, [BEN], subject="Re: Rotor blades", after=DAY)) == {"q a"}


def test_an_answer_from_another_address_reaches_its_writer() -> None:
    assert groups(mail("q"), mail("a", DAN, [ANN], subject="Re: Rotor blades", after=DAY)) == {"q a"}


def test_who_received_a_mail_may_send_it_on_but_nobody_else() -> None:
    forward = mail("f", BEN, [DAN], subject="Fwd: Rotor blades", after=DAY)
    assert groups(mail("q"), forward) == {"q f"}
    assert groups(mail("q"), mail("f", CARA, [ANN, BEN], subject="WG: Rotor blades", after=DAY)) == {
        "q",
        "f",
    }


def test_an_answer_after_more_than_thirty_days_is_a_new_thread() -> None:
    for after, expected in ((30 * DAY, {"q a"}), (30 * DAY + HOUR, {"q", "a"})):
        assert groups(mail("q"), mail("a", BEN, [ANN], subject="Re: Rotor blades", after=after)) == expected


def test_a_subject_that_says_nothing_ties_only_a_direct_answer_within_a_day() -> None:
    def answered(to: list[str], after: timedelta) -> set[str]:
        question = mail("q", ANN, [BEN, CARA], subject="Hi")
        return groups(question, mail("a", BEN, to, subject="Re: hi", after=after))

    assert answered([ANN], DAY) == {"q a"}
    assert answered([ANN], DAY + HOUR) == {"q", "a"}
    assert answered([CARA], HOUR) == {"q", "a"}


def test_of_two_questions_the_one_it_answers_to_the_letter_wins() -> None:
    asked = mail("asked", ANN, [BEN, CARA])
    aside = mail("aside", CARA, [ANN, DAN], after=HOUR)
    answer = mail("answer", BEN, [ANN, CARA], subject="Re: Rotor blades", after=DAY)
    assert groups(asked, aside, answer) == {"asked answer", "aside"}


def test_of_two_questions_alike_the_newest_wins() -> None:
    old, new = mail("old"), mail("new", after=HOUR)
    direct = mail("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY)
    loose = mail("a", DAN, [ANN], subject="Re: Rotor blades", after=DAY)
    assert groups(old, new, direct) == {"old", "new a"}
    assert groups(old, new, loose) == {"old", "new a"}


def test_a_list_that_drops_references_is_tied_by_subject() -> None:
    board = "board.test"
    q = mail("q", ANN, ["board@list.example"], list_id=board)
    a = mail("a", CARA, ["board@list.example"], subject="Re: Rotor blades", list_id=board, after=DAY)
    elsewhere = mail("e", DAN, [ANN], subject="Re: Rotor blades", list_id="other.test", after=DAY)
    assert groups(q, a) == {"q a"}
    assert groups(q, elsewhere) == {"q", "e"}


def test_on_a_list_that_carries_references_a_subject_ties_nothing() -> None:
    board = "board.test"
    q = mail("q", ANN, ["board@list.example"], list_id=board)
    b = mail("b", BEN, ["board@list.example"], subject="Other", list_id=board, answers=["q"])
    a = mail("a", CARA, ["board@list.example"], subject="Re: Rotor blades", list_id=board, after=DAY)
    assert groups(q, b, a) == {"b q", "a"}


def test_somebody_else_who_takes_up_a_subject_on_a_list_soon_answers_it_without_any_prefix() -> None:
    board, to = "board.test", ["board@list.example"]
    q = mail("q", ANN, to, list_id=board)
    assert groups(q, mail("a", CARA, to, list_id=board, after=2 * DAY)) == {"q a"}
    assert groups(q, mail("a", CARA, to, list_id=board, after=4 * DAY)) == {"q", "a"}
    assert groups(q, mail("a", ANN, to, list_id=board, after=DAY)) == {"q", "a"}  # a report every day
    assert groups(mail("q"), mail("a", BEN, [ANN], after=DAY)) == {"q", "a"}  # a letter and no answer


def test_a_changed_subject_is_followed_to_what_it_was() -> None:
    assert groups(mail("q"), mail("a", BEN, [ANN], subject="Slots (was: Rotor blades)", after=DAY)) == {"q a"}
    assert groups(mail("q", subject="Hi"), mail("a", BEN, [ANN], subject="Slots (was: Hi)", after=HOUR)) == {
        "q",
        "a",
    }


def test_the_topic_of_an_outlook_conversation_brings_a_changed_subject_back() -> None:
    changed = mail("a", BEN, [ANN], subject="Slots", thread_topic="Rotor blades", after=DAY)
    assert groups(mail("q"), changed) == {"q a"}
    assert groups(mail("q"), mail("a", BEN, [ANN], subject="Slots", after=DAY)) == {"q", "a"}


def test_the_subject_it_has_goes_before_the_subject_it_had() -> None:
    old, new = mail("old"), mail("new", subject="Slots", after=HOUR)
    reply = mail("a", BEN, [ANN], subject="Re: Slots (was: Rotor blades)", after=DAY)
    assert groups(old, new, reply) == {"old", "new a"}


def test_a_report_that_comes_every_week_is_sent_on_each_time_anew() -> None:
    week = 7 * DAY
    first = mail("first", ANN, [DAN], subject="Fwd: Rotor blades")

    def sent_on(quoted_subject: str) -> set[str]:
        report = Quoted(None, NOON + week - HOUR, quoted_subject)
        return groups(
            first, mail("second", ANN, [DAN], subject=first.header.subject, after=week, quoted=[report])
        )

    assert sent_on("Rotor blades") == {"first", "second"}
    assert sent_on("Re: Rotor blades") == {"first second"}
    assert sent_on("") == {"first second"}


def test_a_day_before_all_mail_that_is_quoted_hides_no_answer() -> None:
    absurd = Quoted(None, datetime(1, 1, 1, tzinfo=UTC), "Rotor blades")
    assert groups(
        mail("q"), mail("a", BEN, [ANN], subject="Re: Rotor blades", quoted=[absurd], after=DAY)
    ) == {"q a"}
