"""The whole way: mail, decisions and notes in, everything Introloop has to say out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.cases import single
from rules.model import Address, Decision, Kind, Mark, Reading, Section, Turn
from rules.reading.parties import parties
from rules.review import review
from tests.builders import MARA, owner, when
from tests.builders import mail as written
from tests.rules.cases.mails import INTRODUCTION, OWNER, decision, mail, reviewed
from tests.rules.mailboxes import mailboxes
from worker.packs import packs

INES = "Ines Duarte <ines@harbour.example>"
MADE = mail(INTRODUCTION)
REPLY = mail("11-03 me > tomas : replies_to_introduction", re=MADE, cc="ines")


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


def test_of_two_copies_it_is_all_one_which_comes_first() -> None:
    sent = replace(REPLY, header=replace(REPLY.header, cc=(), bcc=REPLY.header.cc))
    listed = replace(REPLY, header=replace(REPLY.header, cc=(), marks=frozenset({Mark.LIST})))
    first = reviewed(MADE, sent, listed, on="11-05")
    assert first == reviewed(MADE, listed, sent, on="11-05")
    assert [len(case.messages) for case in first.cases] == [2]


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


# ── A decision outlives what is found later ─────────────────────────────────────────────────

OLDER = (mail("10-01 tomas > me :", subject="Old"), mail("10-02 me > tomas :", subject="Older"))
TWO = mail("11-02 ines > me tomas bram : introduces/two_sided {Tomas|Bram|Mara}")


def test_a_case_keeps_its_id_when_old_mail_shows_that_i_knew_the_other_one_already() -> None:
    (kept,) = reviewed(*OLDER, TWO, on="11-03").cases
    assert [c.id for c in reviewed(TWO, on="11-03").cases if c.targets == kept.targets] == [kept.id]


def test_what_i_dismissed_stays_so_when_the_question_that_led_to_it_is_found() -> None:
    asked = mail("10-28 me > ines : asks_for_introduction {Tomas Ruud}")
    words = [decision("11-03", "not-intro", MADE)]
    for mails in ([MADE], [asked, MADE]):
        (case,) = reviewed(*mails, on="11-04", decisions=words).cases
        assert (case.turn, case.messages[-1]) == (Turn.CLOSED, MADE.header.message_id)


def test_a_thousand_introductions_by_one_person_are_reviewed_in_seconds() -> None:
    mails = [
        mail(
            f"11-02 ines > me t{n}@house{n}.example : introduces/two_sided {{t{n}|Mara}}", says=[f"House{n}"]
        )
        for n in range(1000)
    ]
    began = process_time()
    assert len(reviewed(*mails, on="11-03").cases) == 1000
    assert process_time() - began < 5


# ── The owner under other spellings, and peace after the last nudge ─────────────────────────


def test_an_introduction_to_a_plus_tag_of_mine_is_one_to_me() -> None:
    tagged = replace(MADE.header, to=(Address("mara+met@tramworks.example", "Mara"), *MADE.header.to[1:]))
    (case,) = reviewed(replace(MADE, header=tagged), on="11-03").cases
    assert (case.introducer, case.targets) == ("ines@harbour.example", ("tomas.ruud@nordvik.example",))


def test_mail_from_a_plus_tag_of_mine_is_read_as_mine() -> None:
    tagged = Address("mara+met@tramworks.example", "Mara")
    assert parties(replace(REPLY.header, sender=tagged), OWNER).from_me
    assert tagged not in parties(replace(MADE.header, to=(tagged, *MADE.header.to[1:])), OWNER).others


def test_nobody_is_nudged_more_often_than_the_clocks_allow() -> None:
    nudge = mail("11-13 me > tomas : nudges", re=REPLY)
    assert [s.section for s in reviewed(MADE, REPLY, on="11-13").suggestions] == [Section.NUDGES]
    assert reviewed(MADE, REPLY, nudge, on="11-20").suggestions == ()


@pytest.mark.parametrize(("name", "signed"), [("", "Mara\n"), ("Ada Berg", "Ada\n")])
def test_who_has_configured_no_name_signs_as_on_their_own_mail(name: str, signed: str) -> None:
    mails = (mail("10-01 me > dana :"), MADE)
    now = datetime(2026, 11, 6, 20, tzinfo=UTC)
    said = review(mails, owner=replace(OWNER, name=name), now=now, packs=packs())
    drafts = [draft for one in said.suggestions for draft in one.drafts]
    assert drafts
    assert all(draft.text.endswith(f"\n\n{signed}") for draft in drafts)


def test_who_has_configured_no_name_is_introduced_on_copy_by_that_of_their_own_mail() -> None:
    nobody = replace(owner(), name="")
    said = "Hi Tomas, as promised, meet Mara (copied), the planner I told you about over lunch."
    made = written(INES, said, on="Mon 2026-11-02 09:00", to="Tomas Ruud <tomas@nordvik.example>", cc=MARA)
    other = written(MARA, "The sketch is on its way.", on="Tue 2026-11-03 09:00", to=INES)
    seen = [mail.reading(nobody) for mail in (made, other)]
    (case,) = review(seen, owner=nobody, now=when("Tue 2026-11-03 18:00")).cases
    assert (case.introducer, case.targets) == ("ines@harbour.example", ("tomas@nordvik.example",))


@pytest.mark.parametrize("house", ["example.com", "example.org"])
def test_whoever_tries_us_with_people_of_example_domains_has_no_colleagues_there(house: str) -> None:
    me, greta = "Mara Lindqvist <mara@example.com>", f"Greta Holm <greta@{house}>"
    said = "Mara, Kasper, I would like to introduce you two to one another. I leave you to it."
    made = written(greta, said, on="Mon 2026-11-02 09:00", to=(me, f"Kasper Yildiz <kasper@{house}>"))
    (case,) = review([made.reading(owner(me))], owner=owner(me), now=when("Tue 2026-11-03 18:00")).cases
    assert (case.introducer, case.targets) == (f"greta@{house}", (f"kasper@{house}",))


def test_whom_i_asked_for_by_name_keeps_it_when_only_their_address_is_told() -> None:
    ask = written(MARA, "Could you introduce me to Odile Charpentier?", on="Mon 2026-11-02 09:00", to=INES)
    told = "She expects your mail, write to her: odile.charpentier@verriere.example"
    answer = written(INES, told, on="Tue 2026-11-03 09:00", to=MARA, answers=ask)
    seen = [mail.reading(owner()) for mail in (ask, answer)]
    said = review(seen, owner=owner(), now=when("Tue 2026-11-03 18:00"), packs=packs())
    odile = Address("odile.charpentier@verriere.example", "Odile Charpentier")
    first = next(draft for s in said.suggestions for draft in s.drafts if draft.to == (odile,))
    assert first.text.startswith("Hi Odile,")


def test_whose_mail_was_sent_on_goes_by_the_name_that_stands_above_it() -> None:
    text = (
        "Mara, see below, I told him about you and he expects your mail.\n\n"
        "From: Hauke Petersen <petersen@deichbau.example>\nSent: Monday, 2 November 2026 17:11\n"
        "To: Ines Duarte <ines@harbour.example>\nSubject: Schools\n\nWho builds schools where you are?"
    )
    sent_on = written(INES, text, on="Mon 2026-11-02 18:00", to=MARA, subject="Fwd: Schools")
    seen = [sent_on.reading(owner())]
    said = review(seen, owner=owner(), now=when("Tue 2026-11-03 09:00"), packs=packs())
    hauke = Address("petersen@deichbau.example", "Hauke Petersen")
    assert [s.who for s in said.suggestions if s.drafts] == [hauke]
