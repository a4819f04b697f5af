"""Forgetting one person and showing what is held of them: the contract of every store."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest

from rules.model import (
    Act,
    Address,
    Decision,
    Invitation,
    InvitationMethod,
    PersonNote,
    Quoted,
    Reading,
    Signal,
    Verb,
)
from tests.worker.store.facts import DANA, ME, NOON, TOMAS, batch, reading, signal
from worker.ports import Phase, Planned, Store

GONE = "dana.okoye@example.org"
FROM_TOMAS: dict[str, Any] = {"sender": TOMAS, "to": (ME,)}


def left(store: Store, *readings: Reading) -> list[Reading]:
    """What stays of some readings when Dana is forgotten."""
    store.save(batch(*readings))
    store.forget(GONE)
    return list(store.readings())


def thanks(sentence: str, **facts: Any) -> Signal:
    """A sentence that brings nobody together, and so stays."""
    return signal(sentence, act=Act.THANKS, **facts)


def shown(store: Store) -> str:
    """Everything held that names Dana, as the owner sees it."""
    return json.dumps(list(store.export(GONE)), ensure_ascii=False)


def test_mail_from_and_to_a_forgotten_person_goes_whole(store: Store) -> None:
    to_dana = reading("2", sender=ME, to=(DANA,))
    copy_to_myself = reading("3", sender=ME, to=(DANA,), bcc=(ME,))
    bounce = reading("4", sender=Address("mailer-daemon@mail.example"), failed=(GONE,))
    named_by_her_program = reading(message_id=f"<20261116.{GONE}>", **FROM_TOMAS)
    other = reading("5", **FROM_TOMAS)
    assert left(store, reading("1"), to_dana, copy_to_myself, bounce, named_by_her_program, other) == [other]


def test_mail_with_others_stays_without_the_person(store: Store) -> None:
    both = reading(
        "1",
        sender=TOMAS,
        to=(ME, DANA),
        cc=(DANA,),
        reply_to=(DANA, TOMAS),
        delivered_to=(GONE, ME.email),
        subject="Mira, meet Dana",
        signals=(signal("Mira, meet Dana Okoye, who builds bridges.", names=("Dana Okoye", "Mira")),),
        greeted=("Mira", "Dana"),
        names=("Dana", GONE, "Mira"),
        failed=(GONE, "other@example.org"),
    )
    (rest,) = left(store, both)
    assert rest.header == replace(
        both.header, to=(ME,), cc=(), reply_to=(TOMAS,), delivered_to=(ME.email,), subject="Mira, meet …"
    )
    assert rest.signals == (signal("Mira, meet …, who builds bridges.", names=("Mira",)),)
    assert (rest.greeted, rest.names, rest.failed) == (("Mira",), ("Mira",), ("other@example.org",))


def test_words_of_the_person_that_somebody_quoted_go(store: Store) -> None:
    kept = signal("He thanked her.")
    (rest,) = left(store, reading("1", signals=(signal("I built it.", writer=DANA), kept), **FROM_TOMAS))
    assert rest.signals == (kept,)


def test_of_a_mail_of_theirs_that_somebody_quoted_only_the_minute_stays(store: Store) -> None:
    theirs, named = Quoted(DANA, NOON, "Dana Okoye and Mira"), Quoted(ME, NOON, "Re: Bridges")
    unaddressed = Quoted(Address("", DANA.name), NOON, "")
    (rest,) = left(store, reading("1", quoted=(theirs, named, unaddressed), **FROM_TOMAS))
    assert rest.quoted == (Quoted(None, NOON, "… and Mira"), named, Quoted(Address("", "…"), NOON, ""))


def test_an_invitation_of_the_person_goes_and_in_others_only_their_seat(store: Store) -> None:
    seats = ((GONE, "accepted"), (ME.email, "needs-action"))
    hers = Invitation("1@cal", InvitationMethod.REQUEST, NOON, None, GONE, seats)
    his = replace(hers, uid=f"9-{GONE}", organizer=TOMAS.email)
    first, second = left(
        store, reading("1", invitation=hers, **FROM_TOMAS), reading("2", invitation=his, **FROM_TOMAS)
    )
    assert first.invitation is None
    assert second.invitation
    assert second.invitation.attendees == ((ME.email, "needs-action"),)
    assert GONE not in second.invitation.uid


def test_a_thread_stays_together_when_a_message_in_it_goes(store: Store) -> None:
    question = reading("1")
    answers = [
        reading(
            key, in_reply_to=("<1@mail.example>",), references=("<0@x>", "<1@mail.example>"), **FROM_TOMAS
        )
        for key in ("2", "3")
    ]
    one, two = left(store, question, *answers)
    assert one.header.references == two.header.references
    assert one.header.references[0] == "<0@x>"
    assert one.header.in_reply_to != ("<1@mail.example>",)


def test_a_rare_name_goes_wherever_it_stands_and_a_shared_one_only_in_their_threads(store: Store) -> None:
    hers = reading("1", sender=DANA, to=(ME, TOMAS))
    namesake = reading("2", sender=Address("dana@smith.example", "Dana Smith"))
    apart = reading("3", signals=(thanks("Did you see Dana?", names=("Dana",)),), **FROM_TOMAS)
    bridge = reading("6", signals=(thanks("We took Okoye's bridge.", names=("Okoye",)),), **FROM_TOMAS)
    answer = reading("4", in_reply_to=("<5@mail.example>",), signals=(thanks("Tell Dana."),), **FROM_TOMAS)
    with_her = reading("5", sender=TOMAS, to=(ME, DANA))
    kept = {r.header.message_id[1]: r for r in left(store, hers, namesake, apart, bridge, answer, with_her)}
    assert kept["2"].header.sender.name == "Dana Smith"
    assert kept["3"] == apart
    assert kept["6"].signals == (thanks("We took …'s bridge."),)
    assert kept["4"].signals == (thanks("Tell …."),)
    assert "1" not in kept


@pytest.mark.parametrize(
    ("name", "sentence", "rest"),
    [
        ("Okoye, Dana", "Meet Dana Okoye.", "Meet …."),
        ("Dana Okoye", "On the list: Okoye, Dana", "On the list: …"),
        ("DANA OKOYE", "Meet Dana.", "Meet …."),
        ("dana okoye", "Meet Dana, DANA!", "Meet …, …!"),
        ("Will Okoye", "Will you come? I will.", "Will you come? I will."),
        ("Will Okoye", "Meet will okoye.", "Meet …."),
        ("Dana van der Okoye", "The van stood der.", "The van stood der."),
        ("Dana", "Meet dana and Dana.", "Meet dana and Dana."),
        (
            "",
            "Write to Dana.Okoye@example.org or not-dana.okoye@example.org.",
            "Write to … or not-dana.okoye@example.org.",
        ),
        ("", "dana.okoye@example.org.au is somebody else", "dana.okoye@example.org.au is somebody else"),
        ("Renée Müller", "RENEE, Renee and renée, with MÜLLER.", "…, … and …, with …."),
        ("Renee Muller", "Rene\u0301e knows Müller.", "… knows …."),
        ("Dana Okoye", "did dana write? DANA did. Dana Lark?", "did … write? … did. … Lark?"),
    ],
)
def test_names_are_found_as_people_write_them(store: Store, name: str, sentence: str, rest: str) -> None:
    hers = reading("1", sender=Address(GONE, name))
    (kept,) = left(store, hers, reading("2", signals=(thanks(sentence),), **FROM_TOMAS))
    assert kept.signals[0].sentence == rest


@pytest.mark.parametrize("name", ["Dana Okoye", "DANA OKOYE", "Dána Okoye", "Okoye", ""])
def test_a_person_goes_from_salutations_which_are_kept_folded(store: Store, name: str) -> None:
    hers = reading(
        "1", sender=TOMAS, to=(ME, Address(GONE, name)), greeted=("mira", "dana"), names=("OKOYE",)
    )
    called_so = reading("2", sender=Address(GONE, "Dana Okoye"))
    (kept,) = left(store, hers, called_so)
    assert (kept.greeted, kept.names) == (("mira",), ())


def test_in_a_salutation_a_word_of_the_language_is_a_name_all_the_same(store: Store) -> None:
    will = Address(GONE, "Will Okoye")
    both = reading("1", sender=TOMAS, to=(ME, will), greeted=("will", "mira"), signals=(thanks("I will."),))
    other = reading("2", signals=(thanks("We will write, and they will."),), **FROM_TOMAS)
    first, second = left(store, both, other)
    assert (first.greeted, first.signals) == (("mira",), (thanks("I will."),))
    assert second == other


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("Mira, meet Dana of Delta Works.", ()),
        ("I would like you two to meet.", ()),
        ("Mira, meet Dana and Ines.", (signal("Mira, meet … and Ines."),)),
    ],
)
def test_an_introduction_goes_with_the_person_unless_it_is_somebody_elses_too(
    store: Store, sentence: str, stays: tuple[Signal, ...]
) -> None:
    people = (ME, DANA, Address("ines@carvalho.example", "Ines Carvalho"))
    store.save(batch(reading("1", sender=TOMAS, to=people, signals=(signal(sentence),))))
    store.forget(GONE, mine=[ME.email])
    (kept,) = store.readings()
    assert kept.signals == stays


def test_of_two_whom_the_owner_introduced_none_is_left_introduced_alone(store: Store) -> None:
    mine = reading("1", sender=ME, to=(TOMAS, DANA), signals=(signal("Tomas, meet Dana of Delta Works."),))
    store.save(batch(mine))
    store.forget(GONE, mine=[ME.email])
    (kept,) = store.readings()
    assert kept.signals == ()


def test_a_name_goes_from_somebody_elses_display_name(store: Store) -> None:
    via = reading("2", sender=Address("list@example.org", "Dana Okoye via Bridges"))
    (kept,) = left(store, reading("1"), via)
    assert kept.header.sender == Address("list@example.org", "… via Bridges")


def test_what_the_owner_said_of_the_person_goes(store: Store) -> None:
    store.save(batch(reading("1"), reading("2", **FROM_TOMAS)))
    store.note(PersonNote((GONE,), "Dana Okoye", note="builds bridges"))
    store.note(PersonNote((), "Okoye, Dana"))
    store.note(PersonNote((TOMAS.email,), "Tomas Ruud", note="knows Dana Okoye"))
    other = Decision(NOON, Verb.DONE, "<2@mail.example>", who=TOMAS.email)
    about = Decision(NOON, Verb.MET, "<2@mail.example>", note="with Dana Okoye", day=date(2026, 11, 20))
    for said in (
        Decision(NOON, Verb.DONE, "<1@mail.example>"),
        Decision(NOON, Verb.DONE, "<2@mail.example>", who=GONE),
        Decision(NOON, Verb.DONE, "<2@mail.example>", who="Dana Okoye"),
        about,
        other,
    ):
        store.decide(said)
    assert store.forget(GONE) == 8
    assert list(store.decisions()) == [replace(about, note="with …"), other]
    assert list(store.notes()) == [PersonNote((TOMAS.email,), "Tomas Ruud", note="knows …")]


def test_every_address_that_a_note_ties_to_the_person_is_theirs(store: Store) -> None:
    store.note(PersonNote((GONE, "d@okoye.example"), "Dana Okoye"))
    assert left(store, reading("1"), reading("2", sender=Address("d@okoye.example"))) == []


def test_forgetting_twice_or_somebody_unknown_changes_nothing(store: Store) -> None:
    store.save(batch(reading("1"), reading("2", **FROM_TOMAS)))
    assert store.forget(GONE.upper()) == 1
    before = list(store.readings())
    assert store.forget(GONE) == 0
    assert store.forget("nobody@example.com") == 0
    assert list(store.readings()) == before


def test_a_message_that_was_rewritten_is_known_when_it_comes_by_again(store: Store) -> None:
    both = reading("1", sender=TOMAS, to=(ME, DANA), subject="Meet Dana Okoye")
    store.save(batch(both))
    store.forget(GONE)
    assert store.save(batch(both, validity=8)) == 0
    assert store.known(["<1@mail.example>"])


# ── Mail to the owner ───────────────────────────────────────────────────────────────────────


def digest(text: str, period: str = "2026-W47") -> Planned:
    mail = EmailMessage()
    mail["Subject"] = "Two loops"
    mail.set_content(text, cte="base64")
    mail.add_alternative(f"<p>{text.replace('é', '&eacute;')}</p>", subtype="html")
    return Planned("weekly", period, f"<{period}@introloop.example>", mail.as_bytes(), NOON)


def test_a_mail_that_names_the_person_and_was_not_sent_is_planned_afresh(store: Store) -> None:
    store.save(batch(reading("1")))
    store.plan(digest("Thank Dana."))
    store.plan(digest("Thank Tomas.", "2026-W48"))
    assert store.forget(GONE) == 2
    assert store.planned("weekly", "2026-W47") is None
    assert store.planned("weekly", "2026-W48")


def test_a_mail_whose_numbered_things_alone_name_the_person_is_planned_afresh(store: Store) -> None:
    mail = EmailMessage()
    mail["X-Introloop-Items"] = f"1f2e/reply reconnect/friend/{GONE.upper()}"
    mail.set_content("Two loops.")
    store.save(batch(reading("1")))
    store.plan(replace(digest(""), content=mail.as_bytes()))
    assert "outbox" in {row["table"] for row in store.export(GONE)}
    store.forget(GONE)
    assert store.planned("weekly", "2026-W47") is None


@pytest.mark.parametrize(("phase", "after"), [(Phase.SENT, Phase.SENT), (Phase.IN_DOUBT, Phase.HELD)])
def test_of_a_mail_that_may_be_out_only_the_fact_stays(store: Store, phase: Phase, after: Phase) -> None:
    store.save(batch(reading("1")))
    mail = digest("Thank Dana.")
    store.plan(mail)
    store.claim(mail, by="a", now=NOON, lease=900)
    store.settle(mail, phase, at=NOON)
    store.forget(GONE)
    held = store.planned("weekly", "2026-W47")
    assert held
    assert (held.content, held.phase) == (b"", after)


def test_a_mail_emptied_while_it_was_being_sent_is_never_sent_again_but_may_be_found_sent(
    store: Store,
) -> None:
    store.save(batch(reading("1")))
    mail = digest("Thank Dana.")
    store.plan(mail)
    store.claim(mail, by="a", now=NOON, lease=900)
    store.forget(GONE)
    store.settle(mail, Phase.PLANNED, at=NOON)
    assert list(store.unsent()) == []
    store.settle(mail, Phase.SENT, at=NOON)
    assert store.last_sent("weekly")


# ── Showing ─────────────────────────────────────────────────────────────────────────────────


def test_all_that_is_held_of_a_person_is_shown_and_nothing_of_others(store: Store) -> None:
    store.save(batch(reading("1", signals=(signal("I build bridges.", act=Act.COLD_SELF_INTRODUCTION),))))
    store.save(
        batch(
            reading("2", subject="Secret of Tomas", in_reply_to=("<1@mail.example>",), **FROM_TOMAS), first=2
        )
    )
    store.note(PersonNote((GONE,), "Dana Okoye", note="likes tea"))
    store.note(PersonNote((TOMAS.email,), "Tomas Ruud", note="likes coffee"))
    store.decide(Decision(NOON, Verb.MOVED, "<1@mail.example>", day=date(2026, 11, 20)))
    store.decide(Decision(NOON, Verb.DONE, "<2@mail.example>", note="later"))
    store.plan(digest("Thank Dana, de Zoé."))
    rows = list(store.export(GONE))
    assert [row["table"] for row in rows] == ["message", "decision", "person_note", "outbox"]
    for told in ("I build bridges.", "Dana Okoye", "likes tea", "2026-11-20", "Zoé"):
        assert told in shown(store)
    for untold in ("Secret", "coffee", "later"):
        assert untold not in shown(store)


def test_nothing_is_shown_of_somebody_forgotten(store: Store) -> None:
    store.save(batch(reading("1"), reading("2", sender=TOMAS, to=(ME, DANA))))
    assert len(list(store.export(GONE))) == 2
    store.forget(GONE)
    assert list(store.export(GONE)) == []
