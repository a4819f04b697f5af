"""What the owner says: the contract of every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.model import Answer, ContactType, Decision, Element, PersonNote, Scope, Verb
from tests.worker.store.facts import NOON
from worker.ports import Store

MET = Decision(NOON, Verb.MET, "<1@mail.example>", who="dana.okoye@example.org", note="over lunch")
MOVED = Decision(NOON, Verb.MOVED, "<1@mail.example>", what="schedule", day=date(2026, 11, 20))
MERGED = Decision(NOON, Verb.MERGE, "", who="dana.okoye@example.org", other="dee@okoye.example")
SILENCED = Decision(NOON, Verb.NOT_INTRO, "<1@x>", who="dana.okoye@example.org", scope=Scope.SENDER)
DANA = PersonNote(
    ("dana@example.org", "d@okoye.example"), "Dana Okoye", "Okoye Ltd", ContactType.FRIEND, "likes tea"
)


def test_decisions_stand_in_the_order_in_which_they_were_made(store: Store) -> None:
    store.decide(MOVED)
    store.decide(MET)
    assert list(store.decisions()) == [MOVED, MET]


def test_the_same_word_said_twice_is_one_decision(store: Store) -> None:
    for said in (MET, MET, MOVED, MOVED):
        store.decide(said)
    assert list(store.decisions()) == [MET, MOVED]


def test_a_decision_with_a_day_is_not_the_one_without(store: Store) -> None:
    store.decide(MOVED)
    store.decide(replace(MOVED, day=None))
    assert len(store.decisions()) == 2


def test_undo_takes_back_the_newest_decision_and_then_the_one_before(store: Store) -> None:
    store.decide(MET)
    store.decide(MOVED)
    assert store.undo() == MOVED
    assert store.undo() == MET
    assert store.undo() is None
    assert list(store.decisions()) == []


def test_an_older_decision_is_taken_back_alone_and_only_once(store: Store) -> None:
    for said in (MET, MOVED, MERGED):
        store.decide(said)
    assert store.undo(MOVED) == MOVED
    assert store.undo(MOVED) is None
    assert list(store.decisions()) == [MET, MERGED]


def test_how_far_a_decision_reaches_and_both_people_of_a_merge_come_back(store: Store) -> None:
    for said in (SILENCED, replace(SILENCED, scope=Scope.CASE), MERGED):
        store.decide(said)
    assert list(store.decisions()) == [SILENCED, replace(SILENCED, scope=Scope.CASE), MERGED]


def test_a_merge_is_forgotten_with_either_of_the_two(store: Store) -> None:
    store.decide(MERGED)
    store.decide(SILENCED)
    assert [row["table"] for row in store.export("dee@okoye.example")] == ["decision", "decision"]
    assert store.forget("dee@okoye.example") == 2
    assert list(store.decisions()) == []


def test_an_address_that_was_split_off_leaves_the_notes_of_the_others(store: Store) -> None:
    card = PersonNote(("ines@example.org", "i@carvalho.example"), "Ines Carvalho", from_book=True)
    store.note(DANA)
    store.revise_book(lambda _: [card])
    store.decide(Decision(NOON, Verb.SPLIT, "", who="dana@example.org", other="d@okoye.example"))
    store.decide(Decision(NOON, Verb.SPLIT, "", who="ines@example.org", other="i@carvalho.example"))
    left = [replace(DANA, addresses=("dana@example.org",)), replace(card, addresses=("ines@example.org",))]
    assert sorted(store.notes(), key=lambda note: note.name) == left
    assert store.forget("d@okoye.example") == store.forget("i@carvalho.example") == 2
    assert sorted(store.notes(), key=lambda note: note.name) == left, (
        "forgetting the one leaves what is said of the other"
    )
    assert list(store.decisions()) == []


def test_what_was_undone_can_be_said_again(store: Store) -> None:
    store.decide(MET)
    store.undo()
    store.decide(MET)
    assert list(store.decisions()) == [MET]


def test_what_was_undone_is_still_shown_to_the_owner_who_asks_what_is_held(store: Store) -> None:
    store.decide(MET)
    store.undo()
    shown = [row for row in store.export("dana.okoye@example.org") if row["table"] == "decision"]
    assert [row["note"] for row in shown] == ["over lunch"]


def test_a_note_about_a_person_comes_back_whole(store: Store) -> None:
    store.note(DANA)
    assert list(store.notes()) == [DANA]


def test_a_second_note_adds_to_the_first_and_replaces_only_what_it_says(store: Store) -> None:
    store.note(DANA)
    store.note(PersonNote(("d@okoye.example", "new@okoye.example"), note="moved to Lagos"))
    addresses = ("dana@example.org", "d@okoye.example", "new@okoye.example")
    assert list(store.notes()) == [replace(DANA, addresses=addresses, note="moved to Lagos")]


def test_a_note_that_ties_two_people_together_makes_them_one(store: Store) -> None:
    store.note(PersonNote(("a@example.org",), "Dana", note="first"))
    store.note(PersonNote(("b@example.org",), "D. Okoye", "Okoye Ltd"))
    store.note(PersonNote(("b@example.org", "a@example.org")))
    assert list(store.notes()) == [
        PersonNote(("a@example.org", "b@example.org"), "D. Okoye", "Okoye Ltd", note="first")
    ]


def test_somebody_without_an_address_is_known_by_name(store: Store) -> None:
    store.note(PersonNote((), "Ines Carvalho", "Carvalho SA"))
    store.note(PersonNote((), "Ines Carvalho", note="met at a fair"))
    store.note(PersonNote((), "Someone Else"))
    assert [(n.name, n.organisation, n.note) for n in store.notes()] == [
        ("Ines Carvalho", "Carvalho SA", "met at a fair"),
        ("Someone Else", "", ""),
    ]


def test_what_the_owner_says_of_an_endorsement_is_kept_and_can_change(store: Store) -> None:
    met, likes, willing = Element.MET, Element.LIKES, Element.WILLING
    said = PersonNote(
        ("a@example.org",), elements=((likes, Answer.YES), (willing, Answer.NO)), inside=("Okoye",)
    )
    store.note(said)
    assert list(store.notes()) == [said]
    store.note(PersonNote(("a@example.org",), elements=((met, Answer.YES), (likes, Answer.UNKNOWN))))
    (note,) = store.notes()
    assert dict(note.elements) == {met: Answer.YES, likes: Answer.UNKNOWN, willing: Answer.NO}
    assert note.inside == ("Okoye",)
    store.note(PersonNote(("a@example.org",), inside=("Lantern",)))
    assert store.notes()[0].inside == ("Lantern",)
