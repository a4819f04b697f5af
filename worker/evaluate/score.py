"""Labels and predictions compared: precision, recall, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from worker.letter import Label

# Labels of older mail name an act coarsely; both sides are compared by the coarse name.
_COARSE = {
    "asks_favour": "favour",
    "gives_favour": "favour",
    "proposes_times": "meeting",
    "confirms_meeting": "meeting",
    "reschedules": "meeting",
}
_NOTHING = "none"
_UNASKED = frozenset({"update", "reconnect"})  # nobody's open loop, where a label does not ask for them

Pair = tuple[frozenset[str], frozenset[str]]
"""What was expected of one message or case, and what was found."""


@dataclass(frozen=True, slots=True)
class Row:
    """How often a thing was expected, found, and both."""

    name: str
    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """The part of the found that is right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The part of the expected that was found; None where nothing was expected."""
        return self.right / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Score:
    """Rows by act and by case, and the confusions (expected, found, how often), the commonest first."""

    acts: tuple[Row, ...]
    cases: tuple[Row, ...]
    confusions: tuple[tuple[str, str, int], ...]


def score(labels: Sequence[Label], predictions: Sequence[Label]) -> Score:
    """Compare each label with the prediction of the same id; a missing one counts as empty.

    What a label says nothing of (no `acts`, no `expect`) is not measured: it is not known, and not nothing.
    """
    said = {prediction["id"]: prediction for prediction in predictions}
    acts = [pair for label in labels for pair in _act_pairs(label, said.get(label["id"]) or {})]
    stories = [(label, said.get(label["id"]) or {}) for label in labels if label.get("expect")]
    cases = [pair for label, prediction in stories for pair in _case_pairs(label, prediction)]
    return Score(_rows(acts), _rows(cases), _confusions(acts + cases))


def _act_pairs(label: Label, prediction: Label) -> Iterable[Pair]:
    if "message" in label:
        if label.get("acts") is not None:
            yield _acts(label["acts"]), _acts(prediction.get("acts"))
        return
    found = prediction.get("acts") or {}
    for message in label["messages"]:
        if message.get("acts") is not None:
            yield _acts(message["acts"]), _acts(found.get(message["message_id"]))


def _acts(acts: Iterable[str] | None) -> frozenset[str]:
    return frozenset(_COARSE.get(act, act) for act in acts or ()) - {_NOTHING}


def _case_pairs(label: Label, prediction: Label) -> Iterable[Pair]:
    """Open cases of a story, matched by the persons they share."""
    wanted = label["expect"].get("cases", ())
    left_out = _UNASKED - {case["kind"] for case in wanted}
    found = (prediction.get("review") or {}).get("cases", ())
    pool = [case for case in found if case["turn"] != "closed" and case["kind"] not in left_out]
    for expected in wanted:
        best = max(pool, key=lambda case: len(_people(case) & _people(expected)), default=None)
        if best is None or not _people(best) & _people(expected):
            yield _case(expected), frozenset()
            continue
        pool.remove(best)
        yield _case(_settled(expected, best)), _case(best)
    for case in pool:
        yield frozenset(), _case(case)


def _people(case: Label) -> frozenset[str]:
    named = [case.get(role) for role in ("awaiting", "introducer", "requester", "helper")]
    return frozenset(str(who).lower() for who in (*named, *(case.get("targets") or ())) if who)


def _settled(expected: Label, found: Label) -> Label:
    """The expected case with what was found in the place of what is equally right: `state_also`, `also`."""
    words = {
        name: found[name]
        for name in ("kind", "state", "turn")
        if found[name] in (expected.get(f"{name}_also") or ())
    }
    whats = {duty["what"] for duty in found.get("duties", ())}
    duties = [
        {**duty, "what": next((w for w in duty.get("also") or () if w in whats), duty["what"])}
        for duty in expected.get("duties", ())
    ]
    return {**expected, **words, "duties": duties}


def _case(case: Label) -> frozenset[str]:
    duties = (f"duty {duty['what']}" for duty in case.get("duties", ()) if not duty.get("optional"))
    return frozenset({f"kind {case['kind']}", f"state {case['state']}", f"turn {case['turn']}", *duties})


def _rows(pairs: Sequence[Pair]) -> tuple[Row, ...]:
    """One row for "any at all", then one a name, in the order of the alphabet."""
    names = sorted({name for expected, found in pairs for name in expected | found})
    everything = Row(
        "any",
        sum(1 for expected, _ in pairs if expected),
        sum(1 for _, found in pairs if found),
        sum(1 for expected, found in pairs if expected and found),
    )
    return (everything, *(_row(name, pairs) for name in names)) if pairs else ()


def _row(name: str, pairs: Sequence[Pair]) -> Row:
    return Row(
        name,
        sum(name in expected for expected, _ in pairs),
        sum(name in found for _, found in pairs),
        sum(name in expected & found for expected, found in pairs),
    )


def _confusions(pairs: Sequence[Pair]) -> tuple[tuple[str, str, int], ...]:
    """Each expected thing that was missed, beside each wrong one found in its place."""
    counted: Counter[tuple[str, str]] = Counter()
    for expected, found in pairs:
        for missed in expected - found or {_NOTHING}:
            counted.update((missed, wrong) for wrong in found - expected or {_NOTHING})
    counted.pop((_NOTHING, _NOTHING), None)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple((expected, found, times) for (expected, found), times in ordered)
