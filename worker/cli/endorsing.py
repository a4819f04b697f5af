"""The six elements of an endorsement as options: the owner's answer to what mail cannot show."""

from __future__ import annotations

from collections.abc import Callable
from shlex import quote
from typing import Any, TypeVar

import click

from rules.model import Answer, Element
from worker.cli.call import call

Command = TypeVar("Command", bound=Callable[..., Any])

ELEMENTS = {
    Element.MET: "met you in person",
    Element.LIKES: "like you",
    Element.WORK: "know your work",
    Element.SETTING: "know how you work, or you from another setting",
    Element.INSIDE: "know somebody inside a company you want to reach",
    Element.WILLING: "are willing to vouch for you",
}


def endorsement_options(command: Command) -> Command:
    """--met, --likes, --work, --setting and --willing with yes, no or unknown, and --inside COMPANY."""
    inside = "A company where they know somebody; say it again for another one."
    command = click.option("--inside", multiple=True, metavar="COMPANY", help=inside)(command)
    for element in reversed([one for one in Element if one is not Element.INSIDE]):
        answers = click.Choice([answer.value for answer in Answer])
        command = click.option(f"--{element}", type=answers, help=f"They {ELEMENTS[element]}.")(command)
    return command


def without_one(name: str, organisation: str) -> str:
    """What to type once somebody without a mail address has one."""
    where = f" --organisation {quote(organisation)}" if organisation else ""
    typed = f"introloop people set ADDRESS --name {quote(name)}{where}"
    return call().repeated(f"Once you have an address: {typed}")
