"""What an issue says first, what each item says, and how much there is room for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote

import pytest

from rules.model import Section, Turn, What
from tests.worker.digest.builders import (
    AOIFE,
    GRACE,
    INES,
    LEO,
    NOOR,
    PAVEL,
    TODAY,
    a_week,
    answer_noor,
    case,
    coverage,
    did_you_meet_dana,
    draft,
    duty,
    flat,
    issue,
    owner,
    person,
    report_to_ines,
    reports,
    review,
    said,
    silent_pavel,
    suggestion,
    three_ways_for_leo,
)
from worker.digest.token import line_of, token

# ── What matters, first ─────────────────────────────────────────────────────────────────────


def test_the_subject_says_what_the_owner_owes() -> None:
    both = review(report_to_ines(), replace(report_to_ines(), case=case("other")), replace(answer_noor()))
    assert said(both).subject == "1 introduction to answer, 2 loops to close"
    assert "One introduction to answer, two loops to close" in said(both).text


def test_the_subject_leaves_nothing_out_that_the_owner_owes() -> None:
    kinds = (What.REPLY, What.REPORT, What.ANSWER, What.PROMISE, What.PROMISE)
    owed = [
        suggestion(Section.ANSWERS, NOOR, "Something", id_=f"case-{number}", duty=duty(what, NOOR))
        for number, what in enumerate(kinds)
    ]
    subject = "1 introduction to answer, 1 loop to close, 1 answer to give, 2 more"
    assert said(review(*owed)).subject == subject
    assert "one answer to give, two more" in " ".join(said(review(*owed)).text.split())


def test_where_nothing_is_owed_the_subject_says_what_else_there_is() -> None:
    assert said(review(silent_pavel(), did_you_meet_dana())).subject == "1 nudge worth a thought, 1 question"


@pytest.mark.parametrize("what", list(What))
def test_every_duty_has_its_words_in_the_subject(what: What) -> None:
    one = suggestion(Section.ANSWERS, NOOR, "Something for Noor Haddad", duty=duty(what, NOOR))
    assert re.fullmatch(r"1 [a-z ]+", said(review(one)).subject)


@pytest.mark.parametrize("section", list(Section))
def test_every_section_has_its_heading_and_its_words_without_a_duty(section: Section) -> None:
    digest = said(review(suggestion(section, NOOR, "Something for Noor Haddad")))
    assert re.fullmatch(r"1 [a-z ]+", digest.subject)
    assert re.search(r"^[A-Z ]+\n\n1\.  Something for Noor Haddad$", digest.text, re.MULTILINE)


def test_the_heading_of_answers_is_true_of_the_promises_among_them() -> None:
    kept = suggestion(Section.ANSWERS, NOOR, "Send the two papers", duty=duty(What.PROMISE, NOOR))
    for one in (review(kept), review(kept, three_ways_for_leo())):
        text = said(one).text
        assert "\nANSWERS AND PROMISES\n" in text
        assert "ANSWERS YOU OWE" not in text


def test_sections_stand_in_the_order_of_the_digest_whatever_order_they_come_in() -> None:
    week = a_week()
    shuffled = replace(week, suggestions=tuple(reversed(week.suggestions)))
    headings = re.findall(r"^[A-Z][A-Z ]+$", said(shuffled).text, re.MULTILINE)
    assert headings[:6] == [
        "TODAY",
        "THANKS AND REPORTS",
        "ANSWERS AND PROMISES",
        "WITH OTHERS",
        "A QUESTION",
        "SOMEBODY TO WRITE TO AGAIN",
    ]


def test_it_says_how_long_it_takes_and_how_much_needs_nothing() -> None:
    assert "About fifteen minutes. Two loops are with others and need nothing from you." in flat(
        said(a_week()).text
    )
    waiting = case("w", turn=Turn.THEM)
    assert "A minute or two. One loop is with somebody else" in flat(
        said(review(silent_pavel(), cases=(waiting,))).text
    )


@pytest.mark.parametrize(
    ("mine", "words"),
    [(1, "five"), (3, "ten"), (5, "fifteen"), (6, "twenty"), (7, "half an hour")],
)
def test_the_time_grows_with_what_there_is_to_do(mine: int, words: str) -> None:
    assert f"About {words}" in said(review(*reports(mine))).text


def test_a_long_list_of_everything_takes_an_hour() -> None:
    seven = owner(clocks={"digest.duties": 20})
    assert "About an hour." in said(review(*reports(20)), when=issue(owner=seven)).text


# ── Each item ───────────────────────────────────────────────────────────────────────────────


def test_an_item_says_who_whose_turn_which_sentence_why_this_date_and_what_to_do() -> None:
    digest = said(review(report_to_ines(), people=(person(INES),)))
    text = flat(digest.text)
    for part in (
        "1. Tell Ines Carvalho how it went with Tomas Ruud",
        "Ines Carvalho <ines@example.org> · about tomas.ruud@example.net",
        "Your turn. You met Tomas Ruud on Wednesday 11 November;",
        "It was due Friday 13 November: 2 business days after the meeting on Wednesday 11 November.",
        "“Great talking today, I will send the two papers.” (Wednesday 11 November, in “Mira, meet Tomas”)",
        "Your draft To: Ines Carvalho <ines@example.org> Subject: Re: Mira, meet Tomas Hi Ines,",
        "done: introloop done 7f2a",
        "next week: introloop snooze 7f2a 1w",
        "not right: introloop not-intro 7f2a",
    ):
        assert part in text
    assert "<h3" in digest.html
    assert "introloop done 7f2a" in digest.html
    assert 'href="mailto:ines@example.org?subject=Re%3A%20Mira' in digest.html


def test_the_reason_is_not_said_twice() -> None:
    whole = replace(
        report_to_ines(), reason="You met. Due Friday.", duty=duty(What.REPORT, INES, why="Due Friday.")
    )
    text = said(review(whole)).text
    assert text.count("Friday") == 1
    assert "You met. It was due Friday." in text


@pytest.mark.parametrize(
    ("due", "overdue", "words"),
    [
        (TODAY, False, "Your turn, due today."),
        (TODAY + timedelta(days=1), False, "Your turn, due tomorrow."),
        (TODAY + timedelta(days=4), False, "Your turn."),
        (TODAY - timedelta(days=1), False, "Your turn, now due."),
        (TODAY - timedelta(days=4), True, "Your turn, overdue."),
        (None, False, "Your turn."),
    ],
)
def test_a_day_without_a_reason_is_named_by_how_near_it_is(
    due: date | None, overdue: bool, words: str
) -> None:
    one = replace(report_to_ines(), reason="", duty=duty(What.REPORT, INES, due=due, overdue=overdue))
    assert f"    {words}\n" in said(review(one)).text


@pytest.mark.parametrize(
    ("due", "overdue", "words"),
    [
        (TODAY, False, "Your turn. Due today, Friday 13 November: as said."),
        (TODAY + timedelta(days=1), False, "Your turn. Due tomorrow, Friday 13 November: as said."),
        (TODAY + timedelta(days=4), False, "Your turn. Due Friday 13 November: as said."),
        (TODAY - timedelta(days=1), False, "Your turn. It was due Friday 13 November: as said."),
        (TODAY - timedelta(days=4), True, "Your turn, overdue. It was due Friday 13 November: as said."),
        (None, False, "Your turn. Due Friday 13 November: as said."),
    ],
)
def test_a_day_is_named_by_how_near_it_is(due: date | None, overdue: bool, words: str) -> None:
    why = "Due Friday 13 November: as said."
    owed = duty(What.REPORT, INES, due=due, overdue=overdue, why=why)
    assert f"    {words}\n" in said(review(replace(report_to_ines(), reason="", duty=owed))).text


def test_what_others_owe_is_never_said_to_have_been_due() -> None:
    why = "Due Friday 13 November: 5 business days after your mail."
    text = said(
        review(replace(silent_pavel(), duty=duty(What.REPLY, PAVEL, owner=PAVEL.email, why=why)))
    ).text
    assert f"Their turn. {why}" in flat(text)


def test_all_three_drafts_of_a_request_are_seen_with_their_recipients() -> None:
    text = said(review(three_ways_for_leo())).text
    assert text.count("Or this draft") == 2
    assert "To: Marit Kolstad <marit@kolstad.example>" in text
    assert "I do not know her well enough" in flat(text)


def test_a_silent_party_gets_one_line_in_which_letting_it_rest_is_as_near_as_a_nudge() -> None:
    digest = said(review(silent_pavel()))
    assert "Pavel Novák &lt;pavel@example.net&gt; · Their turn." in digest.html
    choice = re.search(r">one kind nudge</a> or (.*?)</p>", digest.html, re.DOTALL)
    assert choice
    assert "let it rest: <code" in choice[1]
    assert "introloop done 5d10" in choice[1]
    assert "overdue" not in digest.text


def test_a_lapsed_loop_can_rest_or_wait() -> None:
    text = said(review(suggestion(Section.LAPSES, PAVEL, "Pavel Novák has not answered"))).text
    assert "let it rest:" in text
    assert "introloop snooze pave 2w" in text


def test_a_question_is_answered_by_yes_moved_or_no() -> None:
    text = said(review(did_you_meet_dana())).text
    assert re.findall(r"^ +(yes|moved|no): +introloop (\S+) 22aa( DATE)?$", text, re.MULTILINE) == [
        ("yes", "met", ""),
        ("moved", "moved", " DATE"),
        ("no", "no-meeting", ""),
    ]


def test_links_that_answer_are_offered_only_where_answers_are_read() -> None:
    assert "mailto:mira@example.com" not in said(a_week()).html
    html = said(a_week(), when=issue(answers=True)).html
    assert "In-Reply-To=%3Cweekly.2026-W47.4f2a@introloop.invalid%3E&amp;body=done%201%0D%0A" in html
    assert "reply with a line like “done 1”" in html


def test_the_text_says_what_to_reply_and_what_it_means() -> None:
    text = said(review(answer_noor(), silent_pavel()), when=issue(answers=True)).text
    assert re.findall(r"^    Reply  .*\n(?: {11}.*\n)*", text, re.MULTILINE) == [
        "    Reply  done 1\n           snooze 1 1w     next week\n           not-intro 1     not right\n",
        "    Reply  done 2          let it rest\n",
    ]
    assert "introloop" not in text


def test_every_link_that_answers_carries_the_code_of_its_word_and_its_item() -> None:
    when = issue(answers=True, key=b"of the install")
    html = said(a_week(), when=when).html
    answers = [
        unquote(body) for body in re.findall(r'href="mailto:mira@example.com\?[^"]*body=([^"]*)"', html)
    ]
    assert len(answers) > 10
    for body in answers:
        words, code = filter(None, body.split("\r\n"))
        verb, number, *_ = words.split()
        assert code == line_of(token(when.key, when.message_id, int(number), verb))
    assert answers[3].startswith("done 2\r\n")


def test_a_number_of_the_digest_names_the_case_the_message_and_the_duty() -> None:
    first, second, *_ = said(a_week()).items
    assert (first.number, first.case_id, first.message_id) == (1, "91bc", "<first.91bc@example.org>")
    assert (second.number, second.who, second.what) == (2, "ines@example.org", "report")


def test_a_case_without_a_message_is_named_by_its_evidence() -> None:
    bare = replace(silent_pavel(), case=case("bare", messages=()), duty=None)
    [item] = said(review(bare)).items
    assert (item.message_id, item.what) == ("<m@example.org>", "")


# ── Room ────────────────────────────────────────────────────────────────────────────────────


def test_there_is_room_for_seven_duties_three_questions_three_reconnects_and_one_gift() -> None:
    many = [
        *reports(9),
        *(replace(silent_pavel(), case=case(f"n{i}")) for i in range(2)),
        *(replace(did_you_meet_dana(), case=case(f"q{i}")) for i in range(5)),
        *(suggestion(Section.GIVE_BACK, GRACE, "Give", id_=f"g{i}") for i in range(2)),
        *(suggestion(Section.RECONNECTS, AOIFE, "Write", id_=f"c{i}") for i in range(4)),
    ]
    digest = said(review(*many))
    assert [item.case_id for item in digest.items] == [
        *(f"r{i}" for i in range(7)),
        *("q0", "q1", "q2", "g0", "c0", "c1", "c2"),
    ]
    assert re.findall(r"And (\d+) more", digest.text) == ["4", "2", "1"]
    assert digest.subject == "9 loops to close"


def test_the_owner_can_ask_for_more_room() -> None:
    wide = issue(owner=owner(clocks={"digest.duties": 9}))
    assert len(said(review(*reports(9)), when=wide).items) == 9


def test_a_digest_that_mail_programs_would_cut_shows_less_of_its_drafts_and_says_how_to_see_them() -> None:
    long = tuple(draft(LEO, "語" * 3000) for _ in range(3))
    digest = said(review(*(replace(s, drafts=long) for s in reports(7))))
    assert len(digest.html.encode()) < 90_000
    assert len(digest.items) == 7
    assert "introloop show r0" in digest.text


# ── The voice ───────────────────────────────────────────────────────────────────────────────


def test_it_speaks_without_exclamation_marks_scores_or_scolding() -> None:
    digest = said(a_week(), when=issue(number=1, answers=True), read=coverage(quarantined=2))
    visible = digest.subject + digest.text
    assert "!" not in visible
    assert not re.search(r"just checking|\bscore|%|\bfail|\burgent\b|asap", visible, re.IGNORECASE)


def test_no_line_of_the_text_is_wider_than_72_columns() -> None:
    assert max(map(len, said(a_week()).text.splitlines())) <= 72


def test_the_same_review_makes_the_same_digest() -> None:
    assert said(a_week()) == said(a_week())
