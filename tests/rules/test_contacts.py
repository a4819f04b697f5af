"""How long somebody usually takes to answer, and who is a contact at all (DOMAIN.md rule 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from rules.contacts import answer_times
from rules.model import Case, Kind, Mark, Owner, Reading, Review
from rules.threads import threads
from rules.who.people import people
from tests.rules.cases.mails import OWNER, mail, reviewed


def of(kind: Kind, said: Review) -> list[Case]:
    return [case for case in said.cases if case.kind is kind]


# ── Rule 9: how long they usually take ──────────────────────────────────────────────────────


def exchanges(*taken: int, marks: Sequence[Mark] = ()) -> list[Reading]:
    """One exchange a month, answered after so many days of May, Monday 4 May the first."""
    mails = []
    for number, days in enumerate(taken):
        asked = mail("05-04 me > ines :", subject=f"Question {number}", hour=number % 24)
        mails += [asked, mail(f"05-{4 + days:02} ines > me :", re=asked, hour=number % 24, marks=marks)]
    return mails


def usual(mails: Sequence[Reading], owner: Owner = OWNER) -> dict[str, int]:
    headers = [m.header for m in mails]
    headers = [
        replace(h, message_id=f"<{n}@x>", references=(), in_reply_to=()) for n, h in enumerate(headers)
    ]
    tied = threads([Reading(replace(h, thread_key=str(n // 2))) for n, h in enumerate(headers)])
    return dict(answer_times(headers, threads=tied, owner=owner, people=people(headers, owner=owner)))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([4, 4, 4, 4, 4], 4),
        ([4, 4, 4, 4], None),  # too few to tell
        ([0, 0, 0, 0, 0], 3),  # the floor
        ([25, 25, 25, 25, 25], 10),  # the ceiling
        ([4, 4, 4, 4, 4, 4, 4, 4, 4, 8], 4),  # nine of ten
        ([4] * 17 + [8] * 3, 6),  # eighteen of twenty
        ([4, 4, 4, 4, 4, 4, 4, 4, 8, 8], 6),  # Tuesday after next: six business days
    ],
)
def test_a_known_correspondent_has_a_time_of_their_own(taken: list[int], expected: int | None) -> None:
    assert usual(exchanges(*taken)).get("ines@harbour.example") == expected


def test_only_their_last_answers_count() -> None:
    owner = replace(OWNER, clocks={"rule9.answers": 5})
    assert usual(exchanges(*[10] * 5, *[4] * 5), owner) == {"ines@harbour.example": 8}
    later = [mail("06-01 me > ines :"), mail("06-05 ines > me :")] * 5
    assert usual([*exchanges(*[10] * 5), *later], owner) == {"ines@harbour.example": 4}


def test_an_automatic_answer_is_no_answer() -> None:
    assert usual(exchanges(*[4] * 5, marks=[Mark.AUTO_REPLY])) == {}


def test_a_nudge_does_not_start_the_time_anew() -> None:
    mails = [m for pair in range(5) for m in _nudged(pair)]
    headers = [m.header for m in mails]
    tied = threads(map(Reading, headers))
    found = answer_times(headers, threads=tied, owner=OWNER, people=people(headers, owner=OWNER))
    assert found == {"ines@harbour.example": 5}


def _nudged(number: int) -> list[Reading]:
    asked = mail("05-04 me > ines :", subject=f"Q{number}", hour=number)
    again = mail("05-07 me > ines :", re=asked, hour=number)
    return [
        asked,
        again,
        mail("05-11 ines > me :", re=again, hour=number),
        mail("05-12 ines > me :", re=again, hour=number),
    ]


def test_it_takes_the_place_of_the_clock_of_what_they_owe_me() -> None:
    past = [m for number in range(5) for m in _nudged(number)]
    ask = mail("11-02 me > ines : asks_for_introduction {Dana Okoye}")
    owner = replace(OWNER, clocks={"rule9.floor": 6})
    (case,) = of(Kind.ASKED_BY_ME, reviewed(*past, ask, on="11-03", owner=owner))
    assert [duty.due for duty in case.duties] == [date(2026, 11, 10)]
