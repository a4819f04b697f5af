"""The sentences and mails here can be learned from, and the script does learn from them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from rules.learned import Label, label_of
from rules.model import Act
from rules.rows import columns, row, weight
from rules.sentences import MOST_WORDS
from tests.learning.learn import HERE, SHARED, labels_of, learn, shows, tells
from tests.learning.mails import Mail, learn_mails
from tests.learning.written import KEPT, ORDINARY, Line, labels, lines, writer_of
from worker.packs import packs

A_FEW_WORDS = 4  # are said alike by everybody
HAND_OFF, TWO_SIDED, THANKS = (label_of(t) for t in ("introduces:hand_off", "introduces:two_sided", "thanks"))


def line(text: str, *does: Label) -> Line:
    return Line("en", "z", text, frozenset(does))


def test_every_language_has_sentences_of_every_act_that_a_person_writes() -> None:
    found = Counter((written.language, label.act) for written in lines() for label in written.does)
    rare = {Act.BOUNCE, Act.APPLICATION_ACK, Act.AUTO_REPLY, Act.ASKS_FOR_BLURB}
    assert {
        (language, act)
        for language in packs().languages
        for act in Act
        if found[language, act] < (5 if act in rare else 15)
    } == set()


def test_no_sentence_is_told_twice() -> None:
    told = Counter((w.language, w.text) for w in lines() if len(w.text.split()) > A_FEW_WORDS)
    assert [text for text, times in told.items() if times > 1] == []


def test_every_mail_has_its_labels() -> None:
    assert all({Act(act) for act in label["acts"] if act != "none"} <= set(Act) for label in labels())
    assert len({label["id"] for label in labels()}) > 500


@pytest.mark.parametrize(("folder", "count"), [(KEPT, 50), (ORDINARY, 500)])
def test_nothing_is_learned_from_the_mails_that_are_kept_apart(folder: Path, count: int) -> None:
    apart = list(labels(folder))
    assert {writer_of(label) for label in apart}.isdisjoint(
        {writer_of(label) for label in labels()} | {line.writer for line in lines()}
    )
    assert all({Act(act) for act in label["acts"] if act != "none"} <= set(Act) for label in apart)
    assert len(apart) > count


def test_a_wrong_heading_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "en-z.txt").write_text("# English\n[thanks]\nThank you.\n[dances]\n")
    with pytest.raises(ValueError, match=r"en-z.txt line 4: 'dances'"):
        list(lines(tmp_path))


def test_words_and_concepts_that_tell_an_act_get_weight() -> None:
    told = [line(f"I told him about you and your {what}.", HAND_OFF) for what in WHAT]
    dull = [line(f"The {what} is late again.") for what in WHAT]
    tables = learn([*told, *dull], packs())
    assert tables["en"]["parts"]["introduces"]["told"] > 0.1
    assert tables[SHARED]["parts"]["introduces:hand_off"]["tell third_object"] > 0.1
    assert tables["en"]["parts"]["introduces"]["late"] < -0.05


def test_a_form_is_told_from_other_acts_and_not_from_its_siblings() -> None:
    assert tells(line("x", HAND_OFF), HAND_OFF)
    assert not tells(line("x", TWO_SIDED), HAND_OFF)
    assert tells(line("x", THANKS), HAND_OFF)
    assert tells(line("x", HAND_OFF), Label(Act.INTRODUCES))
    assert shows(line("x", HAND_OFF), Label(Act.INTRODUCES))
    assert not shows(line("x", HAND_OFF), TWO_SIDED)


def test_a_label_with_few_lines_is_not_learned() -> None:
    assert labels_of([line("x", THANKS)] * 11) == []
    assert labels_of([line("x", HAND_OFF)] * 12) == [Label(Act.INTRODUCES), HAND_OFF]


def test_a_mails_shape_and_leaning_sentences_get_what_they_count() -> None:
    acts = packs().weights.bias
    does = [mail({Act.THANKS}, 2.0, {"short": 1.0}, acts) for _ in range(20)]
    dull = [mail(set(), -3.0, {"long": 1.0}, acts) for _ in range(20)]
    learned = learn_mails([*does, *dull], packs())["acts"]["thanks"]
    assert learned["leans"][0] > 0.1
    assert learned["shape"]["short"] > 0 > learned["shape"]["long"]


def test_what_nobody_has_judged_teaches_nothing() -> None:
    acts = packs().weights.bias
    does = [mail({Act.THANKS}, 2.0, {"short": 1.0}, acts) for _ in range(20)]
    unsaid = [mail(set(), 2.0, {"short": 1.0}, acts, unsaid={Act.THANKS}) for _ in range(99)]
    alone, beside = (learn_mails(mails, packs())["acts"]["thanks"] for mails in (does, [*does, *unsaid]))
    assert alone == beside


def mail(
    does: set[Act], lean: float, shape: dict[str, float], acts: object, *, unsaid: set[Act] | None = None
) -> Mail:
    by_hand = dict.fromkeys(Act, -1.0)
    leans = dict.fromkeys(Act, (lean, 0.0))
    return Mail(frozenset(does), frozenset(unsaid or ()), by_hand, leans, shape)


WHAT = [f"{thing}{number}" for thing in ("boat", "garden", "paper", "kiln") for number in range(4)]


def test_no_sentence_can_hold_so_much_that_a_row_runs_over() -> None:
    held = 0.0
    shared = json.loads((HERE / f"{SHARED}.json").read_text("utf-8"))
    for language in packs().languages:
        own = json.loads((HERE / f"{language}.json").read_text("utf-8"))
        for label in shared["bias"]:
            words = sorted(map(abs, own["parts"].get(label, {}).values()))[-4 * (MOST_WORDS + 2) :]
            concepts = sorted(map(abs, shared["parts"].get(label, {}).values()))[-6 * MOST_WORDS :]
            held = max(held, abs(shared["bias"][label]) + sum(words) + sum(concepts))
    (least,) = columns(row({0: -held}), 1)
    (most,) = columns(row({0: held}), 1)
    assert weight(least) == pytest.approx(-held, abs=0.02)
    assert weight(most) == pytest.approx(held, abs=0.02)
