"""Packs: what a text becomes, what an owner's own pack adds or replaces, and how a mistake is named."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from rules.model import Act
from rules.packs import Entry, Pack, Packs, load_packs
from rules.rows import weight
from rules.sentences import sentences, words

ENGLISH = """
language = "en"
common = "the and you"
[lists]
greetings = ["Hi", "Héllo"]
[groups]
meet = ["meet", "get to know"]
[[signal]]
act = "introduces"
id = "meet"
form = "two_sided"
weight = 2.5
question = false
needs = ["pair"]
unless = "crowd"
sender = "to_me"
phrases = ["please {meet}"]
[drafts]
prefix = "Re: "
[drafts.text]
"thank" = [["Thank you."]]
"""


def heard(packs: Packs, text: str, language: str = "en") -> list[Entry]:
    return packs.languages[language].matcher.found([w.lower() for w in words(text)], {})


def test_a_pack_is_what_its_text_says() -> None:
    packs = load_packs({"en": ENGLISH})
    pack = packs.languages["en"]
    (entry,) = heard(packs, "Please get to know Vera")
    assert entry == Entry(
        act=Act.INTRODUCES,
        weight=2.5,
        rule="en.introduces.meet",
        form="two_sided",
        question=False,
        needs=("pair", "to_me"),
        unless=("crowd",),
    )
    assert pack.common == {"the", "and", "you"}
    assert pack.words("greetings") == {"hi", "hello"}
    assert pack.words("farewells") == frozenset()
    assert pack.drafts["prefix"] == "Re: "


def test_an_entry_has_a_weight_and_a_number_where_none_is_given() -> None:
    packs = load_packs({"de": '[[signal]]\nact = "thanks"\nphrases = ["danke"]'})
    (entry,) = heard(packs, "danke", "de")
    assert (entry.weight, entry.rule, entry.needs) == (2.0, "de.thanks.0", ())


def test_a_word_is_little_where_it_is_common_or_no_name() -> None:
    packs = load_packs({"en": 'common = ["the"]\n[lists]\nnot_names = "monday Best"'})
    assert packs.languages["en"].little == {"the", "monday", "best"}


# ── When an entry counts ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "shape", "asks", "counts"),
    [
        (Entry(Act.THANKS, 1, "r"), {}, True, True),
        (Entry(Act.THANKS, 1, "r", question=True), {}, True, True),
        (Entry(Act.THANKS, 1, "r", question=True), {}, False, False),
        (Entry(Act.THANKS, 1, "r", question=False), {}, True, False),
        (Entry(Act.THANKS, 1, "r", needs=("pair",)), {"pair": 1.0}, False, True),
        (Entry(Act.THANKS, 1, "r", needs=("pair", "short")), {"pair": 1.0}, False, False),
        (Entry(Act.THANKS, 1, "r", unless=("crowd",)), {"crowd": 1.0}, False, False),
        (Entry(Act.THANKS, 1, "r", unless=("crowd",)), {"pair": 1.0}, False, True),
    ],
)
def test_an_entry_counts_in_the_sentence_and_the_shape_it_is_meant_for(
    entry: Entry, shape: dict[str, float], asks: bool, counts: bool
) -> None:
    assert entry.counts(shape, asks=asks) is counts


# ── The owner's own pack ────────────────────────────────────────────────────────────────────

OWN = """
language = "en"
common = ["verily"]
[lists]
greetings = "ahoy"
[groups]
meet = ["behold"]
[[signal]]
act = "introduces"
id = "meet"
phrases = ["lo , {meet}"]
[[signal]]
act = "thanks"
phrases = ["much obliged"]
[drafts]
prefix = "AW: "
[drafts.text]
"answer" = [["Aye."]]
"""


def test_an_owners_own_pack_adds_and_replaces() -> None:
    packs = load_packs({"en": ENGLISH, "~own words": OWN})
    assert heard(packs, "Please meet Vera") == []
    assert [e.rule for e in heard(packs, "lo, get to know Vera")] == ["en.introduces.meet"]
    assert [e.act for e in heard(packs, "much obliged")] == [Act.THANKS]
    pack = packs.languages["en"]
    assert pack.common >= {"the", "verily"}
    assert pack.words("greetings") == {"hi", "hello", "ahoy"}
    assert pack.drafts == {"prefix": "AW: ", "text": {"thank": [["Thank you."]], "answer": [["Aye."]]}}


def test_an_own_pack_can_hold_drafts_alone() -> None:
    packs = load_packs({"en": ENGLISH, "~own": 'language = "en"\n[drafts.text]\n"thank" = [["Ta."]]'})
    assert heard(packs, "please meet") != []
    assert packs.languages["en"].drafts["text"] == {"thank": [["Ta."]]}


# ── Weights ─────────────────────────────────────────────────────────────────────────────────


def test_weights_say_where_an_act_starts_and_what_each_feature_adds() -> None:
    packs = load_packs({"weights": "[introduces]\nbias = -4\npair = 2\nboth_named = 3\ncrowd = -2\n[thanks]"})
    assert packs.weights.bias == {Act.INTRODUCES: -4.0, Act.THANKS: 0.0}
    assert packs.weights.shape[Act.INTRODUCES] == {"pair": 2.0, "both_named": 3.0, "crowd": -2.0}
    assert packs.weights.by_shape.keys() == {Act.INTRODUCES, Act.THANKS}


def test_an_act_that_no_shape_can_make_likely_is_left_to_words() -> None:
    packs = load_packs({"weights": "[introduces]\nbias = -4\npair = 2\nmachine = 0"})
    assert packs.weights.by_shape == {}


def test_the_features_without_which_no_shape_makes_an_act_likely_are_known() -> None:
    shape = "pair = 3\nreply = 0.5\nshort = 0.4\ncrowd = -2"
    packs = load_packs({"weights": f"[introduces]\nbias = -3\n{shape}\n[thanks]\nbias = -0.5\n{shape}"})
    assert packs.weights.by_shape[Act.INTRODUCES] == {"pair"}
    assert packs.weights.by_shape[Act.THANKS] >= {"from_me", "to_me"}  # every mail is one or the other


# ── Mistakes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stem", "text", "told"),
    [
        ("xx", "language =", r"pack xx is no TOML"),
        ("xx", '[[signal]]\nphrases = ["x"]', r"pack xx, entry xx.None.0: 'act'"),
        (
            "xx",
            '[[signal]]\nact = "dances"\nphrases = ["x"]',
            r"entry xx.dances.0: 'dances' is not a valid Act",
        ),
        ("xx", '[[signal]]\nact = "thanks"\nid = "a"\nphrases = []', r"xx.thanks.a: phrases must be a list"),
        ("xx", '[[signal]]\nact = "thanks"\nphrases = "x"', r"phrases must be a list of texts"),
        ("xx", '[[signal]]\nact = "thanks"\nphrases = ["{g}"]', r"there is no group {g}"),
        ("xx", '[[signal]]\nact = "thanks"\nweight = "x"\nphrases = ["x"]', r"could not convert"),
        ("xx", '[[signal]]\nact = "thanks"\nsender = "you"\nphrases = ["x"]', r"from_me or to_me, not you"),
        ("xx", '[[signal]]\nact = "thanks"\nwight = 2\nphrases = ["x"]', r"nobody reads wight"),
        ("weights", "[dances]\nbias = 1", r"pack weights: 'dances' is not a valid Act"),
        ("weights", '[thanks]\nbias = "x"', r"pack weights: could not convert"),
        ("xx", '[drafts.text]\nthank = [["Dear {"]]', r"pack xx, draft thank: "),
        ("xx", "drafts = 0", r"pack xx, draft \[drafts\]: is no table"),
    ],
)
def test_a_mistake_in_a_pack_is_named_with_its_place(stem: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        load_packs({stem: text}).checked()


@pytest.mark.parametrize(
    "text",
    ["signal = 1", "common = 3", "lists = 1", "groups = 1\n[lists]\na = 2", "signal = [1]"],
)
def test_a_table_that_is_none_is_left_out(text: str) -> None:
    assert load_packs({"xx": text}).languages["xx"].language == "xx"


# ── The language of a text ──────────────────────────────────────────────────────────────────


def test_the_language_is_the_one_with_most_of_its_little_words() -> None:
    packs = Packs(
        {"en": Pack("en", frozenset({"the", "of", "a"})), "de": Pack("de", frozenset({"der", "a"}))}
    )
    assert packs.language_of(["der", "kran"]) == "de"
    assert packs.language_of(["der", "the", "of"]) == "en"
    assert packs.language_of(["a"]) == "en"
    assert packs.language_of(["kran"]) == "en"
    assert packs.language_of([]) == "en"


# ── What the README says ────────────────────────────────────────────────────────────────────


def test_the_pack_in_the_readme_can_be_read_and_finds_what_it_says() -> None:
    readme = (files("rules") / "README.md").read_text("utf-8")
    packs = load_packs({"en": readme.split("```toml")[1].split("```")[0]})
    matcher = packs.languages["en"].matcher
    for text in ("ask for vera at the rowing boat", "she told the harbourmaster all about you"):
        folded = text.split()
        kinds = {folded.index("vera"): frozenset({"<name>"})} if "vera" in folded else {}
        assert [e.rule for e in matcher.found(folded, kinds)] == ["en.introduces.harbour"]


def test_packs_without_a_mistake_are_the_same_once_checked() -> None:
    packs = load_packs({"en": ENGLISH})
    assert packs.checked() is packs


def test_what_was_learned_of_whole_mails_corrects_the_weights_set_by_hand() -> None:
    by_hand = load_packs({"weights": "[introduces]\nbias = -4\npair = 2\n[thanks]\nbias = -1"}).weights
    learned = {"words": 0.5, "acts": {"introduces": {"bias": 1, "leans": [0.5], "shape": {"crowd": -1}}}}
    weights = by_hand.corrected(json.dumps(learned))
    assert weights.bias == {Act.INTRODUCES: -1.0, Act.THANKS: -0.5}
    assert weights.shape == {Act.INTRODUCES: {"pair": 1.0, "crowd": -1.0}, Act.THANKS: {}}
    assert (weights.words, weights.leans) == (0.5, {Act.INTRODUCES: (0.5,)})


def test_what_was_learned_is_read_when_a_language_is_first_asked_for() -> None:
    weighed = {
        "en": json.dumps({"words": ["hello"], "parts": {}}),
        "concepts": json.dumps({"bias": {"thanks": -2}, "parts": {"thanks": {"grateful": 3}}}),
        "mails": json.dumps({"words": 0.5, "acts": {}}),
    }
    texts = {"en": ENGLISH, "en.concepts": 'language = "en"\n[concepts]\ngrateful = "Ta"', "weights": ""}
    packs = load_packs(texts, weighed=weighed)
    (sentence,) = sentences("ta hello")
    learned = packs.languages["en"].learned()
    assert [weight(held) for held in learned.weighed(sentence)] == [1.0]
    assert packs.weights.words == 0.5
