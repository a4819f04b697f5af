"""Text in 72 columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from worker.digest.render import render, wrapped


def test_lines_break_between_words_and_hang_below_their_beginning() -> None:
    text = wrapped("Tell Ines Carvalho how it went. " * 4, 4, "12.")
    first, second, *_ = text.splitlines()
    assert first.startswith("12. Tell")
    assert second.startswith("    ")
    assert max(map(len, text.splitlines())) <= 72


def test_an_address_is_never_broken() -> None:
    address = f"{'very' * 20}@example.org"
    assert address in wrapped(f"To {address} and others", 4).split()


@pytest.mark.parametrize(
    "directory", ["/home/mira/introloop-trial", "'/home/mira/my  紹介 mail'", "/" + "x" * 80]
)
def test_a_command_is_never_broken_so_that_it_can_be_copied(directory: str) -> None:
    command = f"introloop done 7f2a thank --state {directory}"
    text = wrapped(f"Whatever was said before it is wrapped: {command} shows them all.", 4, whole=command)
    assert command in text
    assert text.splitlines()[0] == "    Whatever was said before it is wrapped:"


def test_a_script_without_spaces_is_broken_by_its_width_in_columns() -> None:
    lines = wrapped("紹介のお礼を書く" * 20, 4).splitlines()
    assert {len(line.strip()) for line in lines[:-1]} == {34}
    assert "".join(line.strip() for line in lines) == "紹介のお礼を書く" * 20


def test_marks_take_no_column() -> None:
    assert len(wrapped("e\u0303" * 30 + " " + "e\u0303" * 30).splitlines()) == 1


def test_breaks_of_the_text_are_kept_and_blank_lines_have_no_blanks() -> None:
    assert wrapped("a\n\nb", 2) == "  a\n\n  b"
    assert wrapped("") == ""


@given(st.text(max_size=400), st.integers(0, 12))
def test_no_word_is_lost(text: str, indent: int) -> None:
    assert "".join(wrapped(text, indent).split()) == "".join(text.split())


def test_a_name_the_page_lacks_is_an_error_and_no_gap() -> None:
    with pytest.raises(UndefinedError):
        render("digest.txt")
