"""Shape: what the lines of a header, the names and the figures of a text say in any language."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rules.model import Address, Owner, SpanKind
from rules.reading.page import Page, page
from rules.reading.parties import house, parties
from rules.reading.structure import contacts, greeted, is_forward, is_reply, shape
from tests.builders import MARA, Mail, mail, owner
from worker.packs import packs

INES = "Ines Duarte <ines@harbour.example>"
TOMAS = "Tomas Keller <tomas@nordvik.example>"
VERA = "Vera Moreau <vera@harbour.example>"
ARJUN = "Arjun Pillai <arjun.pillai@gmail.com>"
COLLEAGUE = "Jo Okafor <jo@lindqvist.example>"


def page_of(written: Mail, by: Owner | None = None) -> Page:
    message = written.message
    return page(message.body.of(SpanKind.NEW), message.header, owner=by or owner(), packs=packs())


def features(
    says: str,
    *,
    sender: str = INES,
    to: Sequence[str] = (MARA,),
    cc: Sequence[str] = (),
    subject: str = "Moorings",
    answers: Mail | None = None,
    headers: dict[str, str] | None = None,
) -> set[str]:
    written = mail(
        sender,
        says,
        on="Tue 2026-11-03 09:00",
        to=to,
        cc=cc,
        subject=subject,
        answers=answers,
        headers=headers or {},
    )
    return set(shape(page_of(written)))


# ── Parties ─────────────────────────────────────────────────────────────────────────────────


def test_parties_are_seen_from_the_owner_and_counted_once() -> None:
    header = mail(INES, "x", on="Tue 2026-11-03 09:00", to=[MARA, TOMAS], cc=[TOMAS, ARJUN]).message.header
    who = parties(header, owner())
    assert [a.email for a in who.others] == ["arjun.pillai@gmail.com", "tomas@nordvik.example"]
    assert [a.email for a in who.direct] == ["tomas@nordvik.example"]
    assert not who.from_me
    assert who.pair[0].name == "Mara Lindqvist"
    assert len(who.pair) == 3
    assert who.everybody[0].email == "ines@harbour.example"


def test_a_mail_of_mine_brings_together_those_it_is_to() -> None:
    header = mail(MARA, "x", on="Tue 2026-11-03 09:00", to=[TOMAS, INES]).message.header
    who = parties(header, owner())
    assert who.from_me
    assert [a.email for a in who.pair] == ["ines@harbour.example", "tomas@nordvik.example"]


def test_of_quoted_words_the_parties_are_the_writers() -> None:
    header = mail(MARA, "x", on="Tue 2026-11-03 09:00", to=[TOMAS, INES]).message.header
    who = parties(header, owner(), sender=Address("ines@harbour.example", "Ines Duarte"))
    assert not who.from_me
    assert [a.email for a in who.others] == ["tomas@nordvik.example"]


def test_an_owner_without_a_name_on_no_line_is_known_by_an_address() -> None:
    header = mail(INES, "x", on="Tue 2026-11-03 09:00", to=[TOMAS]).message.header
    nameless = Owner(frozenset({"b@mara.example", "a@mara.example"}), owner().calendar)
    assert parties(header, nameless).me == (Address("a@mara.example"),)


@pytest.mark.parametrize(
    ("email", "expected"),
    [("a@mail.harbour.example", "harbour"), ("a@gmail.com", ""), ("a@ab.example", "ab")],
)
def test_a_house_is_the_company_of_an_address(email: str, expected: str) -> None:
    assert house(email) == expected


# ── Lines ───────────────────────────────────────────────────────────────────────────────────


def test_a_mail_to_me_alone() -> None:
    found = features("The boats are in.")
    assert found >= {"to_me", "alone", "short", "brief"}
    assert not found & {"from_me", "pair", "pair_direct", "crowd", "reply", "forward", "colleague", "machine"}


def test_a_mail_of_mine_to_two() -> None:
    assert features("The boats are in.", sender=MARA, to=[INES, TOMAS]) >= {"from_me", "pair", "pair_direct"}
    assert "pair_direct" not in features("The boats are in.", sender=MARA, to=[INES], cc=[TOMAS])


def test_a_mail_to_me_and_another_is_direct_where_both_are_addressed() -> None:
    assert features("The boats are in.", to=[MARA, TOMAS]) >= {"pair", "pair_direct"}
    assert "pair_direct" not in features("The boats are in.", cc=[TOMAS])


def test_six_are_a_crowd() -> None:
    five = [f"P{n} Q{n} <p{n}@q{n}.example>" for n in range(4)]
    assert "pair" in features("Hello.", to=[MARA, *five])
    six = features("Mara, P0, P1: hello.", to=[MARA, *five, "P9 Q9 <p9@q9.example>"])
    assert "crowd" in six
    assert not six & {"pair", "both_named", "both_addressed"}


def test_houses_tell_colleagues_from_guests() -> None:
    assert "same_house" in features("Hello.", to=[MARA, VERA])
    assert "same_house" not in features("Hello.", to=[MARA, TOMAS])
    inside = features("Hello.", sender=COLLEAGUE, to=[MARA, "Al <al@lindqvist.example>"])
    assert inside >= {"same_house", "one_house"}
    assert "one_house" not in features("Hello.", to=[MARA, VERA])
    assert "colleague" in features("Hello.", sender=COLLEAGUE)
    assert "colleague" in features("Hello.", sender=MARA, to=[COLLEAGUE])
    assert "colleague" not in features("Hello.", sender=ARJUN)


def test_replies_and_forwards_are_known_by_header_and_prefix() -> None:
    first = mail(MARA, "Hello?", on="Mon 2026-11-02 09:00", to=INES, subject="Boats")
    assert "reply" in features("Yes.", answers=first, subject="Boats")
    assert "reply" in features("Yes.", subject="AW: Boats")
    assert "forward" in features("See below.", subject="Fwd: Boats")
    header = mail(INES, "x", on="Tue 2026-11-03 09:00", subject="Report: boats").message.header
    assert not is_reply(header)
    assert not is_forward(header)


def test_a_mark_of_a_machine_shows_but_a_calendar_is_none() -> None:
    assert "machine" in features("Hello.", headers={"Auto-Submitted": "auto-generated"})
    assert "machine" not in features("Hello.")


# ── Names ───────────────────────────────────────────────────────────────────────────────────


def test_both_are_named_and_addressed() -> None:
    both = features("Mara, here is Tomas.\n\nTomas, here is Mara.", to=[MARA, TOMAS])
    assert both >= {"both_named", "both_addressed"}
    one = features("Tomas, the boats are in.", to=[MARA, TOMAS])
    assert not one & {"both_named", "both_addressed"}
    mine = features("Ines, here is Tomas. Tomas, Ines.", sender=MARA, to=[INES, TOMAS])
    assert mine >= {"both_named", "both_addressed"}
    assert "both_named" not in features("Mara and Ines.", sender=MARA, to=[INES, TOMAS])
    assert "both_named" not in features("Mara, the boats are in.", to=[MARA, TOMAS])
    assert "both_named" not in features("Mara, here is Tomas.", to=[MARA])
    assert "both_named" in features("Mara, here is Tomas.", to=[MARA, TOMAS])


def test_a_subject_names_a_pair() -> None:
    assert features("Hello.", to=[MARA, TOMAS], subject="Mara <> Tomas") >= {"subject_pair", "subject_names"}
    assert "subject_pair" not in features("Hello.", to=[MARA, TOMAS], subject="For Tomas")
    assert "subject_names" not in features("Hello.", to=[MARA, TOMAS], subject="Boats")


@pytest.mark.parametrize(
    "says",
    [
        "Thank you, Ines.\n\nDear Tomas, the plans are here.",
        "Ines, thank you.\n\nTomas, the plans are here.",
        "Thanks Ines! Hi Tomas, the plans are here.",
        "Danke Ines.\n\nLieber Tomas, die Pläne sind da und ich freue mich.",
    ],
)
def test_who_thanks_one_and_turns_to_another_answers_an_introduction(says: str) -> None:
    assert "thanks_one_turns_to_another" in features(says, sender=MARA, to=[TOMAS])


@pytest.mark.parametrize(
    "says",
    [
        "Thank you, Tomas.\n\nTomas, the plans are here.",
        "Thank you.\n\nTomas, the plans are here.",
        "Tomas, the plans are here.\n\nThanks,\nMara",
        "Thank you, Ines.",
        "Thank you, Ines.\n\nMara",
        "Thanking Ines would be grateful work.",
        "Attached thanks to you.\n\nTomas, the plans are here.",
        "Thanks to Ines and to all who came to the harbour on a cold and windy day in spring.\n\nTomas, x",
    ],
)
def test_a_sign_off_and_thanks_to_the_same_person_are_no_answer_to_an_introduction(says: str) -> None:
    assert "thanks_one_turns_to_another" not in features(says, sender=MARA, to=[TOMAS])


def test_thanks_in_a_sentence_are_said_and_in_a_sign_off_are_not() -> None:
    assert "says_thanks" in features("I thank you for the boats.")
    assert "says_thanks" not in features("The boats are in.\n\nMany thanks,\nInes")


def test_a_mail_turns_to_those_it_calls_by_name() -> None:
    written = mail(INES, "Mara, hello.\n\nTom, hello.", on="Tue 2026-11-03 09:00", to=[MARA, TOMAS])
    assert greeted(page_of(written)) == ("mara", "tomas")
    mine = mail(MARA, "Hi Tomas,\nhello.", on="Tue 2026-11-03 09:00", to=[TOMAS])
    assert greeted(page_of(mine)) == ("tomas",)


# ── What is given ───────────────────────────────────────────────────────────────────────────


def test_contact_details_of_somebody_else() -> None:
    found = features("Call her at 020 5550 1234.")
    assert found >= {"contact", "third", "contact_third"}
    assert "contact_third" not in features("Call 020 5550 1234.")
    assert "contact" not in features("Write to ines@harbour.example, room 12.")


@pytest.mark.parametrize(
    ("card", "yes"),
    [
        ("Vera Moreau\nvera.moreau@museum.example", True),
        ("Ines Duarte\nines.duarte@elsewhere.example", False),
        ("Ines Duarte\nines@harbour.example", False),
        ("The harbour\ninfo@elsewhere.example", False),
    ],
)
def test_a_signature_with_the_address_of_somebody_else_is_a_card_handed_on(card: str, yes: bool) -> None:
    message = mail(INES, "Ask for a visit.", on="Tue 2026-11-03 09:00").message
    read = page("Ask for a visit.", message.header, owner=owner(), packs=packs(), signature=card)
    assert ("contact" in shape(read)) is yes


def test_contacts_are_told_with_their_sentence() -> None:
    written = mail(INES, "Vera: vera@elsewhere.example. Or 020 5550 1234.", on="Tue 2026-11-03 09:00")
    read = page_of(written)
    assert [value for value, _ in contacts(read)] == [
        "vera@elsewhere.example",
        "020 5550 1234",
    ]


@pytest.mark.parametrize(
    ("says", "there", "missing"),
    [
        ("On Friday then.", {"day"}, {"days", "time"}),
        ("Friday or Monday, at 10:30.", {"day", "days", "time"}, {"offers_slot"}),
        ("At noon.", {"time"}, {"day"}),
        ("Friday, 10am?", {"offers_slot", "asks"}, {"names_slot"}),
        ("Friday or Monday?", {"offers_slot"}, {"time"}),
        ("Friday?", {"asks"}, {"offers_slot"}),
        ("Next week?", {"asks"}, {"offers_slot", "day"}),
        ("Friday at 2, our office.", {"names_slot"}, {"offers_slot"}),
        ("Friday it is.", {"day"}, {"names_slot"}),
        ("Friday at 2 " + "and so on " * 9, {"day"}, {"names_slot"}),
        ("Friday, 10am, " + "and so on " * 9 + "?", {"asks"}, {"offers_slot"}),
        ("", set(), {"brief", "short", "long", "asks"}),
        ("word " * 29, {"brief", "short"}, {"long"}),
        ("word " * 89, {"short"}, {"brief"}),
        ("word " * 90, set(), {"short", "long"}),
        ("word " * 351, {"long"}, {"short"}),
    ],
)
def test_days_times_and_length(says: str, there: set[str], missing: set[str]) -> None:
    found = features(says, subject="")
    assert there <= found
    assert not missing & found


def test_a_request_shows_in_the_shape_of_a_mail_without_a_question_mark() -> None:
    assert "requests" in features("The crane is free.\n\nPlease send the plans by Friday.")
    assert "requests" not in features("The crane is free.\n\nThe plans are in the office.")
