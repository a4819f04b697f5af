"""How well mail by a writer is read of whom nothing was learned: `make crossed`.

Each writer in turn is held out: weights are learned from the sentences and mails of all others, and
the writer's mails are read with them. Beside it stands how mails are read that are kept apart: nothing is
ever learned from them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rules.model import Act
from rules.packs import Packs, load_packs
from rules.reading.signals import STRONG, read
from tests.learning.learn import MAILS, learn
from tests.learning.mails import learn_mails, mails, message_of
from tests.learning.written import KEPT, ORDINARY, labels, lines, writer_of
from worker.evaluate.labels import owner_of
from worker.packs import packs, shipped

ABOUT = frozenset(  # is a mail about an introduction at all?
    {Act.INTRODUCES, Act.ASKS_FOR_INTRODUCTION, Act.PROMISES_INTRODUCTION, Act.OPT_IN_QUESTION, Act.OPTS_IN}
    | {Act.ASKS_FOR_BLURB, Act.DECLINES, Act.REDIRECTS, Act.REPLIES_TO_INTRODUCTION, Act.REPORTS_OUTCOME}
)
Found = Counter[tuple[str, str]]
"""How often something was right, missed or false, by name and by which."""


def main() -> None:
    """Print precision, recall and F1 by act, by language and in all."""
    show("Each writer's mails, read by what all others taught", crossed())
    show("Mails that nothing was ever learned from", kept(KEPT))
    show("The ordinary mail of work and life, of which one in eight is about an introduction", kept(ORDINARY))


def crossed() -> Found:
    """How each writer's mails are read by the others."""
    found: Found = Counter()
    for writer in sorted({writer_of(label) for label in labels()}):
        others = without(writer)
        for label in labels():
            if writer_of(label) == writer:
                found.update(judged(label, acts_in(label, others)))
    return found


def kept(folder: Path) -> Found:
    """How the mails are read that are kept apart, by all that was learned."""
    return Counter(which for label in labels(folder) for which in judged(label, acts_in(label, packs())))


def show(what: str, found: Found) -> None:
    print(what)  # noqa: T201 - a command: what it says is its output
    for name in sorted({name for name, _ in found}):
        print(row(name, found))  # noqa: T201 - a command: what it says is its output


def without(writer: str) -> Packs:
    """The packs as they would be had a writer never written."""
    by_hand = _packs({})
    learned = learn([line for line in lines() if line.writer != writer], by_hand)
    weighed = {name: json.dumps(table) for name, table in learned.items()}
    whole = learn_mails(list(mails(_packs(weighed), but=writer)), _packs(weighed))
    return _packs({**weighed, MAILS: json.dumps(whole)})


def acts_in(label: Mapping[str, Any], packs: Packs) -> frozenset[Act]:
    """What is surely read in a labelled mail."""
    reading = read(message_of(label), owner=owner_of(label), packs=packs)
    return frozenset(s.act for s in reading.signals if s.writer is None and s.confidence >= STRONG)


def judged(label: Mapping[str, Any], acts: frozenset[Act]) -> Iterator[tuple[str, str]]:
    """What was right, missed and false of one mail, by act, and whether it is about an introduction."""
    wanted = frozenset(Act(name) for name in label["acts"] if name != "none")
    for act in wanted | acts:
        yield str(act), _which(act in wanted, found=act in acts)
    if (wanted | acts) & ABOUT:
        about = _which(bool(wanted & ABOUT), found=bool(acts & ABOUT))
        yield "ABOUT", about
        yield f"ABOUT {label['language']}", about


def _which(wanted: bool, *, found: bool) -> str:
    return "right" if wanted and found else "missed" if wanted else "false"


def row(name: str, found: Found) -> str:
    """Precision, recall and F1 of one name, and how often it stands in the labels."""
    right, missed, false = (found[name, which] for which in ("right", "missed", "false"))
    precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
    f1 = 2 * right / max(2 * right + missed + false, 1)
    return f"{name:<26}{precision:6.2f}{recall:6.2f}{f1:6.2f}{right + missed:6}"


def _packs(weighed: Mapping[str, str]) -> Packs:
    return load_packs(shipped(".toml"), weighed=weighed)


if __name__ == "__main__":
    main()
