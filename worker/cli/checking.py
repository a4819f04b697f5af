"""`introloop check`: whether everything works, and what is wrong where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.wired import app

if TYPE_CHECKING:
    from worker.jobs.check import Finding


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Try everything once: mailbox and folders, sending, store.

    Leaves with 1 when something does not work, and says what is the likely cause.

    Example: introloop check
    """
    from worker.jobs.report import counted

    wired = app()
    accounts = counted(len(wired.settings.accounts), "account")
    click.echo(f"Configuration: {wired.config}, {accounts}")
    findings = wired.check()
    shown(findings)
    context.exit(0 if all(finding.works for finding in findings) else 1)


def shown(findings: Sequence[Finding]) -> None:
    """What each part answered, with the folders that were found."""
    from worker.cli.terminal import Screen

    screen, repeated = Screen(), call().repeated
    for finding in findings:
        screen.line()
        screen.line(
            f"{'ok' if finding.works else 'FAILED'}  {finding.what}: {repeated(finding.said)}",
            style="" if finding.works else "yellow",
        )
        if finding.advice:
            screen.line(repeated(finding.advice), indent=8)
        if finding.folders:
            rows = [(f.name, f.role, "read" if f.selected else "not read", f.why) for f in finding.folders]
            screen.table(("folder", "role", "", "why"), rows)
