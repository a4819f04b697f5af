"""People: which addresses are one human, which never are, and who a name in a mail means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.model import Address, ContactType, Mark, Person, PersonNote, Reading
from rules.who.people import People, people
from tests.rules.crowd import HOME, MARA, NOON, OWNER, TOMAS, WORK, everybody, header, humans

# ── One human, many addresses ───────────────────────────────────────────────────────────────


def test_the_same_full_name_from_two_addresses_is_one_human() -> None:
    known = everybody(header(1, HOME, MARA), header(2, WORK, MARA))
    assert humans(known) == {frozenset({HOME.email, WORK.email})}
    assert known.of(WORK.email) is known.of(HOME.email)


def test_a_first_name_alone_ties_nobody() -> None:
    known = everybody(
        header(1, Address("a@x.example", "Noor"), MARA), header(2, Address("b@y.example", "Noor"), MARA)
    )
    assert len(known.persons) == 2


def test_the_name_others_write_counts_too() -> None:
    known = everybody(header(1, HOME, MARA), header(2, TOMAS, Address(WORK.email, "Noor Haddad")))
    assert known.of(WORK.email) is known.of(HOME.email)


def test_plus_tags_and_the_dots_of_gmail_reach_one_mailbox() -> None:
    tagged = Address("noorhaddad+lists@googlemail.com")
    assert humans(everybody(header(1, HOME, MARA), header(2, tagged, MARA))) == {
        frozenset({HOME.email, tagged.email})
    }


def test_two_who_stood_on_one_mail_under_different_names_stay_two() -> None:
    family = Address("family@haddad.example", "Noor Haddad")
    sister = Address("family@haddad.example", "Lina Haddad")
    both = [header(n, family, MARA) for n in range(1, 5)]
    known = everybody(*both, header(9, HOME, sister))
    assert known.of(family.email) is not known.of(HOME.email)


def test_a_mail_to_ones_own_second_address_keeps_them_one() -> None:
    assert len(everybody(header(1, HOME, Address(WORK.email, "Noor Haddad"))).persons) == 1


def test_who_is_kept_apart_from_one_may_still_be_one_with_another() -> None:
    family = Address("family@haddad.example", "Noor Haddad")
    sister = Address("family@haddad.example", "Lina Haddad")
    known = everybody(
        header(0, HOME, MARA),
        *(header(n, family, MARA) for n in (1, 2, 3, 4)),
        header(9, HOME, sister),
        header(5, WORK, MARA),
    )
    assert humans(known) == {frozenset({HOME.email, WORK.email}), frozenset({family.email})}


def test_a_shared_inbox_is_nobodys_address() -> None:
    shared = "studio@haddad.example"
    mails = [
        header(n, Address(shared, name), MARA) for n, name in enumerate(("Noor Haddad", "Tomas Ruud"), 1)
    ]
    known = everybody(*mails, header(3, HOME, MARA), header(4, TOMAS, MARA))
    assert len(known.persons) == 3
    twice = everybody(*mails, header(5, Address(shared, "Noor Haddad"), MARA), header(3, HOME, MARA))
    assert twice.of(shared) is twice.of(HOME.email), "two times out of three is enough"


@pytest.mark.parametrize(
    "desk", ["info@carewell.example", "no-reply@carewell.example", "emea-sales@carewell.example"]
)
def test_a_desks_address_is_not_the_human_who_wrote_from_it(desk: str) -> None:
    assert len(everybody(header(1, Address(desk, "Noor Haddad"), MARA), header(2, HOME, MARA)).persons) == 2


def test_a_name_that_a_machine_wrote_ties_nobody() -> None:
    machine = Address("mail@tool.example", "Noor Haddad")
    for mark, persons in ((Mark.AUTO_GENERATED, 2), (Mark.BULK, 2), (Mark.AUTO_REPLY, 1), (Mark.LIST, 1)):
        known = everybody(header(1, machine, MARA, marks=[mark]), header(2, HOME, MARA))
        assert len(known.persons) == persons, mark


def test_a_list_that_writes_for_somebody_is_not_their_address() -> None:
    via = Address("board@list.example", "Noor Haddad via Board")
    known = everybody(header(1, via, MARA), header(2, HOME, MARA))
    assert known.of(via) is known.of(HOME.email)
    assert known.of(via.email).name == ""
    assert known.of(Address("board@list.example", "Eve Fay via Board")).id == "board@list.example"


def test_a_name_on_very_many_addresses_is_no_evidence() -> None:
    def senders(n: int) -> People:
        return everybody(*(header(i, Address(f"s{i}@x{i}.example", "Jo Smith"), MARA) for i in range(n)))

    assert len(senders(20).persons) == 1
    assert len(senders(21).persons) == 21


# ── What the owner says ─────────────────────────────────────────────────────────────────────


def test_a_note_ties_what_mail_alone_would_not_and_names_it() -> None:
    note = PersonNote(("Dee@x.example", "dana@y.example"), "Dana Okoye", "Carewell", ContactType.REFERENCE)
    known = everybody(header(1, Address("dee@x.example", "Dee"), MARA), notes=[note])
    assert known.persons == (
        Person(
            id="dee@x.example",
            addresses=("dee@x.example", "dana@y.example"),
            name="Dana Okoye",
            organisation="Carewell",
            contact_type=ContactType.REFERENCE,
            received=1,
            first_seen=NOON + timedelta(days=1),
            last_seen=NOON + timedelta(days=1),
        ),
    )
    assert known.find("Dana Okoye") is known.of("dana@y.example")


def test_two_notes_that_share_an_address_are_one_human() -> None:
    notes = [
        PersonNote(("a@x.example", "b@x.example"), name="Dana"),
        PersonNote(("b@x.example", "c@x.example")),
    ]
    assert humans(everybody(notes=notes)) == {frozenset({"a@x.example", "b@x.example", "c@x.example"})}


def test_two_notes_of_different_names_keep_namesakes_apart() -> None:
    notes = [PersonNote((HOME.email,), "Noor Haddad"), PersonNote((WORK.email,), "Noor Haddad-Berg")]
    assert len(everybody(header(1, HOME, MARA), header(2, WORK, MARA), notes=notes).persons) == 2


def test_a_note_without_an_address_meets_its_mail_or_stands_for_its_name() -> None:
    note = PersonNote((), "Noor Haddad", contact_type=ContactType.FRIEND)
    assert everybody(header(1, HOME, MARA), notes=[note]).of(HOME.email).contact_type is ContactType.FRIEND
    alone = everybody(notes=[note])
    assert alone.persons == (Person("Noor Haddad", (), "Noor Haddad", contact_type=ContactType.FRIEND),)
    assert alone.of("Noor Haddad") is alone.persons[0]


def test_the_owner_is_nobody_in_the_directory() -> None:
    notes = [PersonNote((MARA.email, "second@lindqvist.example"))]
    known = everybody(
        header(1, HOME, MARA), header(2, Address("mara+x@lindqvist.example"), HOME), notes=notes
    )
    assert humans(known) == {frozenset({HOME.email}), frozenset({"second@lindqvist.example"})}


# ── What is known of one human ──────────────────────────────────────────────────────────────


def test_mail_is_counted_each_way_and_each_once() -> None:
    known = everybody(
        header(1, HOME, MARA),
        header(1, HOME, MARA),
        header(2, WORK, TOMAS, cc=[MARA]),
        header(3, MARA, HOME, bcc=[TOMAS]),
        header(4, HOME, TOMAS),
        header(5, HOME, TOMAS, delivered_to=["Mara@lindqvist.example"]),
        header(6, HOME),
        header(7, HOME, MARA, marks=[Mark.AUTO_REPLY]),
    )
    noor, tomas = known.of(HOME.email), known.of(TOMAS.email)
    assert (noor.received, noor.sent) == (4, 1)
    assert (tomas.received, tomas.sent) == (0, 1)
    assert (noor.first_seen, noor.last_seen) == (NOON + timedelta(days=1), NOON + timedelta(days=7))


def test_a_mail_that_shows_no_recipient_reached_the_owner_and_one_between_others_did_not() -> None:
    assert everybody(header(1, HOME)).of(HOME.email).received == 1
    assert everybody(header(1, HOME, TOMAS)).of(HOME.email).received == 0


def test_a_mail_to_two_addresses_of_one_human_is_one_mail() -> None:
    known = everybody(header(1, MARA, HOME, Address(WORK.email, "Noor Haddad")), header(2, HOME, MARA))
    assert known.of(HOME.email).sent == 1


def test_the_address_seen_first_is_the_id_whatever_came_in_first() -> None:
    assert everybody(header(2, WORK, MARA), header(1, HOME, MARA)).persons[0].addresses == (
        HOME.email,
        WORK.email,
    )


def test_the_organisation_is_the_notes_then_the_signatures_then_the_domains() -> None:
    old = Reading(header(1, HOME, MARA), organisation="Northgate")
    new = Reading(header(2, HOME, MARA), organisation="Carewell Clinics")
    note = PersonNote((HOME.email,), organisation="Carewell AB")
    assert everybody(new, old, notes=[note]).of(HOME.email).organisation == "Carewell AB"
    assert everybody(new, old).of(HOME.email).organisation == "Carewell Clinics"
    assert everybody(header(3, WORK, MARA), header(4, HOME, MARA)).of(HOME.email).organisation == "Carewell"
    later = header(9, Address("noor@north-gate.example", "Noor Haddad"), MARA)
    assert everybody(later, header(3, WORK, MARA)).of(WORK.email).organisation == "North Gate"
    assert everybody(header(4, HOME, MARA)).of(HOME.email).organisation == ""


def test_the_fullest_name_shown_most_is_the_name() -> None:
    shown = ["Noor", "Noor", "Noor", "Noor Haddad", "Noor A. Haddad", "Noor A. Haddad"]
    known = everybody(*(header(n, Address(HOME.email, name), MARA) for n, name in enumerate(shown)))
    assert known.persons[0].name == "Noor A. Haddad"
    assert everybody(header(1, Address("tomas.ruud@x.example"), MARA)).persons[0].name == "Tomas Ruud"


def test_somebody_never_seen_is_known_by_their_address_alone() -> None:
    known = people([], owner=OWNER, free_mail=frozenset({"post.example"}))
    assert known.of(Address("Eve@Fay.example", "Fay, Eve")) == Person(
        "eve@fay.example", ("eve@fay.example",), "Eve Fay", "FAY"
    )
    assert known.of("eve@post.example").organisation == ""
    assert known.of("Eve Fay") == Person("Eve Fay", (), "Eve Fay")


# ── Whom a name means ───────────────────────────────────────────────────────────────────────


def test_a_full_name_or_an_address_finds_its_one_human() -> None:
    known = everybody(header(1, HOME, MARA), header(2, TOMAS, MARA))
    noor = known.of(HOME.email)
    assert known.find("Dr. Noor Haddad") is known.find("NoorHaddad+x@gmail.com") is noor
    assert known.find("Noor") is None
    assert known.find("eve@fay.example") is None


def test_a_name_that_two_share_finds_nobody() -> None:
    notes = [PersonNote((HOME.email,), "Noor Haddad"), PersonNote((WORK.email,), "Noor Berg")]
    mails = [header(1, HOME, MARA), header(2, WORK, MARA)]
    assert everybody(*mails, notes=notes).find("Noor Haddad") is not None
    family = Address("family@haddad.example", "Noor Haddad")
    sister = Address("family@haddad.example", "Lina Haddad")
    apart = everybody(header(1, HOME, sister), *(header(n, family, MARA) for n in (2, 3, 4, 5)))
    assert apart.find("Noor Haddad") is None
