"""What a command asks for: the wired app, its open store, and the moment it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from worker.cli.call import call
from worker.ports import IntroloopError

if TYPE_CHECKING:
    from worker.ports import Store
    from worker.wiring import App

Command = TypeVar("Command", bound=Callable[..., Any])


def app() -> App:
    """The app by --config and --state, or where they lie by custom."""
    from worker.wiring import wire

    return wire(config=call().config, state=call().state)


@contextmanager
def opened() -> Iterator[tuple[App, Store]]:
    """The app and its store, closed afterwards; raises NeverScanned where --state names an empty place."""
    if call().config is None:  # one that was named is judged first; any other may lie in that place
        _refuse_an_empty_place()
    wired = app()
    _refuse_an_empty_place()
    with closing(wired.store()) as store:
        yield wired, store


class NeverScanned(IntroloopError):
    """The directory named holds no store: most likely its name is mistyped."""


def _refuse_an_empty_place() -> None:
    """Opening a store would make an empty one there, and say of a mistyped name that nothing is open."""
    from worker.places import STORE

    directory = call().state
    if directory and not (directory / STORE).exists():
        raise NeverScanned(
            f"nothing was ever scanned into {directory}",
            advice="Is it the directory you mean? introloop scan reads mail into it.",
        )


def iso(context: click.Context, option: click.Parameter, said: str | None) -> datetime | None:
    """An ISO 8601 date or instant; without an offset it is meant in the owner's zone."""
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError as error:
        raise click.BadParameter(f"{said!r} is no moment like 2026-11-16 or 2026-11-16T09:00.") from error


def now_option(command: Command) -> Command:
    """--now ISO, or --as-of ISO: speak as of that moment."""
    said = "Speak as of this moment, e.g. 2026-11-16T09:00; what came later is left out."
    return click.option("--now", "--as-of", "moment", callback=iso, metavar="ISO", help=said)(command)
