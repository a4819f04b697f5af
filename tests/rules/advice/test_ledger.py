"""Help given and received, with its mails; and one thing to give back, at the right time."""

from __future__ import annotations

from dataclasses import replace

from rules.model import Decision, Help, Reading, Section, Suggestion
from tests.rules.advice.told import acquainted, advised, with_
from tests.rules.cases.mails import INTRODUCTION, decision, mail

KNOWN = acquainted("ines", "bram", "loes")
MADE = mail(INTRODUCTION)
HELPED = mail("11-02 loes > me : gives_favour", subject="Your note")
DONE = decision("11-04", "done", HELPED)


def told(helps: tuple[Help, ...]) -> list[str]:
    return [f"{one.day:%m-%d} {one.text}" for one in helps]


# ── Facts ───────────────────────────────────────────────────────────────────────────────────


def test_an_introduction_made_for_me_is_help_received() -> None:
    ines = with_("ines", advised(MADE))
    assert told(ines.received) == ["11-02 introduced you to Tomas Ruud"]
    assert ines.received[0].evidence.message_id == MADE.header.message_id
    assert ines.given == ()


def test_who_is_only_named_by_a_stranger_did_not_help_until_we_met() -> None:
    wrote = mail("11-02 tomas > me : replies_to_introduction/outreach {Ines Carvalho}", subject="Rails")
    assert with_("ines", advised(*KNOWN, wrote)).received == ()
    thanked = mail("11-10 me > tomas : thanks/after_meeting", re=wrote)
    assert told(with_("ines", advised(*KNOWN, wrote, thanked)).received) == [
        "11-02 introduced you to Tomas Ruud"
    ]


def test_who_i_had_asked_helped_where_the_other_writes_to_me() -> None:
    ask = mail("11-01 me > ines : asks_for_introduction {Tomas Ruud}", subject="Tomas")
    wrote = mail("11-02 tomas > me : replies_to_introduction/outreach {Ines Carvalho}", subject="Rails")
    assert told(with_("ines", advised(*KNOWN, ask, wrote)).received) == ["11-02 introduced you to Tomas Ruud"]


def test_a_favour_is_help_received() -> None:
    assert told(with_("loes", advised(*KNOWN, HELPED)).received) == ["11-02 did you a favour"]


def test_an_introduction_of_mine_is_given_to_both() -> None:
    mine = mail("11-02 me > loes bram : introduces/two_sided {Loes|Bram}")
    advice = advised(*KNOWN, mine)
    assert told(with_("loes", advice).given) == ["11-02 you introduced them to Bram Teunissen"]
    assert told(with_("bram", advice).given) == ["11-02 you introduced them to Loes Hartman"]


def test_a_favour_of_mine_is_given() -> None:
    mine = mail("11-02 me > loes : gives_favour", subject="Your talk")
    assert told(with_("loes", advised(*KNOWN, mine)).given) == ["11-02 you did them a favour"]


def test_what_was_only_asked_for_is_no_help() -> None:
    ask = mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}")
    assert with_("ines", advised(*KNOWN, ask)).received == ()


def test_what_the_owner_dismissed_was_no_help() -> None:
    dismissed = decision("11-03", "not-intro", MADE)
    ines = with_("ines", advised(MADE, decisions=[dismissed], types=[("ines", "friend")]))
    assert ines.received == ()


def test_help_that_came_to_nothing_is_no_time_to_give() -> None:
    ask = mail("11-02 me > loes : asks_for_introduction {Vera Moreau}", subject="Vera")
    no = mail("11-03 loes > me : declines", re=ask)
    over = mail("11-04 me > loes : thanks", re=no)
    assert advised(*KNOWN, ask, no, over).give_back == ()


# ── Something to give back ──────────────────────────────────────────────────────────────────


def ideas(*mails: Reading, on: str = "11-30", decisions: tuple[Decision, ...] = (DONE,)) -> list[str]:
    return [s.title for s in advised(*KNOWN, *mails, on=on, decisions=decisions).give_back]


def test_who_helped_is_given_something_once_the_loop_is_closed() -> None:
    (idea,) = advised(*KNOWN, HELPED, decisions=[DONE]).give_back
    assert isinstance(idea, Suggestion)
    assert (idea.section, idea.title, idea.who.email) == (
        Section.GIVE_BACK,
        "Something for Loes Hartman",
        "loes@waterlab.example",
    )
    assert idea.reason.startswith("On Monday 2 November Loes Hartman did you a favour. ")
    assert idea.evidence.message_id == HELPED.header.message_id


def test_first_comes_what_is_owed() -> None:
    assert ideas(HELPED, on="11-03", decisions=()) == []


def test_a_loop_that_nobody_closed_is_no_time_to_give() -> None:
    assert ideas(HELPED, on="2027-02-01", decisions=()) == []


def test_while_something_else_is_under_way_with_them_nothing_is_given() -> None:
    ask = mail("11-27 me > loes : asks_for_introduction {Vera Moreau}", subject="Vera")
    assert ideas(HELPED, ask) == []


def test_who_was_given_something_since_needs_nothing_now() -> None:
    given = mail("11-05 me > loes : gives_favour", subject="A paper")
    said = decision("11-06", "done", given)
    assert ideas(HELPED, given, decisions=(DONE, said)) == []


def test_help_of_more_than_a_year_ago_has_had_its_time() -> None:
    assert ideas(HELPED, on="2027-11-01") == ["Something for Loes Hartman"]
    assert ideas(HELPED, on="2027-11-02") == []


def test_who_leaves_mail_unanswered_is_left_alone() -> None:
    chats = [mail(f"11-{n} me > loes :", subject="Rain", hour=n) for n in (16, 17)]
    assert ideas(HELPED, *chats) == []


def test_done_and_later_are_heard() -> None:
    done = decision("11-20", "done", HELPED)
    later = replace(decision("11-20", "snooze", HELPED), day=MADE.header.date.date().replace(month=12))
    assert ideas(HELPED, decisions=(DONE, done)) == []
    assert ideas(HELPED, decisions=(DONE, later)) == []
    assert ideas(HELPED, on="12-02", decisions=(DONE, later)) == ["Something for Loes Hartman"]
    assert ideas(HELPED, decisions=(DONE, decision("11-20", "note", HELPED))) == [
        "Something for Loes Hartman"
    ]


def test_a_word_about_another_case_of_that_mail_is_not_meant() -> None:
    other = decision("11-20", "done", HELPED, who="dana@lantern.example")
    mine = decision("11-20", "done", HELPED, who="loes@waterlab.example")
    assert ideas(HELPED, decisions=(DONE, other)) == ["Something for Loes Hartman"]
    assert ideas(HELPED, decisions=(DONE, mine)) == []


def test_those_who_helped_come_round_week_by_week() -> None:
    other = mail("11-02 bram > me : gives_favour", subject="Your boat")
    words = (DONE, decision("11-04", "done", other))
    weeks = [ideas(HELPED, other, on=day, decisions=words)[0] for day in ("11-16", "11-22", "11-23", "11-30")]
    assert weeks[0] == weeks[1] == weeks[3]
    assert weeks[2] != weeks[0]
