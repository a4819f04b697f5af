"""The list of commands, and the options that every one of them takes."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from worker.cli.call import Call
from worker.cli.failing import reported

# In the order a newcomer meets them: the module that holds a command, imported when it is asked for, and the
# first sentence of the command's own help, so that to list them imports none.
COMMANDS = {
    "demo": ("trying", "See it work on a mailbox of invented people."),
    "init": ("setting_up", "Set up your mailbox, try it, and read the last 90 days."),
    "login": ("signing_in", "Sign in with Microsoft or Google."),
    "check": ("checking", "Try everything once: mailbox and folders, sending, store."),
    "scan": ("scanning", "Read all mail that is new since the last scan."),
    "loops": ("loops", "List the open loops, by whose turn it is."),
    "show": ("loops", "Show one case in full: what is owed, why, and the drafts."),
    "explain": ("explaining", "Say which rule read what, in a case or in one message."),
    "digest": ("mailing", "Print the digest as it would be now, show it, or send it."),
    "report": ("reporting", "Write a page to look at: who introduced whom, and how it went."),
    "run": ("mailing", "Stay and work: scan, and send the digest when it is due."),
    "done": ("deciding", "Close a case, or one duty of it."),
    "met": ("deciding", "Say that the meeting took place."),
    "moved": ("deciding", "Say that the meeting was moved to another day."),
    "no-meeting": ("deciding", "Say that there will be no meeting."),
    "snooze": ("deciding", "Leave a case alone until a day."),
    "not-intro": ("deciding", "Say that this is no introduction at all."),
    "mute": ("deciding", "Hear no more of a case, whatever mail comes."),
    "note": ("deciding", "Keep a line of your own with a case."),
    "decisions": ("deciding", "List what you said, each with the id that takes it back."),
    "undo": ("deciding", "Take back what you said last, or what goes by an id."),
    "paths": ("advising", "Show who can open a company for you, and whom not to ask now."),
    "people": ("people", "List people, show one, or say what one is to you."),
    "forget": ("people", "Delete all that is held of a person."),
    "export": ("people", "Print all that is held of a person, one JSON object a row."),
    "status": ("health", "Say whether all is well: what was read, what could not be."),
    "service": ("service", "Run it all the time, as a service of systemd."),
    "fleet": ("fleet", "Look after many mailboxes in one PostgreSQL database."),
    "backup": ("keeping", "Copy all that is kept into a new file."),
    "evaluate": ("measuring", "Measure precision and recall on labelled mail."),
}


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
    # Looked for by hand: an error may come before the line is understood.
    return reported(
        lambda: app.main(said, prog_name="introloop", standalone_mode=False), verbose="--verbose" in said
    )
