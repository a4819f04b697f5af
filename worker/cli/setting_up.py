"""`introloop init` and `introloop check`: a configuration for your mailbox, and whether it works."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.example import Answers, filled_in
from worker.cli.wired import app, call

if TYPE_CHECKING:
    from worker.jobs.check import Finding


@click.command()
@click.option("--address", "addresses", multiple=True, help="Your address, the main one first; repeatable.")
@click.option("--name", default="", help="As you sign.")
@click.option("--host", default="", help="The IMAP server, e.g. imap.example.com.")
@click.option(
    "--security",
    type=click.Choice(("tls", "starttls", "plaintext-loopback")),
    help="How the IMAP server is reached; tls if nothing is said.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="The IMAP server's port, if it is not the usual.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificates (PEM) to trust, for servers with an authority of their own.",
)
@click.option("--user", default="", help="The user there, if it is not your address.")
@click.option("--smtp-host", default="", help="The SMTP server for the digest; without one nothing is sent.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of mode 0600 that holds the (app) password.",
)
@click.option(
    "--mailbox",
    "path",
    type=click.Path(path_type=Path, exists=True),
    help="A Maildir or mbox on this machine, instead of a server.",
)
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@click.option("--no-check", is_flag=True, help="Write it and do not try it.")
@click.pass_context
def init(context: click.Context, /, force: bool, no_check: bool, **said: object) -> None:
    """Write a commented configuration and try it. On a terminal, what is left out is asked.

    \b
    Example: introloop init
    Example: introloop init --address me@example.com --host imap.example.com --smtp-host smtp.example.com
    """
    from worker.settings import commented_example, new_config

    file = call().config or new_config()
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already. --force writes over it, --config names another.")
    answers = _asked(Answers(**said), beside=file.parent)  # type: ignore[arg-type] # click's own options
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, filled_in(commented_example(), answers))
    click.echo(f"Written: {file}")
    call().config = file
    if not no_check:
        context.invoke(check)


def _asked(answers: Answers, *, beside: Path) -> Answers:
    """What is missing, asked of a person; of a script it is a mistake."""
    if not sys.stdin.isatty():
        if not answers.addresses or not (answers.host or answers.path):
            raise click.UsageError("Say at least --address and --host (or --mailbox).")
        return answers
    if not answers.addresses:
        said = click.prompt("Your mail addresses, the main one first").replace(",", " ").split()
        answers = replace(answers, addresses=tuple(said))
    if not answers.name:
        answers = replace(
            answers, name=click.prompt("Your name, as you sign", default="", show_default=False)
        )
    return answers if answers.path else _server_asked(answers, beside=beside)


def _server_asked(answers: Answers, *, beside: Path) -> Answers:
    domain = answers.addresses[0].rpartition("@")[2]
    host = answers.host or click.prompt("IMAP server", default=f"imap.{domain}")
    smtp = answers.smtp_host or click.prompt("SMTP server", default=host.replace("imap.", "smtp.", 1))
    return replace(
        answers, host=host, smtp_host=smtp, password_file=answers.password_file or _password_asked(beside)
    )


def _password_asked(beside: Path) -> Path | None:
    """Keep the password in a file that only the owner may read; None where they keep it elsewhere."""
    file = beside / "imap-password"
    click.echo("Most providers want an app password here, made in their security settings.")
    said = click.prompt(
        f"Password, kept in {file} (empty: it is elsewhere)", hide_input=True, default="", show_default=False
    )
    if not said:
        return None
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, f"{said}\n")
    return file


def _write(file: Path, text: str) -> None:
    """For the owner's eyes only, from the first byte on."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, "utf-8")


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Try everything once: mailbox and folders, sending, store.

    Leaves with 1 when something does not work, and says what is the likely cause.

    Example: introloop check
    """
    wired = app()
    click.echo(f"Configuration: {wired.config}, {len(wired.settings.accounts)} account(s)")
    findings = wired.check()
    _print(findings)
    context.exit(0 if all(finding.works for finding in findings) else 1)


def _print(findings: Sequence[Finding]) -> None:
    from worker.cli.terminal import Screen

    screen = Screen()
    for finding in findings:
        screen.line()
        screen.line(
            f"{'ok' if finding.works else 'FAILED'}  {finding.what}: {finding.said}",
            style="" if finding.works else "yellow",
        )
        if finding.advice:
            screen.line(finding.advice, indent=8)
        if finding.folders:
            rows = [(f.name, f.role, "read" if f.selected else "not read", f.why) for f in finding.folders]
            screen.table(("folder", "role", "", "why"), rows)
