"""vCards as programs write them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from rules.model import ContactType, PersonNote
from tests.worker.contacts.books import card, entries, entry, read
from worker.contacts.vcard import MOST
from worker.ports import LeftOut

DANA = card("FN:Dana Okoye", "EMAIL:dana@okoye.example", "ORG:Delta Works;Bridges")


def test_all_that_a_card_says_of_a_person_is_taken(tmp_path: Path) -> None:
    text = card(
        "N:Okoye;Dana;;Dr.;",
        "FN:Dr. Dana Okoye",
        "item1.EMAIL;type=INTERNET:Dana@Okoye.example",
        "EMAIL;TYPE=work,pref:d.okoye@delta.example",
        "ORG:Delta Works\\; Sons;Bridges",
        "TITLE:Engineer",
        "CATEGORIES:Chor,Kollegen",
        "NOTE:met in Ghent\\nlikes",
        "  tea",
        "URL:https://okoye.example",
        "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/Dana-Okoye/?trk=x",
    )
    assert entry(tmp_path, text) == PersonNote(
        addresses=("d.okoye@delta.example", "dana@okoye.example"),
        name="Dana Okoye",
        organisation="Delta Works; Sons",
        contact_type=ContactType.REFERENCE,
        note="met in Ghent likes tea",
        position="Engineer",
        profile="https://linkedin.com/in/dana-okoye",
        from_book=True,
    )


def test_version_4_says_which_address_is_preferred_by_number(tmp_path: Path) -> None:
    text = card(
        "KIND:individual",
        "FN:Dana",
        "EMAIL:c@okoye.example",
        "EMAIL;PREF=2:b@okoye.example",
        "EMAIL;PREF=1:a@okoye.example",
        "EMAIL;PREF=x:d@okoye.example",
        version="4.0",
    )
    assert [a[0] for a in entry(tmp_path, text).addresses] == ["a", "b", "c", "d"]


def test_what_telephones_write_is_read_too(tmp_path: Path) -> None:
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one =",
        "two",
        "EMAIL;HOME;PREF:joerg@example.com",
        version="2.1",
    )
    assert (entry(tmp_path, text).name, entry(tmp_path, text).note) == ("Jörg Müller", "one two")


@pytest.mark.parametrize(
    "broken",
    [
        card("FN:Broken", "EMAIL", "ORG"),
        card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=nothing:=C3", version="2.1"),
        card("N:a\x00;b", 'EMAIL;X="a:b', "this line has no colon"),
    ],
)
def test_one_broken_card_is_named_by_its_line_and_costs_only_itself(tmp_path: Path, broken: str) -> None:
    found = read(tmp_path, DANA + broken + DANA)
    assert [type(one) for one in found] == [PersonNote, LeftOut, PersonNote]
    assert found[1] == LeftOut("line 7", "the card cannot be read")


def test_a_broken_line_that_nobody_needs_costs_nothing(tmp_path: Path) -> None:
    text = card("FN:Dana", "EMAIL:dana@okoye.example", "PHOTO;ENCODING=b:AAAA", " BBBB", "X-ODD;:;;=\x01")
    assert entry(tmp_path, text).addresses == ("dana@okoye.example",)


def test_what_a_card_holds_is_never_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(tmp_path, card("FN:Dana Okoye", "EMAIL", "Dana Okoye has no colon"))
    assert caplog.records == []


@pytest.mark.parametrize("end", ["", DANA])
def test_a_card_without_an_end_is_left_out(tmp_path: Path, end: str) -> None:
    found = read(tmp_path, DANA + "BEGIN:VCARD\nFN:Half\n" + end)
    assert LeftOut("line 7", "the card has no end") in found
    assert len(entries(tmp_path, DANA + "BEGIN:VCARD\nFN:Half\n" + end)) == 1 + bool(end)


@pytest.mark.parametrize("kind", ["KIND:group", "X-ABShowAs:COMPANY", "X-ADDRESSBOOKSERVER-KIND:group"])
def test_groups_and_companies_are_no_people(tmp_path: Path, kind: str) -> None:
    assert read(tmp_path, card("FN:Rowers", "EMAIL:rowers@example.com", kind)) == [
        LeftOut("line 1", "stands for a group or a company")
    ]


def test_pictures_do_not_count_and_the_endless_is_left_out(tmp_path: Path) -> None:
    picture = "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 74] * 20_000)
    endless = "NOTE:" + "\r\n ".join(["a" * 74] * (MOST // 70))
    text = card(picture, "FN:Dana", "EMAIL:dana@okoye.example") + card("FN:Long", endless)
    dana, long = read(tmp_path, text)
    assert isinstance(dana, PersonNote)
    assert isinstance(long, LeftOut)
    assert long.why == "the card is too long"
