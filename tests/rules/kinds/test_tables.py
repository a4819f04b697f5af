"""Every kind stands as its table in DOMAIN.md section 5 has it; the stories are in the *.txt files."""

from __future__ import annotations

import pytest

from rules.model import Kind
from tests.rules.kinds.tables import Row, found, rows

TABLES = {
    "asked_by_me": Kind.ASKED_BY_ME,
    "promised_to_me": Kind.PROMISED_TO_ME,
    "made_for_me": Kind.MADE_FOR_ME,
    "made_by_me": Kind.MADE_BY_ME,
    "asked_of_me": Kind.ASKED_OF_ME,
    "favour": Kind.FAVOUR,
    "my_promise": Kind.MY_PROMISE,
    "evidence_made_for_me": Kind.MADE_FOR_ME,
    "evidence_asked_by_me": Kind.ASKED_BY_ME,
}
STORIES = [
    pytest.param(kind, row, id=f"{table}: {row}") for table, kind in TABLES.items() for row in rows(table)
]


@pytest.mark.parametrize(("kind", "row"), STORIES)
def test_a_case_stands_as_its_table_has_it(kind: Kind, row: Row) -> None:
    assert found(kind, row) == row.expected
