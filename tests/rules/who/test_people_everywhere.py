"""People: what holds in any order of mail, and how long it takes."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address, Mark, PersonNote, Reading
from rules.who.people import people
from tests.rules.crowd import MARA, OWNER, header

addresses = st.builds(
    Address,
    st.sampled_from(
        ["a@x.example", "b@y.example", "c@z.example", "c+t@z.example", "info@x.example", "x", MARA.email]
    ),
    st.sampled_from(["Noor Haddad", "Haddad, Noor", "Tomas Ruud", "Noor", "Noor Haddad via Board", ""]),
)
mails = st.lists(
    st.builds(
        lambda number, sender, to, marks, organisation: Reading(
            header(number, sender, *to, marks=marks), organisation=organisation
        ),
        st.integers(0, 9),
        addresses,
        st.lists(addresses, max_size=4),
        st.frozensets(st.sampled_from([Mark.BULK, Mark.LIST, Mark.AUTO_REPLY]), max_size=1),
        st.sampled_from(["", "Carewell", "Northgate"]),
    ),
    unique_by=lambda reading: reading.header.message_id,
    max_size=8,
)
notes = st.lists(
    st.builds(
        PersonNote,
        st.lists(st.sampled_from(["a@x.example", "b@y.example", "d@w.example"]), max_size=2).map(tuple),
        st.sampled_from(["Noor Haddad", "Noor", "Tomas Ruud"]),
        st.sampled_from(["", "Carewell"]),
    ),
    max_size=3,
)


@given(mails, notes, st.randoms())
def test_people_are_the_same_in_any_order_and_when_mail_comes_twice(
    mails: list[Reading], notes: list[PersonNote], chance: object
) -> None:
    known = people(mails, owner=OWNER, notes=notes).persons
    mixed, shuffled = [*mails, *mails[:2]], list(notes)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert people(mixed, owner=OWNER, notes=shuffled).persons == known


@given(mails, notes)
def test_every_address_belongs_to_one_human_and_never_to_the_owner(
    mails: list[Reading], notes: list[PersonNote]
) -> None:
    known = people(mails, owner=OWNER, notes=notes)
    held = [address for person in known.persons for address in person.addresses]
    assert len(held) == len(set(held))
    assert MARA.email not in held
    assert all(known.of(address) in known.persons for address in held)
    assert [person.id for person in known.persons] == sorted({person.id for person in known.persons})


def test_ten_thousand_mails_take_a_moment() -> None:
    def who(n: int) -> Address:
        return Address(f"u{n % 2000}@d{n % 50}.example", f"First{n % 900} Last{n % 700}")

    many = [header(n, who(n), MARA, *(who(n * 7 + k) for k in range(4))) for n in range(10_000)]
    started = time.process_time()
    people(many, owner=OWNER)
    assert time.process_time() - started < 3  # a fifth of a second, where nothing traces
