"""Why Introloop says what it says, and why it says nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.learned import Learned
from rules.model import Act, Address, Header, Reading, Refusal, Review, Signal, Why
from rules.packs import Pack, Packs
from rules.sentences import Sentence
from tests.worker.jobs.test_decide import case
from worker.jobs.explain import explain, spoke
from worker.packs import packs

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
SIGNAL = Signal(Act.INTRODUCES, 0.9, "Mara, meet Tomas.", "en.introduces.meet", "en")


def reading(message_id: str) -> Reading:
    return Reading(Header(message_id, NOW, Address("ines@harbour.example")), signals=(SIGNAL,))


def test_a_message_is_explained_with_its_own_refusals_each_once() -> None:
    mine, other = (Refusal(f"<{n}@x>", SIGNAL, Why.KNOWN) for n in (1, 2))
    said = explain(
        "1@x",
        review=Review(NOW, (), (), ()),
        readings=[reading("<1@x>"), reading("<2@x>")],
        refused=[mine, other, mine],
    )
    assert [one.header.message_id for one in said.readings] == ["<1@x>"]
    assert said.refusals == (mine,)


def test_a_message_that_stands_in_a_case_is_not_called_too_unsure_to_begin_one() -> None:
    refused = [Refusal("<1@x>", SIGNAL, Why.UNSURE), Refusal("<1@x>", SIGNAL, Why.IN_PASSING)]
    held = case("3f2a", "<1@x>")
    said = [
        explain(
            "1@x", review=Review(NOW, cases, (), ()), readings=[reading("<1@x>")], refused=refused
        ).refusals
        for cases in ((held,), ())
    ]
    assert said == [tuple(refused[1:]), tuple(refused)]


def learned(sentence: str, **more: str) -> tuple[str, ...]:
    said = Signal(
        Act.THANKS, 0.9, sentence, more.get("rule", "en.thanks.learned"), more.get("language", "en")
    )
    return spoke(said, packs())


def test_of_a_learned_rule_the_three_words_that_spoke_most_are_told() -> None:
    sentence = "Thank you so much for putting me in touch with Tomas!"
    words = learned(sentence)
    assert 0 < len(words) <= 3
    assert all(word in sentence for told in words for word in told.split(" … "))


def test_where_phrases_spoke_or_nothing_was_learned_no_word_is_told() -> None:
    assert learned("Thank you!", rule="en.thanks.thank_you") == ()
    assert learned("Takk!", language="nb") == ()
    bare = Packs({"nb": Pack("nb")})
    assert spoke(Signal(Act.THANKS, 0.9, "Takk!", "nb.thanks.learned", "nb"), bare) == ()


class _Weights(Learned):
    """Weights as a test wants them: what a real file holds changes with every learning."""

    def spoke(self, sentence: Sentence, act: Act) -> list[tuple[str, float]]:
        return [
            ("<name> , meet", 9.0),  # no word stands for a name or a mark
            ("glad* _ know", 5.0),
            ("glad*", 4.0),
            ("^meet", 3.5),
            ("never", 3.0),
            ("know", -8.0),
            ("harbo*", 1.0),
        ]


def test_words_are_told_as_they_stand_in_the_sentence_and_each_once() -> None:
    pack = Pack("en", learned=_Weights)
    said = Signal(Act.THANKS, 0.9, "Gladly you know the Harbour, Noor", "en.thanks.learned", "en")
    assert spoke(said, Packs({"en": pack})) == ("Gladly … know", "Harbour")
