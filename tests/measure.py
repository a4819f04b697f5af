"""The figures on mail that is not ours to keep: `make measure CORPUS=DIR`.

DIR holds written/*.jsonl and enron/*.jsonl (labelled mail), score.py (which compares the labels with
what Introloop says of them), intents/*.txt (sentences that ask for something or do not), and
enron/mailboxes/*.mbox.xz (whole mailboxes, for speed and memory). Everything but single sentences is run as
a user runs it: by the command, in a process of its own.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.reading.requests import asks_for_something
from rules.sentences import sentences
from worker.packs import packs

INTROLOOP = (sys.executable, "-m", "worker")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of one core, and its peak of memory in MB."""

    seconds: float
    megabytes: float
    output: str


def main(corpus: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for labels in sorted([*corpus.glob("written/*.jsonl"), *corpus.glob("enron/*.jsonl")]):
        show(f"{labels.parent.name}/{labels.stem}", understanding(labels, corpus / "score.py", out))
    for labels in sorted(corpus.glob("intents/*.txt")):
        show(f"intents/{labels.stem}", asking(labels.read_text("latin-1").split("\n")))
    show("scan", speed(sorted(corpus.glob("enron/mailboxes/*.mbox.xz"))))


def show(title: str, rows: Iterator[tuple[str, str]]) -> None:
    print(title)  # noqa: T201 - a command: its output is what it is for
    for name, figures in rows:
        print(f"  {name:<38}{figures}", flush=True)  # noqa: T201


# ── What is understood ──────────────────────────────────────────────────────────────────────


def understanding(labels: Path, score: Path, out: Path) -> Iterator[tuple[str, str]]:
    """The scorer's figures for one file of labels; the predictions stay in `out`."""
    predictions = out / f"{labels.parent.name}-{labels.stem}.predictions.jsonl"
    run(*INTROLOOP, "evaluate", str(labels), "--predictions", str(predictions))
    scored = json.loads(run(sys.executable, str(score), str(labels), str(predictions), "--json").output)
    yield from flat(scored)


def flat(scored: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Nested figures as rows: a group's name is left out, a table of numbers becomes one line."""
    for name, value in scored.items():
        if not isinstance(value, dict):
            yield name, number(value)
        elif any(isinstance(inner, dict) for inner in value.values()):
            yield from flat(value)
        else:
            yield name, "  ".join(f"{key} {number(figure)}" for key, figure in value.items())


def number(value: float | None) -> str:
    return "    -" if value is None else f"{value:>5}" if isinstance(value, int) else f"{value:5.2f}"


def asking(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """How well it is told whether a sentence asks for something; a line is "Yes" or "No", a tab, English."""
    pack = packs().languages["en"]
    found: Counter[tuple[str, bool]] = Counter()
    for label, _, text in (line.partition("\t") for line in labels):
        found[label, any(asks_for_something(sentence, pack) for sentence in sentences(text))] += 1
    right, missed, false = found["Yes", True], found["Yes", False], found["No", True]
    precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
    f1 = 2 * right / max(2 * right + missed + false, 1)
    yield from flat({"asks something": {"precision": precision, "recall": recall, "f1": f1}})


# ── What it costs ───────────────────────────────────────────────────────────────────────────


def speed(mailboxes: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Each mailbox read from nothing into a fresh store, and all of them together."""
    total, seconds, peak = 0, 0.0, 0.0
    for mailbox in mailboxes:
        messages, cost = scan(mailbox)
        yield mailbox.name.removesuffix(".mbox.xz"), pace(messages, cost.seconds, cost.megabytes)
        total, seconds, peak = total + messages, seconds + cost.seconds, max(peak, cost.megabytes)
    yield "all", pace(total, seconds, peak)


def scan(mailbox: Path) -> tuple[int, Cost]:
    """How many messages were looked at, and what it cost, the start of the command included."""
    with tempfile.TemporaryDirectory() as state:
        whose = ("--mailbox", str(mailbox), "--identity", commonest_sender(mailbox))
        cost = run(*INTROLOOP, "scan", *whose, "--state", f"{state}/introloop")
    found = re.search(r"Looked at (\d+) messages", cost.output)
    return int(found[1]) if found else 0, cost


def pace(messages: int, seconds: float, megabytes: float) -> str:
    each = messages / seconds if seconds else 0
    return f"{messages:>6} messages {each:>6.0f} a second of one core {megabytes:>6.0f} MB at the peak"


def commonest_sender(mailbox: Path) -> str:
    """Whose mailbox it seems to be."""
    with lzma.open(mailbox) as lines:
        senders = Counter(
            found.group(1) for line in lines if (found := re.match(rb"From: .*?([^\s<]+@[^\s>]+)", line))
        )
    return senders.most_common(1)[0][0].decode("ascii", "replace")


def run(*command: str) -> Cost:
    """Run a command to its end; what it cost alone, without what was run before it."""
    with tempfile.TemporaryFile("w+") as output:
        child = subprocess.Popen(command, stdout=output, stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
        output.seek(0)
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output.read())


def paths(arguments: Sequence[str]) -> tuple[Path, Path]:
    if len(arguments) != 2 or not Path(arguments[0]).is_dir():
        raise SystemExit("usage: python -m tests.measure CORPUS OUT")
    return Path(arguments[0]), Path(arguments[1])


if __name__ == "__main__":
    main(*paths(sys.argv[1:]))
