"""Invented mailboxes, of any mail that four people and I could write to one another."""

from __future__ import annotations

from hypothesis import strategies as st

from rules.model import Reading
from tests.rules.cases.mails import mail

ACTS = [
    "introduces/two_sided {Tomas|Mara}",
    "introduces/hand_off {Dana Okoye}",
    "asks_for_introduction {Tomas Ruud}",
    "promises_introduction {Tomas Ruud}",
    "promises_introduction/opt_in {Tomas Ruud}",
    "opt_in_question {Bram Teunissen}",
    "opts_in",
    "declines",
    "redirects {Tomas Ruud}",
    "replies_to_introduction/outreach {Ines Carvalho}",
    "replies_to_introduction/answer",
    "proposes_times",
    "confirms_meeting",
    "thanks/after_meeting",
    "thanks",
    "reports_outcome/outcome",
    "nudges",
    "asks_favour",
    "gives_favour",
    "promises_something",
    "asks_question",
    "defers",
    "",
]


@st.composite
def mailboxes(draw: st.DrawFn) -> list[Reading]:
    """Two to eight mails among four people and me, any of which may answer an earlier one."""
    mails: list[Reading] = []
    names = ["me", "ines", "tomas", "bram"]
    for number in range(draw(st.integers(2, 8))):
        sender = draw(st.sampled_from(names))
        to = draw(
            st.lists(st.sampled_from([n for n in names if n != sender]), min_size=1, max_size=2, unique=True)
        )
        earlier = draw(st.sampled_from([None, *mails]))
        act = draw(st.sampled_from(ACTS))
        day = draw(st.integers(2, 28))
        subject = draw(st.sampled_from(["Hello", "Tomas", "Nordvik"]))
        line = f"11-{day:02} {sender} > {' '.join(to)} : {act}"
        mails.append(mail(line, re=earlier, subject=subject, hour=number))
    return mails
