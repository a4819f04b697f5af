"""`introloop evaluate`: how well Introloop understands labelled mail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worker.evaluate.score import Row, Score


@click.command()
@click.argument("labels", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write what was said of each label here as well, one JSON object a line.",
)
def evaluate(labels: Path, predictions: Path | None) -> None:
    """Measure precision and recall on labelled mail.

    LABELS is a JSONL file. A line is one message with the acts in it, or a story: a mailbox with the cases
    that are open in it. rules/README.md, "Measure it", has all that a label may say, and a story.

    \b
    A message (on one line of the file):
    {"id": "1",
     "owner": {"addresses": ["me@example.com"], "name": "Mara Lind"},
     "message": {"message_id": "<1@example.org>",
                 "date": "2026-11-02T09:00:00+01:00",
                 "from": "Ines Roth <ines@example.org>",
                 "to": ["me@example.com"],
                 "subject": "Tomas",
                 "body": "Mara, I will ask Tomas whether he has time."},
     "acts": ["promises_introduction"]}

    What a label says nothing of is not measured; "acts": ["none"] says that there is none.

    Example: introloop evaluate labels.jsonl --predictions said.jsonl
    """
    from worker.evaluate.keys import unread
    from worker.evaluate.labels import read_labels
    from worker.evaluate.predict import predict
    from worker.evaluate.score import score
    from worker.wiring import reader

    known = list(read_labels(labels))
    for line in unread(known):
        click.echo(f"Not read: {line}.", err=True)
    read = reader()
    said = [predict(label, read=read) for label in known]
    if predictions:
        predictions.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in said), "utf-8")
    _print(score(known, said))


def _print(result: Score) -> None:
    for title, rows in (("What the mails do", result.acts), ("Open cases", result.cases)):
        if rows:
            click.echo(f"{title:<34}expected  found  right  precision  recall")
            click.echo("".join(f"{_line(row)}\n" for row in rows))
    if result.confusions:
        click.echo("Expected, but found instead (the 20 commonest)")
    for expected, found, times in result.confusions[:20]:
        click.echo(f"{times:>5}  {expected:<28}{found}")


def _line(row: Row) -> str:
    precision, recall = (f"{part:.2f}" if part is not None else "-" for part in (row.precision, row.recall))
    return f"  {row.name:<32}{row.expected:>8}{row.found:>7}{row.right:>7}{precision:>11}{recall:>8}"
