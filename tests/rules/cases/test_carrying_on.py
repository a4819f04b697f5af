"""A case that moves on, from asked to promised to made, is one case (DOMAIN.md section 8)."""

from __future__ import annotations

import pytest

from rules.model import Reading
from tests.rules.cases.mails import INTRODUCTION, cases, mail

MADE = mail(INTRODUCTION)

ONE_CASE = [
    (
        "asked, promised, made: one case",
        [
            ask := mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 ines > me : promises_introduction {Tomas}", re=ask),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["made_for_me MADE: ines > tomas (3)"],
    ),
    (
        "asked for somebody at a company",
        [
            mail("11-02 me > ines : asks_for_introduction {Nordvik AG}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["made_for_me MADE: ines > tomas @Nordvik AG (2)"],
    ),
    (
        "asked for one, introduced to another",
        [
            mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me ASKED: ines > Dana Okoye (1)", "made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "asked in one thread, it is the one meant",
        [
            ask2 := mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", re=ask2),
        ],
        ["made_for_me MADE: ines > tomas (2)"],
    ),
    (
        "promised by somebody else",
        [
            mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-04 bram > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me ASKED: ines > tomas (1)", "made_for_me MADE: bram > tomas (1)"],
    ),
    (
        "the same introducer half a year later",
        [
            mail("2026-03-02 me > ines : asks_for_introduction"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas and Mara"),
        ],
        ["asked_by_me LAPSED: ines >  (1)", "made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "asked of me, asked of the target, made",
        [
            mail("11-02 bram > me : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 me > tomas : opt_in_question {Bram}"),
            mail("11-04 tomas > me : opts_in", subject="Re: Hello"),
            mail("11-05 me > tomas bram : introduces/two_sided {Tomas|Bram}", subject="Tomas, Bram"),
        ],
        ["made_by_me MADE: me bram > tomas (4)"],
    ),
    (
        "whoever of them was taken for the target",
        [
            mail("11-03 me > tomas : opt_in_question {Bram Teunissen}"),
            mail("11-05 me > bram tomas : introduces/two_sided {Tomas|Bram}", subject="Tomas, Bram"),
        ],
        ["made_by_me MADE: me bram > tomas (2)"],
    ),
    (
        "two people ask for the same target",
        [
            mail("11-02 bram > me : asks_for_introduction {Tomas Ruud}"),
            mail("11-02 loes > me : asks_for_introduction {Tomas Ruud}"),
        ],
        [
            "asked_of_me ASKED_OF_ME: me bram > Tomas Ruud (1)",
            "asked_of_me ASKED_OF_ME: me loes > Tomas Ruud (1)",
        ],
    ),
    (
        "whom I was to meet by name, I write to by address",
        [
            mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-03 me > dana :", subject="Harbour programme", says=["Ines"]),
        ],
        ["made_for_me REPLIED: ines > dana (2)"],
    ),
    (
        "and not where it says nothing of it",
        [
            mail("11-02 me > ines : asks_for_introduction {Dana}"),
            mail("11-03 me > dana :", subject="Programme"),
        ],
        ["asked_by_me ASKED: ines > Dana (1)"],
    ),
    (
        "on its thread, the name will do",
        [
            named := mail("11-02 ines > me : promises_introduction {Dana}"),
            mail("11-03 ines > me dana :", re=named),
        ],
        ["promised_to_me PROMISED: ines > dana (2)"],
    ),
    (
        "a namesake on its thread is another",
        [
            named2 := mail("11-02 ines > me : promises_introduction {Dana Lind}"),
            mail("11-03 ines > me dana :", re=named2),
        ],
        ["promised_to_me PROMISED: ines > Dana Lind (2)"],
    ),
    (
        "asked whether I would meet, and I would",
        [
            mail("11-02 ines > me : opt_in_question {Dana Okoye}"),
            mail("11-03 me > ines : opts_in", subject="Re: Hello"),
        ],
        ["promised_to_me PROMISED: ines > Dana Okoye (2)"],
    ),
    (
        "asked whether I would meet, and met",
        [
            mail("11-02 ines > me : opt_in_question {Tomas Ruud}"),
            mail("11-03 me > ines : opts_in", subject="Re: Hello"),
            mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas, Mara"),
        ],
        ["made_for_me MADE: ines > tomas (3)"],
    ),
    (
        "asked whether I would meet, met, and I wrote",
        [
            mail("11-02 ines > me : opt_in_question {Tomas Ruud}"),
            made3 := mail("11-04 ines > me tomas : introduces/two_sided {Tomas}", subject="Tomas, Mara"),
            mail("11-05 me > tomas : replies_to_introduction", re=made3, cc="ines"),
        ],
        ["made_for_me REPLIED: ines > tomas (3)"],
    ),
    (
        "asked twice whether I would meet her",
        [
            would := mail("11-02 ines > me : opt_in_question {Dana Okoye}"),
            mail("11-04 ines > me : opt_in_question {Dana Okoye}", re=would),
        ],
        ["asked_of_me OPT_IN_OF_ME: ines Dana Okoye > me (2)"],
    ),
    (
        "asked for one, I am asked whether I would meet another",
        [
            for_tomas := mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 ines > me : opt_in_question {Dana Okoye}", re=for_tomas),
        ],
        [
            "asked_by_me ASKED: ines > Tomas Ruud (2)",
            "asked_of_me OPT_IN_OF_ME: ines Dana Okoye > me (1)",
        ],
    ),
    (
        "asked for by the whole name, promised by a short one",
        [
            mail("11-02 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-03 ines > me : promises_introduction {Tom}", subject="Tom"),
        ],
        ["promised_to_me PROMISED: ines > Tomas Ruud (2)"],
    ),
    (
        "asked for by a short name, promised by the long one",
        [
            mail("11-02 me > ines : asks_for_introduction {Tom Ruud}"),
            mail("11-03 ines > me : promises_introduction {Tomas}", subject="Tomas"),
        ],
        ["promised_to_me PROMISED: ines > Tom Ruud (2)"],
    ),
    (
        "a promise said in a case is no case of its own",
        [MADE, mail("11-03 me > tomas : replies_to_introduction, promises_something", re=MADE, cc="ines")],
        ["made_for_me REPLIED: ines > tomas (2)"],
    ),
    (
        "a favour asked, and done",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 loes > me : gives_favour", subject="Done")],
        ["favour RECEIVED: loes >  (2)"],
    ),
    (
        "a favour asked of somebody I know, and done in another thread",
        [
            mail("10-01 loes > me :"),
            mail("11-02 me > loes : asks_favour"),
            mail("11-04 loes > me : gives_favour", subject="Done"),
        ],
        ["favour RECEIVED: loes >  (2)"],
    ),
    (
        "a favour somebody I know asked of me, and done in another thread",
        [
            mail("10-01 loes > me :"),
            mail("11-02 loes > me : asks_favour"),
            mail("11-04 me > loes : gives_favour", subject="Done"),
        ],
        ["favour GIVEN: loes >  (2)"],
    ),
    (
        "a favour declined in another thread",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 loes > me : declines", subject="Sorry")],
        ["favour DECLINED: loes >  (2)"],
    ),
    (
        "or done, and told as an outcome",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 loes > me : reports_outcome", subject="Done")],
        ["favour RECEIVED: loes >  (2)"],
    ),
    (
        "small talk in another thread is no answer",
        [
            mail("10-01 loes > me :"),
            mail("11-02 me > loes : asks_favour"),
            mail("11-04 loes > me :", subject="Rain"),
        ],
        ["favour ASKED_BY_ME: loes >  (1)"],
    ),
    (
        "an introducer who declines something else",
        [
            mail("11-02 me > ines : asks_for_introduction {Dana Okoye}"),
            mail("11-04 ines > me : declines", subject="Lunch"),
        ],
        ["asked_by_me ASKED: ines > Dana Okoye (1)"],
    ),
    (
        "done for me by somebody else",
        [mail("11-02 me > loes : asks_favour"), mail("11-04 ines > me : gives_favour", subject="Done")],
        ["favour ASKED_BY_ME: loes >  (1)", "favour RECEIVED: ines >  (1)"],
    ),
    (
        "the target thanks for the introduction I made: nobody is introduced to me",
        [
            made2 := mail("11-02 me > tomas bram : introduces/two_sided {Tomas|Bram}"),
            mail("11-03 tomas > me bram : introduces/two_sided {Bram}", re=made2),
        ],
        ["made_by_me HANDED_OFF: me bram > tomas (2)"],
    ),
    (
        "two promises in one thread",
        [
            p := mail("11-02 me > loes : promises_something"),
            mail("11-02 me > loes : promises_something", re=p, hour=10),
        ],
        ["my_promise OPEN:  > loes (2)"],
    ),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in ONE_CASE])
def test_a_case_that_moves_on_is_one_case(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-06") == expected
