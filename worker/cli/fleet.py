"""`introloop fleet`: many mailboxes in one database, and the workers that look after them."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, TypeVar

import click

from worker.cli.failing import FAILURE

if TYPE_CHECKING:
    from worker.wiring.fleet import Fleets

Command = TypeVar("Command", bound=Callable[..., Any])

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}")
PATIENCE = 600.0  # seconds that a removal waits for turns in hand
GRACE = 1.5  # seconds that a stop waits for them: each step of a scan commits by itself


@click.group()
def fleet() -> None:
    """Look after many mailboxes in one PostgreSQL database.

    \b
    Example: export INTROLOOP_DATABASE=postgresql://introloop@db.example/introloop
    Example: introloop fleet add mara.toml ines.toml
    Example: introloop fleet work
    """


def database_option(command: Command) -> Command:
    """--database URL, or $INTROLOOP_DATABASE."""
    said = "The database of the fleet, e.g. postgresql://introloop@db.example/introloop."
    option = click.option(
        "--database", required=True, envvar="INTROLOOP_DATABASE", show_envvar=True, metavar="URL", help=said
    )
    return option(command)


def _opened(url: str) -> AbstractContextManager[Fleets]:
    from worker.wiring.fleet import open_fleet

    return open_fleet(url)


@fleet.command()
@database_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--name", default="", metavar="NAME", help="What to call a single member; else the file's name."
)
def add(database: str, files: tuple[Path, ...], name: str) -> None:
    """Take in owners, each by their config.toml; of one who is there, take the changed settings.

    The text is kept in the database, so that every worker knows it. It holds no secret: the place of a
    password, as the file names it, must be the same on every machine that works. A member is called as
    owner in [store] says, else as the file is; with that owner and the url of the database in [store], every
    other command of Introloop works for the member too.

    \b
    Example: introloop fleet add mara.toml
    Example: introloop fleet add members/*.toml
    """
    from worker.wiring.fleet import read_member

    if name and len(files) > 1:
        raise click.UsageError("--name is for a single file.")
    members = [read_member(file, name=name) for file in files]  # all mistakes before anything is kept
    for member in members:
        _refuse_odd_name(member.name)
    with _opened(database) as fleets:
        new = sum(fleets.add(member) for member in members)
    click.echo(f"{_count(new, 'new member')}, {len(members) - new} with the settings of now.")


def _refuse_odd_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise click.UsageError(f"{name!r} is no name for a member: letters, digits and . _ @ + - only.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@fleet.command()
@database_option
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(context: click.Context, database: str, names: tuple[str, ...], yes: bool) -> None:
    """Delete members and every row that is held of them. The mailboxes are not touched.

    Example: introloop fleet remove mara
    """
    if not yes:
        click.confirm(f"Delete all that is held of {', '.join(names)}?", abort=True)
    with _opened(database) as fleets:
        gone = [_removed(fleets, name) for name in names]
    context.exit(0 if all(gone) else FAILURE)


def _removed(fleets: Fleets, name: str) -> bool:
    """Whether one member is gone; it is said how."""
    rows = fleets.remove(name, patience=PATIENCE)
    if rows is None:
        said = "a worker still has them in hand. No new turn begins; try again later."
    else:
        said = f"removed, {_count(rows, 'row')} deleted." if rows else "there is no such member."
    click.echo(f"{name}: {said}")
    return bool(rows)


@fleet.command("list")
@database_option
@click.option("--trouble", is_flag=True, help="Only what is in trouble.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for other programs.")
def list_(database: str, trouble: bool, as_json: bool) -> None:
    """List every job of every member: when it last ended well, when it is due, and what is wrong.

    Example: introloop fleet list --trouble
    """
    with _opened(database) as fleets:
        for one in fleets.standings():
            if trouble and not one.trouble:
                continue
            if as_json:
                click.echo(json.dumps(asdict(one), default=datetime.isoformat, ensure_ascii=False))
                continue
            done = f"done {one.done:%Y-%m-%d %H:%M}" if one.done else "never done"
            when = "at work" if one.at_work else f"due {one.due:%Y-%m-%d %H:%M}"
            wrong = f"  {one.trouble}: {one.advice}" if one.trouble else ""
            click.echo(f"{one.member}  {one.job}  {done}, {when} (UTC){wrong}")


@fleet.command()
@database_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.pass_context
def status(context: click.Context, database: str, as_json: bool) -> None:
    """Say how the fleet is. Leaves with 1 where a job is in trouble.

    Example: introloop fleet status --json
    """
    with _opened(database) as fleets:
        said = fleets.health()
    if as_json:
        click.echo(json.dumps(asdict(said), default=datetime.isoformat))
    else:
        click.echo(
            f"{_count(said.members, 'member')}, {_count(said.jobs, 'job')}: {said.at_work} at work, ",
            nl=False,
        )
        since = f", the oldest since {said.overdue:%Y-%m-%d %H:%M} (UTC)" if said.overdue else ""
        click.echo(f"{said.due} due{since}, {said.in_trouble} in trouble.")
        if said.in_trouble:
            typed = context.get_parameter_source("database") is click.core.ParameterSource.COMMANDLINE
            same = ", with the same --database," if typed else ""
            click.echo(f"introloop fleet list --trouble{same} names them.")
    context.exit(FAILURE if said.in_trouble else 0)


@fleet.command()
@database_option
@click.option(
    "--at-once", default=8, type=click.IntRange(1, 256), show_default=True, help="Turns of this worker."
)
@click.option(
    "--per-host",
    default=10,
    type=click.IntRange(1),
    show_default=True,
    help="Connections to one host, of all workers together; say the same to each of them.",
)
def work(database: str, at_once: int, per_host: int) -> None:
    """Stay and look after the fleet: scan what is due, and send digests at their hour.

    Any number of workers may do so, on any number of machines; one for each processor is a good beginning.

    Example: introloop fleet work --at-once 16
    """
    from worker.daemon import start_logging

    start_logging("info")
    stop = Event()
    with _opened(database) as fleets, _told_to_stop(stop):
        fleets.worker(per_host=per_host, stop=stop).work(at_once=at_once)


@contextmanager
def _told_to_stop(stop: Event) -> Iterator[None]:
    """By SIGTERM or Ctrl-C: what is in hand ends its step; what hangs is left to other workers."""
    last = Timer(GRACE, os._exit, (0,))
    last.daemon = True

    def heard(*_: object) -> None:
        if not stop.is_set():
            stop.set()
            last.start()

    before = {sign: signal.signal(sign, heard) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        last.cancel()
        for sign, handler in before.items():
            signal.signal(sign, handler)
