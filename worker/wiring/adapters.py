"""Settings -> adapters: what the outside world is reached through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rules.model import Owner
from worker.ports import AddressBook, LiveMailbox, Mailbox, Outbox, Store
from worker.ports.drafts import Drafts
from worker.wiring.credentials import credential_of

if TYPE_CHECKING:
    from worker.jobs.texts import Read, Reader
    from worker.mailbox.folders import FolderRules
    from worker.mailbox.logins import Logins
    from worker.settings import Account, Settings, Smtp

Adapter = TypeVar("Adapter")
ALLOWANCE, MEGABYTE = 500, 1_000_000  # a day, where nothing else is set or known


@dataclass(frozen=True, slots=True)
class CardDavServer:
    """Address books on a server: its URL, who logs in, and where the password is, or how to ask for it."""

    url: str
    user: str
    password_credential: str = ""
    password_keyring: str = ""
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()
    ca_file: Path | None = None
    ask: Callable[[], str] | None = None


def mailbox_of(account: Account, *, state: Path | None, logins: Logins | None = None) -> Mailbox:
    """The mailbox of an account, not yet connected; `state` is where sign-ins are kept."""
    if not account.path:
        return imap_of(account, state=state, logins=logins)
    from worker.mailbox.paths import open_path

    return open_path(account.name, path=account.path, folders=_rules(account))


def hands_of(read: Read, store: Store, settings: Settings) -> AbstractContextManager[Reader]:
    """Who reads the texts of a scan; of the first of all, with everything they need from the start."""
    from worker.jobs.hands import hands
    from worker.packs import at_hand
    from worker.store.rows import pack

    learn = None if store.coverage().folders else partial(at_hand, settings.packs.directory)
    return hands(read, pack=pack, learn=learn)


def imap_of(account: Account, *, state: Path | None, logins: Logins | None = None) -> LiveMailbox:
    """The mailbox of an account on a server, not yet connected."""
    from worker.mailbox.imap import ImapMailbox

    named = partial(ImapMailbox, allowance=allowance_of(account), connections=account.connections)
    return _on_server(named, account, state=state, logins=logins)


def allowance_of(account: Account) -> int:
    """Bytes a day that older mail may cost: as set, else half of what the provider is known to allow, and at
    most ALLOWANCE (RELIABILITY.md, politeness). 0 for mail on a disk."""
    from worker.discovery import by_host

    if account.path:
        return 0
    provider = by_host(account.host or "")
    allowed = provider.megabytes_a_day if provider and provider.megabytes_a_day else 2 * ALLOWANCE
    return MEGABYTE * (account.megabytes_a_day or min(ALLOWANCE, allowed // 2))


def drafts_of(account: Account, *, state: Path | None, logins: Logins | None = None) -> Drafts:
    """The Drafts folder of an account on a server, not yet connected: the one adapter that writes."""
    from worker.mailbox.imap_drafts import ImapDrafts

    return _on_server(ImapDrafts, account, state=state, logins=logins)


def _on_server(
    adapter: Callable[..., Adapter], account: Account, *, state: Path | None, logins: Logins | None
) -> Adapter:
    return adapter(
        account.name,
        host=account.host or "",
        port=account.port,
        user=account.user,
        password=credential_of(account, what=f"account {account.name}", state=state),
        folders=_rules(account),
        security=account.security,
        ca_file=account.ca_file,
        logins=logins,
    )


def _rules(account: Account) -> FolderRules:
    from worker.mailbox.folders import FolderRules

    said = account.folders
    return FolderRules(include=said.include, exclude=said.exclude, sent=said.sent, archive=said.archive)


def outbox_of(smtp: Smtp, owner: Owner, *, state: Path | None) -> Outbox:
    """The way out, to the owner only; `state` is where sign-ins are kept."""
    from worker.outbox import SmtpOutbox

    return SmtpOutbox(
        host=smtp.host or "",
        port=smtp.port,
        user=smtp.user,
        password=credential_of(smtp, what="[smtp]", state=state) if smtp.login else None,
        owner_addresses=owner.addresses,
        security=smtp.security,
        ca_file=str(smtp.ca_file) if smtp.ca_file else None,
    )


def book_of(server: CardDavServer) -> AddressBook:
    """The address books on a server."""
    from worker import secrets
    from worker.contacts.carddav import CardDav
    from worker.contacts.web import Site

    password = server.ask or partial(secrets.read, server, what="CardDAV")
    return CardDav(Site(server.url, server.user, password, server.ca_file))
