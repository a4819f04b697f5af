"""`introloop init`: a configuration for your mailbox, tried at once."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from worker.cli.call import call
from worker.cli.example import Answers, filled_in
from worker.ports import ConfigurationError

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_PORT = click.IntRange(1, 65535)
_SECURITY = click.Choice(("tls", "starttls", "plaintext-loopback"))


@click.command()
@click.option("--address", "addresses", multiple=True, help="Your address, the main one first; repeatable.")
@click.option("--name", default="", help="As you sign.")
@click.option("--imap-host", "--host", "host", default="", help="The IMAP server, e.g. imap.example.com.")
@click.option("--security", type=_SECURITY, help="How it is reached; tls if nothing is said.")
@click.option("--port", type=_PORT, help="Its port, if it is not the usual.")
@click.option("--ca-file", type=_FILE, help="Certificates (PEM) to trust: of an authority of your own.")
@click.option("--user", default="", help="The user there, if it is not your address.")
@click.option("--smtp-host", default="", help="The SMTP server for the digest; without one nothing is sent.")
@click.option("--smtp-security", type=_SECURITY, help="How it is reached.")
@click.option("--smtp-port", type=_PORT, help="Its port, if it is not the usual.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of mode 0600 that holds the (app) password.",
)
@click.option(
    "--signin",
    type=click.Choice(("password", "microsoft", "google")),
    help="What opens the mailbox, if not what the provider is known to take.",
)
@click.option("--client-id", default="", help="Microsoft: the client ID of your application.")
@click.option("--client-file", type=_FILE, help="Google: the file of your client.")
@click.option("--authority", default="", help="Microsoft: who signs you in, if it is not the usual.")
@click.option("--sent", default="", help="The folder of the mail you sent, if it is not found.")
@click.option(
    "--mailbox",
    "path",
    type=click.Path(path_type=Path, exists=True),
    help="A Maildir or mbox on this machine, instead of a server.",
)
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@click.option("--no-check", is_flag=True, help="Write it and try nothing.")
@click.option("--no-scan", is_flag=True, help="Write it, try it, and read no mail yet.")
@click.pass_context
def init(context: click.Context, /, force: bool, no_check: bool, no_scan: bool, **said: object) -> None:
    """Set up your mailbox, try it, and read the last 90 days.

    It finds the servers of your address, and writes a configuration in which every setting is explained. On
    a terminal, what is left out is asked; each question has an option, so that a script can answer it.

    \b
    Example: introloop init
    Example: introloop init --address me@example.com --imap-host imap.example.com --smtp-host smtp.example.com
    """
    from worker.cli.asking import Questions
    from worker.cli.first_look import FirstLook
    from worker.settings import new_config

    file = call().config or new_config()
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already. --force writes over it, --config names another.")
    asks, keep = sys.stdin.isatty(), partial(_kept, file.parent / "imap-password")
    answers = Questions(asks, keep).complete(Answers(**said))  # type: ignore[arg-type] # click's own options

    write = partial(_written, file)
    write(answers)
    click.echo(f"Written: {file}")
    call().config = file
    if no_check:
        click.echo(call().repeated("introloop check tries it; introloop scan reads your mail."))
    else:
        context.exit(FirstLook(answers, file, asks, write, keep).run(scans=not no_scan))


def _written(file: Path, answers: Answers) -> None:
    """The configuration; what would be refused when it is read is refused before anything is written."""
    from worker.settings import commented_example, understood

    text = filled_in(commented_example(), answers)
    try:
        understood(text, file)
    except ConfigurationError as error:
        raise click.UsageError(f"Nothing is written: of that would become\n{error}") from error
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, text)


def _kept(file: Path, password: str) -> Path:
    """Keep a password in a file that only the owner may read."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, f"{password}\n")
    return file


def _write(file: Path, text: str) -> None:
    """For the owner's eyes only, from the first byte on."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, "utf-8")
