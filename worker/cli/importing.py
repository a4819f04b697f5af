"""`introloop people import`: what address books say of people, taken in below what the owner typed."""

from __future__ import annotations

import shlex
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from worker.cli.wired import app

if TYPE_CHECKING:
    from rules.model import PersonNote
    from worker.jobs.address_book import Import
    from worker.wiring.adapters import CardDavServer

FORMATS = ("vcard", "linkedin", "google", "outlook")
PLACES = 5  # named of each reason why something was left out
_WORDS = ("name", "organisation", "position", "contact_type", "note", "profile")

Command = TypeVar("Command", bound=Callable[..., Any])


def _server_options(command: Command) -> Command:
    """Where a CardDAV server is, and its password: the places of worker/secrets.py, in their order."""
    file = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option("--ca-file", type=file, help="The certificate of an authority of your own."),
        click.option("--password-command", default="", help="A program that prints the password."),
        click.option("--password-file", type=file, help="A file of mode 0600 that holds it."),
        click.option("--password-keyring", default="", help="The entry of the desktop's keyring."),
        click.option("--password-credential", default="", help="What systemd or the container calls it."),
        click.option("--user", default="", help="Who logs in there."),
        click.option(
            "--carddav", "url", default="", metavar="URL", help="Read the books of a CardDAV server."
        ),
    ):
        command = option(command)
    return command


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="What FILE is, where it does not tell.")
@click.option("--dry-run", "dry", is_flag=True, help="Show what would change, and change nothing.")
@_server_options
def import_(files: tuple[Path, ...], form: str | None, dry: bool, url: str, **login: Any) -> None:
    """Take in address books: vCard, CSV of LinkedIn, Google Contacts and Outlook, or a CardDAV server.

    What you typed of somebody stays, and outranks the book. Importing again changes only what the book
    changed; somebody deleted there is kept. Labels named friend, family, social, colleague, reference or
    other, in any language Introloop reads, say what kind of contact somebody is.

    \b
    Example: introloop people import contacts.vcf Connections.csv --dry-run
    Example: introloop people import --carddav https://dav.example.com --user me@example.com
    """
    from worker.cli.terminal import Screen

    if not files and not url:
        raise click.UsageError("Name a file, or a server: --carddav URL --user U")
    if bool(url) != bool(login["user"]):
        raise click.UsageError("--carddav URL and --user U belong together.")
    wired, screen = app(), Screen()
    server = _server(url, **login) if url else None
    with screen.progress() as bars:
        done = wired.import_books(files, form=form or "", server=server, dry=dry, told=bars)
    for line in (*(_changes(done) if dry else ()), *_left_out(done), _summary(done)):
        screen.line(line)
    if dry:
        screen.line("Nothing was changed: the same line without --dry-run does it.")


def _server(url: str, *, password_command: str, **login: Any) -> CardDavServer:
    from worker.wiring.adapters import CardDavServer

    known = password_command or any(login[f"password_{place}"] for place in ("credential", "keyring", "file"))
    typed = None if known or not sys.stdin.isatty() else cache(_ask)  # a request each asks
    return CardDavServer(url, password_command=tuple(shlex.split(password_command)), ask=typed, **login)


def _ask() -> str:
    """The password, as typed."""
    return str(click.prompt("Password", hide_input=True, err=True))


def _changes(done: Import) -> Iterator[str]:
    """A line for each entry that is new or another."""
    for entry in done.new:
        said = (", ".join(entry.addresses), entry.organisation, entry.contact_type or "")
        yield f"new: {'; '.join(filter(None, (entry.name, *said)))}"
    for before, after in done.changed:
        yield f"changed: {after.name or after.addresses[0]}: {'; '.join(_differences(before, after))}"


def _differences(before: Iterable[PersonNote], after: PersonNote) -> Iterator[str]:
    held = list(before)
    if more := [a for a in after.addresses if not any(a in entry.addresses for entry in held)]:
        yield f"also {', '.join(more)}"
    for word in _WORDS:
        was, now = getattr(held[-1], word), getattr(after, word)
        if was != now:
            yield f"{word.replace('_', ' ')} “{was or ''}” becomes “{now}”"
    if len(held) > 1:
        yield f"{len(held)} entries become one"


def _left_out(done: Import) -> Iterator[str]:
    """A line for each reason, with the first few places."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for book, one in done.left_out:
        places[book, one.why].append(one.where)
    for (book, why), where in places.items():
        named = ", ".join(filter(None, where[:PLACES]))
        more = f" and {len(where) - PLACES} more" if len(where) > PLACES else ""
        yield f"{book}: {len(where)} left out: {why}{f' ({named}{more})' if named else ''}"


def _summary(done: Import) -> str:
    return (
        f"{len(done.new)} new, {len(done.changed)} changed, {done.unchanged} unchanged, "
        f"{len(done.left_out)} left out."
    )
