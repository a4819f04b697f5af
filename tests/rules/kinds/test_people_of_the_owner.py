"""K7, K8 and what is told once: what is owed to people, apart from any one case (DOMAIN.md section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.contacts import contacts
from rules.model import (
    Address,
    Case,
    Decision,
    Kind,
    Mark,
    Owner,
    PersonNote,
    Reading,
    Review,
    Turn,
)
from rules.review import review
from rules.who.people import people
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


@pytest.mark.parametrize("greater", ["11-06 me > dana : thanks/after_meeting", "12-08 dana > me : declines"])
def test_every_first_report_goes_before_the_interim_one(greater: str) -> None:
    other = mail("11-02 ines > me dana : introduces/two_sided {Dana}", subject="Dana", hour=10)
    mails = [MADE, REPLY, MET, mail("11-09 me > ines :", re=REPLY), mail("11-10 tomas > me :", re=MET)]
    mails += [
        other,
        mail("11-03 me > dana :", re=other, cc="ines", hour=11),
        mail(greater, re=other, hour=12),
    ]
    assert "made_for_me INTERIM nobody []" in reports(reviewed(*mails, on="12-08"))


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


# ── The owner's word about a person ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verb", "day", "left"),
    [
        ("mute", None, []),
        ("not-intro", None, []),
        ("snooze", date(2026, 12, 20), []),
        ("snooze", date(2026, 12, 8), [Turn.ME]),
        ("done", None, [Turn.NOBODY]),
        ("note", None, [Turn.ME]),
    ],
)
def test_what_i_say_of_an_update_is_heeded_and_leaves_the_help_alone(
    verb: str, day: date | None, left: list[Turn]
) -> None:
    done = decision("11-04", "done", HELPED)
    before = reviewed(HELPED, THANKED, on="12-08", owner=SEARCHING, decisions=[done])
    (update,) = of(Kind.UPDATE, before)
    word = replace(decision("12-07", verb, HELPED), message_id=update.id, day=day)
    after = reviewed(HELPED, THANKED, on="12-08", owner=SEARCHING, decisions=[word, done])
    assert [case.turn for case in of(Kind.UPDATE, after)] == left
    assert of(Kind.FAVOUR, after) == of(Kind.FAVOUR, before)


AT_HOME = Address("loes@home.test", "Loes Hartman")


def at_home(of: Reading) -> Reading:
    """The same mail from another address of hers."""
    return replace(of, header=replace(of.header, sender=AT_HOME))


@pytest.mark.parametrize(("verb", "left"), [("mute", 0), ("note", 1)])
def test_what_i_say_of_somebody_holds_when_they_write_from_another_address(verb: str, left: int) -> None:
    notes = [PersonNote((AT_HOME.email, "loes@waterlab.example"))]
    done = decision("11-04", "done", HELPED)

    def updates(*mails: Reading, on: str, words: Sequence[Decision]) -> list[Case]:
        now = datetime(2026, 12, int(on), 20, tzinfo=UTC)
        return of(Kind.UPDATE, review(mails, owner=SEARCHING, now=now, notes=notes, decisions=[done, *words]))

    (before,) = updates(HELPED, THANKED, on="08", words=[])
    word = replace(decision("12-07", verb, HELPED), message_id=before.id)
    wrote = at_home(mail("12-08 loes > me :", subject="Rain"))
    older = at_home(mail("10-01 loes > me :", subject="Sun"))
    assert len(updates(HELPED, THANKED, wrote, on="09", words=[word])) == left
    assert len(updates(older, HELPED, THANKED, on="09", words=[word])) == left
