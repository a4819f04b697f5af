"""`introloop scan`: read what is new in the mailbox."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.failing import FAILURE
from worker.cli.wired import app

if TYPE_CHECKING:
    from worker.jobs.report import ScanReport
    from worker.ports import Store
    from worker.wiring import App

_ADVICE = (
    "Nothing could be read. introloop check names what is wrong with an account. --mailbox takes a Maildir,\n"
    "or an mbox file, which begins with a “From ” line; introloop people import takes an address book."
)


@click.command()
@click.option(
    "--mailbox",
    "path",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="An mbox (also .gz, .xz) or Maildir to read, without any configuration.",
)
@click.option(
    "--identity", "identities", multiple=True, metavar="ADDRESS", help="Your address in it; repeatable."
)
@click.pass_context
def scan(context: click.Context, path: Path | None, identities: tuple[str, ...]) -> None:
    """Read all mail that is new since the last scan. The mailbox is never changed.

    Without options the accounts of the configuration are read. With --mailbox and --identity any mbox or
    Maildir can be read; --state DIR says where to keep what was found, and loops --state DIR shows it.

    \b
    Example: introloop scan
    Example: introloop scan --mailbox ~/Mail --identity me@example.com --state ./introloop-state
    """
    if path:
        _set_up(path, identities)
    elif identities:
        raise click.UsageError("--identity belongs to --mailbox PATH.")
    wired = app()
    report = watched(wired)
    for problem in report.problems:
        click.echo(f"Not read: {problem}", err=True)
    if report.problems and _nothing_readable(wired):
        click.echo(call().repeated(_ADVICE), err=True)
        context.exit(FAILURE)
    _print(report)
    with closing(wired.store()) as store:
        tell_only_of_others(wired, store)
        for one in wired.resting(store):
            click.echo(f"{one[0].upper()}{one[1:]}.")


def tell_only_of_others(wired: App, store: Store) -> None:
    """Say so where none of the mail is the owner's: else a misspelt address looks as if nothing were open."""
    from worker.jobs.people import only_of_others

    if count := only_of_others(store, wired.owner):
        addresses = " or ".join(sorted(wired.owner.addresses))
        click.echo(
            f"None of the messages read ({count}) is from or to {addresses}: nothing in them can be yours.\n"
            f"Is an address misspelt? Yours stand in {wired.config}.\n"
            "Mend it there, or name the right --identity, and scan into an empty --state DIR: what was\n"
            "read is not read again.",
            err=True,
        )


def _nothing_readable(wired: App) -> bool:
    """Whether no folder could be read: then a count of messages would hide that the scan failed."""
    with closing(wired.store()) as store:
        return all(folder.problem for folder in store.coverage().folders)


def _set_up(path: Path, identities: tuple[str, ...]) -> None:
    """A configuration in the state directory, so that every later command needs --state alone."""
    from worker.cli.asking import checked_addresses
    from worker.settings.local import set_up_local

    if not (path.is_file() or path.is_dir()):
        raise click.UsageError(f"{path} is neither an mbox file nor the directory of a Maildir.")
    if not identities:
        raise click.UsageError("Name your own address in this mailbox: --identity me@example.com")
    checked_addresses(identities)
    if call().state is None:
        raise click.UsageError("Name a directory to keep what is found: --state DIR")
    call().config = set_up_local(call().state or Path(), mailbox=path, identities=identities)


def watched(wired: App, *, recent_only: bool = False) -> ScanReport:
    """Scan every account under a progress bar; an account that fails does not stop the others."""
    from worker.cli.terminal import Screen

    with wired.at_work("scan"), Screen().progress() as bars:
        return wired.scan(progress=bars, recent_only=recent_only)


def lists(skipped: int) -> str:
    """How many messages were left out, and what they were."""
    return "1 list or circular" if skipped == 1 else f"{skipped} lists and circulars"


def _print(report: ScanReport) -> None:
    from worker.jobs.report import counted

    click.echo(
        f"Looked at {counted(report.looked_at, 'message')}: {report.new} new, "
        f"{lists(report.skipped)} left out, {report.quarantined} unreadable."
    )
    if report.quarantined:
        click.echo(call().repeated("introloop status names the unreadable ones."))
    if report.heard:
        heard = counted(report.heard, "letter")
        click.echo(call().repeated(f"Heard {heard} of yours; introloop decisions lists what you said."))
    click.echo(call().repeated("introloop loops shows what is open."))
