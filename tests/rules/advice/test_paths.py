"""Who can open a company: how, whom to ask first, and whom not to ask now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.model import Answer, ContactType, Decision, Element, Mark, Path, Paths, PersonNote, Reading, Topic
from tests.rules.advice.told import acquainted, advised, asked, note, says
from tests.rules.cases.mails import INTRODUCTION, decision, mail

KNOWN = acquainted("ines", "bram")
CHAT = [mail("10-05 tomas > me :", subject="Rain"), mail("10-06 me > tomas :", subject="Rain again", hour=10)]
THERE = mail("10-20 bram > tomas me :", subject="Timetables")
READY = ((Element.MET, Answer.YES), (Element.LIKES, Answer.YES), (Element.WILLING, Answer.YES))


def to_nordvik(
    *mails: Reading,
    notes: tuple[PersonNote, ...] = (),
    on: str = "11-30",
    decisions: tuple[Decision, ...] = (),
) -> Paths:
    (found,) = advised(*KNOWN, *mails, on=on, targets=["Nordvik"], notes=notes, decisions=decisions).paths
    return found


def told(path: Path) -> str:
    return f"{path.who.name}: {'; '.join(way.text for way in path.ways)}"


def one(paths: Paths, name: str) -> Path:
    return next(path for path in paths.found if path.who.name == name)


# ── Who leads there ─────────────────────────────────────────────────────────────────────────


def test_nobody_is_found_where_nobody_is_known() -> None:
    assert to_nordvik() == Paths("Nordvik", ())
    assert advised(*KNOWN, *CHAT).paths == ()


def test_who_works_there_is_found_with_the_threads_we_share() -> None:
    (tomas,) = to_nordvik(*CHAT).found
    assert told(tomas) == "Tomas Ruud: works there; 2 threads with you"
    assert tomas.last == date(2026, 10, 6)
    assert tomas.ways[0].evidence.message_id == CHAT[1].header.message_id
    assert to_nordvik(CHAT[0]).found[0].ways[0].text == "works there; one thread with you"


def test_who_writes_with_them_is_found() -> None:
    bram = one(to_nordvik(THERE), "Bram Teunissen")
    assert told(bram) == "Bram Teunissen: writes with Tomas Ruud, who works there"
    assert bram.ways[0].evidence.message_id == THERE.header.message_id


def test_so_is_whom_they_write_to() -> None:
    answer = mail("10-21 tomas > bram me :", re=THERE)
    assert "Bram Teunissen: writes with Tomas Ruud, who works there" in map(told, to_nordvik(answer).found)


def test_two_who_work_there_lead_there_by_themselves() -> None:
    inner = mail("10-20 tomas > pa me :", subject="Timetables")
    ways = [way.text for path in to_nordvik(inner).found for way in path.ways]
    assert ways == ["works there; one thread with you"] * 2


def test_standing_beside_them_on_a_mail_of_mine_shows_nothing() -> None:
    mine = mail("10-20 me > tomas bram :", subject="A date")
    assert [path.who.name for path in to_nordvik(mine).found] == ["Tomas Ruud"]


def test_a_crowd_and_a_list_show_nothing() -> None:
    crowd = mail("10-20 bram > tomas me " + " ".join(f"p{n}@x{n}.example" for n in range(9)) + " :")
    listed = replace(THERE, header=replace(THERE.header, marks=frozenset({Mark.LIST})))
    assert to_nordvik(crowd, listed).found == ()


def test_a_desk_there_is_nobody_to_ask() -> None:
    assert to_nordvik(mail("10-20 desk > me :", subject="Welcome")).found == ()


def test_whoever_stood_on_a_mail_with_me_is_found() -> None:
    passing = mail("10-20 ines > me :", cc="pa", subject="Lunch")
    assert sorted(map(told, to_nordvik(passing).found)) == [
        "Ines Carvalho: writes with Kim Aas, who works there",
        "Kim Aas: works there; one thread with you",
    ]


def test_a_desk_that_writes_with_them_is_nobody() -> None:
    office = mail("10-20 info@harbour.example > tomas me :", subject="Keys")
    assert [path.who.name for path in to_nordvik(office).found] == ["Tomas Ruud"]


def test_a_book_knows_people_without_an_address_and_what_they_do() -> None:
    vera = PersonNote((), "Vera Moreau", "Nordvik AS", position="Planner", profile="https://n.example/vera",
                      from_book=True)  # fmt: skip
    plain = PersonNote((), "Nils Ek", "Nordvik", from_book=True)
    nameless = PersonNote((), "", "Nordvik", from_book=True)
    found = to_nordvik(notes=(vera, plain, nameless)).found
    assert sorted(map(told, found)) == [
        "Nils Ek: works there, by your address book",
        "Vera Moreau: works there (Planner), by your address book",
    ]
    assert {path.who.address for path in found} == {""}
    assert one(to_nordvik(notes=(vera,)), "Vera Moreau").ways[0].evidence.sentence == "https://n.example/vera"


def test_two_of_one_name_in_a_book_stay_two() -> None:
    notes = tuple(
        PersonNote((), "Ann Lee", "Nordvik", profile=f"https://n.example/{n}", from_book=True) for n in (1, 2)
    )
    assert len(to_nordvik(notes=notes).found) == 2


def test_who_writes_and_stands_in_a_book_without_an_address_is_listed_once() -> None:
    booked = PersonNote((), "Tomas Ruud", "Nordvik", position="Planner", from_book=True)
    (tomas,) = to_nordvik(*CHAT, notes=(booked,)).found
    assert told(tomas).startswith("Tomas Ruud: works there; ")
    assert told(tomas).endswith("; your address book has that name there (Planner)")
    two = (booked, replace(booked, profile="https://n.example/tomas"))
    assert len(to_nordvik(*CHAT, notes=two).found) == 3  # who of them is meant cannot be known


def test_a_book_knows_where_people_with_an_address_work() -> None:
    entry = note("loes", organisation="Nordvik", position="Head of data", from_book=True)
    (loes,) = to_nordvik(notes=(entry,)).found
    assert loes.ways[0].text == "works there (Head of data)"


def test_the_owner_says_who_knows_somebody_there() -> None:
    (ines,) = to_nordvik(notes=(note("ines", inside=("Nordvik",)),)).found
    assert told(ines) == "Ines Carvalho: knows somebody there, as you said"
    named = PersonNote((), "Aunt Ada", inside=("Nordvik",))
    assert told(to_nordvik(notes=(named,)).found[0]) == "Aunt Ada: knows somebody there, as you said"


def test_a_company_may_be_named_by_its_domain() -> None:
    (found,) = advised(*CHAT, targets=["nordvik.example"]).paths
    assert [path.who.name for path in found.found] == ["Tomas Ruud"]


def test_a_target_without_a_name_leads_nowhere() -> None:
    (found,) = advised(*CHAT, targets=["…"]).paths
    assert found == Paths("…", ())


# ── Whom to ask ─────────────────────────────────────────────────────────────────────────────


def test_who_is_ready_is_asked_first_and_what_they_are_good_for_is_said() -> None:
    ready = note("bram", elements=READY)
    first, second = to_nordvik(*CHAT, THERE, notes=(ready,)).found
    assert (first.who.name, first.answer) == ("Bram Teunissen", Answer.YES)
    assert first.advice == "Ask for an introduction."
    assert (second.who.name, second.answer) == ("Tomas Ruud", Answer.UNKNOWN)
    typed = replace(ready, contact_type=ContactType.REFERENCE)
    assert to_nordvik(THERE, notes=(typed,)).found[0].advice == (
        "Ask for an introduction. Good for: a word on your work, a referral, an open door; spare them most."
    )


def test_who_works_there_is_asked_for_a_conversation_first() -> None:
    (tomas,) = to_nordvik(*CHAT).found
    assert tomas.advice == (
        "Ask for a conversation, not for a word inside. Not known: whether you met, whether they like you, "
        "whether they know your work, whether they know you from elsewhere, whether they would vouch."
    )


def test_so_is_who_was_met_through_an_introduction_and_cannot_vouch_yet() -> None:
    made = mail(INTRODUCTION)
    closed = decision("11-20", "done", made)
    tomas = one(to_nordvik(made, decisions=(closed,)), "Tomas Ruud")
    assert (tomas.answer, tomas.advice[:46]) == (
        Answer.UNKNOWN,
        "Ask for a conversation, not for a word inside.",
    )


def test_who_is_not_known_well_is_asked_for_advice_first() -> None:
    bram = one(to_nordvik(THERE), "Bram Teunissen")
    assert bram.answer is Answer.UNKNOWN
    assert bram.advice.startswith("First ask for advice, give something, or meet. Not known: whether you met")


def test_the_wrong_type_is_not_asked_for_an_introduction() -> None:
    other = note("bram", contact_type=ContactType.OTHER)
    bram = one(to_nordvik(THERE, notes=(other,)), "Bram Teunissen")
    assert (bram.answer, bram.advice) == (
        Answer.NO,
        "Not for an introduction: may refer you on, and cannot vouch yet. "
        "Ask for information, or give something.",
    )


def test_who_does_not_know_the_owner_is_not_asked() -> None:
    stranger = tuple((e, Answer.NO) for e in (Element.MET, Element.WORK, Element.SETTING))
    bram = one(to_nordvik(THERE, notes=(note("bram", elements=stranger),)), "Bram Teunissen")
    assert (bram.answer, bram.advice[:37]) == (Answer.NO, "Not for an introduction: as you said.")


def test_who_has_an_open_ask_comes_last_and_the_reason_is_given() -> None:
    ask = asked("11-26 me > bram : asks_for_introduction {Vera Moreau}", subject="Vera")
    found = to_nordvik(*CHAT, THERE, ask, notes=(note("bram", elements=READY),)).found
    assert [path.who.name for path in found] == ["Tomas Ruud", "Bram Teunissen"]
    assert (found[1].answer, found[1].advice) == (
        Answer.NO,
        "A question of yours of Thursday 26 November is still open with them.",
    )


def test_of_equals_the_readier_comes_first_and_then_whoever_wrote_last() -> None:
    later = mail("11-10 ines > tomas me :", subject="Timetables too")
    names = [path.who.name for path in to_nordvik(THERE, later).found]
    assert names.index("Ines Carvalho") < names.index("Bram Teunissen")
    friend = note("bram", contact_type=ContactType.FRIEND)
    names = [path.who.name for path in to_nordvik(THERE, later, notes=(friend,)).found]
    assert names.index("Bram Teunissen") < names.index("Ines Carvalho")


def test_an_application_there_is_told() -> None:
    applied = says(mail("11-20 hr > me : application_ack"), "Thank you for applying.")
    found = to_nordvik(*CHAT, applied)
    assert found.applied is not None
    assert found.applied.text.startswith("You applied at Nordvik, acknowledged on Friday 20 November")
    assert to_nordvik(*CHAT).applied is None


# ── Plan B ──────────────────────────────────────────────────────────────────────────────────


def plan_b(*mails: Reading, on: str = "11-25", notes: tuple[PersonNote, ...] = ()) -> list[str]:
    ask = asked("11-02 me > ines : asks_for_introduction {Nordvik}", subject="Nordvik")
    remarks = advised(*KNOWN, ask, *mails, on=on, notes=notes).remarks
    return [remark.text for remark in remarks if remark.topic is Topic.PATHS]


def test_an_ask_that_was_let_rest_names_another_way() -> None:
    assert plan_b(*CHAT) == ["Another way to Nordvik may be Tomas Ruud: works there; 2 threads with you."]


def test_while_the_ask_may_still_be_answered_there_is_no_plan_b() -> None:
    assert plan_b(*CHAT, on="11-06") == []


def test_who_was_asked_already_is_no_other_way_and_neither_is_who_is_left_in_peace() -> None:
    assert plan_b() == []
    assert plan_b(notes=(note("ines", inside=("Nordvik",)),)) == []
    declined = note("bram", inside=("Nordvik",), elements=((Element.WILLING, Answer.NO),))
    assert plan_b(notes=(declined,)) == []


def test_who_was_to_be_met_is_no_other_way() -> None:
    ask = asked("11-02 me > ines : asks_for_introduction {Tomas Ruud}", subject="Tomas")
    assert advised(*KNOWN, *CHAT, ask, on="11-25").remarks == ()


def test_of_two_targets_each_is_looked_at_alone() -> None:
    both = (THERE, mail("10-21 bram > dana me :", subject="Lanterns"))
    nordvik, lantern = advised(*KNOWN, *both, targets=["Nordvik", "Lantern"]).paths
    inside = [one(found, "Bram Teunissen").who.readiness[4].why for found in (nordvik, lantern)]
    assert inside == ["they know somebody at Nordvik", "they know somebody at Lantern"]


def test_an_ask_for_nobody_of_a_company_has_no_plan_b() -> None:
    ask = asked("11-02 me > ines : asks_for_introduction {vera@gmail.com}")
    assert advised(*KNOWN, ask, on="11-25").remarks == ()


def test_a_target_without_a_word_in_it_is_no_company() -> None:
    noted = (PersonNote((), "Noor Haddad"), note("bram", inside=("?",)))
    (nowhere,) = advised(*KNOWN, targets=["---"], notes=noted).paths
    assert nowhere.found == ()
