"""Weekdays that are named together are of one week."""

from __future__ import annotations

from datetime import date

import pytest

from rules.words import find_days

WEDNESDAY = date(2026, 10, 28)


@pytest.mark.parametrize(
    ("sentence", "language", "days"),
    [
        ("Could we speak on Thursday or Friday next week?", "en", "11-05 11-06"),
        ("Monday, Tuesday or Thursday of next week?", "en", "11-02 11-03 11-05"),
        ("next Thursday or Friday", "en", "11-05 11-06"),
        ("next Thursday, Friday or Saturday", "en", "11-05 11-06 11-07"),
        ("Hättest du Donnerstag oder Freitag nächster Woche Zeit?", "de", "11-05 11-06"),
        ("jeudi ou vendredi de la semaine prochaine", "fr", "11-05 11-06"),
        # each for itself
        ("Thursday or Friday", "en", "10-29 10-30"),
        ("Thursday or next week", "en", "10-29 11-02"),
        ("Thursday or Friday this week", "en", "10-29 10-30"),
        ("Thursday, or better on Friday next week", "en", "10-29 11-06"),
        ("Thursday or Friday this month", "en", "10-29 10-30"),
        ("Monday, Tuesday, Wednesday, Thursday, Friday next week", "en", "11-02 11-03 11-04 11-05 11-06"),
    ],
)
def test_weekdays_named_together_share_their_week(sentence: str, language: str, days: str) -> None:
    assert " ".join(f"{d.day:%m-%d}" for d in find_days(sentence, WEDNESDAY, language)) == days


def test_at_most_three_are_named_together() -> None:
    found = find_days("next Thursday, Friday, Saturday, Sunday, Monday", WEDNESDAY, "en")
    assert [f"{d.day:%m-%d}" for d in found] == ["11-05", "11-06", "11-07", "11-08", "11-02"]
