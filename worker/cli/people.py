"""`introloop people`, `forget` and `export`: what is known of a person, by the owner's word and by mail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from worker.cli.browser import pages_removed
from worker.cli.call import call
from worker.cli.endorsing import endorsement_options, without_one
from worker.cli.importing import import_
from worker.cli.merging import merge, merges, split
from worker.cli.wired import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.model import Person, PersonNote
    from worker.cli.terminal import Screen

_BOOKED = 5  # entries without an address that are shown of one name
TYPES = ("friend", "social", "reference", "other")


@click.group(invoke_without_command=True)
@click.pass_context
def people(context: click.Context) -> None:
    """List people, show one, or say what one is to you.

    Example: introloop people set dana@example.com --type reference
    """
    if context.invoked_subcommand is None:
        context.invoke(listed)


for _command in (import_, merge, split, merges):
    people.add_command(_command)


@people.command("list")
@click.option("--all", "everything", is_flag=True, help="Those too whom only your address books know.")
def listed(everything: bool) -> None:
    """List everybody you exchanged mail with, the latest first, and those you said something of.

    Example: introloop people list --all
    """
    from worker.cli.terminal import Screen
    from worker.jobs.people import without_address

    with opened() as (wired, store):
        everybody, notes = wired.review(store).people, store.notes()
    said = {address for note in notes if not note.from_book for address in note.addresses}
    known = [one for one in everybody if one.last_seen or not said.isdisjoint(one.addresses)]
    bare, screen = without_address(notes), Screen()
    shown = sorted(
        everybody if everything else known, key=lambda one: (str(one.last_seen or ""), one.id), reverse=True
    )
    rows = [_row(one) for one in shown]
    rows += [(note.name, "", note.contact_type or "", "", "", "") for note in bare] if everything else []
    screen.table(("name", "address", "type", "from", "to", "last"), rows)
    if more := len(everybody) + len(bare) - len(rows):
        screen.line()
        hint = call().repeated(f"{more} more, without mail: introloop people list --all")
        screen.line(hint, style="dim", fold=False)


def _row(one: Person) -> tuple[str, ...]:
    address = one.addresses[0] if one.addresses else ""
    last = f"{one.last_seen:%Y-%m-%d}" if one.last_seen else ""
    return one.name, address, one.contact_type or "", str(one.received), str(one.sent), last


@people.command()
@click.argument("who", metavar="ADDRESS|NAME")
def show(who: str) -> None:
    """Show one person: addresses and why they are theirs, mails, your note, and the cases they are in.

    Example: introloop people show "Dana Okoye"
    """
    from worker.cli import terms, wording
    from worker.cli.advising import show_rapport
    from worker.cli.terminal import Screen
    from worker.jobs.people import NoSuchPerson, SeveralPeople, find_person, without_address
    from worker.jobs.report import counted

    with opened() as (wired, store):
        said, notes = wired.review(store), store.notes()
    screen, entries = Screen(), without_address(notes, who)
    try:
        one = find_person(said, who)
    except NoSuchPerson as error:
        if not entries or isinstance(error, SeveralPeople):
            raise
        _booked(screen, entries[:_BOOKED])
        return
    screen.heading(one.name or one.id)
    for fact in (", ".join(one.addresses), one.organisation):
        screen.line(fact, indent=2) if fact else None
    for tie in one.ties:
        screen.line(f"{tie.one} is {tie.other}: {terms.tie(tie)}", indent=2, style="dim")
    screen.line(f"{counted(one.received, 'mail')} from them, {one.sent} to them", indent=2)
    for note in notes:
        if set(note.addresses) & set(one.addresses):
            for fact in filter(None, (note.position, note.profile, note.note)):
                screen.line(fact, indent=2)
    for case in said.cases:
        if {one.id, *one.addresses} & {case.introducer, case.requester, case.helper, *case.targets}:
            screen.item(wording.short_ids(said)[case.id], wording.title(case, wording.names(said)))
    show_rapport(screen, said, one)
    _booked(screen, [entry for entry in entries if entry.name.lower() == one.name.lower()])


def _booked(screen: Screen, entries: Iterable[PersonNote]) -> None:
    """People without an address: what the book says, and what can be typed of them."""
    for entry in entries:
        screen.heading(entry.name)
        for fact in (entry.organisation, entry.position, entry.profile, entry.contact_type, entry.note):
            screen.line(fact, indent=2) if fact else None
        screen.line("In your address book, without a mail address.", indent=2)
        screen.line(without_one(entry.name, entry.organisation), indent=2, style="dim", fold=False)


@people.command("set")
@click.argument("address")
@click.option("--type", "contact_type", type=click.Choice(TYPES), help="What kind of contact they are.")
@click.option("--name", default="", help="What they are called.")
@click.option("--organisation", default="", help="Where they work.")
@click.option("--note", default="", help="A line of your own.")
@endorsement_options
def set_(
    address: str,
    contact_type: str | None,
    name: str,
    organisation: str,
    note: str,
    inside: tuple[str, ...],
    **elements: str | None,
) -> None:
    """Say what a person is to you; what you leave out stays as it was.

    friend: knows you, not your work. social: met socially. reference: knows your work.
    other: met through a referral, or by your own initiative.

    Example: introloop people set dana@example.com --type reference --likes yes --inside "Delta Works"
    """
    from rules.model import Answer, ContactType, Element
    from worker.jobs.people import set_person

    if "@" not in address:
        raise click.UsageError(f"{address} is no mail address; introloop people lists those that are known.")
    kind = ContactType(contact_type) if contact_type else None
    with opened() as (_, store):
        set_person(
            store,
            address,
            name=name,
            organisation=organisation,
            contact_type=kind,
            note=note,
            elements={Element(name): Answer(said) for name, said in elements.items() if said},
            inside=inside,
        )
    click.echo(f"Noted of {address}.")


@click.command()
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(address: str, yes: bool) -> None:
    """Delete all that is held of a person.

    To the last byte, and the pages in the state directory. Their mail in your mailbox is not touched, nor
    what you had written elsewhere: reports, pages of --html, backups.

    Example: introloop forget dana@example.com
    """
    from worker.jobs.people import forget as forget_person
    from worker.jobs.people import is_held, open_loops_with, refuse_own

    with opened() as (wired, store):
        refuse_own(address, wired.owner)
        held = is_held(store, address)
        loops = open_loops_with(address, wired.review(store)) if held else 0
        if held and not yes:
            _ask_to_forget(address, loops)
        rows = forget_person(store, address, mine=wired.owner.addresses)
        directory = wired.settings.store.directory
    pages = pages_removed(directory) if directory else ()
    click.echo(_forgotten(address, loops) if rows else f"Nothing is held of {address}.")
    if pages:
        click.echo(f"Deleted in {directory}: {', '.join(pages)}.")
    if rows or pages:
        click.echo(
            "Not reached: what you had written elsewhere (report, --html, backup). Delete it yourself."
        )


def _ask_to_forget(address: str, loops: int) -> None:
    stands = f" They stand in {_loops(loops)}." if loops else ""
    click.confirm(f"Delete all that is held of {address}?{stands} This cannot be undone", abort=True)


def _forgotten(address: str, loops: int) -> str:
    stood = f"They stood in {_loops(loops)}" if loops else "They stood in no open loop"
    return f"Forgotten: all that was held of {address}. {stood}."


def _loops(number: int) -> str:
    from worker.jobs.report import counted

    return counted(number, "open loop")


@click.command()
@click.argument("address")
def export(address: str) -> None:
    """Print all that is held of a person, one JSON object a row.

    Example: introloop export dana@example.com > dana.jsonl
    """
    from worker.jobs.people import export as rows_of

    found = False
    with opened() as (_, store):
        for row in rows_of(store, address):
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
            found = True
    if not found:
        click.echo(f"Nothing is held of {address}.", err=True)
