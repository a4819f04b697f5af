"""Errors as a person wants to read them: what happened and where, what to do next, and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator

import click

from worker.cli.call import Call

FAILURE, USAGE, CONFIGURATION = 1, 2, 78  # 78 is EX_CONFIG of sysexits.h


def reported(command: Callable[[], object], call: Call) -> int:
    """Run, print what went wrong to stderr, and say how to leave. With --verbose, where it came from."""
    try:
        left = command()
        sys.stdout.flush()
    except click.ClickException as error:
        error.message = call.repeated(error.message)  # type: ignore[misc] # Final, and its one text
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return FAILURE
    except BrokenPipeError:  # `introloop loops | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except Exception as error:  # the last floor above the person: every error becomes advice here
        return _explained(error, call)
    return left if isinstance(left, int) else 0


def _explained(error: Exception, call: Call) -> int:
    from worker.ports import ConfigurationError, IntroloopError  # where nothing fails nobody waits for it

    if call.verbose:
        click.echo("".join(_places(error)), err=True, nl=False)
    if isinstance(error, IntroloopError):
        click.echo(str(error), err=True)
        if error.advice:
            click.echo(call.repeated(error.advice), err=True)
        return CONFIGURATION if isinstance(error, ConfigurationError) else FAILURE
    if isinstance(error, OSError) and error.strerror:
        click.echo(f"{error.filename or 'A file'} cannot be used: {error.strerror}.", err=True)
        click.echo("Check that its directory is there and yours, and that the disk has room.", err=True)
        return FAILURE
    click.echo(f"An error Introloop does not know: {type(error).__name__}.", err=True)
    click.echo("The same line with --verbose shows where it came from; please report it.", err=True)
    return FAILURE


def _places(error: BaseException) -> Iterator[str]:
    """Class and places of an error, after those of the errors it came from. Their texts may hold a server's
    words or a piece of mail, and stderr may be a log: they are not shown (ARCHITECTURE.md invariant 6)."""
    if before := error.__cause__ or error.__context__:
        yield from _places(before)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__name__}\n"
