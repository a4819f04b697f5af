"""What is read in a quicker way is read as the tolerant way reads it."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from worker.mime.characters import clean
from worker.mime.dates import parse, tolerant
from worker.mime.wordings import any_of

_DAYS = st.sampled_from(["", "Mon, ", "Sun, ", "mon, ", "Monday, "])
_MONTHS = st.sampled_from(["Jan", "Feb", "Apr", "Jun", "Sep", "Nov", "Dec", "Sept", "jan", "Xyz"])
_ZONES = st.sampled_from(
    [
        "+0000",
        "-0000",
        "-0730",
        "+1345",
        "+2400",
        "-9999",
        "+02",
        "GMT",
        "",
        "+0200 (CEST)",
        "-0700 (pst)",
        "-0700 (XYZ)",
    ]
)


@given(
    day=_DAYS,
    date=st.integers(0, 33),
    month=_MONTHS,
    year=st.sampled_from([26, 1979, 1980, 2023, 2024, 2100, 2101]),
    clock=st.tuples(st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)),
    zone=_ZONES,
)
@example(day="Thu, ", date=29, month="Feb", year=2024, clock=(23, 59, 60), zone="+0530")
def test_a_date_as_nearly_all_write_it_is_the_instant_that_the_tolerant_way_reads(
    day: str, date: int, month: str, year: int, clock: tuple[int, int, int], zone: str
) -> None:
    hour, minute, second = clock
    said = f"{day}{date} {month} {year} {hour:02}:{minute:02}:{second:02} {zone}"
    assert parse(said) == tolerant(said)
    assert parse(f" {said}") == tolerant(said)


def test_every_character_that_needs_no_look_is_harmless_and_composed() -> None:
    harmful = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    kept = [chr(code) for code in range(0x10000) if clean(f"é{chr(code)}") == f"é{chr(code)}"]
    assert len(kept) > 20_000
    for character in kept:
        assert character in "\n\t" or unicodedata.category(character) not in harmful
        assert unicodedata.normalize("NFC", f"é{character}") == f"é{character}"


@given(
    st.lists(st.text("abc(/", min_size=1, max_size=4), min_size=1, max_size=8), st.text("abc(/", max_size=6)
)
def test_of_several_words_that_begin_alike_the_longest_is_found(words: list[str], text: str) -> None:
    found = re.match(any_of(words), text)
    begun = [word for word in words if text.startswith(word)]
    assert (found[0] if found else "") == max(begun, key=len, default="")
    assert bool(found) == bool(begun)
