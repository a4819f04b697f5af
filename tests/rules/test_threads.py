"""Threads: what references tie, what a subject may tie, and what it must not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address, Header
from rules.subjects import Subject, is_telling, normal_subject
from rules.threads import threads
from rules.who.groups import Groups

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ANN, BEN, CARA, DAN = (f"{name}@{name}.example" for name in ("ann", "ben", "cara", "dan"))


def header(
    name: str,
    sender: str = ANN,
    to: Sequence[str] = (BEN,),
    *,
    cc: Sequence[str] = (),
    subject: str = "Rotor blades",
    after: timedelta = timedelta(0),
    answers: Sequence[str] = (),
    references: Sequence[str] = (),
    list_id: str = "",
    thread_key: str = "",
) -> Header:
    return Header(
        message_id=f"<{name}@test>",
        date=NOON + after,
        sender=Address(sender),
        to=tuple(map(Address, to)),
        cc=tuple(map(Address, cc)),
        subject=subject,
        in_reply_to=tuple(f"<{other}@test>" for other in answers),
        references=tuple(f"<{other}@test>" for other in references),
        list_id=list_id,
        thread_key=thread_key,
    )


def groups(*headers: Header) -> set[str]:
    """Each thread as its messages' names in order: "a b"."""
    return {" ".join(name[1:-6] for name in thread.message_ids) for thread in threads(headers)}


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# ── What headers tie ────────────────────────────────────────────────────────────────────────


def test_an_answer_and_its_answer_are_one_thread_in_order_of_date() -> None:
    a = header("a")
    b = header("b", BEN, [ANN], after=HOUR, answers=["a"])
    c = header("c", after=2 * HOUR, subject="New subject", references=["a", "b"])
    assert groups(c, a, b) == {"a b c"}
    assert threads([c, b, a])[0].id == "<a@test>"


def test_answers_to_a_mail_nobody_holds_are_one_thread() -> None:
    one, two = header("one", subject="x", references=["gone"]), header("two", subject="y", answers=["gone"])
    assert groups(one, two) == {"one two"}


def test_the_providers_thread_id_ties_and_no_thread_id_does_not() -> None:
    a, b, c = (header(n, subject=n, thread_key=k) for n, k in (("a", "17"), ("b", "17"), ("c", "18")))
    d, e = header("d", subject="d"), header("e", subject="e")
    assert groups(a, b, c, d, e) == {"a b", "c", "d", "e"}


def test_of_a_very_long_chain_the_first_and_the_newest_count() -> None:
    chain = [f"r{i}" for i in range(80)]
    late = header("late", subject="z", references=chain)
    first, second, near, far = (header(n, subject=n) for n in ("r0", "r1", "r31", "r30"))
    assert groups(late, first) == {"late r0"}
    assert groups(late, near) == {"late r31"}
    assert groups(late, second) == {"late", "r1"}
    assert groups(late, far) == {"late", "r30"}


def test_threads_stand_in_order_of_their_first_mail() -> None:
    late, early = header("late", subject="l", after=DAY), header("early", subject="e")
    assert [thread.id for thread in threads([late, early])] == ["<early@test>", "<late@test>"]


# ── What a subject may tie ──────────────────────────────────────────────────────────────────


def test_a_direct_answer_without_references_finds_its_question() -> None:
    assert groups(header("q"), header("a", BEN, [ANN], subject="AW: Rotor  blades", after=DAY)) == {"q a"}


def test_an_answer_whose_references_nobody_holds_finds_its_question() -> None:
    a = header("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY, references=["gone"])
    assert groups(header("q"), a) == {"q a"}


def test_an_answer_that_names_a_mail_we_hold_is_not_moved_by_its_subject() -> None:
    other = header("other", subject="Something else")
    a = header("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY, answers=["other"])
    assert groups(header("q"), other, a) == {"q", "other a"}


def test_the_same_subject_without_a_reply_prefix_is_a_new_matter() -> None:
    assert groups(header("q"), header("n", BEN, [ANN], after=DAY)) == {"q", "n"}


def test_strangers_with_the_same_subject_stay_apart() -> None:
    assert groups(header("q"), header("a", CARA, [DAN], subject="Re: Rotor blades", after=DAY)) == {"q", "a"}
    assert groups(header("q"), header("a", CARA, [BEN], subject="Re: Rotor blades", after=DAY)) == {"q", "a"}


def test_two_who_were_there_may_answer_for_a_third() -> None:
    question = header("q", ANN, [BEN, CARA])
    assert groups(question, header("a", CARA, [BEN], subject="Re: Rotor blades", after=DAY)) == {"q a"}


def test_an_answer_from_another_address_reaches_its_writer() -> None:
    assert groups(header("q"), header("a", DAN, [ANN], subject="Re: Rotor blades", after=DAY)) == {"q a"}


def test_who_received_a_mail_may_send_it_on_but_nobody_else() -> None:
    forward = header("f", BEN, [DAN], subject="Fwd: Rotor blades", after=DAY)
    assert groups(header("q"), forward) == {"q f"}
    assert groups(header("q"), header("f", CARA, [ANN, BEN], subject="WG: Rotor blades", after=DAY)) == {
        "q",
        "f",
    }


def test_an_answer_after_more_than_thirty_days_is_a_new_thread() -> None:
    for after, expected in ((30 * DAY, {"q a"}), (30 * DAY + HOUR, {"q", "a"})):
        assert (
            groups(header("q"), header("a", BEN, [ANN], subject="Re: Rotor blades", after=after)) == expected
        )


def test_a_subject_that_says_nothing_ties_only_a_direct_answer_within_a_day() -> None:
    def answered(to: list[str], after: timedelta) -> set[str]:
        question = header("q", ANN, [BEN, CARA], subject="Hi")
        return groups(question, header("a", BEN, to, subject="Re: hi", after=after))

    assert answered([ANN], DAY) == {"q a"}
    assert answered([ANN], DAY + HOUR) == {"q", "a"}
    assert answered([CARA], HOUR) == {"q", "a"}


def test_of_two_questions_the_one_it_answers_to_the_letter_wins() -> None:
    asked = header("asked", ANN, [BEN, CARA])
    aside = header("aside", CARA, [ANN, DAN], after=HOUR)
    answer = header("answer", BEN, [ANN, CARA], subject="Re: Rotor blades", after=DAY)
    assert groups(asked, aside, answer) == {"asked answer", "aside"}


def test_of_two_questions_alike_the_newest_wins() -> None:
    old, new = header("old"), header("new", after=HOUR)
    direct = header("a", BEN, [ANN], subject="Re: Rotor blades", after=DAY)
    loose = header("a", DAN, [ANN], subject="Re: Rotor blades", after=DAY)
    assert groups(old, new, direct) == {"old", "new a"}
    assert groups(old, new, loose) == {"old", "new a"}


def test_a_list_that_drops_references_is_tied_by_subject() -> None:
    board = "board.test"
    q = header("q", ANN, ["board@list.example"], list_id=board)
    a = header("a", CARA, ["board@list.example"], subject="Re: Rotor blades", list_id=board, after=DAY)
    elsewhere = header("e", DAN, [ANN], subject="Re: Rotor blades", list_id="other.test", after=DAY)
    assert groups(q, a) == {"q a"}
    assert groups(q, elsewhere) == {"q", "e"}


def test_on_a_list_that_carries_references_a_subject_ties_nothing() -> None:
    board = "board.test"
    q = header("q", ANN, ["board@list.example"], list_id=board)
    b = header("b", BEN, ["board@list.example"], subject="Other", list_id=board, answers=["q"])
    a = header("a", CARA, ["board@list.example"], subject="Re: Rotor blades", list_id=board, after=DAY)
    assert groups(q, b, a) == {"b q", "a"}


# ── Subjects ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "subject",
    [
        *("Re: Rotor blades", "AW: Rotor blades", "RE: RE:  Rotor blades", "Re[2]: Rotor blades"),
        *(
            "Re(3): Rotor blades",
            "SV: Rotor blades",
            "R: Rotor blades",
            "RES: Rotor blades",
            "RE : Rotor blades",
        ),
        *("[Board] Re: Rotor blades", "Re: [Board] Rotor blades", "[EXTERNAL] RE : Rotor blades"),
        *("EXT: Re: Rotor blades", "Re: ***SPAM*** Rotor blades", "回复：Rotor blades"),
        *("Automatische Antwort: Rotor blades", "Accepted: Rotor blades"),
    ],
)
def test_reply_prefixes_of_many_languages_fall_away(subject: str) -> None:
    assert normal_subject(subject) == Subject("Rotor blades", is_reply=True, is_forward=False)


@pytest.mark.parametrize(
    "subject", ["Fwd: Lift", "WG: Lift", "TR: Lift", "I: Lift", "Lift (fwd)", "RV: Lift", "ENC: Lift"]
)
def test_forward_prefixes_fall_away(subject: str) -> None:
    assert normal_subject(subject) == Subject("Lift", is_reply=False, is_forward=True)


def test_a_forwarded_answer_is_both() -> None:
    assert normal_subject("Fw: Re: Lift") == Subject("Lift", is_reply=True, is_forward=True)


@pytest.mark.parametrize(
    "subject", ["Lift", "Budget: the lift", "[Lift]", "Reorganisation", "", "EXTERNAL", "a (b)"]
)
def test_a_subject_without_prefixes_stays_as_it_is(subject: str) -> None:
    assert normal_subject(subject) == Subject(subject, is_reply=False, is_forward=False)


def test_a_subject_of_prefixes_alone_is_empty() -> None:
    assert normal_subject("Re: Fwd: ") == Subject("", is_reply=True, is_forward=True)


def test_greetings_and_single_letters_say_nothing() -> None:
    assert not any(map(is_telling, ("", "hi", "Hello!", "Lunch", "ok", "Danke.")))
    assert is_telling("MRI")


# ── In any order, and fast ──────────────────────────────────────────────────────────────────

mails = st.lists(
    st.builds(
        header,
        st.sampled_from("abcdefghij"),
        st.sampled_from([ANN, BEN, CARA]),
        st.lists(st.sampled_from([ANN, BEN, CARA, DAN]), max_size=3),
        subject=st.sampled_from(["Lift", "Re: Lift", "Fwd: Lift", "Re: hi", "hi", ""]),
        after=st.integers(0, 60).map(lambda days: timedelta(days=days)),
        answers=st.lists(st.sampled_from("abcxyz"), max_size=1),
        references=st.lists(st.sampled_from("abcdefxyz"), max_size=3),
        list_id=st.sampled_from(["", "", "board.test"]),
        thread_key=st.sampled_from(["", "", "1", "2"]),
    ),
    unique_by=lambda header: header.message_id,
)


@given(mails, st.randoms())
def test_threads_are_the_same_in_any_order_and_when_mail_comes_twice(
    mails: list[Header], chance: object
) -> None:
    mixed = [*mails, *mails[:3]]
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    assert threads(mixed) == threads(mails)


@given(mails)
def test_every_mail_is_in_exactly_one_thread(mails: list[Header]) -> None:
    ids = [message_id for thread in threads(mails) for message_id in thread.message_ids]
    assert sorted(ids) == sorted(header.message_id for header in mails)


@given(mails)
def test_an_unrelated_mail_changes_no_other_thread(mails: list[Header]) -> None:
    stranger = header("stranger", "eve@eve.example", ["fay@fay.example"], subject="Re: Lift")
    assert set(threads(mails)) == {t for t in threads([*mails, stranger]) if t.id != stranger.message_id}


def test_twenty_thousand_mails_of_one_subject_take_a_moment() -> None:
    many = [
        header(str(i), f"u{i}@x.example", [f"v{i}@x.example"], subject="Re: Lift", after=timedelta(seconds=i))
        for i in range(20_000)
    ]
    started = time.process_time()
    assert len(threads(many)) == len(many)
    assert time.process_time() - started < 5  # half a second, where nothing traces


def test_groups_grow_together_over_what_they_share() -> None:
    tied = Groups()
    for pair in (["a", "b"], ["c", "d"], ["e"], [], ["b", "c"]):
        tied.join(pair)
    assert len({tied.find(item) for item in "abcd"}) == 1
    assert tied.find("e") != tied.find("a") != tied.find("never tied")
