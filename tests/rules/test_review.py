"""The whole way: mail, decisions and notes in, everything Introloop has to say out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.cases import single
from rules.contacts import answer_times, contacts
from rules.model import Case, Decision, Kind, Mark, Owner, Reading, Review, Turn
from rules.people import people
from rules.threads import threads
from tests.rules.cases.mails import INTRODUCTION, OWNER, decision, mail, reviewed, told

MADE = mail(INTRODUCTION)
REPLY = mail("11-03 me > tomas : replies_to_introduction", re=MADE, cc="ines")
MET = mail("11-06 me > tomas : thanks/after_meeting", re=REPLY)
HELPED = mail("11-02 loes > me : gives_favour", subject="Your note")
THANKED = mail("11-03 me > loes : thanks", re=HELPED)
SEARCHING = replace(OWNER, searching=True)


def of(kind: Kind, said: Review) -> list[Case]:
    return [case for case in said.cases if case.kind is kind]


# ── K7: updates to those who helped ─────────────────────────────────────────────────────────

TALK = mail("11-04 loes > me :", subject="Rain")


def update(
    *mails: Reading, on: str, owner: Owner = SEARCHING, types: Sequence[tuple[str, str]] = ()
) -> list[str]:
    found = of(Kind.UPDATE, reviewed(*mails, on=on, owner=owner, types=types))
    return [f"{c.helper} {c.turn.value} {c.duties[0].due} {c.duties[0].overdue}" for c in found]


def test_who_helped_once_hears_from_me_every_twenty_business_days() -> None:
    done = decision("11-04", "done", HELPED)
    said = reviewed(HELPED, THANKED, on="12-01", owner=SEARCHING, decisions=[done])
    (case,) = of(Kind.UPDATE, said)
    assert (told(case), case.turn, case.duties[0].due) == (
        "update OPEN: loes > loes (1)",
        Turn.ME,
        date(2026, 12, 1),
    )
    assert case.duties[0].why == (
        "Due Tuesday 1 December: 20 business days after your last mail to them on Tuesday 3 November; "
        "they helped once."
    )


def test_until_then_it_is_nobodys_turn() -> None:
    assert update(MADE, REPLY, on="11-10") == ["ines@harbour.example nobody 2026-12-01 False"]


def test_one_day_later_it_is_overdue() -> None:
    done = decision("11-04", "done", HELPED)
    said = reviewed(HELPED, THANKED, on="12-02", owner=SEARCHING, decisions=[done])
    assert [case.duties[0].overdue for case in of(Kind.UPDATE, said)] == [True]


def test_who_helped_twice_hears_from_me_every_ten() -> None:
    other = mail("11-02 ines > me dana : introduces/two_sided {Dana}", subject="Dana", hour=10)
    assert update(MADE, REPLY, other, on="11-10") == ["ines@harbour.example nobody 2026-11-17 False"]


def test_so_does_who_gave_a_reference() -> None:
    found = update(MADE, REPLY, on="11-10", types=[("ines", "reference")])
    assert found == ["ines@harbour.example nobody 2026-11-17 False"]


def test_any_mail_of_mine_resets_it() -> None:
    chat = mail("11-10 me > ines :", subject="Rain")
    assert update(MADE, REPLY, chat, on="11-10") == ["ines@harbour.example nobody 2026-12-08 False"]


def test_who_helped_more_than_a_year_ago_hears_nothing() -> None:
    assert update(MADE, REPLY, on="2027-11-02") != []
    assert update(MADE, REPLY, on="2027-11-03") == []


def test_when_i_have_landed_everyone_hears_of_it_within_five_days() -> None:
    landed = replace(OWNER, landed=date(2026, 11, 5))
    said = reviewed(MADE, REPLY, on="11-06", owner=landed)
    assert [case.duties[0].why for case in of(Kind.UPDATE, said)] == [
        "Due Thursday 12 November: 5 business days after you landed on Thursday 5 November; they helped once."
    ]


def test_whom_i_have_written_since_has_heard_of_it() -> None:
    landed = replace(OWNER, landed=date(2026, 11, 2))
    assert update(MADE, REPLY, on="11-06", owner=landed) == []


def test_without_a_search_nobody_is_kept_updated() -> None:
    assert update(MADE, REPLY, on="12-10", owner=OWNER) == []


def test_whom_i_never_wrote_to_is_owed_no_update() -> None:
    assert update(MADE, mail("11-03 me > tomas :", re=MADE), on="12-10") == []


def test_one_to_whom_a_report_is_owed_hears_it_there() -> None:
    assert update(MADE, REPLY, MET, on="11-10") == []


def test_an_introduction_that_nobody_made_was_no_help() -> None:
    mine = mail("11-02 me > tomas : replies_to_introduction/outreach {Ines Carvalho}")
    assert update(mail("10-01 me > ines :"), mine, on="12-10") == []


# ── K8: people long silent ──────────────────────────────────────────────────────────────────

LETTER = mail("08-03 ines > me :", subject="Mangoes")
ANSWER = mail("08-04 me > ines :", re=LETTER)

SILENT = [
    ("friend", "10-03", "10-04"),
    ("reference", "11-02", "11-03"),
    ("other", "12-02", "12-03"),
    ("social", "2027-01-31", "2027-02-01"),
]


@pytest.mark.parametrize(("contact_type", "last", "first"), SILENT)
def test_a_contact_is_named_once_their_time_of_silence_is_over(
    contact_type: str, last: str, first: str
) -> None:
    types = [("ines", contact_type)]
    (case,) = reviewed(LETTER, ANSWER, on=first, types=types).cases
    assert (case.kind, case.state, case.turn, case.duties) == (Kind.RECONNECT, "OPEN", Turn.NOBODY, ())
    assert reviewed(LETTER, ANSWER, on=last, types=types).cases == ()


def test_a_contact_of_no_type_is_not_named() -> None:
    assert reviewed(LETTER, ANSWER, on="2027-11-01").cases == ()


def test_nobody_is_named_with_whom_a_case_is_open() -> None:
    made = mail("11-02 ines > me tomas : introduces/two_sided {Tomas}")
    late = reviewed(LETTER, ANSWER, made, on="2027-01-20", types=[("ines", "friend")])
    assert of(Kind.RECONNECT, late) != []
    soon = reviewed(LETTER, ANSWER, made, on="12-10", types=[("ines", "friend")])
    assert of(Kind.RECONNECT, soon) == []


def test_after_two_unanswered_mails_they_are_left_in_peace() -> None:
    again = mail("08-05 me > ines :", subject="More mangoes")
    assert reviewed(LETTER, ANSWER, again, on="2027-01-01", types=[("ines", "friend")]).cases == ()


def test_whom_i_never_wrote_to_is_no_contact() -> None:
    assert reviewed(LETTER, on="2027-01-01", types=[("ines", "friend")]).cases == ()


def test_a_contact_is_known_by_each_of_their_addresses() -> None:
    mails = [LETTER, ANSWER, mail("08-05 list@x.example > me :", marks=[Mark.LIST])]
    known = contacts([m.header for m in mails], owner=OWNER, people=people(mails, owner=OWNER))
    assert {address: contact.unanswered for address, contact in known.items()} == {"ines@harbour.example": 1}


# ── One person is told once ─────────────────────────────────────────────────────────────────


def reports(said: Review) -> list[str]:
    return sorted(
        f"{case.kind.value} {case.state} {case.turn.value} {[d.what.value for d in case.duties]}"
        for case in said.cases
        if case.kind in (Kind.MADE_FOR_ME, Kind.FAVOUR)
    )


def test_the_outcome_goes_before_the_interim_report_to_the_same_person() -> None:
    other = mail("11-02 ines > me dana : introduces/two_sided {Dana}", subject="Dana", hour=10)
    mails = [
        MADE,
        REPLY,
        MET,
        told_her := mail("11-09 me > ines :", re=REPLY, says=["Tomas"]),
        mail("11-10 tomas > me :", re=MET),
        other,
        mail("11-03 me > dana :", re=other, cc="ines", hour=11),
        mail("12-08 dana > me : reports_outcome/outcome", re=other),
    ]
    said = reviewed(*mails, on="12-08")
    assert told_her in mails
    assert reports(said) == ["made_for_me INTERIM nobody []", "made_for_me OUTCOME me ['report']"]


def test_two_meetings_by_one_introducer_are_two_reports() -> None:
    other = mail("11-02 ines > me dana : introduces/two_sided {Dana}", subject="Dana", hour=10)
    mails = [MADE, REPLY, MET, other, mail("11-06 me > dana : thanks/after_meeting", re=other, hour=11)]
    said = reviewed(*mails, on="11-06")
    assert reports(said) == ["made_for_me MET me ['report']", "made_for_me MET me ['report']"]


def test_a_mail_to_the_introducer_on_something_else_asks_whether_i_told_them() -> None:
    chat = mail("11-09 me > ines :", subject="Rain")
    asked = {c.question for c in reviewed(MADE, REPLY, MET, chat, on="11-09").cases}
    before = {c.question for c in reviewed(MADE, REPLY, MET, chat, on="11-08").cases}
    assert (asked, before) == ({"Have you told ines@harbour.example how it went?"}, {""})


def test_an_interim_report_that_nothing_outranks_is_owed() -> None:
    mails = [
        MADE,
        REPLY,
        MET,
        mail("11-09 me > ines :", re=REPLY, says=["Tomas"]),
        mail("11-10 tomas > me :", re=MET),
    ]
    assert reports(reviewed(*mails, on="12-07")) == ["made_for_me INTERIM me ['report']"]


# ── Rule 9: how long they usually take ──────────────────────────────────────────────────────


def exchanges(*taken: int, marks: Sequence[Mark] = ()) -> list[Reading]:
    """One exchange a month, answered after so many days of May, Monday 4 May the first."""
    mails = []
    for number, days in enumerate(taken):
        asked = mail("05-04 me > ines :", subject=f"Question {number}", hour=number % 24)
        mails += [asked, mail(f"05-{4 + days:02} ines > me :", re=asked, hour=number % 24, marks=marks)]
    return mails


def usual(mails: Sequence[Reading], owner: Owner = OWNER) -> dict[str, int]:
    headers = [m.header for m in mails]
    headers = [
        replace(h, message_id=f"<{n}@x>", references=(), in_reply_to=()) for n, h in enumerate(headers)
    ]
    tied = threads([replace(h, thread_key=str(n // 2)) for n, h in enumerate(headers)])
    return dict(answer_times(headers, threads=tied, owner=owner, people=people(headers, owner=owner)))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([4, 4, 4, 4, 4], 4),
        ([4, 4, 4, 4], None),  # too few to tell
        ([0, 0, 0, 0, 0], 3),  # the floor
        ([25, 25, 25, 25, 25], 10),  # the ceiling
        ([4, 4, 4, 4, 4, 4, 4, 4, 4, 8], 4),  # nine of ten
        ([4, 4, 4, 4, 4, 4, 4, 4, 8, 8], 6),  # Tuesday after next: six business days
    ],
)
def test_a_known_correspondent_has_a_time_of_their_own(taken: list[int], expected: int | None) -> None:
    assert usual(exchanges(*taken)).get("ines@harbour.example") == expected


def test_only_their_last_answers_count() -> None:
    owner = replace(OWNER, clocks={"rule9.answers": 5})
    assert usual(exchanges(*[10] * 5, *[4] * 5), owner) == {"ines@harbour.example": 8}
    later = [mail("06-01 me > ines :"), mail("06-05 ines > me :")] * 5
    assert usual([*exchanges(*[10] * 5), *later], owner) == {"ines@harbour.example": 4}


def test_an_automatic_answer_is_no_answer() -> None:
    assert usual(exchanges(*[4] * 5, marks=[Mark.AUTO_REPLY])) == {}


def test_a_nudge_does_not_start_the_time_anew() -> None:
    mails = [m for pair in range(5) for m in _nudged(pair)]
    headers = [m.header for m in mails]
    tied = threads(headers)
    found = answer_times(headers, threads=tied, owner=OWNER, people=people(headers, owner=OWNER))
    assert found == {"ines@harbour.example": 5}


def _nudged(number: int) -> list[Reading]:
    asked = mail("05-04 me > ines :", subject=f"Q{number}", hour=number)
    again = mail("05-07 me > ines :", re=asked, hour=number)
    return [
        asked,
        again,
        mail("05-11 ines > me :", re=again, hour=number),
        mail("05-12 ines > me :", re=again, hour=number),
    ]


def test_it_takes_the_place_of_the_clock_of_what_they_owe_me() -> None:
    past = [m for number in range(5) for m in _nudged(number)]
    ask = mail("11-02 me > ines : asks_for_introduction {Dana Okoye}")
    owner = replace(OWNER, clocks={"rule9.floor": 6})
    (case,) = of(Kind.ASKED_BY_ME, reviewed(*past, ask, on="11-03", owner=owner))
    assert [duty.due for duty in case.duties] == [date(2026, 11, 10)]


# ── One message alone ───────────────────────────────────────────────────────────────────────

ALONE = [
    (
        INTRODUCTION,
        "ines@harbour.example",
        ("mara@tramworks.example", "tomas.ruud@nordvik.example", "Tomas", "Mara"),
    ),
    (
        "11-02 tomas > me : replies_to_introduction {Ines|Dana}",
        "Ines",
        ("tomas.ruud@nordvik.example", "mara@tramworks.example"),
    ),
    (
        "11-02 me > ines : asks_for_introduction {Dana|Nordvik}",
        "ines@harbour.example",
        ("mara@tramworks.example", "Dana"),
    ),
    ("11-02 ines > me : promises_introduction {Dana|Nordvik}", "ines@harbour.example", ("Dana",)),
    ("11-02 ines > me : thanks 0.6 {Bram}, declines 0.9", "ines@harbour.example", ("Bram",)),
    ("11-02 ines > me : thanks 0.4 {Bram}", None, ()),
    ("11-02 ines > me :", None, ()),
]


@pytest.mark.parametrize(("line", "introducer", "introduced"), ALONE)
def test_who_introduces_whom_in_one_mail(
    line: str, introducer: str | None, introduced: tuple[str, ...]
) -> None:
    assert single(mail(line)) == (introducer, introduced)


def test_an_ask_to_nobody_asks_nobody() -> None:
    alone = mail("11-02 me > ines : asks_for_blurb {Dana}")
    assert single(replace(alone, header=replace(alone.header, to=()))) == (
        None,
        ("mara@tramworks.example", "Dana"),
    )


# ── What always holds ───────────────────────────────────────────────────────────────────────

ACTS = [
    "introduces/two_sided {Tomas|Mara}",
    "introduces/hand_off {Dana Okoye}",
    "asks_for_introduction {Tomas Ruud}",
    "promises_introduction {Tomas Ruud}",
    "promises_introduction/opt_in {Tomas Ruud}",
    "opt_in_question {Bram Teunissen}",
    "opts_in",
    "declines",
    "redirects {Tomas Ruud}",
    "replies_to_introduction/outreach {Ines Carvalho}",
    "replies_to_introduction/answer",
    "proposes_times",
    "confirms_meeting",
    "thanks/after_meeting",
    "thanks",
    "reports_outcome/outcome",
    "nudges",
    "asks_favour",
    "gives_favour",
    "promises_something",
    "asks_question",
    "defers",
    "",
]


@st.composite
def mailboxes(draw: st.DrawFn) -> list[Reading]:
    """Two to eight mails among four people and me, any of which may answer an earlier one."""
    mails: list[Reading] = []
    names = ["me", "ines", "tomas", "bram"]
    for number in range(draw(st.integers(2, 8))):
        sender = draw(st.sampled_from(names))
        to = draw(
            st.lists(st.sampled_from([n for n in names if n != sender]), min_size=1, max_size=2, unique=True)
        )
        earlier = draw(st.sampled_from([None, *mails]))
        act = draw(st.sampled_from(ACTS))
        day = draw(st.integers(2, 28))
        subject = draw(st.sampled_from(["Hello", "Tomas", "Nordvik"]))
        line = f"11-{day:02} {sender} > {' '.join(to)} : {act}"
        mails.append(mail(line, re=earlier, subject=subject, hour=number))
    return mails


@settings(max_examples=50, deadline=None)
@given(mails=mailboxes(), data=st.data())
def test_the_order_in_which_mail_arrives_changes_nothing(mails: list[Reading], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(mails))
    assert reviewed(*shuffled, on="12-15") == reviewed(*mails, on="12-15")


@settings(max_examples=40, deadline=None)
@given(mails=mailboxes(), twice=st.integers(0, 7))
def test_a_mail_delivered_twice_changes_nothing(mails: list[Reading], twice: int) -> None:
    again = mails[twice % len(mails)]
    assert reviewed(*mails, again, on="12-15") == reviewed(*mails, on="12-15")


@settings(max_examples=40, deadline=None)
@given(mails=mailboxes(), day=st.integers(2, 28))
def test_mail_of_somebody_else_changes_no_case(mails: list[Reading], day: int) -> None:
    other = mail(f"11-{day:02} loes > me :", subject="Weather", hour=23)
    assert reviewed(*mails, other, on="12-15").cases == reviewed(*mails, on="12-15").cases


@settings(max_examples=50, deadline=None)
@given(mails=mailboxes(), day=st.integers(2, 28))
def test_every_duty_stands_on_a_message_and_says_why(mails: list[Reading], day: int) -> None:
    known = {m.header.message_id for m in mails}
    for case in reviewed(*mails, on=f"11-{day:02}").cases:
        assert set(case.messages) <= known
        assert case.steps[-1].state == case.state
        for duty in case.duties:
            assert duty.evidence.message_id in case.messages
            assert duty.why
            assert duty.due is None or duty.since <= duty.due


@settings(max_examples=40, deadline=None)
@given(mails=mailboxes(), later=mailboxes())
def test_what_is_dismissed_stays_dismissed(mails: list[Reading], later: list[Reading]) -> None:
    dismissed = [case.id for case in reviewed(*mails, on="11-28").cases if case.kind is not Kind.UPDATE]
    words = [
        Decision(datetime(2026, 11, 29, tzinfo=UTC), decision("11-29", "not-intro", mails[0]).verb, i)
        for i in dismissed
    ]
    after = [_in_december(m, number) for number, m in enumerate(later)]
    turns = {case.id: case.turn for case in reviewed(*mails, *after, on="12-30", decisions=words).cases}
    assert all(turns[case_id] is Turn.CLOSED for case_id in dismissed)


def _in_december(of: Reading, number: int) -> Reading:
    header = replace(of.header, date=of.header.date.replace(month=12), message_id=f"<later{number}@x>")
    return replace(of, header=header)


def test_mail_of_tomorrow_is_not_known_today() -> None:
    assert reviewed(MADE, REPLY, on="11-02").cases == reviewed(MADE, on="11-02").cases
