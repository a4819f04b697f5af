"""The list of commands, and the options that every one of them takes."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from worker.cli.call import Call
from worker.cli.commands import COMMANDS
from worker.cli.failing import reported


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    call = context.ensure_object(Call)
    if value and option.name:
        setattr(call, option.name, value)


def _everywhere() -> list[click.Parameter]:
    """Options understood before and after the command's name."""
    file, directory = click.Path(path_type=Path, dir_okay=False), click.Path(path_type=Path, file_okay=False)
    said: dict[str, Any] = {"expose_value": False, "callback": _remember}
    return [
        click.Option(["--config"], type=file, metavar="FILE", help="The configuration to use.", **said),
        click.Option(
            ["--state"], type=directory, metavar="DIR", help="Where Introloop keeps its data.", **said
        ),
        click.Option(["--verbose"], is_flag=True, help="Show where an error came from.", **said),
    ]


class Commands(click.Group):
    """A group whose commands live in modules of their own, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"worker.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return taking_everywhere(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


def taking_everywhere(command: click.Command) -> click.Command:
    """The command, and those below it, with the options of `_everywhere`."""
    if not any(option.name == "verbose" for option in command.params):
        command.params.extend(_everywhere())
        for below in getattr(command, "commands", {}).values():
            taking_everywhere(below)
    return command


@click.command(cls=Commands, params=_everywhere(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="introloop", message="introloop %(version)s")
def app() -> None:
    """Finds the introductions in your mail that nobody has closed, and says what to do next.

    \b
    introloop demo     see it work on invented mail
    introloop init     set it up for your own mailbox
    """


def run(args: list[str] | None = None) -> int:
    """Run one command line; its exit code: 0, 1 failure, 2 usage, 78 configuration."""
    said = sys.argv[1:] if args is None else args
    call = Call(verbose="--verbose" in said)  # by hand: an error may come before the line is understood
    return reported(lambda: app.main(said, prog_name="introloop", standalone_mode=False, obj=call), call)
