"""Threads are the same in any order, whatever else there is, and come fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Address, Quoted, Reading
from rules.threads import threads
from tests.rules.threads.mails import HOUR, NOON, mail, mails

EVE, FAY = "eve@eve.example", "fay@fay.example"


@given(mails, st.randoms(use_true_random=False))
def test_threads_are_the_same_in_any_order_and_when_mail_comes_twice(
    mails: list[Reading], chance: Random
) -> None:
    mixed = [*mails, *mails[:3]]
    chance.shuffle(mixed)
    assert threads(mixed) == threads(mails)


@given(mails)
def test_every_mail_is_in_exactly_one_thread(mails: list[Reading]) -> None:
    ids = [message_id for thread in threads(mails) for message_id in thread.message_ids]
    assert sorted(ids) == sorted(reading.header.message_id for reading in mails)


@given(mails, st.sampled_from(["Re: Lift", "Lift", "Rotor"]), st.integers(0, 48))
def test_an_unrelated_mail_changes_no_other_thread(mails: list[Reading], subject: str, hours: int) -> None:
    told = Quoted(Address(FAY, "Fay Chen"), NOON, subject)
    stranger = mail(
        "stranger", EVE, [FAY], subject=subject, after=hours * HOUR, called="Eve Adler", quoted=[told]
    )
    threads_with = threads([*mails, stranger])
    assert set(threads(mails)) == {t for t in threads_with if t.id != stranger.header.message_id}


def test_a_crowd_of_strangers_with_the_same_subject_hides_no_answer() -> None:
    question = mail("q")
    crowd = [
        mail(f"s{i}", EVE, [FAY], subject="Rotor blades", after=timedelta(minutes=i)) for i in range(200)
    ]
    answer = mail("a", "ben@ben.example", ["ann@ann.example"], subject="Re: Rotor blades", after=5 * HOUR)
    tied = next(t for t in threads([question, *crowd, answer]) if t.id == "<q@test>")
    assert tied.message_ids == ("<q@test>", "<a@test>")


def of_strangers(i: int) -> Reading:
    return mail(
        str(i), f"u{i}@x.example", [f"v{i}@x.example"], subject="Re: Lift", after=timedelta(seconds=i)
    )


def of_two_who_quote(i: int) -> Reading:
    quoted = [Quoted(Address("u@x.example"), NOON)]
    after = timedelta(seconds=i)
    return mail(str(i), "u@x.example", ["v@x.example"], subject="Re: Lift", after=after, quoted=quoted)


def of_one_minute(i: int) -> Reading:
    quoted = [Quoted(Address("u@x.example"), NOON)]
    return mail(str(i), "u@x.example", ["v@x.example"], subject="Re: Lift", quoted=quoted)


@pytest.mark.parametrize(
    ("one", "count"), [(of_strangers, 20_000), (of_two_who_quote, 2_000), (of_one_minute, 2_000)]
)
def test_a_great_many_mails_of_one_subject_take_a_moment(one: Callable[[int], Reading], count: int) -> None:
    many = [one(i) for i in range(count)]
    started = time.process_time()
    threads(many)
    assert time.process_time() - started < 8  # half a second, where nothing traces
