"""`introloop backup`: a copy of all that is kept."""

from __future__ import annotations

from pathlib import Path

import click

from worker.cli.wired import opened


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy all that is kept into a new file.

    It may be done while the service works. The copy names people: it has mode 0600. To go back to it, stop
    the service and put it in the place of introloop.db.

    Example: introloop backup introloop-2026-11-22.db
    """
    with opened() as (_, store):
        store.backup(str(file.absolute()))
    click.echo(f"Copied to {file}.")
