"""`introloop service`: run it all the time, under systemd."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.call import call
from worker.ports import ConfigurationError

if TYPE_CHECKING:
    from worker.service import Unit
    from worker.service.fitness import Login
    from worker.settings import Settings

_LEFT_SYSTEM = "What it keeps lies in /var/lib/private/introloop and your settings in /etc/introloop"
_LEFT_USER = "What it keeps lies in ~/.local/state/introloop and your settings in ~/.config/introloop"

user_option = click.option("--user", is_flag=True, help="Of your own user, and not of the system.")


@click.group()
def service() -> None:
    """Run it all the time, as a service of systemd.

    \b
    Example: introloop service install
    Example: introloop service status
    """


@service.command()
@user_option
@click.option("--no-start", is_flag=True, help="Write the unit and do not start it.")
@click.option("--print", "only_print", is_flag=True, help="Print the unit and change nothing.")
def install(user: bool, no_start: bool, only_print: bool) -> None:
    """Write a unit for this installation and start it.

    The service of the system runs as a user that exists only while it runs, sees nothing but its own
    state, and gets each password from systemd. That of a user (--user) runs as you.

    \b
    Example: sudo /opt/introloop/bin/introloop service install
    Example: introloop service install --user
    """
    from worker.service import Place

    unit, found = _unit(user=user)
    text = unit.user() if user else unit.system()
    if only_print:
        click.echo(text, nl=False)
        return
    if found:
        raise ConfigurationError("The service could not work like this:", advice="\n".join(found))
    for step in Place.of(user=user).install(text, start=not no_start):
        click.echo(step)
    click.echo(f"introloop service status{' --user' if user else ''} says how it is.")
    if user:
        click.echo("It stops when you log out; `loginctl enable-linger` keeps it running.")


def _unit(*, user: bool) -> tuple[Unit, tuple[str, ...]]:
    """The unit for this environment and its configuration, and why it could not work."""
    from worker.service import Unit, obstacles
    from worker.service.fitness import STATE
    from worker.service.unit import this_program, trees_of_this_program
    from worker.settings import find_config, load

    config = find_config(call().config).absolute()
    settings = load(config, environment={**os.environ, **({} if user else {"STATE_DIRECTORY": str(STATE)})})
    logins = _logins(settings)
    named = [login.password_credential for login in logins.values()]
    unit = Unit(
        program=this_program(),
        config=config,
        credentials=tuple(dict.fromkeys(name for name in named if name)),
        trees=trees_of_this_program(),
        metrics_port=settings.service.metrics_port,
    )
    on_disk, state = _on_disk(settings), settings.store.directory
    return unit, obstacles(unit, logins, user=user, mailboxes=on_disk, state=state)


def _logins(settings: Settings) -> dict[str, Login]:
    """Whose password the service needs; who signs in by OAuth2 has none."""
    sending = settings.smtp if settings.smtp and settings.smtp.login else None
    named = {f"account {one.name}": one for one in settings.accounts if one.host} | {"[smtp]": sending}
    return {what: login for what, login in named.items() if login and not login.signin}


def _on_disk(settings: Settings) -> dict[str, Path]:
    return {f"account {one.name}": one.path for one in settings.accounts if one.path}


@service.command()
@user_option
def uninstall(user: bool) -> None:
    """Stop it and remove its unit; what Introloop keeps stays, and where is said.

    Example: sudo introloop service uninstall
    """
    from worker.service import Place

    for step in Place.of(user=user).uninstall():
        click.echo(step)
    click.echo(f"{_LEFT_USER if user else _LEFT_SYSTEM}: delete both to leave nothing behind.")


@service.command()
@user_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.pass_context
def status(context: click.Context, user: bool, as_json: bool) -> None:
    """Say whether it runs. Leaves with 0 when it does, 1 when it is starting, 2 when it does not or
    there is no systemd to say so.

    `introloop service exec status` says what was read and when.

    Example: introloop service status --json
    """
    from worker.service import Level, Place, ServiceError

    try:
        said = Place.of(user=user).state()
    except ServiceError as error:  # its own exit codes: an error's 1 would say that it is starting
        click.echo(f"{error}\n{error.advice}", err=True)
        context.exit(Level.DOWN)
    if as_json:
        import json

        from worker.service.state import state_json

        click.echo(json.dumps(state_json(said), ensure_ascii=False, indent=1))
    else:
        click.echo(said.sentence)
        if said.installed:
            click.echo(f"It says: {said.said or 'nothing'}")
            click.echo(f"At boot: {'started' if said.at_boot else 'not started'}")
    context.exit(int(said.level))


@service.command("exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("words", nargs=-1, required=True)
@click.pass_context
def execute(context: click.Context, words: tuple[str, ...]) -> None:
    """Run a command with the state and the passwords of the system's service.

    \b
    Example: sudo introloop service exec status
    Example: sudo introloop service exec loops
    """
    from worker.service import Place

    line = Place.of(user=False).beside(*words)
    context.exit(subprocess.run(line, check=False).returncode)  # noqa: S603 - systemd-run and ourselves
