"""The defaults that follow from other settings, filled in: whoever reads the settings finds no gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from worker.places import machine_zone, state_directory
from worker.settings.models import Account, Digest, Settings, Smtp

_IMAP_PORTS = {"tls": 993, "starttls": 143, "plaintext-loopback": 143}
_SMTP_PORTS = {"tls": 465, "starttls": 587, "plaintext-loopback": 25}
_PROGRAMS = {".gmail.com": "gmail", ".googlemail.com": "gmail", ".mail.me.com": "apple"}
_PASSWORDS = ("password_credential", "password_keyring", "password_file", "password_command")
_SIGNING_IN = ("signin", "client_id", "client_file", "authority")


def complete(settings: Settings, *, environment: Mapping[str, str]) -> Settings:
    """Every setting that was left out and follows from another one or from the machine."""
    first = settings.owner.addresses[0]
    accounts = tuple(_account(account, first) for account in settings.accounts)
    zone = settings.owner.time_zone or machine_zone(environment)
    directory = settings.store.directory or (None if settings.store.url else state_directory(environment))
    return settings.model_copy(
        update={
            "owner": settings.owner.model_copy(update={"time_zone": zone}),
            "accounts": accounts,
            "smtp": settings.smtp and _smtp(settings.smtp, accounts, first),
            "digest": _digest(settings.digest, accounts, first),
            "store": settings.store.model_copy(update={"directory": directory}),
        }
    )


def _digest(digest: Digest, accounts: Sequence[Account], first: str) -> Digest:
    """Who has their mail at Google or Apple most likely reads it with their program."""
    host = next((account.host.lower() for account in accounts if account.host), "")
    by_host = next((name for end, name in _PROGRAMS.items() if host.endswith(end)), "other")
    program = by_host if digest.mail_program == "auto" else digest.mail_program
    return digest.model_copy(update={"to": digest.to or first, "mail_program": program})


def _account(account: Account, first: str) -> Account:
    name = account.name or account.host or (account.path.name if account.path else "")
    if account.path:
        return account.model_copy(update={"name": name})
    port = account.port or _IMAP_PORTS[account.security]
    return account.model_copy(update={"name": name, "port": port, "user": account.user or first})


def _smtp(smtp: Smtp, accounts: Sequence[Account], first: str) -> Smtp:
    """One password opens both ways at most providers: that of the first account with a host."""
    said: dict[str, object] = {
        "port": smtp.port or _SMTP_PORTS[smtp.security],
        "sender": smtp.sender or first,
    }
    lender = next((account for account in accounts if account.host), None)
    if smtp.login:
        said["user"] = smtp.user or (lender.user if lender else first)
    if smtp.login and lender and not smtp.has_password:
        said |= {name: getattr(lender, name) for name in (*_PASSWORDS, *_SIGNING_IN)}
    return smtp.model_copy(update=said)
