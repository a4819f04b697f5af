"""`introloop demo`: the main job on a mailbox of invented people, in one command."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import click

from worker.cli.wired import call, iso, opened


@click.command()
@click.option("--now", "moment", callback=iso, metavar="ISO", help="Tell the story as of this moment.")
def demo(moment: datetime | None) -> None:
    """See it work: write a mailbox of invented people, read it, and print the digest.

    Nothing of yours is read, no server is asked, and nothing is sent.

    Example: introloop demo
    """
    state = call().state or Path(tempfile.mkdtemp(prefix="introloop-demo-"))
    call().state = state
    mails = _write(state, moment)
    click.echo(f"A mailbox of {mails} invented mails: {state / 'demo.mbox'}")
    _read(moment)
    _tell_what_next(state, moment)


def _write(state: Path, moment: datetime | None) -> int:
    from worker.demo import write_mailbox
    from worker.wiring import set_up_demo

    wired = set_up_demo(state)
    call().config = wired.config
    return write_mailbox(state / "demo.mbox", now=wired.moment(moment), calendar=wired.owner.calendar)


def _read(moment: datetime | None) -> None:
    from worker.cli.mailing import previewed
    from worker.cli.scanning import watched

    with opened() as (wired, store):
        report = watched(wired)
        click.echo(f"Read {report.looked_at}, left out {report.skipped} lists and circulars.\n")
        issue = previewed(wired, store, moment)
    if issue is None:
        click.echo("There is nothing to say.")
        return
    page = (call().state or Path()) / "digest.html"
    page.write_text(issue.html, "utf-8")
    click.echo(issue.text)
    click.echo(f"The same as a mail program shows it: {page}")


def _tell_what_next(state: Path, moment: datetime | None) -> None:
    now = f" --now {moment.isoformat()}" if moment else ""
    click.echo("\nWhat to type next:")
    click.echo(f"  introloop loops --state {state}{now}     every open loop, by whose turn it is")
    click.echo(f"  introloop show ID --state {state}{now}   one of them in full, with its drafts")
    click.echo("  introloop init     set it up for your own mailbox")
