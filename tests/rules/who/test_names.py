"""Names and addresses: what a display name is stripped to, and whom a domain speaks for."""

from __future__ import annotations

import pytest

from rules.model import Address
from rules.who.addresses import canonical, company_of, is_role_address, name_from_address
from rules.who.names import fold, human_name, is_assistants, is_via, name_for, name_key, own_name, spells


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Noor Haddad", "Noor Haddad"),
        ("Haddad, Noor", "Noor Haddad"),
        ("Haddad, Noor (London)", "Noor Haddad"),
        ('"Haddad, Noor"', "Noor Haddad"),
        ("van den Berg, Lotte", "Lotte van den Berg"),
        ("Noor Haddad, Carewell", "Noor Haddad"),
        ("Noor Haddad, PhD", "Noor Haddad"),
        ("Noor Haddad PhD", "Noor Haddad"),
        ("Dr. Noor Haddad", "Noor Haddad"),
        ("Prof. Dr. Noor Haddad, MBA", "Noor Haddad"),
        ("HADDAD Noor", "Noor HADDAD"),
        ("NOOR HADDAD", "NOOR HADDAD"),
        ("JP Haddad", "JP Haddad"),
        ("Noor Haddad (via Calendar)", "Noor Haddad"),
        ("Noor Haddad via Board", "Noor Haddad"),
        ("Noor Haddad | Carewell", "Noor Haddad"),
        ("Noor Haddad - Carewell", "Noor Haddad"),
        ("[External] Noor Haddad", "Noor Haddad"),
        ("Noor B Haddad/LON/ACME@ACME", "Noor B Haddad"),
        ("Noor Haddad@ACME", "Noor Haddad"),
        ("CN=Noor Haddad/OU=LON/O=ACME", "Noor Haddad"),
        ("Dr. med. Noor Haddad", "Noor Haddad"),
        ("Noor Haddad <noor@carewell.example>", "Noor Haddad"),
        ("Noor from Carewell", "Noor"),
        ("Lina Berg on behalf of Noor Haddad", "Lina Berg"),
        ("Lina Berg (for Noor Haddad)", "Lina Berg"),
        ("Lina Berg, Assistant to Noor Haddad", "Lina Berg"),
        ("Lina Berg im Auftrag von Noor Haddad", "Lina Berg"),
        ("Lina Berg i.A. Noor Haddad", "Lina Berg"),
        ("Lina Berg pour Noor Haddad", "Lina Berg"),
        ("Lina Berg namens Noor Haddad", "Lina Berg"),
        ("Haddad, ", "Haddad"),
        (", Noor", "Noor"),
        ("Haddad,, Noor", "Haddad"),
        ("noor@carewell.example", ""),
        ("'noor@carewell.example'", ""),
        ("Dr.", "Dr."),
        ("))Noor((", "Noor"),
        ("", ""),
    ],
)
def test_a_display_name_is_stripped_to_the_human(shown: str, name: str) -> None:
    assert human_name(Address("nh@carewell.example", shown)) == name


def test_two_surnames_are_told_from_a_company_by_the_address() -> None:
    assert human_name(Address("maria.lopez@x.example", "Lopez Garcia, Maria")) == "Maria Lopez Garcia"
    assert human_name(Address("sales@x.example", "Lopez Garcia, Maria")) == "Lopez Garcia"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Noor A. Haddad", ("noor", "haddad")),
        ("NOOR HADDAD", ("noor", "haddad")),
        ("José Núñez", ("jose", "nunez")),
        ("Søren Weiß", ("soren", "weiss")),
        ("N. Haddad Berg", None),
        ("Noor H.", None),
        ("Noor", None),
        ("", None),
    ],
)
def test_a_key_is_first_and_last_name_folded(name: str, key: tuple[str, str] | None) -> None:
    assert name_key(name) == key


def test_folding_knows_letters_that_accents_do_not_explain() -> None:
    assert fold("Łódź Ærø’s") == "lodz aero's"


@pytest.mark.parametrize(
    ("shown", "assistants"),
    [
        ("Noor Haddad (Assistant)", True),
        ("Noor Haddad - PA", True),
        ("Noor Haddad [Sekretariat]", True),
        ("Noor Haddad (Office)", False),
        ("Lina Berg (Assistant to Noor Haddad)", False),
        ("Lina Berg, Assistant", False),
        ("Noor Dupa", False),
    ],
)
def test_a_name_may_be_on_the_mailbox_of_an_assistant(shown: str, assistants: bool) -> None:
    assert is_assistants(shown) is assistants


def test_only_a_whole_word_via_is_a_list() -> None:
    assert is_via("Noor (via Board)")
    assert not is_via("Silvia Via")
    assert not is_via("Olivia Viardot")


@pytest.mark.parametrize(
    ("address", "desk"),
    [
        *(("info@x.example", True), ("no-reply@x.example", True), ("team_emea@x.example", True)),
        *(("us.sales@x.example", True), ("support+123@x.example", True), ("mailer-daemon@x.example", True)),
        *(("webmaster@x.example@gateway", True), ("x.notices@x.example", True)),
        *(("noor@x.example", False), ("information.desk@x.example", False), ("a.team.b@x.example", False)),
    ],
)
def test_a_desk_is_known_by_its_address(address: str, desk: bool) -> None:
    assert is_role_address(address) is desk


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("noor@carewell.example", "Carewell"),
        ("noor@mail.eu.carewell.example", "Carewell"),
        ("noor@north-gate.co.uk", "North Gate"),
        ("noor@abc.example", "ABC"),
        ("noor@acme.example", "Acme"),
        ("noor@gmail.com", ""),
        ("noor@yahoo.co.uk", ""),
        ("noor@web.de", ""),
        ("noor@web.example", "WEB"),
        ("noor@co.uk", "CO"),
        ("noor@example.com", ""),
        ("noor@example.org", ""),
        ("noor@carewell.example.com", "Carewell"),
        ("noor@mail.carewell.example.net", "Carewell"),
        ("noor@localhost", ""),
        ("noor", ""),
    ],
)
def test_a_company_is_read_from_its_domain_and_free_mail_is_none(address: str, company: str) -> None:
    assert company_of(address) == company


def test_the_owner_can_add_to_free_mail() -> None:
    assert company_of("noor@post.carewell.example", free_mail=frozenset({"carewell.example"})) == ""


def test_an_address_spells_a_name_only_in_the_plain_form() -> None:
    assert (
        name_from_address("noor.haddad@x.example")
        == name_from_address("Noor_Haddad+a@x.example")
        == "Noor Haddad"
    )
    for other in ("nhaddad", "n.haddad", "noor.haddad.berg", "noor.haddad2", "sales.team", "noor.", ""):
        assert name_from_address(f"{other}@x.example") == ""


def test_one_spelling_for_one_mailbox() -> None:
    assert canonical("N.Oor+x@Gmail.com") == canonical("noor@googlemail.com") == "noor@gmail.com"
    assert canonical("N.Oor+x@x.example") == "n.oor@x.example"
    assert canonical("+x@x.example") == "+x@x.example"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Herrn Jansen", "Jansen"),
        ("Frau Dr. Ines Maurer", "Ines Maurer"),
        ("", ""),
        ("Don Miller", "Don Miller"),
        ("Herr Jansen von Polarkai", "Jansen"),
        ("Frau Dr. Ines Maurer von Polarkai", "Ines Maurer"),
        ("Paola Greco di Navalfredda", "Paola Greco"),
        ("Frauke Lorenz von der Sparkasse", "Frauke Lorenz"),
        ("Ursula von der Heide", "Ursula von der Heide"),
        ("Flora Lorenzi della Cassa", "Flora Lorenzi"),
        ("Marco Della Valle", "Marco Della Valle"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Jan Willem van Dijk", "Jan Willem van Dijk"),
        ("Petra van Skylift", "Petra"),
        ("Herr Arnim von Stein", "Arnim von Stein"),
        ("Frau van den Berg", "van den Berg"),
        ("Ana Lima da Silva", "Ana Lima da Silva"),
    ],
)
def test_a_name_in_a_text_is_without_its_titles_and_the_company_after_it(written: str, name: str) -> None:
    assert own_name(written, companies={"skylift"}, families={"stein"}) == name


@pytest.mark.parametrize(
    ("email", "fits"),
    [
        ("dana.whitlock@skylift.example", True),
        ("dwhitlock@skylift.example", True),
        ("dana@skylift.example", True),
        ("dana.smith@skylift.example", False),
        ("dw@skylift.example", False),
        ("info@skylift.example", False),
    ],
)
def test_an_address_is_somebodys_where_it_is_made_of_their_name(email: str, fits: bool) -> None:
    assert spells(email, "Dana Whitlock") is fits
    assert name_for(email, ["Skylift", "Dr. Dana Whitlock", email]) == ("Dana Whitlock" if fits else "")


def test_two_whose_names_an_address_fits_leave_it_nobodys() -> None:
    assert name_for("dana@skylift.example", ["Dana Whitlock", "Dana Okoye"]) == ""
    assert not spells("dana@skylift.example", "")
