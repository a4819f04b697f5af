"""The commented example of a configuration, filled in: its explanations stay beside the owner's words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TABLE = re.compile(r"#?\[+([\w.]+)\]+$")
_SETTING = re.compile(r"#?(\w+) = ")

Lines = Mapping[tuple[str, str], str]
"""(table, setting) to the line that takes its place; "" puts the line behind a #. No setting is the head."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owner said of themselves and of their mailbox; host or path is given."""

    addresses: tuple[str, ...]
    name: str = ""
    host: str = ""
    user: str = ""
    path: Path | None = None
    password_file: Path | None = None
    security: str | None = None
    port: int | None = None
    signin: str | None = None
    client_id: str = ""
    client_file: Path | None = None
    authority: str = ""
    sent: str = ""
    smtp_host: str = ""
    smtp_security: str | None = None
    smtp_port: int | None = None
    ca_file: Path | None = None  # for both ways, if there are two: an authority of one's own signs both


def filled_in(example: str, answers: Answers) -> str:
    """The example with the answers in their places."""
    lines = dict(_lines(answers))
    return "\n".join(_filled(example.splitlines(), lines)) + "\n"


def _filled(example: list[str], lines: dict[tuple[str, str], str]) -> list[str]:
    """Each answer takes the place of the first line that shows its setting, commented out or not."""
    table, out = "", []
    for line in example:
        head, setting = _TABLE.match(line), _SETTING.match(line)
        table = head[1] if head else table
        said = lines.pop((table, setting[1] if setting else ""), None) if head or setting else None
        out.append(line if said is None else said or f"#{line}")
    return out


def _lines(answers: Answers) -> Lines:
    said: dict[tuple[str, str], str] = {("owner", "addresses"): f"addresses = {_toml(answers.addresses)}"}
    if answers.name:
        said["owner", "name"] = f"name = {_toml(answers.name)}"
    return {**said, **(_on_disk(answers.path) if answers.path else _on_server(answers))}


_NO_WAY_OUT = {("smtp", ""): "", ("smtp", "host"): ""}
_NO_PASSWORD = {("account", "password_credential"): "", ("account", "password_file"): ""}


def _on_disk(path: Path) -> Lines:
    here = {("account", "host"): f"path = {_toml(str(path.absolute()))}"}
    return {**here, **_NO_PASSWORD, **_NO_WAY_OUT}


def _on_server(answers: Answers) -> Lines:
    given: dict[str, object] = {
        "host": answers.host,
        "user": answers.user,
        "security": answers.security,
        "port": answers.port,
        "ca_file": _place(answers.ca_file),
        "password_file": _place(answers.password_file),
        "signin": answers.signin,
        "client_id": answers.client_id,
        "client_file": _place(answers.client_file),
        "authority": answers.authority,
    }
    no_other = _NO_PASSWORD if answers.password_file or answers.signin else {}
    return {**no_other, **_settings("account", given), **_folders(answers), **_way_out(answers)}


def _folders(answers: Answers) -> Lines:
    table = "account.folders"
    return {(table, ""): f"[{table}]", **_settings(table, {"sent": answers.sent})} if answers.sent else {}


def _way_out(answers: Answers) -> Lines:
    if not answers.smtp_host:
        return _NO_WAY_OUT
    given: dict[str, object] = {
        "host": answers.smtp_host,
        "security": answers.smtp_security,
        "port": answers.smtp_port,
        "ca_file": _place(answers.ca_file),
    }
    return _settings("smtp", given)


def _settings(table: str, given: Mapping[str, object]) -> Lines:
    """The settings of a table that were given."""
    return {(table, name): f"{name} = {_toml(value)}" for name, value in given.items() if value}


def _place(file: Path | None) -> str:
    return str(file.absolute()) if file else ""


def _toml(value: object) -> str:
    """A text or texts as TOML: JSON's strings are TOML's basic strings."""
    return json.dumps(value, ensure_ascii=False)
