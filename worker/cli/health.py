"""`introloop status`: is all well?"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from worker.cli.wired import opened, where

if TYPE_CHECKING:
    from worker.jobs.health import Health
    from worker.ports import FolderCoverage

_WORDS = {0: "All is well.", 1: "It works, with something to look at:", 2: "It does not work:"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say whether all is well: what was read, what could not be.

    Leaves with 0 when all is well, 1 when something wants a look, 2 when it does not work.

    Example: introloop status --json
    """
    from worker.jobs.health import health, health_json

    with opened() as (wired, store):
        signing_in, resting = wired.sign_ins_needed(), wired.resting(store)
        said = health(store, now=wired.moment(), sign_ins=signing_in, resting=resting)
    if as_json:
        import json

        click.echo(json.dumps(health_json(said), ensure_ascii=False, indent=1))
    else:
        _print(said, zone=wired.owner.calendar.zone)
    context.exit(int(said.level))


def _print(said: Health, *, zone: tzinfo) -> None:
    from worker.cli.terminal import Screen

    screen = Screen()
    screen.line(_WORDS[said.level])
    for complaint in said.complaints:
        screen.line(complaint, indent=2)
    screen.line()
    rows = [
        (
            folder.account,
            folder.folder,
            folder.role,
            _to_its_end(folder, zone),
            str(folder.read),
            folder.problem,
        )
        for folder in said.coverage.folders
    ]
    if rows:
        screen.table(("account", "folder", "role", "read to its end", "messages", "problem"), rows)
        screen.line(
            f"introloop check{where()} asks the server, and names the folders that are not read.", fold=False
        )
    if said.coverage.since:
        screen.line(f"Mail from before {_moment(said.coverage.since, zone)} is still being read.")
    for waits in said.resting:
        screen.line(f"{waits[0].upper()}{waits[1:]}.")
    for one in said.quarantined[:20]:
        screen.line(f"not read: {one.account} {one.folder} UID {one.uid}: {one.reason}", indent=2)
    screen.line(f"Last digest sent: {_moment(said.last_digest, zone)}.")


def _to_its_end(folder: FolderCoverage, zone: tzinfo) -> str:
    """When, unless older mail is still to be read; a UID below what was read may be that of no message."""
    return f"not yet, up to {folder.left} left" if folder.left else _moment(folder.complete, zone)


def _moment(at: datetime | None, zone: tzinfo) -> str:
    """In the owner's zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "never"
