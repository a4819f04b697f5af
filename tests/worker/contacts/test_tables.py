"""CSV files: LinkedIn, Google Contacts, Outlook, in the language of whoever exported them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.model import ContactType, PersonNote
from tests.worker.contacts.books import entries, entry, read
from worker.ports import AddressBookError, LeftOut

PAGE = "https://www.linkedin.com/in/tomas-ruud"
LINKEDIN = f"""Notes:
"Some addresses are missing, because their owners, as they may, keep them.
They can be asked."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ines,Carvalho,https://www.linkedin.com/in/ines-c,ines@harbour.example,"Harbour, SA",Director,01 Feb 2026
Tomas,Ruud,{PAGE},,Nordvik,"Planner
and timetables",02 Feb 2026
,,,,,,03 Feb 2026
Noor,Haddad,{PAGE}-2,,,,03 Feb 2026
"""


def test_linkedins_connections_are_found_below_its_notes(tmp_path: Path) -> None:
    ines, tomas, nobody, noor = read(tmp_path, LINKEDIN)
    assert ines == PersonNote(
        ("ines@harbour.example",),
        "Ines Carvalho",
        "Harbour, SA",
        position="Director",
        profile="https://linkedin.com/in/ines-c",
        from_book=True,
    )
    assert isinstance(tomas, PersonNote)
    assert (tomas.addresses, tomas.position) == ((), "Planner and timetables")
    assert nobody == LeftOut("line 9", "no name and no mail address")
    assert noor == LeftOut("line 10", "no mail address and no organisation")


@pytest.mark.parametrize(
    "header",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verknüpft am",
        "Prénom,Nom de famille,URL,Adresse e-mail,Entreprise,Poste,Connecté le",
        "Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Conectado el",
        "Nome,Cognome,URL,Indirizzo e-mail,Azienda,Posizione,Data di collegamento",
        "Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em",
        "Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op",
    ],
)
def test_linkedin_is_read_in_every_language(tmp_path: Path, header: str) -> None:
    one = entry(tmp_path, f"{header}\nTomas,Ruud,{PAGE},tomas@ruud.example,Nordvik,Planner,x\n")
    assert (one.name, one.addresses) == ("Tomas Ruud", ("tomas@ruud.example",))
    assert (one.organisation, one.position, one.profile[-11:]) == ("Nordvik", "Planner", "/tomas-ruud")


GOOGLE_NOW = (
    "First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Website 1 - Value\n"
    "Dana,B,Okoye,,Delta Works,Engineer,likes tea,* myContacts ::: Family,"
    "* Work,d.okoye@delta.example ::: d@delta.example,Home,dana@okoye.example,https://okoye.example\n"
)
GOOGLE_BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "E-mail 2 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title\n"
    "Dana B Okoye,Dana,B,Okoye,likes tea,* myContacts ::: Family,* Work,"
    "d.okoye@delta.example ::: d@delta.example,dana@okoye.example,,Delta Works,Engineer\n"
)


@pytest.mark.parametrize("text", [GOOGLE_NOW, GOOGLE_BEFORE])
def test_google_contacts_is_read_with_its_columns_of_today_and_of_before(tmp_path: Path, text: str) -> None:
    assert entry(tmp_path, text) == PersonNote(
        addresses=("d.okoye@delta.example", "d@delta.example", "dana@okoye.example"),
        name="Dana B Okoye",
        organisation="Delta Works",
        contact_type=ContactType.FRIEND,
        note="likes tea",
        position="Engineer",
        from_book=True,
    )


OUTLOOK = {
    "en": "Title,First Name,Last Name,Company,Job Title,E-mail Address,Type,E-mail 2 Address,Categories",
    "de": "Anrede;Vorname;Nachname;Firma;Position;E-Mail-Adresse;E-Mail-Typ;E-Mail 2: Adresse;Kategorien",
    "fr": "Civilité;Prénom;Nom;Société;Titre;Adresse de messagerie;Type;Adresse de messagerie 2;Catégories",
    "es": "Trato,Nombre,Apellidos,Compañía,Puesto,Dirección de correo electrónico,Tipo,"
    "Correo electrónico 2,Categorías",
    "it": "Titolo;Nome;Cognome;Società;Posizione;Indirizzo posta elettronica;Tipo;"
    "Indirizzo posta elettronica 2;Categorie",
    "pt": "Título,Nome,Sobrenome,Empresa,Cargo,Endereço de email,Tipo,Endereço de email 2,Categorias",
    "nl": "Aanhef;Voornaam;Achternaam;Bedrijf;Functie;E-mailadres;Type;E-mailadres 2;Categorieën",
}


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_outlook_is_read_in_every_language_and_encoding(tmp_path: Path, language: str, encoding: str) -> None:
    header = OUTLOOK[language]
    mark = ";" if ";" in header else ","
    cells = ["Ms", "Inês", "Peña", "Nordvik", "Planner", "/o=Exchange/cn=x", "EX", "ines@pena.example"]
    row = mark.join([*cells, '"Wandern; Colleague"'])
    one = entry(tmp_path, f"{header}\r\n{row}\r\n".encode(encoding))
    assert (one.name, one.organisation, one.position) == ("Inês Peña", "Nordvik", "Planner")
    assert (one.addresses, one.contact_type) == (("ines@pena.example",), ContactType.REFERENCE)


def test_a_table_may_be_read_as_another_than_it_looks_like(tmp_path: Path) -> None:
    text = "First Name,Last Name,Company,Job Title,Email Address\nDana,Okoye,Delta,Boss,dana@okoye.example\n"
    assert entry(tmp_path, text).position == "Boss"
    assert entry(tmp_path, text, "linkedin").position == ""
    with pytest.raises(AddressBookError, match="is no vcard that Introloop knows"):
        read(tmp_path, text, "vcard")


def test_a_row_whose_quote_is_never_closed_costs_only_itself(tmp_path: Path) -> None:
    rows = [f"P{n},Lee,p{n}@example.com" for n in range(500)]
    rows[20] = '"P20,Lee,p20@example.com'
    rows[499] = '"P499,Lee,p499@example.com'
    found = entries(tmp_path, "\n".join(["First Name,Last Name,E-mail Address", *rows]))
    assert {one.addresses[0] for one in found} == {
        f"p{n}@example.com" for n in range(500) if n not in (20, 499)
    }


def test_rows_that_are_too_short_too_long_or_empty_do_no_harm(tmp_path: Path) -> None:
    text = "First Name,Last Name,E-mail Address\nDana\n\n,,\nAnn,Lee,ann@lee.example,more,and,more\n"
    assert read(tmp_path, text) == [
        LeftOut("line 2", "no mail address and no organisation"),
        PersonNote(("ann@lee.example",), "Ann Lee", from_book=True),
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\x0c", "\x85"])
def test_a_sign_that_some_take_for_a_line_break_cuts_no_row(tmp_path: Path, sign: str) -> None:
    said = entry(tmp_path, f"First Name,Last Name,Email Address\nAnn{sign},Lee,ann@lee.example\n")
    assert said.addresses == ("ann@lee.example",)
