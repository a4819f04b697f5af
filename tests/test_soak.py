"""Mail all the time and a fault every few seconds: nothing missed, nothing doubled. A short run.

The long one is `make soak`; what only hours can show (memory, descriptors, threads) is judged here from
samples that were made up.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.servers.dovecot import dovecot_program
from tests.soak.__main__ import report
from tests.soak.faults import FAULTS, rounds
from tests.soak.soak import Plan, Soak
from tests.soak.verdict import Finding, Verdict, ageing
from tests.soak.watched import MODULE, Sample
from tests.soak.world import Setting, World, world

needs_dovecot = pytest.mark.skipif(
    dovecot_program() is None, reason="nothing is restarted, and no mail counted, without a real Dovecot"
)


@contextmanager
def soaked(
    home: Path, faults: Sequence[str], *, module: Sequence[str] = MODULE, patience: float = 60
) -> Iterator[tuple[World, Soak, Sequence[Finding]]]:
    """A soak of a few seconds a fault, and its world as it stands afterwards."""
    every = 2.5
    plan = Plan(every * (len(faults) + 1), every, lasts=1.2, warm_up=0, logins=600, patience=patience)
    with world(home, Setting(mail_every=0.2, logins_an_hour=600), module=module) as here:
        soak = Soak(here, plan)
        yield here, soak, soak.run(faults)


def verdicts(findings: Sequence[Finding]) -> dict[str, Verdict]:
    return {one.what: one.verdict for one in findings}


@pytest.mark.slow
@pytest.mark.dovecot
@needs_dovecot
def test_whatever_happens_no_mail_is_missed_or_doubled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = ("single bytes", "database locked", "BYE", "asleep", "killed")
    with soaked(tmp_path, faults) as (here, soak, findings):
        assert report(findings, told=soak.told()) == 0
        assert (soak.faults, len(here.service.started)) == (list(faults), 2)
        assert len(here.letters.personal) > 30
        assert len(here.line.logins) >= 2
        said = capsys.readouterr().out
        assert ("0 of" in said, "begun anew in place: 0" in said) == (True, True)
        with here.service.log.open("a") as log:
            log.write('{"event": "begins anew"}\n')
        assert "begun anew in place: 1" in soak.told()

        # What stands there twice, and what was sent twice, would have been seen.
        with closing(sqlite3.connect(here.database, timeout=30)) as store, store:
            (copied,) = store.execute("SELECT min(message) FROM location").fetchone()
            store.execute(
                "INSERT INTO location (owner, account, folder, uidvalidity, uid, message)"
                " SELECT owner, account, folder, uidvalidity, uid + 100000, message FROM location"
                " WHERE message = ?",
                (copied,),
            )
        here.smtp.delivered.extend(here.smtp.delivered[:1] * 2)
        assert verdicts(soak.findings())["doubled in the store"] is Verdict.BROKEN
        assert bool(here.mails_doubled()) == bool(here.smtp.delivered)


@pytest.mark.dovecot
@needs_dovecot
def test_a_service_that_forgets_mail_is_caught(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forgetful = ("tests.soak.broken", "forgetful")
    with soaked(tmp_path, ("slow",), module=forgetful, patience=4) as (_, soak, findings):
        assert report(findings, told=soak.told()) == 1
    assert verdicts(findings)["missed of personal mail"] is Verdict.BROKEN
    assert "BROKEN" in capsys.readouterr().out


def test_a_round_has_every_fault_and_a_process_lives_for_three_rounds() -> None:
    names = rounds()
    assert {next(names) for _ in FAULTS} == set(FAULTS)
    assert "killed" not in [next(names) for _ in range(2 * (len(FAULTS) - 1))]
    assert "killed" in [next(names) for _ in FAULTS]


# ── What only hours can show ────────────────────────────────────────────────────────────────


def lived(*, minutes: float, memory: Callable[[float], float], descriptors: int = 20) -> list[Sample]:
    """A life, a sample a second; memory by the hour, with the noise of a machine at work."""
    dice = random.Random(7)
    return [
        Sample(at, 1, memory(at / 3600) + dice.gauss(0, 0.2), descriptors + (at % 61 == 0), 3, at / 1000)
        for at in range(int(minutes * 60))
    ]


@pytest.mark.parametrize(
    ("minutes", "memory", "verdict"),
    [
        (480, lambda hour: 90.0, Verdict.HOLDS),
        (480, lambda hour: 90 + hour, Verdict.BROKEN),
        (480, lambda hour: 120 - 30 * min(hour, 0.05) / 0.05, Verdict.HOLDS),  # its youth does not count
        (30, lambda hour: 90 + 8 * hour, Verdict.BROKEN),
        (30, lambda hour: 90 + 1.5 * (hour > 0.3), Verdict.OPEN),  # a step of the allocator
        (8, lambda hour: 90 + 30 * hour, Verdict.OPEN),
    ],
)
def test_memory_is_said_to_grow_where_it_does_and_to_be_flat_where_that_is_shown(
    minutes: float, memory: Callable[[float], float], verdict: Verdict
) -> None:
    found = verdicts(ageing(lived(minutes=minutes, memory=memory), warm_up=180))
    assert found["memory after warm-up"] is verdict


def test_half_an_hour_of_flat_memory_is_not_taken_for_proof() -> None:
    samples = lived(minutes=30, memory=lambda hour: 90 + 0.8 * (int(hour * 60) % 2))  # a busy machine
    assert verdicts(ageing(samples, warm_up=180))["memory after warm-up"] is Verdict.OPEN


def test_descriptors_that_pile_up_are_caught_and_a_moments_more_are_not() -> None:
    def flat(hour: float) -> float:
        return 90.0

    young, old = lived(minutes=20, memory=flat), lived(minutes=20, memory=flat, descriptors=21)
    assert verdicts(ageing(young, warm_up=0))["descriptors"] is Verdict.HOLDS
    assert verdicts(ageing([*young, *old], warm_up=0))["descriptors"] is Verdict.BROKEN
    assert verdicts(ageing(young[:30], warm_up=0))["descriptors"] is Verdict.OPEN
