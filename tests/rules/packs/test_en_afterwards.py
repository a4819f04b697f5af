"""English as people write it when they have met, or have done somebody a favour."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check

REPORTS = (
    Row(
        "the meeting, told to the introducer",
        "Tomas and I met yesterday, and it went well. Thank you for opening that door.",
        "reports_outcome/met, thanks",
        who="mara > ines",
    ),
    Row(
        "an offer",
        "Quick news: they made me an offer and I accepted.",
        "reports_outcome/outcome",
        who="mara > ines",
    ),
    Row(
        "a rejection", "They went with someone else in the end.", "reports_outcome/outcome", who="mara > ines"
    ),
    Row(
        "to close the loop",
        "To close the loop: I spoke to Tomas on Monday. He wants a pilot.",
        "reports_outcome",
        who="mara > ines",
    ),
)
FAVOURS = (
    Row("a reference asked", "Would you be willing to be a reference for me?", "asks_favour"),
    Row("an eye over a paper", "Would you cast your eye over my tender before Friday?", "asks_favour"),
    Row("a look at a CV", "Could you take a look at my CV before Friday?", "asks_favour"),
    Row("advice", "I'd love to pick your brain about a move to Lisbon.", "asks_favour"),
    Row("not just now", "Not just now Mara, I am sorry.", "declines"),
    Row("a house with its own people", "I'm afraid they have their own man for signs.", "declines"),
    Row("to be reminded of", "She is on leave till mid October, so remind me then.", "defers"),
    Row(
        "a lunch told of",
        "Ines, that lunch with Tomas and Vera was the best hour of the month.",
        "reports_outcome/met",
        who="mara > ines",
    ),
    Row(
        "a referee is wanted",
        "They have asked me for a referee who has managed me. Would you do it?",
        "asks_favour",
    ),
    Row("a CV put before somebody", "I popped your CV in front of our head of maps today.", "gives_favour"),
    Row("a letter that is on its way", "The letter went off to them this morning.", "gives_favour"),
    Row("a CV passed on", "I passed your CV on to Vera and put in a good word.", "gives_favour"),
    Row("a recommendation", "I've recommended you to the board without reservation.", "gives_favour"),
    Row(
        "a promise of mine", "I'll send you the drawings by Friday.", "promises_something", who="mara > ines"
    ),
    Row(
        "she said yes",
        "Vera said yes, and is happy to talk.",
        "promises_something/said_yes",
        may="introduces, opts_in",
    ),
    Row("a nudge", "Further to my letter of March 3, might I hear?", "nudges", who="mara > ines"),
    Row("no rush", "No rush at all, but did you get a chance to ask Vera?", "nudges", who="mara > ines"),
    Row("thanks by name", "Thank you, Mara. That was kind.", "thanks"),
)


@pytest.mark.parametrize("row", [*REPORTS, *FAVOURS], ids=str)
def test_english_mail_of_what_came_of_it_is_read_for_what_it_does(row: Row) -> None:
    check(row, "en")
