"""Owners as a fleet takes them in, each with a mailbox of their own on the test's servers."""

from __future__ import annotations

from pathlib import Path

from tests.builders import mail
from tests.servers.account import PASSWORD, Account
from worker.ports.fleet import Member

CONFIGURATION = """
[owner]
addresses = ["{name}@lindqvist.example"]
time_zone = "Europe/Stockholm"

[[account]]
name = "home"
host = "{host}"
port = {port}
security = "plaintext-loopback"
user = "{user}"
password_command = ["echo", "{password}"]
{more}
"""

SMTP = """
[smtp]
host = "127.0.0.1"
port = {port}
security = "plaintext-loopback"
login = false
"""


def member(
    name: str,
    account: Account | None = None,
    *,
    host: str = "127.0.0.1",
    more: str = "",
    password: str = PASSWORD,
) -> Member:
    """An owner with one mailbox; without an account, one that no test connects to."""
    port, user = (account.server.port, account.user) if account else (1, "nobody")
    said = {"name": name, "host": host, "port": port, "user": user, "more": more, "password": password}
    return Member(name, CONFIGURATION.format(**said), str(Path("/nowhere")))


def filled(account: Account, *, to: str, messages: int = 2) -> Account:
    """The mailbox with so many introductions in it, each of somebody else."""
    for number in range(messages):
        met = f"Tomas{number} Ruud <tomas{number}.{to}@ruud.example>"
        introduction = mail(
            "Ines Carvalho <ines@harbour.example>",
            f"Mara, please meet Tomas{number}, who runs the timetables at Nordvik. Over to you two!",
            on="Fri 2026-11-13 09:00",
            to=[f"Mara <{to}@lindqvist.example>", met],
            subject=f"Mara, meet Tomas{number}",
        )
        account.append(introduction.content)
    return account
