"""Threads: what the header above quoted words ties, and what it must not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rules.model import Address, Quoted, Reading
from tests.rules.threads.mails import ANN, BEN, CARA, DAN, DAY, HOUR, NOON, groups, mail

EAST = timezone(timedelta(hours=5, minutes=30))
A_QUARTER_PAST = NOON + timedelta(minutes=17)
BY_ANN = Address(ANN, "Ann Lee")


def asked(name: str = "q", sender: str = ANN, to: Sequence[str] = (BEN,), **more: object) -> Reading:
    return mail(name, sender, to, at=A_QUARTER_PAST, **more)  # type: ignore[arg-type]  # passed on as they are


def answered(*quoted: Quoted, **more: object) -> Reading:
    """A mail from Ben to Ann that is a reply by what it quotes alone."""
    told = {"sender": BEN, "to": [ANN], "after": DAY, "quoted": quoted} | more
    return mail("a", **told)  # type: ignore[arg-type]  # passed on as they are


def quote(
    writer: Address | None = BY_ANN, date: datetime | None = A_QUARTER_PAST, subject: str = ""
) -> Quoted:
    return Quoted(writer, date, subject)


def test_a_mail_that_quotes_one_we_hold_is_its_answer() -> None:
    assert groups(asked(), answered(quote())) == {"q a"}
    assert groups(asked(), answered()) == {"q", "a"}


def test_a_quote_is_not_asked_where_the_references_are_known() -> None:
    other = mail("other", subject="Something else")
    assert groups(asked(), other, answered(quote(), answers=["other"])) == {"q", "other a"}
    assert groups(asked(), other, answered(quote(), answers=["gone"])) == {"q a", "other"}


@pytest.mark.parametrize("hours", [-12, -5, -0.5, 0, 2, 5.5, 14])
def test_the_clock_of_a_quote_is_that_of_any_zone(hours: float) -> None:
    assert groups(asked(), answered(quote(date=A_QUARTER_PAST + timedelta(hours=hours)))) == {"q a"}


@pytest.mark.parametrize("minutes", [-3, 3, 15, 40, 14 * 60 + 30, -15 * 60])
def test_another_minute_is_another_mail(minutes: int) -> None:
    assert groups(asked(), answered(quote(date=A_QUARTER_PAST + timedelta(minutes=minutes)))) == {"q", "a"}


def test_a_clock_may_have_lost_its_seconds() -> None:
    q = mail("q", at=A_QUARTER_PAST + timedelta(seconds=59))
    assert groups(q, answered(quote())) == {"q a"}
    assert groups(q, answered(quote(date=A_QUARTER_PAST + timedelta(minutes=1)))) == {"q a"}


def test_day_and_month_may_stand_the_other_way_round() -> None:
    q = mail("q", at=datetime(2026, 11, 3, 9, 41, tzinfo=UTC))
    turned = quote(date=datetime(2026, 3, 11, 9, 41, tzinfo=UTC))
    assert groups(q, answered(turned)) == {"q a"}


@pytest.mark.parametrize(
    "writer",
    [
        Address(ANN),
        Address("", "Ann Lee"),
        Address("", "Lee, Ann B."),
        Address("ann.lee@elsewhere.example"),
        Address("", "Ann"),
    ],
)
def test_the_writer_may_be_told_in_many_ways(writer: Address) -> None:
    assert groups(asked(), answered(quote(writer))) == {"q a"}


@pytest.mark.parametrize("writer", [None, Address(CARA, "Cara Moreau"), Address("", "Ann Moreau")])
def test_the_words_of_another_writer_are_another_mail(writer: Address | None) -> None:
    assert groups(asked(), answered(quote(writer))) == {"q", "a"}


def test_a_list_that_writes_in_somebodys_name_is_not_the_writer_of_everything() -> None:
    board = "board@lists.example"
    via = [
        mail(name, board, [board], at=A_QUARTER_PAST, called=f"{who} via Board", reply_to=[address])
        for name, who, address in (("ann", "Ann Lee", ANN), ("cara", "Cara Moreau", CARA))
    ]
    assert groups(*via, answered(quote(Address(board, "Cara Moreau via Board")))) == {"ann", "cara a"}
    assert groups(*via, answered(quote(Address(CARA)))) == {"ann", "cara a"}
    assert groups(*via, answered(quote(Address(board, "Dan Okoye via Board")))) == {"ann", "cara", "a"}


def test_under_another_subject_only_the_very_minute_in_its_own_zone_counts() -> None:
    told = quote(date=A_QUARTER_PAST.astimezone(EAST).replace(tzinfo=UTC))
    at_home = {"at": NOON.astimezone(EAST), "subject": "Two slots"}
    assert groups(asked(), answered(told, **at_home)) == {"q a"}
    assert groups(asked(), answered(told, subject="Two slots")) == {"q", "a"}
    assert groups(asked(), answered(quote(Address("", "Ann"), told.date), **at_home)) == {"q", "a"}


def test_a_zone_that_is_told_is_believed() -> None:
    told = quote(date=A_QUARTER_PAST.astimezone(EAST))
    assert groups(asked(), answered(told, subject="Two slots")) == {"q a"}


def test_the_subject_that_is_quoted_goes_before_the_answers_own() -> None:
    named = quote(date=A_QUARTER_PAST + 2 * HOUR, subject="RE: rotor blades")
    assert groups(asked(), answered(named, subject="Two slots")) == {"q a"}
    elsewhere = quote(subject="Gear boxes")
    assert groups(asked(), answered(elsewhere, subject="Two slots")) == {"q", "a"}


def test_a_subject_that_says_nothing_proves_nothing() -> None:
    two_hours_off = quote(date=A_QUARTER_PAST + 2 * HOUR)
    assert groups(asked(subject="Hi"), answered(two_hours_off, subject="Hi")) == {"q", "a"}
    assert groups(asked(subject="Hi"), answered(quote(), subject="Hi")) == {"q a"}


def test_the_newest_quote_that_can_be_found_counts() -> None:
    older = mail("older", BEN, [ANN], at=NOON - DAY)
    gone = quote(Address(CARA), NOON + HOUR)
    by_ben = quote(Address(BEN), NOON - DAY)
    assert groups(older, asked(), answered(gone, quote(), by_ben)) == {"older", "q a"}
    assert groups(older, asked(), answered(gone, by_ben)) == {"older a", "q"}


def test_of_two_that_fit_the_likest_and_then_the_nearest_is_meant() -> None:
    namesake = asked("namesake", "ann@pine.example", called="Ann")
    assert groups(namesake, asked(), answered(quote())) == {"namesake", "q a"}
    later = mail("later", at=A_QUARTER_PAST + HOUR)
    assert groups(asked(), later, answered(quote())) == {"later", "q a"}


def test_of_many_alike_the_one_that_went_to_who_quotes_it_is_meant() -> None:
    merged = [asked(who, to=[f"{who}@{who}.example"]) for who in ("adam", "ben", "cara")]
    assert groups(*merged, answered(quote())) == {"adam", "ben a", "cara"}


def test_a_mail_does_not_answer_itself() -> None:
    assert groups(answered(quote(Address(BEN), NOON + DAY))) == {"a"}


@pytest.mark.parametrize("date", [None, NOON.replace(hour=0)])
def test_a_quote_without_a_clock_ties_nothing(date: datetime | None) -> None:
    assert groups(mail("q", at=NOON.replace(hour=0)), answered(quote(date=date))) == {"q", "a"}


def test_two_that_quote_one_mail_nobody_holds_belong_together() -> None:
    told = quote()
    one, two = mail("one", BEN, [DAN], quoted=[told]), mail("two", CARA, [DAN], after=DAY, quoted=[told])
    assert groups(one, two) == {"one two"}
    for other in (quote(Address(DAN)), quote(None), quote(date=NOON), quote(subject="Gear boxes")):
        assert groups(one, mail("two", CARA, [DAN], after=DAY, quoted=[other])) == {"one", "two"}


def test_an_hour_of_very_busy_mail_is_searched_by_the_minute() -> None:
    busy = [mail(f"m{i}", at=NOON - timedelta(minutes=i)) for i in range(400)]
    told = answered(quote(date=NOON - timedelta(minutes=333)))
    assert "m333 a" in groups(*busy, told)
