"""What `introloop init` must know of a mailbox: said, proposed, or asked of a person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.example import Answers

if TYPE_CHECKING:
    from worker.discovery import Proposal, Provider, Server

_CLIENTS = {"microsoft": "--client-id", "google": "--client-file"}
_NO_PROVIDER = "Most providers want an app password here, made in their security settings."


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one `init`; where nobody `asks`, what is missing is a mistake.

    `keep` writes a password into a file for the owner's eyes only, and gives its place.
    """

    asks: bool
    keep: Callable[[str], Path]

    def complete(self, said: Answers) -> Answers:
        """With all that is needed for a configuration."""
        answers = self._owner(said)
        return answers if answers.path else self._servers(answers)

    def _owner(self, answers: Answers) -> Answers:
        if not answers.addresses:
            if not self.asks:
                raise click.UsageError("Say at least --address (or --address and --mailbox).")
            asked = "Your mail addresses, the main one first"
            answers = replace(answers, addresses=click.prompt(asked, value_proc=_addresses))
        else:
            answers = replace(answers, addresses=checked_addresses(answers.addresses))
        if self.asks and not answers.name:
            name = click.prompt("Your name, as you sign", default="", show_default=False)
            answers = replace(answers, name=name)
        return answers

    # ── Where ───────────────────────────────────────────────────────────────────────────────

    def _servers(self, answers: Answers) -> Answers:
        from worker.discovery import Records, by_host, propose

        found = None if answers.host else propose(answers.addresses[0], Records())
        if found:
            click.echo(
                f"{found.why[:1].upper()}{found.why[1:]}:\n  {found.imap}\n  {found.smtp or ''}".rstrip()
            )
        answers = self._asked_where(answers, found) if self.asks else _said_where(answers, found)
        provider = by_host(answers.host) or (
            found.provider if found and answers.host == found.imap.host else None
        )
        return self._way(answers, provider)

    def _asked_where(self, answers: Answers, found: Proposal | None) -> Answers:
        domain = answers.addresses[0].rpartition("@")[2]
        host = answers.host or click.prompt(
            "IMAP server", default=found.imap.host if found else f"imap.{domain}"
        )
        guess = found.smtp.host if found and found.smtp else host.replace("imap.", "smtp.", 1)
        smtp = answers.smtp_host or click.prompt("SMTP server, to send you the digest", default=guess)
        return _with_ports(replace(answers, host=host, smtp_host=smtp), found)

    # ── What opens it ───────────────────────────────────────────────────────────────────────

    def _way(self, answers: Answers, provider: Provider | None) -> Answers:
        """By a password or by signing in: what was said, else what the provider takes."""
        if provider:
            click.echo(f"{provider.name}: {provider.advice}{_limits(provider)}")
        way = answers.signin or ("password" if answers.password_file else "") or self._chosen(provider)
        if way == "password":
            return self._password(replace(answers, signin=None))
        return self._client(replace(answers, signin=way))

    def _chosen(self, provider: Provider | None) -> str:
        ways = provider.ways if provider else ("password",)
        if not self.asks or len(ways) == 1:
            return ways[0]
        return str(click.prompt("How does it open", type=click.Choice(ways), default=ways[0]))

    def _password(self, answers: Answers) -> Answers:
        if not self.asks or answers.password_file:
            return answers
        said = click.prompt(
            "Password, kept in a file that only you can read (empty: it is elsewhere)",
            hide_input=True,
            default="",
            show_default=False,
        )
        return replace(answers, password_file=self.keep(said)) if said else answers

    def _client(self, answers: Answers) -> Answers:
        """Whoever signs in needs a client of their own (worker/signin/README.md)."""
        given = answers.client_id if answers.signin == "microsoft" else answers.client_file
        if given:
            return answers
        flag = _CLIENTS[answers.signin or ""]
        if not self.asks:
            raise click.UsageError(
                f"Signing in needs a client of your own: {flag} (worker/signin/README.md)."
            )
        if answers.signin == "microsoft":
            return replace(
                answers, client_id=click.prompt("Client ID of your application (worker/signin/README.md)")
            )
        file = click.prompt(
            "File of your Google client (worker/signin/README.md)",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
        )
        return replace(answers, client_file=file)


def _addresses(said: str) -> tuple[str, ...]:
    """As typed in one line; of a mistake somebody at a terminal is told, and asked again."""
    return checked_addresses(said.replace(",", " ").split())


def checked_addresses(addresses: Collection[str]) -> tuple[str, ...]:
    """What was typed as addresses; raises UsageError with the first that cannot be one."""
    from worker.settings.models import mail_address

    for one in addresses:
        try:
            mail_address(one)
        except ValueError as error:
            raise click.UsageError(f"“{one}” {error}") from error
    return tuple(addresses)


def _said_where(answers: Answers, found: Proposal | None) -> Answers:
    """Without a person to look at it, what DNS alone says of a host elsewhere is not enough (RFC 6186
    section 6)."""
    if answers.host:
        return answers
    domain = answers.addresses[0].rpartition("@")[2]
    if found is None:
        raise click.UsageError(
            f"Nothing is known of the servers of {domain}: say --imap-host, and --smtp-host."
        )
    if not found.sure:
        raise click.UsageError(f"DNS alone says so. Is it right? Then say --imap-host {found.imap.host}.")
    return _with_ports(
        replace(answers, host=found.imap.host, smtp_host=answers.smtp_host or _host(found.smtp)), found
    )


def _host(server: Server | None) -> str:
    return server.host if server else ""


def _with_ports(answers: Answers, found: Proposal | None) -> Answers:
    """Port and security belong to the host they were found with; what was said stays."""
    if found and answers.host == found.imap.host:
        answers = replace(
            answers,
            security=answers.security or found.imap.security,
            port=answers.port or found.imap.port,
        )
    if found and found.smtp and answers.smtp_host == found.smtp.host:
        answers = replace(
            answers,
            smtp_security=answers.smtp_security or found.smtp.security,
            smtp_port=answers.smtp_port or found.smtp.port,
        )
    return answers


def _limits(provider: Provider) -> str:
    """What the provider allows a program, beside what we take."""
    if provider.connections is None:
        return ""
    a_day = f" and {provider.megabytes_a_day} MB a day" if provider.megabytes_a_day else ""
    return f"\nIt allows {provider.connections} connections{a_day}; Introloop takes one."
