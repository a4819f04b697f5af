"""Whoever listens each time mail comes tries little twice: a login and a look at all mail cost something."""

from __future__ import annotations

import pytest

from rules.model import Header, Reading
from tests.builders import mail
from tests.doubles.mailbox import MemoryMailbox
from tests.worker.answers.home import MARA, Home, reply
from tests.worker.jobs.scans import scanned
from worker.jobs import answers
from worker.jobs.answers import Ear, Tried, listen

DANA = "Dana Okoye <dana@okoye.example>"


def test_a_letter_that_waits_for_its_proof_costs_a_login_each_quarter_of_an_hour_at_most() -> None:
    home = Home()
    said, tried = reply(home.digest()), Tried()
    home.hears(said, "INBOX")
    before, logins = home.mailbox.entered, list[int]()
    for minutes in (1, 5, 11, 1, -600):  # the last time the clock is set back
        home.clock.forward(minutes=minutes)
        assert listen(home.mailbox, home.ear(), tried=tried) == 0
        logins.append(home.mailbox.entered - before)
    assert logins == [1, 1, 2, 2, 3]

    home.deliver(said, "Sent")
    assert listen(home.mailbox, home.ear(), tried=tried) == 1


def test_what_the_owner_writes_to_others_is_gone_through_each_quarter_of_an_hour_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home, tried = Home(), Tried()
    looked_at, may_speak = list[str](), answers._may_speak

    def noting(header: Header, ids: set[str], ear: Ear) -> bool:
        looked_at.append(header.subject)
        return may_speak(header, ids, ear)

    monkeypatch.setattr(answers, "_may_speak", noting)
    for subject, minutes in (("Tea", 1), ("Coffee", 5), ("Cocoa", 11), ("Milk", -600)):
        home.clock.forward(minutes=minutes)
        sent = mail(MARA, "At four?", on=home.clock.now(), to=[DANA], subject=subject)
        home.deliver(sent.content)
        assert listen(home.mailbox, home.ear(), tried=tried) == 0
    assert looked_at == ["Tea", "Coffee", "Tea", "Coffee", "Cocoa", "Milk", "Tea", "Coffee", "Cocoa"]


def test_a_letter_that_lies_in_another_account_first_is_heard_once_it_lies_in_this_one() -> None:
    home, tried, work = Home(), Tried(), MemoryMailbox("work")
    said = reply(home.digest())
    work.put(said)
    scanned(work, home.store, read=lambda message: Reading(message.header))
    assert listen(home.mailbox, home.ear(), tried=tried) == 0
    home.clock.forward(minutes=1)
    home.deliver(said)
    assert listen(home.mailbox, home.ear(), tried=tried) == 1
