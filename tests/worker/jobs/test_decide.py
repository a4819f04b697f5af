"""What the owner says about a case: how it is found, kept, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.model import (
    Address,
    Calendar,
    Case,
    Header,
    Kind,
    Owner,
    Reading,
    Review,
    Scope,
    Turn,
    Verb,
)
from worker.jobs.decide import (
    NoSuchCase,
    NoSuchDay,
    NoSuchScope,
    correct,
    day_in_words,
    decide,
    find_case,
)
from worker.jobs.decisions import NoSuchDecision, name_of, undo
from worker.ports import Batch, Bookmark, Sighting, Store

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
MARA = Owner(frozenset({"mara@lindqvist.example"}), Calendar(UTC))


def case(name: str, *messages: str, targets: tuple[str, ...] = ("tomas.ruud@nordvik.example",)) -> Case:
    return Case(
        id=name,
        kind=Kind.MADE_FOR_ME,
        state="MADE",
        turn=Turn.ME,
        awaiting=None,
        introducer="ines@harbour.example",
        requester=None,
        helper=None,
        targets=targets,
        outcome=None,
        organisation=None,
        purpose="",
        messages=messages or ("<1@harbour.example>",),
        duties=(),
        steps=(),
    )


def review(*cases: Case) -> Review:
    return Review(NOW, cases, (), ())


def test_a_case_is_found_by_its_id_as_it_is_printed_and_by_any_longer_beginning() -> None:
    said = review(case("3f2a77"), case("3f9911"), case("b01c55"))

    assert find_case(said, "3f2a").id == "3f2a77"
    assert find_case(said, "B01C5").id == "b01c55"


@pytest.mark.parametrize("number", ["9", "12", "973"])
def test_the_number_of_an_item_in_a_digest_is_never_taken_for_the_beginning_of_an_id(number: str) -> None:
    with pytest.raises(NoSuchCase, match=f"{number} is no id of a case") as raised:
        find_case(review(case("973a55"), case("12bc77"), case("b01c55")), number)
    assert "4 characters or more: introloop loops lists them" in raised.value.advice
    assert "The numbers in a digest are for replies to its mail." in raised.value.advice


def test_what_is_printed_of_an_id_is_never_too_short_to_be_typed() -> None:
    said = review(case("3f2a77"), case("b01c55"))
    assert all(find_case(said, short).id == name for name, short in said.short_ids().items())


def test_a_whole_id_is_found_even_where_another_begins_with_it() -> None:
    assert find_case(review(case("3f"), case("3f2a")), "3f").id == "3f"


def test_a_beginning_of_several_ids_names_them() -> None:
    with pytest.raises(NoSuchCase, match="3f2a is the beginning of 2 ids") as raised:
        find_case(review(case("3f2a77"), case("3f2a11")), "3f2a")
    assert raised.value.advice == "Did you mean 3f2a77, 3f2a11?"


def test_a_wrong_id_names_the_near_ones() -> None:
    with pytest.raises(NoSuchCase, match="no case has the id 3f2a78") as raised:
        find_case(review(case("3f2a77"), case("b01c")), "3f2a78")
    assert raised.value.advice == "Did you mean 3f2a77?"


@pytest.mark.parametrize("wanted", ["", "zzzz"])
def test_an_id_near_to_none_says_where_ids_stand(wanted: str) -> None:
    with pytest.raises(NoSuchCase) as raised:
        find_case(review(case("3f2a77")), wanted)
    assert raised.value.advice == "introloop loops --all shows every id."


def test_a_decision_hangs_on_the_first_message_and_is_kept(store: Store) -> None:
    one = case("3f2a", "<1@harbour.example>", "<2@harbour.example>")

    said = decide(store, one, Verb.SNOOZE, review=review(one), at=NOW, day=date(2026, 12, 1), note="later")

    assert (said.message_id, said.who, said.day) == ("<1@harbour.example>", "", date(2026, 12, 1))
    assert said.other == "3f2a", "so that it is said of no other case that holds the message"
    assert list(store.decisions()) == [said]


def test_of_two_cases_in_one_message_the_decision_says_whose_it_is(store: Store) -> None:
    one, other = case("3f2a", targets=("Tomas Ruud",)), case("b01c", targets=("Noor Haddad",))

    assert decide(store, other, Verb.DONE, review=review(one, other), at=NOW).who == "Noor Haddad"


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.RECONNECT])
def test_a_decision_about_a_person_leaves_the_case_of_the_message_alone(store: Store, kind: Kind) -> None:
    one, other = replace(case("3f2a"), kind=kind), case("b01c")

    said = decide(store, one, Verb.MUTE, review=review(one, other), at=NOW)

    assert (said.message_id, said.who, said.other) == ("3f2a", "", "")


def test_the_newest_decision_is_taken_back_first(store: Store) -> None:
    one = case("3f2a")
    for verb in (Verb.MET, Verb.DONE):
        decide(store, one, verb, review=review(one), at=NOW)

    taken = [undo(store), undo(store), undo(store)]

    assert [one.verb if one else None for one in taken] == [Verb.DONE, Verb.MET, None]


# ── Corrections ─────────────────────────────────────────────────────────────────────────────


def scanned(store: Store, sender: str, *, list_id: str = "") -> None:
    header = Header("<1@harbour.example>", NOW, Address(sender), list_id=list_id)
    store.save(Batch(Bookmark("home", "INBOX", 1, 1), (Sighting(1, Reading(header)),)))


def test_a_correction_is_said_of_its_case_alone_unless_the_owner_says_more(store: Store) -> None:
    one = case("3f2a")

    said = correct(store, one, Scope.CASE, review=review(one), owner=MARA, at=NOW)

    assert (said.verb, said.message_id, said.scope) == (Verb.NOT_INTRO, "<1@harbour.example>", Scope.CASE)


@pytest.mark.parametrize(
    ("scope", "whose"), [(Scope.SENDER, "ines@harbour.example"), (Scope.LIST, "<sails.harbour.example>")]
)
def test_a_correction_of_a_sender_or_list_says_whose(store: Store, scope: Scope, whose: str) -> None:
    scanned(store, "ines@harbour.example", list_id="<sails.harbour.example>")
    one = case("3f2a")

    said = correct(store, one, scope, review=review(one), owner=MARA, at=NOW)

    assert (said.who, said.scope, said.message_id) == (whose, scope, "<1@harbour.example>")
    assert list(store.decisions()) == [said]


@pytest.mark.parametrize(
    ("sender", "kind", "scope", "why"),
    [
        ("mara@lindqvist.example", Kind.ASKED_BY_ME, Scope.SENDER, "you wrote the mail"),
        ("ines@harbour.example", Kind.MADE_FOR_ME, Scope.LIST, "came by no list"),
        ("ines@harbour.example", Kind.RECONNECT, Scope.SENDER, "no mail began this case"),
    ],
)
def test_a_correction_that_cannot_reach_so_far_says_why_and_keeps_nothing(
    store: Store, sender: str, kind: Kind, scope: Scope, why: str
) -> None:
    scanned(store, sender)
    one = replace(case("3f2a"), kind=kind)

    with pytest.raises(NoSuchScope, match=why):
        correct(store, one, scope, review=review(one), owner=MARA, at=NOW)
    assert list(store.decisions()) == []


def test_a_case_is_found_by_the_message_it_holds_too() -> None:
    one, other = (
        case("3f2a", "<1@harbour.example>"),
        case("b01c", "<1@harbour.example>", "<2@harbour.example>"),
    )

    assert find_case(review(one, other), "2@harbour.example") is other
    with pytest.raises(NoSuchCase, match="2 cases hold") as raised:
        find_case(review(one, other), "<1@harbour.example>")
    assert raised.value.advice == "Did you mean 3f2a, b01c?"
    with pytest.raises(NoSuchCase, match="no case holds"):
        find_case(review(one), "<3@harbour.example>")


def test_a_word_said_earlier_is_taken_back_by_its_name(store: Store) -> None:
    one = case("3f2a")
    met, done = (decide(store, one, verb, review=review(one), at=NOW) for verb in (Verb.MET, Verb.DONE))

    assert name_of(met) != name_of(done)
    assert undo(store, name_of(met)[:5]) == met
    assert list(store.decisions()) == [done]


def test_a_name_that_no_word_has_or_several_have_says_where_names_stand(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = case("3f2a")
    monkeypatch.setattr("worker.jobs.decisions.name_of", lambda said: f"5c0ff{said.at.minute}")
    for n in range(2):
        decide(store, one, Verb.NOTE, review=review(one), at=NOW.replace(minute=n))

    for wanted, said in (
        ("zz", "zz is no id"),
        ("5c01", "no decision goes by 5c01"),
        ("5c0f", "2 decisions go by 5c0f"),
    ):
        with pytest.raises(NoSuchDecision, match=said) as raised:
            undo(store, wanted)
        assert "introloop decisions" in raised.value.advice
    assert len(store.decisions()) == 2


# ── Days in words ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("3d", date(2026, 11, 19)),
        ("2w", date(2026, 11, 30)),
        ("1m", date(2026, 12, 16)),
        ("2 m", date(2027, 1, 16)),
        ("tomorrow", date(2026, 11, 17)),
        ("Friday", date(2026, 11, 20)),
        ("mon", date(2026, 11, 23)),  # today is a Monday: the next one
    ],
)
def test_a_day_is_read_as_people_write_it(words: str, day: date) -> None:
    assert day_in_words(words, today=date(2026, 11, 16)) == day


def test_a_month_from_the_31st_is_the_last_day_of_a_shorter_one() -> None:
    assert day_in_words("1m", today=date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize("words", ["", "soon", "2y", "mo", "2026-13-01"])
def test_words_that_name_no_day_are_refused_with_examples(words: str) -> None:
    with pytest.raises(NoSuchDay, match="names no day") as raised:
        day_in_words(words, today=date(2026, 11, 16))
    assert "2w" in raised.value.advice


@pytest.mark.parametrize(
    ("words", "day"),
    [("yesterday", 15), ("today", 16), ("fri", 13), ("monday", 16), ("2026-11-02", 2)],
)
def test_a_day_on_which_something_was_is_the_last_of_its_name(words: str, day: int) -> None:
    assert day_in_words(words, today=date(2026, 11, 16), past=True) == date(2026, 11, day)


@pytest.mark.parametrize("words", ["tomorrow", "2w", "2026-11-17"])
def test_nothing_was_on_a_day_to_come(words: str) -> None:
    with pytest.raises(NoSuchDay, match="is a day to come"):
        day_in_words(words, today=date(2026, 11, 16), past=True)
