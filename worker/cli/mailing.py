"""`introloop digest` and `introloop run`: the mail to the owner, once or as a service."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.browser import PREVIEW, shown, written
from worker.cli.call import call
from worker.cli.wired import app, now_option, opened

if TYPE_CHECKING:
    from worker.digest import Digest
    from worker.ports import IntroloopError, Store
    from worker.wiring import App


@click.command()
@click.option("--preview", is_flag=True, help="Open it as a mail program shows it; send nothing.")
@click.option("--send", is_flag=True, help="Send it to you now; the weekly one comes all the same.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the HTML of the mail to this file.",
)
@now_option
def digest(preview: bool, send: bool, html: Path | None, moment: datetime | None) -> None:
    """Print the digest as it would be now, show it, or send it.

    \b
    Example: introloop digest --preview
    Example: introloop digest --html digest.html --as-of 2026-11-16
    Example: introloop digest --send
    """
    if send and (preview or moment):
        raise click.UsageError("--send sends what is true now; leave out --preview and --as-of.")
    with opened() as (wired, store):
        if send:
            _send(wired, store)
            return
        issue = previewed(wired, store, moment)
    if issue is None:
        click.echo("There is nothing to say: no mail would be sent.")
        return
    page = html or (_preview(wired) if preview else None)
    if page:
        written(page, issue.html)
    if preview and page and shown(page):
        click.echo(f"Opened in your browser: {page}")
        return
    click.echo(f"Subject: {issue.subject}\n\n{issue.text}")
    if page:
        click.echo(f"As a mail program shows it: {page}")


def _preview(wired: App) -> Path:
    """Where a page to look at lies: in the state directory, which only the owner can enter."""
    directory = wired.settings.store.directory or Path(tempfile.mkdtemp(prefix="introloop-"))
    return directory / PREVIEW


def previewed(wired: App, store: Store, moment: datetime | None) -> Digest | None:
    """The weekly issue as of a moment, or of now."""
    from rules.due import period
    from worker.ports import WEEKLY

    desk, now = wired.desk(store), wired.moment(moment)
    return desk.write(desk.issue(WEEKLY, period(now, wired.owner.calendar), now=now, due=now))


def _send(wired: App, store: Store) -> None:
    from worker.jobs.digest import send_asked
    from worker.jobs.post import Posted

    with wired.at_work("digest --send"):
        posted = send_asked(wired.post(store))
    said = {
        Posted.SENT: f"Sent to {wired.desk(store).to}.",
        Posted.NOTHING_TO_SAY: "There is nothing to say: nothing was sent.",
        Posted.IN_DOUBT: "The server did not say whether it took the mail; look into your mailbox.",
    }
    click.echo(said.get(posted, f"Not sent: {posted}."))


@click.command()
def run() -> None:
    """Stay and work: scan, and send the digest when it is due.

    Until told to stop by Ctrl-C or SIGTERM. What goes wrong is said in a terminal in words; everything else
    that it says is its log.

    Example: introloop run --config ~/.config/introloop/config.toml
    """
    from worker.wiring.service import serve

    wired = app()
    if wired.settings.smtp is None and sys.stderr.isatty():
        click.echo(f"{wired.config} has no [smtp]: mail is read, and nothing is sent to you.", err=True)
    serve(wired, tell=_say)


def _say(error: IntroloopError) -> None:
    """In a terminal alone: a log holds no text of an error, which may name anybody."""
    if sys.stderr.isatty():
        click.echo(f"{error}\n{call().repeated(error.advice)}".rstrip(), err=True)
