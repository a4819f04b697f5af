"""Threads: what headers tie."""

from __future__ import annotations

from rules.threads import threads
from tests.rules.threads.mails import ANN, BEN, DAY, HOUR, groups, mail


def test_an_answer_and_its_answer_are_one_thread_in_order_of_date() -> None:
    a = mail("a")
    b = mail("b", BEN, [ANN], after=HOUR, answers=["a"])
    c = mail("c", after=2 * HOUR, subject="New subject", references=["a", "b"])
    assert groups(c, a, b) == {"a b c"}
    assert threads([c, b, a])[0].id == "<a@test>"


def test_answers_to_a_mail_nobody_holds_are_one_thread() -> None:
    one, two = mail("one", subject="x", references=["gone"]), mail("two", subject="y", answers=["gone"])
    assert groups(one, two) == {"one two"}


def test_the_providers_thread_id_ties_and_no_thread_id_does_not() -> None:
    a, b, c = (mail(n, subject=n, thread_key=k) for n, k in (("a", "17"), ("b", "17"), ("c", "18")))
    d, e = mail("d", subject="d"), mail("e", subject="e")
    assert groups(a, b, c, d, e) == {"a b", "c", "d", "e"}


def test_of_a_very_long_chain_the_first_and_the_newest_count() -> None:
    chain = [f"r{i}" for i in range(80)]
    late = mail("late", subject="z", references=chain)
    first, second, near, far = (mail(n, subject=n) for n in ("r0", "r1", "r31", "r30"))
    assert groups(late, first) == {"late r0"}
    assert groups(late, near) == {"late r31"}
    assert groups(late, second) == {"late", "r1"}
    assert groups(late, far) == {"late", "r30"}


def test_threads_stand_in_order_of_their_first_mail() -> None:
    late, early = mail("late", subject="l", after=DAY), mail("early", subject="e")
    assert [thread.id for thread in threads([late, early])] == ["<early@test>", "<late@test>"]
