"""`introloop demo`: the main job on a mailbox of invented people, in one command."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.browser import DEMO, written
from worker.cli.call import call
from worker.cli.mailing import previewed
from worker.cli.scanning import watched
from worker.cli.wired import iso

if TYPE_CHECKING:
    from worker.digest import Digest
    from worker.wiring import App


@click.command()
@click.option(
    "--now", "--as-of", "moment", callback=iso, metavar="ISO", help="Tell the story as of this moment."
)
def demo(moment: datetime | None) -> None:
    """See it work on a mailbox of invented people.

    The mailbox is written, read, and its digest printed. Nothing of yours is read, no server is asked,
    and nothing is sent.

    Example: introloop demo
    """
    state = call().state or Path(tempfile.mkdtemp(prefix="introloop-demo-"))
    wired = _written(state, moment)
    with closing(wired.store()) as store:
        report = watched(wired)
        click.echo(f"Read {report.looked_at}, left out {report.skipped} lists and circulars.\n")
        _print(previewed(wired, store, moment), page=state / DEMO)
    _tell_what_next(state, moment)


def _written(state: Path, moment: datetime | None) -> App:
    from worker.demo import write_mailbox
    from worker.wiring import set_up_demo

    wired = set_up_demo(state, moment)
    mails = write_mailbox(state / "demo.mbox", now=wired.moment(), calendar=wired.owner.calendar)
    click.echo(f"A mailbox of {mails} invented mails: {state / 'demo.mbox'}")
    return wired


def _print(issue: Digest | None, *, page: Path) -> None:
    if issue is None:
        click.echo("There is nothing to say.")
        return
    written(page, issue.html)
    click.echo(issue.text)
    click.echo(f"The same as a mail program shows it: {page}")


def _tell_what_next(state: Path, moment: datetime | None) -> None:
    from worker.places import as_named

    then = f" --now {moment.isoformat()}" if moment else ""
    called = sys.argv[0] if sys.argv[0].endswith("/introloop") else "introloop"
    program = "introloop" if shutil.which("introloop") else shlex.quote(called)  # of the .venv, perhaps
    there = f"{program}{as_named(None, state)}"
    click.echo("\nWhat to type next:")
    click.echo(f"  {there} loops{then}    lists every open loop, by whose turn it is")
    click.echo(f"  {there} show ID{then}    shows one of them in full")
    click.echo(f"  {program} init    sets it up for your own mailbox")
