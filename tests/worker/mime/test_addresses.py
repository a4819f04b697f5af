from __future__ import annotations

import pytest

from rules.model import Address
from worker.mime.addresses import addresses, display_name, email_of


@pytest.mark.parametrize(
    ("value", "email", "name"),
    [
        ("dana@okoye.example", "dana@okoye.example", ""),
        ("Dana Okoye <DANA@Okoye.Example>", "dana@okoye.example", "Dana Okoye"),
        ('"Okoye, Dana" <dana@okoye.example>', "dana@okoye.example", "Okoye, Dana"),
        ("Okoye, Dana <dana@okoye.example>", "dana@okoye.example", "Okoye, Dana"),
        ("dana@okoye.example (Dana Okoye)", "dana@okoye.example", "Dana Okoye"),
        ("(Dana (D) Okoye) <dana@okoye.example>", "dana@okoye.example", "Dana D Okoye"),
        ("=?utf-8?q?D=C3=A1na=2C_Okoye?= <dana@okoye.example>", "dana@okoye.example", "Dána, Okoye"),
        ('"=?utf-8?q?D=C3=A1na?=" <dana@okoye.example>', "dana@okoye.example", "Dána"),
        ("=?utf-8?q?Dana_=3Cdana=40okoye=2Eexample=3E?=", "dana@okoye.example", "Dana"),
        ("'dana@okoye.example'", "dana@okoye.example", ""),
        ("<.dana@okoye.example>", "dana@okoye.example", ""),
        ("dana@okoye.example.", "dana@okoye.example", ""),
        ("<@relay.example,@b.example:dana@okoye.example>", "dana@okoye.example", ""),
        ("mailto:dana@okoye.example", "dana@okoye.example", ""),
        ("Dana [mailto:dana@okoye.example]", "dana@okoye.example", "Dana"),
        ("Dana [SMTP:dana@okoye.example]", "dana@okoye.example", "Dana"),
        ("dana @ okoye.example", "dana@okoye.example", ""),
        ('"dana okoye"@okoye.example', "danaokoye@okoye.example", ""),
        ("Dana <dana@okoye.example", "dana@okoye.example", "Dana"),
        ('"Dana <dana@okoye.example>', "dana@okoye.example", "Dana"),
        ("Dana (at work <dana@okoye.example>", "dana@okoye.example", "Dana (at work"),
        (r'"Dana \"D\" Okoye" <dana@okoye.example>', "dana@okoye.example", "Dana D Okoye"),
        ("<dana@okoye.example>@RELAY", "dana@okoye.example", ""),
        ("dänä@okoye.example", "dänä@okoye.example", ""),
    ],
)
def test_one_mailbox_is_read_however_it_is_written(value: str, email: str, name: str) -> None:
    assert addresses([value]) == (Address(email, name),)


def test_what_stands_in_angle_brackets_is_the_address_whatever_the_name_pretends() -> None:
    (found,) = addresses(["me@example.com <evil@attacker.example>"])
    assert found == Address("evil@attacker.example", "me@example.com")
    (found,) = addresses(['"me@example.com" <me@example.org> <evil@attacker.example>'])
    assert found.email == "evil@attacker.example"


def test_groups_are_opened_and_their_names_dropped() -> None:
    found = addresses(
        ["Board: ann@example.org, Bo <bo@example.org>;, cy@example.org", "undisclosed-recipients:;"]
    )
    assert [a.email for a in found] == ["ann@example.org", "bo@example.org", "cy@example.org"]
    assert found[1].name == "Bo"


def test_each_address_is_kept_once_with_the_name_that_is_told() -> None:
    assert addresses(["ann@example.org", "Ann Lee <ANN@example.org>"]) == (
        Address("ann@example.org", "Ann Lee"),
    )


@pytest.mark.parametrize(
    "value", ["", ",;,", "nobody", "<>", "Dana <>", "@", "a@", "@b", '"@"', "<@>", "a@" + "b" * 400]
)
def test_what_is_no_address_is_left_out(value: str) -> None:
    assert addresses([value]) == ()


def test_more_recipients_than_anyone_means_are_cut() -> None:
    assert len(addresses([", ".join(f"p{i}@example.org" for i in range(5_000))])) == 2_000


def test_a_name_is_fit_to_be_shown() -> None:
    assert display_name("Da\u202ena\u200b\x00  Oko\tye") == "Dana Oko ye"
    assert display_name("Da\u0301na") == "Dána"
    assert len(display_name("x" * 5_000)) == 200


def test_an_address_is_found_in_a_piece_of_text() -> None:
    assert email_of("mailto:Dana@Okoye.example") == "dana@okoye.example"
    assert email_of("no address") == ""


def test_signs_alone_are_nobodys_name() -> None:
    assert addresses(['"$$$ ***" <jo@shop.example>']) == (Address("jo@shop.example"),)
