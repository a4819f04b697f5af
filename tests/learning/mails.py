"""Learns how evidence is combined in a whole mail, from the labelled mails here (part of `make learn`).

Where an act starts and what a mail's shape adds is set by hand (`rules/packs/weights.toml`). What is learned
are corrections to it, held small, and what the sentences that lean furthest count: for each act one logistic
regression that starts from what the hand-set weights say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from scipy.optimize import minimize

from rules.model import Act, Message, Owner
from rules.packs import Packs
from rules.reading.scoring import SPEAKS, counted, evidence
from rules.reading.signals import features_of, new_text, quoted_signals
from tests.builders import owner
from tests.learning.written import labels, writer_of
from tests.rules.packs import test_de, test_en, test_es, test_fr, test_it, test_nl, test_pt
from tests.rules.packs.mails import ABOUT_INTRODUCTIONS, Row, written
from tests.rules.packs.mails import acts as row_acts
from worker.evaluate.labels import owner_of
from worker.letter import letter
from worker.mime import read_header, read_message

Label = Mapping[str, Any]
Numbers = Any  # an array of numbers; numpy's stubs say no more that would help here

WORDS = 1.2  # what hand-set weights and phrases count beside what is learned
_LEANS = 2  # sentences whose lean is weighed
_HOLD = 1.0, 3.0, 30.0  # what holds small the leans, the shape, and what an answer's question says of it
_SHORT_COUNT = 5  # times that a short answer counts: there are few, and it hangs on them alone
_EXAMPLES = 8  # mails of an act from which it can be learned


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as numbers: by act what hand-set weights say and how its sentences lean, and its shape."""

    acts: frozenset[Act]
    unsaid: frozenset[Act]  # acts it may do or not: nobody has judged
    by_hand: Mapping[Act, float]
    leans: Mapping[Act, tuple[float, ...]]
    shape: Mapping[str, float]


def learn_mails(mails: Sequence[Mail], packs: Packs) -> dict[str, Any]:
    """The corrections, as `rules.packs.Weights.corrected` reads them."""
    names = sorted({name for mail in mails for name in mail.shape})
    acts = {}
    for act in packs.weights.bias:
        if sum(act in mail.acts for mail in mails) >= _EXAMPLES:
            bias, *added = fitted(mails, act, names)
            moved = dict(zip(names, added[_LEANS:], strict=True))
            acts[str(act)] = {
                "bias": round(bias, 2),
                "leans": [round(count, 2) for count in added[:_LEANS]],
                "shape": {name: round(by, 2) for name, by in moved.items() if abs(by) >= 0.05},
            }
    return {"words": WORDS, "acts": acts}


def fitted(mails: Sequence[Mail], act: Act, names: Sequence[str]) -> list[float]:
    """Bias, leans and shape that tell an act's mails from all others, on top of what is set by hand."""
    mails = [mail for mail in mails if act not in mail.unsaid]
    rows = numpy.array([row(mail, act, names) for mail in mails])
    start = numpy.array([mail.by_hand[act] for mail in mails])
    sign = numpy.array([1.0 if act in mail.acts else -1.0 for mail in mails])
    shapes = [_HOLD[2 if name.startswith("answers") else 1] for name in names]
    hold = numpy.array([_HOLD[0]] * _LEANS + shapes)

    def loss(at: Numbers) -> tuple[float, Numbers]:
        margin = sign * (start + at[0] + rows @ at[1:])
        slope = -sign / (1 + numpy.exp(margin))
        held = hold * at[1:]
        value = numpy.logaddexp(0, -margin).sum() + 0.5 * (held * at[1:]).sum()
        return float(value), numpy.concatenate([[slope.sum()], rows.T @ slope + held])

    found = minimize(loss, numpy.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return [float(number) for number in found]


def row(mail: Mail, act: Act, names: Sequence[str]) -> list[float]:
    """The numbers of one mail for one act: its leans, then its shape."""
    return [*mail.leans[act], *(mail.shape.get(name, 0.0) for name in names)]


def mails(packs: Packs, *, but: str = "") -> Iterator[Mail]:
    """The labelled mails here `but` those of a writer, and the rows that test the packs.

    Of such a row only some acts are judged.
    """
    for label in (label for label in labels() if writer_of(label) != but):
        does = frozenset(Act(name) for name in label["acts"] if name != "none")
        mail = mail_of(message_of(label), owner_of(label), packs, acts=does)
        yield from [mail] * (_SHORT_COUNT if writer_of(label) == "short" else 1)
    for row in _rows():
        does, may = (frozenset(act for act, _ in row_acts(text)) for text in (row.does, row.may))
        unsaid = may | (frozenset(Act) - ABOUT_INTRODUCTIONS - does if does else frozenset())
        yield mail_of(written(row).message, owner(), packs, acts=does, unsaid=unsaid)


def _rows() -> Iterator[Row]:
    for module in (test_de, test_en, test_es, test_fr, test_it, test_nl, test_pt):
        for value in vars(module).values():
            if isinstance(value, tuple):
                yield from (row for row in value if isinstance(row, Row))


def mail_of(
    message: Message,
    whose: Owner,
    packs: Packs,
    *,
    acts: frozenset[Act],
    unsaid: frozenset[Act] = frozenset(),
) -> Mail:
    """A mail as numbers, read as the rules read it."""
    read = new_text(message, owner=whose, packs=packs)
    quoted = tuple(quoted_signals(message, whose, packs))
    features = features_of(read, quoted)
    said = counted(read.sentences, read.entries, features)
    told = {on.act: on.words for on in evidence(said, {}, packs.weights)}
    by_hand, leans = {}, {}
    for act, bias in packs.weights.bias.items():
        table = packs.weights.shape[act]
        added = sum(value * table.get(name, 0.0) for name, value in features.items())
        words = told.get(act, 0.0)
        by_hand[act] = WORDS * (bias + added + words)
        leaning = [lean.log_odds - SPEAKS for lean in read.leans.get(act, ())]
        leans[act] = tuple((leaning + [0.0] * _LEANS)[:_LEANS])
        if words <= 0 and not leans[act][0]:  # nothing speaks: the rules do not ask what was learned
            unsaid |= {act}
    return Mail(acts, unsaid, by_hand, leans, features)


def message_of(label: Label) -> Message:
    """A labelled mail, parsed."""
    content = letter(label["message"])
    return read_message(content, header=read_header(content, arrived=None), arrived=None)
