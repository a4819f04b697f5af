from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from worker.mime.moments import moment_in

NORWAY = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("3 March 2026 10:15", datetime(2026, 3, 3, 10, 15, tzinfo=UTC)),
        ("Tuesday, March 3, 2026 10:15 PM", datetime(2026, 3, 3, 22, 15, tzinfo=UTC)),
        ("March 3rd, 2026 12:05 a.m.", datetime(2026, 3, 3, 0, 5, tzinfo=UTC)),
        ("03/04/2026 10:15 AM", datetime(2026, 3, 4, 10, 15, tzinfo=UTC)),
        ("13/04/2026 10:15", datetime(2026, 4, 13, 10, 15, tzinfo=UTC)),
        ("04/13/2026", datetime(2026, 4, 13, tzinfo=UTC)),
        ("03.04.2026 um 10:15 Uhr", datetime(2026, 4, 3, 10, 15, tzinfo=UTC)),
        ("03.04.26 10.15", datetime(2026, 4, 3, 10, 15, tzinfo=UTC)),
        ("03/04/99", datetime(1999, 3, 4, tzinfo=UTC)),
        ("2026-03-03T10:15:30 +0100", datetime(2026, 3, 3, 10, 15, 30, tzinfo=NORWAY)),
        ("2026-03-03 10:15 GMT+01:00", datetime(2026, 3, 3, 10, 15, tzinfo=NORWAY)),
        ("3 Mar 2026 10:15:00 -0100", datetime(2026, 3, 3, 11, 15, tzinfo=UTC)),
        ("le 1er août 2026 à 9h05", datetime(2026, 8, 1, 9, 5, tzinfo=UTC)),
        ("3 de março de 2026", datetime(2026, 3, 3, tzinfo=UTC)),
        ("31 mei 2026", datetime(2026, 5, 31, tzinfo=UTC)),
    ],
)
def test_a_date_above_a_quote_is_read(text: str, at: datetime) -> None:
    found = moment_in(text)
    assert found is not None
    assert found.at == at


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2026", "45/45/2026", "at 10:15", "3 March 2026 99:99"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment_in(text) is None
