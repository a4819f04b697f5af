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

    LABELS is a JSONL file: one message ("message") or story ("messages") a line.

    Example: introloop evaluate labels.jsonl --predictions said.jsonl
    """
    from worker.evaluate.labels import read_labels
    from worker.evaluate.predict import predict
    from worker.evaluate.score import score
    from worker.wiring import reader

    known = list(read_labels(labels))
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
