"""Forgetting one human of several addresses and names, and what stays of others: every store's contract."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rules.model import Act, Address, Decision, PersonNote, Scope, Verb
from tests.worker.store.facts import ME, NOON, TOMAS, batch, reading, signal
from worker.ports import Store

GONE = "dana.okoye@example.org"
DEE, DOT = "dee@lark.example", "d.okoye@delta.example"


def merge(who: str, other: str) -> Decision:
    return Decision(NOON, Verb.MERGE, "", who=who, other=other)


def test_one_merged_over_several_addresses_is_forgotten_with_all_of_them(store: Store) -> None:
    store.save(batch(reading("1"), *(reading(a, sender=Address(a, "Dee")) for a in (DEE, DOT))))
    store.decide(merge(GONE, DEE))
    store.decide(merge(DEE, DOT))
    store.forget(DOT)
    assert (list(store.readings()), store.decisions()) == ([], ())


def test_mail_of_a_mailbox_under_a_tag_is_forgotten_with_it(store: Store) -> None:
    tagged = Address("dana.okoye+news@example.org", "Dana Okoye")
    store.save(batch(reading("1", sender=tagged), reading("2", sender=ME, to=(tagged,))))
    store.forget(GONE)
    assert list(store.readings()) == []


@pytest.mark.parametrize("asked", [GONE, "Ines Carvalho"])
def test_one_merged_with_a_mere_name_is_forgotten_by_either(store: Store, asked: str) -> None:
    store.save(
        batch(
            reading("1"),
            reading(
                "2", signals=(signal("Ines Carvalho says hello.", act=Act.THANKS),), sender=TOMAS, to=(ME,)
            ),
        )
    )
    store.decide(merge(GONE, "Ines Carvalho"))
    store.note(PersonNote((), "Ines Carvalho", "Harbour"))
    store.forget(asked)
    (rest,) = store.readings()
    assert [s.sentence for s in rest.signals] == ["… says hello."]
    assert (store.notes(), store.decisions()) == ((), ())


def test_a_name_that_nobody_bears_forgets_nobody(store: Store) -> None:
    store.save(batch(reading("1", message_id="<1@hannover.example>", subject="For ann, with thanks")))
    assert store.forget("Ann") == 0


def test_who_was_split_off_does_not_inherit_what_was_said_of_the_forgotten(store: Store) -> None:
    store.note(PersonNote((GONE, DEE), "Dana Okoye", "Delta Works"))
    store.revise_book(lambda held: [PersonNote((GONE, DEE), "Dana Okoye", from_book=True)])
    store.decide(Decision(NOON, Verb.SPLIT, "", who=GONE, other=DEE))
    store.forget(GONE)
    assert (store.notes(), store.book()) == ((), ())


def test_a_note_about_another_keeps_no_word_of_the_forgotten(store: Store) -> None:
    store.save(batch(reading("1")))
    typed = PersonNote((TOMAS.email,), "Tomas Ruud", "Dana Okoye Ltd", inside=("Dana Okoye Ltd",))
    entry = PersonNote((TOMAS.email,), "Tomas Ruud", position="Assistant to Dana Okoye", from_book=True)
    store.note(typed)
    store.revise_book(lambda held: [entry])
    assert "Assistant" in json.dumps(list(store.export(GONE)))
    store.forget(GONE)
    assert store.book() == (replace(entry, position="Assistant to …"),)
    (note,) = store.notes()
    assert (note.organisation, note.inside) == ("… Ltd", ("… Ltd",))


def test_a_list_stays_silenced_though_who_wrote_there_is_forgotten(store: Store) -> None:
    store.save(batch(theirs := reading("1")))
    said = Decision(
        NOON, Verb.NOT_INTRO, theirs.header.message_id, who="rowers.list.example", scope=Scope.LIST
    )
    store.decide(said)
    store.forget(GONE)
    (kept,) = store.decisions()
    assert (kept.who, kept.scope) == (said.who, Scope.LIST)
    assert kept.message_id.endswith("@forgotten.invalid>")
