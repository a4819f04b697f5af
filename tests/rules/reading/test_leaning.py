"""Which sentences lean furthest towards an act."""

from __future__ import annotations

import json

from rules.learned import Shared, learned, shared
from rules.model import Act
from rules.packs import Pack
from rules.reading.leaning import leans
from rules.reading.scoring import Lean
from rules.sentences import sentences


def every(held: object) -> Shared:
    return shared(json.dumps(held))


PACK = Pack(
    "xx",
    learned=lambda: learned(
        json.dumps({"words": ["told", "knows", "rain"], "parts": {}}),
        every(
            {
                "bias": {
                    "introduces": -1.4,
                    "introduces:hand_off": -0.9,
                    "introduces:two_sided": -0.5,
                    "promises_introduction": -1.6,
                    "promises_introduction:opt_in": -0.5,
                    "thanks": -2.0,
                },
                "parts": {},
            }
        ),
        Pack("xx").meant(),
    ),
)
TALKATIVE = Pack(
    "xx",
    learned=lambda: learned(
        json.dumps({"words": ["told", "knows"], "parts": {"introduces": {"told": 1.0, "knows": 2.0}}}),
        every({"bias": {"introduces": -3.0}, "parts": {}}),
        Pack("xx").meant(),
    ),
)


def test_an_act_is_shown_in_its_likeliest_form_and_left_out_where_nothing_leans_to_it() -> None:
    assert leans(sentences("Rain."), PACK) == {
        Act.INTRODUCES: [Lean(-1.4, 0, "two_sided", "xx.introduces.learned")],
        Act.PROMISES_INTRODUCTION: [Lean(-1.6, 0, "", "xx.promises_introduction.learned")],
    }


def test_the_two_sentences_that_lean_furthest_are_kept_the_first_of_equals_first() -> None:
    text = sentences("I told her. She knows. He knows. Rain.")
    assert [(lean.sentence, lean.log_odds) for lean in leans(text, TALKATIVE)[Act.INTRODUCES]] == [
        (1, -1.0),
        (2, -1.0),
    ]
