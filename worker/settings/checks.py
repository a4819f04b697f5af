"""Mistakes between settings, found in the file as it was written.

They are looked for even where other settings are wrong, so that all is reported at once; what has the
wrong type is passed over here, as models.py reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import PurePath
from typing import Any

from worker.settings.mistakes import Mistake

_SOURCES = ("password_credential", "password_keyring", "password_file", "password_command")
_CLIENTS = {"microsoft": "client_id", "google": "client_file"}  # what each way to sign in needs
_SIGNING_IN = ("signin", "client_id", "client_file", "authority")
_SERVER_ONLY = frozenset({"host", "port", "security", "user", "ca_file", *_SOURCES, *_SIGNING_IN})
NAME_A_SOURCE = "names no place for its password: set password_credential, password_file or another"

Document = Mapping[str, Any]


def contradictions(document: Document) -> Iterator[Mistake]:
    """Everything that no single setting shows."""
    for where in (("owner", "addresses"), ("account",)):
        if _table(document, *where[:-1]).get(where[-1]) == []:
            yield Mistake(where, "must hold at least one")
    for number, account in _accounts(document):
        yield from _account(account, ("account", number))
    yield from _same_names(document)
    yield from _smtp(document)
    yield from _digest(document)
    store = _table(document, "store")
    if "directory" in store and "url" in store:
        yield Mistake(("store", "url"), "stands beside directory: choose one of the two")


def _account(account: Document, where: tuple[str | int, ...]) -> Iterator[Mistake]:
    if "path" in account:
        for name in account.keys() & _SERVER_ONLY:
            yield Mistake((*where, name), "belongs to a server, but the account has a path: choose one")
    elif "host" not in account:
        yield Mistake(where, "needs a host (IMAP) or a path (Maildir or mbox)")
    elif not _has_source(account) and "password" not in account:
        yield Mistake(where, NAME_A_SOURCE)
    yield from _in_the_clear(account, where)
    yield from _signing_in(account, where)


def _same_names(document: Document) -> Iterator[Mistake]:
    """What was read is remembered by the account's name: two of one name would mix their bookmarks."""
    seen: set[str] = set()
    for number, account in _accounts(document):
        if (name := account_name(account)) in seen:
            yield Mistake(("account", number), "has the name of another account: give each a name of its own")
        seen |= {name} - {""}


def _smtp(document: Document) -> Iterator[Mistake]:
    smtp, accounts = _table(document, "smtp"), [account for _, account in _accounts(document)]
    if not isinstance(document.get("smtp"), dict):
        return
    if "host" not in smtp:
        yield Mistake(("smtp", "host"), "is missing")
    borrowed = any(_has_source(account) for account in accounts if "host" in account)
    wanted = smtp.get("login", True) is not False and "password" not in smtp
    if wanted and not _has_source(smtp) and not borrowed:
        yield Mistake(("smtp",), f"{NAME_A_SOURCE}, or login = false for a server that wants none")
    yield from _in_the_clear(smtp, ("smtp",))
    yield from _signing_in(smtp, ("smtp",))
    yield from _not_for_the_wire(document)


def _digest(document: Document) -> Iterator[Mistake]:
    """Mail goes to the owner and nobody else (ARCHITECTURE.md invariant 2)."""
    to = _table(document, "digest").get("to")
    own = [address.lower() for address in _owned(document) if isinstance(address, str)]
    if isinstance(to, str) and to.lower() not in own:
        yield Mistake(
            ("digest", "to"), "must be one of the addresses in [owner]: the digest goes nowhere else"
        )


def _not_for_the_wire(document: Document) -> Iterator[Mistake]:
    """Our mail is plain SMTP, which knows no letters beyond ASCII in an address (RFC 5321)."""
    first = next(iter(_owned(document)), None)
    for table, name in (("digest", "to"), ("smtp", "sender")):
        address = _table(document, table).get(name, first)
        if isinstance(address, str) and not address.isascii():
            yield Mistake(
                (table, name), "must be an address in ASCII: mail can be sent neither to nor from others"
            )


def _owned(document: Document) -> list[object]:
    addresses = _table(document, "owner").get("addresses")
    return addresses if isinstance(addresses, list) else []


def _in_the_clear(login: Document, where: tuple[str | int, ...]) -> Iterator[Mistake]:
    host = login.get("host")
    if login.get("security") == "plaintext-loopback" and isinstance(host, str) and not _is_loopback(host):
        yield Mistake((*where, "security"), 'without TLS leads to this machine only: set "tls" or "starttls"')


def _signing_in(login: Document, where: tuple[str | int, ...]) -> Iterator[Mistake]:
    """Whoever signs in needs a client of their own (worker/signin/README.md), and TLS (RFC 7628)."""
    signin = login.get("signin")
    needed = _CLIENTS.get(signin) if isinstance(signin, str) else None
    if needed and not login.get(needed):
        yield Mistake(where, f'needs {needed} beside signin = "{signin}"')
    if needed and login.get("security") == "plaintext-loopback":
        yield Mistake((*where, "security"), 'with signin goes over TLS only: set "tls" or "starttls"')


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def account_name(account: Document) -> str:
    """What an account is called: its name, else its host, else the last part of its path."""
    for key in ("name", "host"):
        if isinstance(account.get(key), str) and account[key]:
            return str(account[key])
    path = account.get("path")
    return PurePath(path).name if isinstance(path, str) else ""


def _has_source(login: Document) -> bool:
    return any(login.get(name) for name in (*_SOURCES, "signin"))


def _table(document: Document, *names: str) -> Document:
    table: object = document
    for name in names:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _accounts(document: Document) -> list[tuple[int, Document]]:
    listed = document.get("account")
    return [(n, a) for n, a in enumerate(listed) if isinstance(a, dict)] if isinstance(listed, list) else []
