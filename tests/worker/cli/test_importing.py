"""`introloop people import` as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers.radicale import PASSWORD, USER, radicale
from tests.worker.cli.conftest import Introloop

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Helen Marsh
EMAIL:helen.marsh@tidewell.example
ORG:{}
TITLE:Pier master
CATEGORIES:Colleagues
END:VCARD
BEGIN:VCARD
FN:Nobody
END:VCARD
"""
CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Tomas,Ruud,https://www.linkedin.com/in/tomas,,Nordvik,Planner,02 Feb 2026
"""


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    cards, connections = tmp_path / "cards.vcf", tmp_path / "Connections.csv"
    cards.write_text(CARDS.format("Tidewell"))
    connections.write_text(CONNECTIONS)
    return cards, connections


def test_a_dry_run_shows_what_would_change(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    line = ("people", "import", *books, "--state", state)
    assert (
        introloop(*line, "--dry-run").out.split()
        == (
            "new: Helen Marsh; helen.marsh@tidewell.example; Tidewell; reference\n"
            "new: Tomas Ruud; Nordvik\n"
            f"{books[0]}: 1 left out: no mail address and no organisation (line 9)\n"
            "2 new, 0 changed, 0 unchanged, 1 left out.\n"
            "Nothing was changed: the same line without --dry-run does it.\n"
        ).split()
    )
    assert "2 new, 0 changed, 0 unchanged, 1 left out." in introloop(*line).out
    assert "0 new, 0 changed, 2 unchanged, 1 left out." in introloop(*line).out


def test_a_change_is_shown_by_what_was_and_what_becomes_of_it(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    introloop("people", "import", *books, "--state", state)
    books[0].write_text(
        CARDS.format("Grand Pier")
        .replace("ORG", "EMAIL:helen@pier.example\nORG")
        .replace("Pier master", "Director")
    )
    said = introloop("people", "import", books[0], "--dry-run", "--state", state).out
    assert (
        "changed: Helen Marsh: also helen@pier.example; organisation “Tidewell” becomes “Grand Pier”; "
        "position “Pier master” becomes “Director”"
    ) in said.replace("\n", " ").replace("  ", " ")


def test_entries_that_become_one_are_said_to(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    one, other = (CARDS.replace("helen.marsh@tidewell.example", f"h{n}@pier.example") for n in "12")
    books[0].write_text(one + other)
    introloop("people", "import", books[0], "--state", state)
    books[0].write_text(one.replace("EMAIL", "EMAIL:h2@pier.example\nEMAIL"))
    assert (
        "2 entries become one" in introloop("people", "import", books[0], "--dry-run", "--state", state).out
    )


def test_of_many_places_the_first_few_are_named(introloop: Introloop, state: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text("First Name,Last Name,Company\n" + "Ann,Lee,\n" * 9)
    said = introloop("people", "import", file, "--state", state).out
    assert "9 left out" in said
    assert "(line 2, line 3, line 4, line 5, line 6 and 4 more)" in said


def test_what_a_book_says_counts_in_the_review_below_what_was_typed(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    introloop("people", "import", *books, "--state", state)
    shown = introloop("people", "show", "helen marsh", "--state", state).out
    assert "reference" in shown
    assert "Pier master" in shown
    introloop("people", "set", "helen.marsh@tidewell.example", "--type", "friend", "--state", state)
    introloop("people", "import", *books, "--state", state)
    shown = introloop("people", "show", "helen marsh", "--state", state).out
    assert ("friend" in shown, "reference" in shown) == (True, False)


def test_the_list_of_people_is_not_drowned_in_the_address_book(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    file = tmp_path / "book.vcf"
    file.write_text("BEGIN:VCARD\nFN:Stranger\nEMAIL:stranger@elsewhere.example\nEND:VCARD\n")
    introloop("people", "import", file, "--state", state)
    assert "Stranger" not in introloop("people", "list", "--state", state).out
    introloop("people", "set", "stranger@elsewhere.example", "--note", "met at sea", "--state", state)
    assert "Stranger" in introloop("people", "list", "--state", state).out


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ((), "Name a file, or a server"),
        (("--carddav", "https://dav.example"), "belong together"),
        (("x.vcf", "--user", "mara"), "belong together"),
    ],
)
def test_a_line_that_lacks_something_says_what(
    introloop: Introloop, state: Path, line: tuple[str, ...], complaint: str
) -> None:
    said = introloop("people", "import", *line, "--state", state)
    assert (said.code, complaint in said.err) == (2, True)


def test_a_file_that_is_not_there_is_named(introloop: Introloop, state: Path, tmp_path: Path) -> None:
    said = introloop("people", "import", tmp_path / "nothing.vcf", "--state", state)
    assert said.code == 1
    assert said.err.startswith(f"{tmp_path / 'nothing.vcf'} cannot be read: No such file")


def test_a_server_without_a_password_says_where_one_may_be(introloop: Introloop, state: Path) -> None:
    said = introloop("people", "import", "--carddav", "http://127.0.0.1:9/", "--user", "m", "--state", state)
    assert (said.code, said.err.startswith("CardDAV: no password found")) == (78, True)


def test_the_books_of_a_server_are_read_with_the_password_from_its_place(
    introloop: Introloop, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def typed(text: str) -> str:
        asked.append(text)
        return PASSWORD

    secret = tmp_path / "password"
    secret.touch(mode=0o600)
    secret.write_text(f"{PASSWORD}\n")
    folder = tmp_path / "server"
    folder.mkdir()
    with radicale(folder) as running:
        running.book("friends", CARDS.format("Tidewell\nUID:helen").partition("BEGIN:VCARD\nFN:Nobody")[0])
        line = ("people", "import", "--carddav", running.url, "--user", USER, "--state", state)
        by_file = introloop(*line, "--password-file", secret)
        by_command = introloop(*line, "--password-command", f"cat '{secret}'")
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("click.termui.hidden_prompt_func", typed)
        by_hand = introloop(*line)
    assert "1 new, 0 changed, 0 unchanged, 0 left out." in by_file.out
    assert "0 new, 0 changed, 1 unchanged, 0 left out." in by_command.out
    assert "0 new, 0 changed, 1 unchanged, 0 left out." in by_hand.out
    assert asked == ["Password: "]
    assert PASSWORD not in by_file.out + by_file.err + by_hand.out + by_hand.err


def test_somebody_without_an_address_is_listed_and_shown_by_name(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    introloop("people", "import", books[1], "--state", state)
    few, everybody = (introloop("people", "list", *more, "--state", state).out for more in ((), ("--all",)))
    assert ("Tomas Ruud" in few, "Tomas Ruud" in everybody) == (False, True)
    assert f"1 more, without mail: introloop --state {state} people list --all" in few
    assert "more, without mail" not in everybody

    shown = introloop("people", "show", "tomas ruud", "--state", state)
    assert (shown.code, shown.err) == (0, "")
    for fact in ("Nordvik", "Planner", "https://linkedin.com/in/tomas", "without a mail address"):
        assert fact in shown.out
    assert "people set ADDRESS --name 'Tomas Ruud' --organisation Nordvik" in shown.out


def test_an_entry_of_the_same_name_stands_below_the_person(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    file = tmp_path / "Connections.csv"
    file.write_text(CONNECTIONS.replace("Tomas,Ruud", "Grace,Kimani"))
    introloop("people", "import", file, "--state", state)
    shown = introloop("people", "show", "grace kimani", "--state", state).out
    assert shown.index("grace.kimani@windmere.example") < shown.index("without a mail address")


def test_paths_do_not_ask_to_type_an_address_that_nobody_knows(
    introloop: Introloop, state: Path, books: tuple[Path, Path]
) -> None:
    introloop("people", "import", books[1], "--state", state)
    said = " ".join(introloop("paths", "Nordvik", "--state", state).out.split())
    assert (
        f"Once you have an address: introloop --state {state} people set ADDRESS --name 'Tomas Ruud'" in said
    )
    assert "--likes yes" not in said
