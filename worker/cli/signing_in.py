"""`introloop login`: sign in with the provider of an account that takes no password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.cli.checking import check
from worker.cli.wired import app

if TYPE_CHECKING:
    from worker.signin import TokenSource
    from worker.wiring import App


@click.command()
@click.argument("account", required=False)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=None,
    help="Google: where a browser elsewhere comes back to, by ssh -L; none is opened here.",
)
@click.option("--no-check", is_flag=True, help="Sign in and do not try the servers.")
@click.pass_context
def login(context: click.Context, account: str | None, port: int | None, no_check: bool) -> None:
    """Sign in with Microsoft or Google.

    It is for accounts that say signin. Without ACCOUNT, wherever it is needed. What it gives is kept in the
    state directory, readable to you alone, or in the keyring; it renews itself from then on.

    \b
    Example: introloop login
    Example: introloop login home --port 8765
    """
    wired = app()
    for source in _chosen(wired, account, wired.sign_ins(port=port or 0)):
        source.sign_in(tell=click.echo)
        click.echo(f"Signed in with {source.provider.name}: {source.what}")
    if not no_check:
        context.invoke(check)


def _chosen(wired: App, account: str | None, sources: Sequence[TokenSource]) -> Sequence[TokenSource]:
    """Those of an account, or all that need it."""
    if not sources:
        raise click.UsageError(f'No account in {wired.config} has signin = "microsoft" or "google".')
    if account is None:
        needed = [source for source in sources if source.needed()]
        if not needed:
            click.echo(call().repeated("You are signed in. To do it again: introloop login ACCOUNT"))
        return needed
    named = [source for source in sources if account in (source.what, source.what.removeprefix("account "))]
    if not named:
        raise click.UsageError(f"No account {account} signs in: {', '.join(s.what for s in sources)}")
    return named
