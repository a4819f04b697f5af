"""`introloop status`: is all well?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from worker.cli.call import call

if TYPE_CHECKING:
    from worker.jobs.health import Health, Standing

_WORDS = {0: "All is well.", 1: "It works, with something to look at:", 2: "It does not work:"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say whether all is well: what was read, what could not be.

    Leaves with 0 when all is well, 1 when something wants a look, 2 when it does not work: the mailbox was
    never read to its end, nothing was read for three days, or for one day because each try was refused, or
    you have to sign in.

    Example: introloop status --json
    """
    from worker.jobs.health import health_json, judged

    known, zone = _kept() or _found()
    said = judged(known, now=datetime.now(zone))
    if as_json:
        import json

        click.echo(json.dumps(health_json(said), ensure_ascii=False, indent=1))
    else:
        _print(said, zone=zone)
    context.exit(int(said.level))


def _kept() -> tuple[Standing, tzinfo] | None:
    """What was found before, where it still holds: nothing heavy is imported, and no store is opened."""
    from worker.jobs.health import Standing
    from worker.kept import kept
    from worker.places import config_for, directory_of

    try:
        config = config_for(call().config, call().state).absolute()
        directory = call().state or directory_of(config)
        held = kept(directory, config=config) if directory else None
        return (Standing(**held["standing"]), ZoneInfo(held["zone"])) if held else None
    except Exception:  # whatever is wrong is told by who looks at all of it
        return None


def _found() -> tuple[Standing, tzinfo]:
    """What the store and the sign-ins say, kept for the next who asks."""
    from worker.cli.wired import opened
    from worker.wiring.standing import standing_kept

    with opened() as (wired, store):
        known = wired.standing(store)
    if kept := standing_kept(wired):
        kept.refresh()
    return known, wired.owner.calendar.zone


def _print(said: Health, *, zone: tzinfo) -> None:
    from worker.cli.terminal import Screen

    screen, known = Screen(), said.standing
    screen.line(_WORDS[said.level])
    for complaint in said.complaints:
        screen.line(call().repeated(complaint), indent=2, fold="introloop " not in complaint)
    screen.line()
    if rows := [_row(folder, zone) for folder in known.coverage["folders"]]:
        screen.table(("account", "folder", "role", "read to its end", "messages", ""), rows)
        asks = "introloop check asks the server, and names the folders that are not read."
        screen.line(call().repeated(asks), fold=False)
    if since := known.coverage["since"]:
        screen.line(f"Mail from before {_moment(since, zone)} is still being read.")
    for waits in said.resting:
        screen.line(f"{waits[0].upper()}{waits[1:]}.")
    for one in known.quarantined[:20]:
        screen.line(f"not read: {one['account']} {one['folder']} UID {one['uid']}: {one['reason']}", indent=2)
    screen.line(f"Last digest sent: {_moment(known.last_digest, zone)}.")


def _row(folder: Mapping[str, Any], zone: tzinfo) -> tuple[str, ...]:
    """When it was read to its end, unless older mail is left; a UID below what was read may be that of no
    message."""
    left = folder["left"]
    to_its_end = f"not yet, up to {left} left" if left else _moment(folder["complete"], zone)
    told = (folder[name] for name in ("account", "folder", "role"))
    return (*told, to_its_end, str(folder["read"]), "not read now" if folder["problem"] else "")


def _moment(at: str | None, zone: tzinfo) -> str:
    """In the owner's zone."""
    from worker.jobs.health import instant

    known = instant(at)
    return f"{known.astimezone(zone):%Y-%m-%d %H:%M}" if known else "never"
