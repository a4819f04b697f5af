"""What the owner wrote back, and the drafts laid for them: the contract of every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rules.model import ContactType, Decision, PersonNote, Verb
from tests.worker.store.facts import ME, NOON, batch, reading
from worker.ports import Heard, LaidDraft, LaidPhase, Line, Spot, Store

DONE = Decision(NOON, Verb.DONE, "<1@mail.example>")
NOTED = Decision(NOON, Verb.NOTE, "<1@mail.example>", note="likes tea")
LETTER = Heard(
    "<r@mail.example>",
    NOON,
    NOON,
    "<digest@mail.example>",
    (Line("done 2", about="Dana Okoye", case_id="3f2a"),),
)
MARK = LaidDraft("home", "3f2a/reply", "3f2a", LaidPhase.INTENDED, NOON, "abc", "Drafts", 7, 3)
YESTERDAY = NOON - timedelta(days=1)


def test_a_letter_is_heard_once_with_all_that_it_changes(store: Store) -> None:
    friend = PersonNote(("dana.okoye@example.org",), contact_type=ContactType.FRIEND)
    store.decide(NOTED)
    assert store.hear(LETTER, decisions=[DONE], undone=[NOTED], notes=[friend])
    assert not store.hear(LETTER, decisions=[NOTED], undone=[DONE])
    assert list(store.decisions()) == [DONE]
    assert [note.contact_type for note in store.notes()] == [ContactType.FRIEND]
    assert list(store.heard()) == [LETTER]


def test_a_letter_that_said_nothing_is_remembered_and_not_told(store: Store) -> None:
    assert store.hear(replace(LETTER, lines=()))
    assert not store.hear(LETTER)
    assert list(store.heard()) == []


def test_letters_not_heard_yet_are_those_of_the_owner_with_every_place_they_lie_in(store: Store) -> None:
    mine, theirs, old = (
        reading("1", sender=ME, date=NOON),
        reading("2", date=NOON),
        reading("3", sender=ME, date=NOON - timedelta(days=2)),
    )
    store.save(batch(mine, theirs, old, folder="INBOX"))
    store.save(batch(mine, folder="Sent"))
    found = store.unheard([ME.email], YESTERDAY)
    assert [one.header.message_id for one in found] == ["<1@mail.example>"]
    assert {spot.folder for spot in found[0].spots} == {"INBOX", "Sent"}
    assert isinstance(found[0].spots[0], Spot)
    store.hear(replace(LETTER, message_id="<1@mail.example>"))
    assert list(store.unheard([ME.email], YESTERDAY)) == []


def test_of_letters_not_heard_yet_those_that_are_new_can_be_asked_for_and_some_of_before(
    store: Store,
) -> None:
    store.save(batch(*(reading(name, sender=ME, date=NOON) for name in "13")))
    first, third = store.unheard([ME.email], YESTERDAY)
    store.save(batch(reading("2", sender=ME, date=NOON), folder="Sent"))  # stored last, not last by name
    newest = max(first.number, third.number)
    (second,) = store.unheard([ME.email], YESTERDAY, after=newest)
    assert second.header.message_id == "<2@mail.example>"
    assert list(store.unheard([ME.email], YESTERDAY, after=newest, of=[first.number])) == [first, second]
    assert list(store.unheard([ME.email], YESTERDAY, after=second.number)) == []


def test_whom_the_owner_forgets_goes_out_of_what_they_wrote_back(store: Store) -> None:
    store.save(batch(reading("2")))
    store.hear(
        replace(LETTER, lines=(Line("tell dana.okoye@example.org hello", unclear=True), *LETTER.lines))
    )
    assert "dana.okoye@example.org" in str(
        [row for row in store.export("dana.okoye@example.org") if row["table"] == "answer"]
    )
    store.forget("dana.okoye@example.org")
    assert "dana" not in str(store.heard())
    assert "done 2" in str(store.heard())


def test_of_a_draft_the_last_that_is_known_is_kept(store: Store) -> None:
    store.lay(MARK)
    store.lay(replace(MARK, phase=LaidPhase.LAID, uid=9))
    store.lay(replace(MARK, account="work"))
    assert list(store.laid()) == [replace(MARK, phase=LaidPhase.LAID, uid=9), replace(MARK, account="work")]
