"""Files of any kind, size and intent."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.contacts.books import card, entries, entry, read, told
from worker.contacts import files
from worker.contacts.card import Card, clean, profile
from worker.contacts.card import entry as entry_of
from worker.contacts.files import BookFile
from worker.ports import AddressBookError, LeftOut

ROW = "First Name,Last Name,E-mail Address,Company\n{}\n"


def archive() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("Connections.csv", "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "said", "advice"),
    [
        (b"", "no address book that Introloop knows", "vcard, linkedin, google, outlook"),
        (b"Dear Dana,\n\nhere is my list.\n", "no address book", "header line"),
        (b"first name\nDana\n", "no address book", "header line"),
        (b"company,job title\nDelta,Boss\n", "no address book", "header line"),
        (b"\n" * 60 + ROW.encode(), "no address book", "header line"),
        (archive(), "an archive or a spreadsheet", "Unpack"),
        (b"\x7fELF\x02\x01\x00\x00" + bytes(range(256)), "holds no text", "vCard files"),
        (b"a\0" + b"bcdefg" * 100, "no address book", "header line"),
    ],
)
def test_a_file_that_is_no_address_book_says_so_and_what_would_be_one(
    tmp_path: Path, content: bytes, said: str, advice: str
) -> None:
    with pytest.raises(AddressBookError, match=said) as raised:
        read(tmp_path, content)
    assert advice in raised.value.advice


@pytest.mark.parametrize("name", ["nothing.vcf", ""])
def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(AddressBookError, match="cannot be read: ") as raised:
        list(BookFile(tmp_path / name).entries(told))
    assert raised.value.advice


def test_old_names_in_western_letters_are_read(tmp_path: Path) -> None:
    far = "x,y,x@example.com,z\n" * 5000  # what tells the encoding may stand far below the first block
    assert (
        entries(tmp_path, ROW.format(far + "Jörg,Müller,j@example.com,É").encode("cp1252"))[-1].name
        == "Jörg Müller"
    )


def test_a_formula_is_never_a_value(tmp_path: Path) -> None:
    row = '"=HYPERLINK(""http://bad.example"",""Dana"")",,dana@okoye.example,"=1+1"'
    one = entry(tmp_path, ROW.format(row))
    assert (one.name, one.organisation, one.addresses) == ("", "", ("dana@okoye.example",))


def test_what_is_not_seen_is_taken_out_of_names() -> None:
    assert clean(" Dana\u202e\u200b\x1b[31m\n  Okoye\ue000 ") == "Dana[31m Okoye"
    assert len(clean("x" * 10_000)) == 200


@pytest.mark.parametrize(
    ("said", "addresses"),
    [
        ("Dana <Dana@Okoye.example>", ["dana@okoye.example"]),
        ("mailto:dana@okoye.example", ["dana@okoye.example"]),
        ("a@okoye.example; b@okoye.example ::: a@okoye.example", ["a@okoye.example", "b@okoye.example"]),
        ("/o=Exchange/ou=x/cn=dana", []),
        ("info@okoye.example", []),
        ("dana@okoye@bad.example", []),
        ("dana@localhost", []),
        ("x" * 300 + "@okoye.example", []),
        (" ".join(f"a{n}@okoye.example" for n in range(90)), [f"a{n}@okoye.example" for n in range(20)]),
    ],
)
def test_addresses_are_those_of_one_human_and_well_formed(said: str, addresses: list[str]) -> None:
    found = entry_of(Card(name="Dana Okoye", organisation="Delta", addresses=(said,)), "line 1")
    assert not isinstance(found, LeftOut)
    assert list(found.addresses) == addresses


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.linkedin.com/in/Dana/?trk=1", "https://linkedin.com/in/dana"),
        ("http://de.linkedin.com/in/dana", "https://de.linkedin.com/in/dana"),
        ("https://okoye.example/dana", ""),
        ("https://linkedin.com.bad.example/in/dana", ""),
        ("https://linkedin.com/", ""),
        ("javascript:alert(1)//linkedin.com/in/x", ""),
        ("https://[linkedin.com/in/x", ""),
    ],
)
def test_a_profile_is_a_page_on_a_network(url: str, page: str) -> None:
    assert profile(url) == page


def test_an_endless_line_costs_neither_memory_nor_the_lines_after_it(tmp_path: Path) -> None:
    endless = b'"' + b"a" * 30_000_000
    content = ROW.format("Ann,Lee,ann@lee.example,x").encode() + endless + b"\nBo,Lee,bo@lee.example,y\n"
    (tmp_path / "book").write_bytes(content)
    tracemalloc.start()
    found = list(BookFile(tmp_path / "book").entries(told))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.name for one in found if not isinstance(one, LeftOut)][-1] == "Bo Lee"
    assert peak < 16_000_000


def test_a_book_that_is_too_long_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST", 10)
    with pytest.raises(AddressBookError, match="more than 10 entries: nothing was taken"):
        read(tmp_path, card("FN:Dana", "EMAIL:dana@okoye.example") * 11)


def test_progress_is_told_by_the_part_of_the_file_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text(ROW.format("Ann,Lee,ann@lee.example,Delta\n" * 3000))
    heard: list[tuple[str, int, int]] = []
    list(BookFile(path).entries(lambda *said: heard.append(said)))
    assert heard[-1][0] == str(path)
    assert [done for _, done, _ in heard] == sorted(done for _, done, _ in heard)
    assert 90 < heard[-1][1] <= heard[-1][2] == 100


def test_thousands_of_people_are_read_in_seconds(tmp_path: Path) -> None:
    person = card("FN:Dana Okoye", "N:Okoye;Dana;;;", "EMAIL:d{0}@okoye.example", "ORG:Delta Works")
    text = "".join(person.replace("{0}", str(n)) for n in range(2000))
    begun = perf_counter()
    assert len(entries(tmp_path, text)) == 2000
    assert perf_counter() - begun < 10


@given(st.text(max_size=400) | st.binary(max_size=400).map(lambda raw: raw.decode("latin-1")))
def test_whatever_stands_in_a_card_or_a_row_nothing_breaks(junk: str) -> None:
    for text in (card(f"FN:{junk}", junk), ROW.format(junk), ROW.format(f"{junk},{junk}")):
        with TemporaryDirectory() as directory, suppress(AddressBookError):  # it may be taken for no text
            for one in read(Path(directory), text.encode("utf-8", "replace")):
                assert isinstance(one, LeftOut) or one.name or one.addresses


@pytest.mark.parametrize(("name", "form"), [("cards.vcf", ""), ("cards", "vcard")])
def test_of_a_damaged_vcard_file_no_header_line_is_asked_for(tmp_path: Path, name: str, form: str) -> None:
    file = tmp_path / name
    file.write_bytes(bytes(range(1, 256)) * 3)

    with pytest.raises(AddressBookError, match="is no") as error:
        list(BookFile(file, form).entries(lambda *_: None))
    assert error.value.advice.startswith("A vCard file holds BEGIN:VCARD")
