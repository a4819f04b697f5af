"""How labels and predictions are compared."""

from __future__ import annotations

from typing import Any

from worker.evaluate.score import Row, score

ME = {"turn": "me", "kind": "made_for_me", "state": "MADE", "targets": ["tomas@nordvik.example"]}


def message(name: str, *acts: str) -> dict[str, Any]:
    return {"id": name, "message": {}, "acts": list(acts)}


def said(name: str, *acts: str) -> dict[str, Any]:
    return {"id": name, "acts": list(acts)}


def story(*cases: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "s",
        "messages": [{"message_id": "<1@h.example>", "acts": ["introduces"]}],
        "expect": {"cases": list(cases)},
    }


def found(*cases: dict[str, Any]) -> dict[str, Any]:
    return {"id": "s", "review": {"cases": list(cases)}, "acts": {"<1@h.example>": ["introduces"]}}


def row(rows: tuple[Row, ...], name: str) -> tuple[int, int, int]:
    one = next(row for row in rows if row.name == name)
    return one.expected, one.found, one.right


def test_precision_and_recall_are_counted_for_each_act() -> None:
    labels = [message("a", "introduces"), message("b", "introduces"), message("c", "none")]
    result = score(labels, [said("a", "introduces"), said("b", "thanks"), said("c", "introduces")])

    assert row(result.acts, "introduces") == (2, 2, 1)
    assert row(result.acts, "any") == (2, 3, 2)
    introduces = next(one for one in result.acts if one.name == "introduces")
    assert (introduces.precision, introduces.recall) == (0.5, 0.5)


def test_what_was_never_found_has_no_precision_and_what_was_never_expected_no_recall() -> None:
    result = score([message("a", "introduces")], [said("a", "thanks")])
    rows = {one.name: one for one in result.acts}

    assert (rows["introduces"].precision, rows["thanks"].recall) == (None, None)


def test_a_missing_prediction_counts_as_an_empty_one() -> None:
    result = score([message("a", "introduces")], [])

    assert row(result.acts, "introduces") == (1, 0, 0)
    assert result.confusions == (("introduces", "none", 1),)


def test_a_coarse_label_is_met_by_any_of_its_acts() -> None:
    assert row(score([message("a", "favour")], [said("a", "gives_favour")]).acts, "favour") == (1, 1, 1)


def test_confusions_say_what_was_taken_for_what_the_commonest_first() -> None:
    labels = [message(name, "introduces") for name in "ab"] + [message("c", "none")]
    result = score(labels, [said("a", "redirects"), said("b", "redirects"), said("c", "thanks")])

    assert result.confusions == (("introduces", "redirects", 2), ("none", "thanks", 1))


def test_a_case_is_matched_by_its_people_and_compared_by_kind_state_turn_and_duties() -> None:
    expected = {**ME, "duties": [{"what": "reply"}, {"what": "thank", "optional": True}]}
    result = score([story(expected)], [found({**ME, "state": "REPLIED", "duties": [{"what": "reply"}]})])

    assert row(result.cases, "any") == (1, 1, 1)
    assert row(result.cases, "kind made_for_me") == (1, 1, 1)
    assert row(result.cases, "duty reply") == (1, 1, 1)
    assert ("state MADE", "state REPLIED", 1) in result.confusions


def test_a_case_of_other_people_is_one_missed_and_one_too_many() -> None:
    result = score([story(ME)], [found({**ME, "targets": ["noor@haddad.example"]})])

    assert row(result.cases, "any") == (1, 1, 0)


def test_closed_cases_and_reconnects_are_not_open_ones() -> None:
    result = score([story()], [found({**ME, "turn": "closed"}, {**ME, "kind": "reconnect"})])

    assert result.cases == ()
    assert row(result.acts, "introduces") == (1, 1, 1)


def test_what_a_label_calls_equally_right_is_right() -> None:
    expected = {
        **ME,
        "state_also": ["TARGET_WROTE"],
        "duties": [{"what": "report", "also": ["thank"]}, {"what": "reply", "also": ["answer"]}],
    }
    got = {**ME, "state": "TARGET_WROTE", "duties": [{"what": "thank"}, {"what": "reply"}]}
    result = score([story(expected)], [found(got)])

    assert row(result.cases, "state TARGET_WROTE") == (1, 1, 1)
    assert (row(result.cases, "duty thank"), row(result.cases, "duty reply")) == ((1, 1, 1), (1, 1, 1))
    assert result.confusions == ()


def test_an_update_counts_where_a_label_asks_for_one() -> None:
    update = {**ME, "kind": "update", "state": "OPEN", "targets": [], "helper": "ines@harbour.example"}

    assert row(score([story(update)], [found(update)]).cases, "kind update") == (1, 1, 1)
