"""`introloop report`: everything on one page, to look at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from worker.cli.browser import written
from worker.cli.wired import now_option, opened


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=Path("introloop-report.html"),
    show_default=True,
    metavar="FILE",
    help="Where to write the page.",
)
@now_option
def report(output: Path, moment: datetime | None) -> None:
    """Write a page to look at: who introduced whom, and how it went.

    It also shows how far introductions came, how long loops took to close, help both ways, whom to ask
    and who leads into your target companies. The page needs no network, and only you can read the file.

    Example: introloop report --output introductions.html
    """
    from worker.report import report as page

    with opened() as (wired, store):
        said, coverage = wired.review(store, moment), store.coverage()
    written(output, page(said, owner=wired.owner, coverage=coverage))
    click.echo(f"The report: {output.absolute()}")
