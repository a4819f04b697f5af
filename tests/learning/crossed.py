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
from rules.packs import Packs
from rules.reading.scoring import OF_INTRODUCTIONS
from rules.reading.signals import STRONG, read
from tests.learning.learn import MAILS, WHOLE, packs_of, rows, taught, writers
from tests.learning.mails import message_of
from tests.learning.whole import learn_whole
from tests.learning.written import KEPT, ORDINARY, labels, writer_of
from worker.evaluate.labels import owner_of
from worker.packs import packs

ABOUT = OF_INTRODUCTIONS  # is a mail about an introduction at all?
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
    others = {writer: taught(but=writer) for writer in writers()}
    known = [row for writer, texts in others.items() for row in rows(writer, texts)]
    for writer, texts in others.items():
        whole = learn_whole(row for row in known if row.writer != writer)
        packs = packs_of({**texts, MAILS: json.dumps({**json.loads(texts[MAILS]), WHOLE: whole})})
        for label in labels():
            if writer_of(label) == writer:
                found.update(judged(label, acts_in(label, packs)))
    return found


def kept(folder: Path) -> Found:
    """How the mails are read that are kept apart, by all that was learned."""
    return Counter(which for label in labels(folder) for which in judged(label, acts_in(label, packs())))


def show(what: str, found: Found) -> None:
    print(what)  # noqa: T201 - a command: what it says is its output
    for name in sorted({name for name, _ in found}):
        print(row(name, found))  # noqa: T201 - a command: what it says is its output


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


if __name__ == "__main__":
    main()
