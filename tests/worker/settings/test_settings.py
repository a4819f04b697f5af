"""The owner's settings are read as meant, or every mistake in them is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from rules.due import CLOCKS
from worker.ports import ConfigurationError
from worker.settings import Settings, commented_example, find_config, load, new_config, state_directory
from worker.settings.lines import lines_of
from worker.settings.places import machine_zone

HOME = {"HOME": "/home/me"}
SMALLEST = """
[owner]
addresses = ["Me@Example.com", "me@work.example"]

[[account]]
host = "imap.example.com"
password_file = "imap-password"
"""


def settings(tmp_path: Path, text: str, environment: dict[str, str] = HOME) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return load(file, environment=environment)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    """The lines of the one error, without its head."""
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text)
    assert caught.value.advice
    head, *told = str(caught.value).splitlines()
    assert head.startswith(str(tmp_path / "config.toml"))
    return [line.strip() for line in told]


def only(tmp_path: Path, text: str) -> str:
    (told,) = mistakes(tmp_path, text)
    return told


# ── What is meant ───────────────────────────────────────────────────────────────────────────


def test_an_address_a_host_and_a_place_of_the_password_are_enough(tmp_path: Path) -> None:
    read = settings(tmp_path, SMALLEST)
    (account,) = read.accounts
    assert (account.name, account.port, account.user) == ("imap.example.com", 993, "me@example.com")
    assert (account.security, account.poll) == ("tls", 15)
    assert account.password_file == tmp_path / "imap-password"
    assert (read.digest.to, read.digest.weekday_number, read.digest.hour) == (
        "me@example.com",
        0,
        time(7, 30),
    )
    assert read.smtp is None
    assert read.database == Path("/home/me/.local/state/introloop/introloop.db")


def test_the_owner_is_told_to_the_rules_with_zone_weekend_holidays_and_clocks(tmp_path: Path) -> None:
    owner = """
[owner]
addresses = ["Me@Example.com"]
name = "Mara Lindqvist"
time_zone = "Europe/Stockholm"
weekend = ["friday", "saturday"]
holidays = [2026-12-24, "2026-12-31"]
searching = true
landed = 2026-11-02
targets = ["Nordvik"]
[[account]]
path = "~/Maildir"
[clocks]
k3.made.due = 3
"k3.report.due" = 4
"""
    read = settings(tmp_path, owner)
    told = read.as_owner(frozenset({date(2026, 6, 6)}))
    assert told.addresses == {"me@example.com"}
    assert told.calendar.zone == ZoneInfo("Europe/Stockholm")
    assert told.calendar.weekend == {4, 5}
    assert told.calendar.holidays == {date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 6)}
    assert (told.name, told.searching, told.targets) == ("Mara Lindqvist", True, ("Nordvik",))
    assert told.landed == date(2026, 11, 2)
    assert told.clocks == {"k3.made.due": 3, "k3.report.due": 4}
    assert (read.accounts[0].name, read.accounts[0].user) == ("Maildir", "")


def test_the_way_out_borrows_user_and_password_of_the_first_server_unless_it_has_its_own(
    tmp_path: Path,
) -> None:
    servers = """
[owner]
addresses = ["me@example.com"]
[[account]]
path = "mail.mbox"
[[account]]
host = "imap.example.com"
user = "me"
password_credential = "imap"
[smtp]
host = "smtp.example.com"
"""
    borrowed = settings(tmp_path, servers).smtp
    assert borrowed
    assert (borrowed.user, borrowed.password_credential, borrowed.port) == ("me", "imap", 465)
    own = settings(tmp_path, servers + 'security = "starttls"\npassword_command = ["pass", "x"]').smtp
    assert own
    assert (own.password_credential, own.password_command, own.port) == ("", ("pass", "x"), 587)
    relay = settings(tmp_path, servers + 'login = false\nsender = "loops@example.com"').smtp
    assert relay
    assert (relay.user, relay.has_password, relay.sender) == ("", False, "loops@example.com")


def test_a_path_is_meant_from_home_or_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    read = settings(tmp_path, SMALLEST + '[packs]\ndirectory = "~/packs"\n[store]\ndirectory = "state"')
    assert read.packs.directory == Path("/home/me/packs")
    assert read.database == tmp_path / "state/introloop.db"


def test_a_database_server_needs_no_directory(tmp_path: Path) -> None:
    read = settings(tmp_path, SMALLEST + '[store]\nurl = "postgresql://me@db.example/introloop"', {})
    assert read.database == "postgresql://me@db.example/introloop"


def test_the_hour_may_be_text_or_a_time_of_toml(tmp_path: Path) -> None:
    for written in ('"7:05"', "07:05:00"):
        assert settings(tmp_path, SMALLEST + f"[digest]\nhour = {written}").digest.hour == time(7, 5)


# ── Mistakes ────────────────────────────────────────────────────────────────────────────────


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """serching = true
[owner]
addresses = ["me@example.com", "Me <me@example.com>"]
time_zone = "Europe/Berln"
weekend = [
  "sundae",
]
hour = "07:30"
[[account]]
host = "imap.example.com"
prot = 993
[[account]]
name = "work"
host = "imap.work.example"
password_credential = "../x"
security = "plaintext-loopback"
[account.folders]
poll = 3
[digest]
to = "else@example.com"
weekday = "lundi"
html = "maybe"
[clocks]
k3.made.deu = 2
"k3.report.due" = -1
""",
    )
    wanted = [
        r"line 1: \[serching\] .*did you mean searching in \[owner\]",
        r"line 3: \[owner\] addresses item 2 is no mail address",
        r"line 4: \[owner\] time_zone names no time zone",
        r"line 5: \[owner\] weekend item 1 must be 'monday'",
        r"line 8: \[owner\] hour .*in \[digest\]",
        r"line 9: \[account 1 \(imap.example.com\)\] names no place for its password",
        r"line 11: \[account 1 \(imap.example.com\)\] prot is no setting; did you mean port\?",
        r"line 15: \[account 2 \(work\)\] password_credential",
        r"line 16: \[account 2 \(work\)\] security",
        r"line 18: \[account 2 \(work\)\] folders poll",
        r"line 20: \[digest\] to must be one of the addresses",
        r"line 21: \[digest\] weekday must be 'monday'",
        r"line 22: \[digest\] html must be true or false",
        r"line 24: \[clocks\] k3.made.deu names no clock; did you mean k3.made.due\?",
        r"line 25: \[clocks\] k3.report.due must be at least 0",
    ]
    assert len(told) == len(wanted), "\n".join(told)
    for line, pattern in zip(told, wanted, strict=True):
        assert re.match(pattern, line), line


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("[smtp]\nport = 25", r"\[smtp\] host is missing"),
        ("[smtp]\nhost = 3", r"\[smtp\] host must be a text"),
        ("[smtp]\n", r"\[smtp\] host is missing"),
        ("smtp = 3\n" + SMALLEST, "smtp"),
        ("[digest]\nhour = '24:00'", "time of day"),
        ("[digest]\nhour = 7", "time of day"),
        ("[store]\ndirectory = 'a'\nurl = 'sqlite:///b'", "choose one of the two"),
        ("[store]\nurl = 'b'", "no database URL"),
        ("[clocks]\n'k3.report.due' = 'two'", "whole number"),
        ("[[account]]\npath = 'a'\nhost = 'b'", r"account 2 \(b\)\] host belongs to a server"),
        ("[[account]]\nname = 'x'", "needs a host"),
        ("[[account]]\npath = 'mail/imap.example.com'", "name of another account"),
        ("[[account]]\npath = 'a'\npoll = 0", "at least 1"),
        ("[log]\nlevel = 'loud'", "must be 'debug'"),
        ("[xyzzy]\n", r"\[xyzzy\] is no setting$"),
    ],
)
def test_a_mistake_says_what_is_wrong_and_where(tmp_path: Path, added: str, told: str) -> None:
    text = added if added.endswith(SMALLEST) else SMALLEST + added
    assert re.search(told, only(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["[owner] is missing", "[account] is missing"]),
        ("account = 3\nowner = []\nclocks = 1", ["must be a table", "must be a list", "must be a table"]),
        ("account = [3]\n[owner]\naddresses = 'me@example.com'", ["must be a table", "must be a list"]),
        ("account = []\n[owner]\naddresses = []", ["at least one", "at least one"]),
        (
            "[owner]\naddresses = ['a@example.com']\n[[account]]\npath = 'm'\n[smtp]\nhost = 'x'",
            ["[smtp] names no place for its password, or login = false"],
        ),
    ],
)
def test_a_file_that_is_something_else_altogether_is_told_so(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    found = mistakes(tmp_path, text)
    assert len(found) == len(told), found
    for part in told:
        assert any(part.split(",")[0] in line for line in found), (part, found)


def test_a_password_in_the_file_is_a_mistake_that_says_where_it_belongs_and_is_never_shown(
    tmp_path: Path,
) -> None:
    canary = "canary-4711"
    text = SMALLEST.replace("password_file", "password").replace("imap-password", canary)
    url = f"[store]\nurl = 'postgresql://me:{canary}@db.example/x'\n[smtp]\nhost = 'x'\npassword = '{canary}'"
    told = mistakes(tmp_path, text + url)
    assert canary not in "\n".join(told)
    assert ["password_credential" in line or "~/.pgpass" in line for line in told] == [True] * 3


def test_a_value_that_is_refused_is_not_shown_as_it_may_be_a_password(tmp_path: Path) -> None:
    canary = "canary 4711"
    text = SMALLEST.replace('"imap-password"', "[1]").replace("imap.example.com", canary)
    text += f"password_credential = '{canary}'\n[digest]\nhour = '{canary}'\nto = '{canary}'\n"
    text = text.replace("[digest]", f"port = '{canary}'\nca_file = 3\n[digest]")
    told = "\n".join(line for line in mistakes(tmp_path, text))
    assert canary not in told.replace(f"account 1 ({canary})", "")  # the host names the account


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"[owner]\nname = Mara\n", "line 2, column 8: this is no TOML"),
        (b'[owner]\nname = "Mara', "this is no TOML"),
        (b'[owner]\n\nname = "\xff"\n', "line 3: this is no UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_understood_says_where(tmp_path: Path, written: bytes, told: str) -> None:
    (tmp_path / "config.toml").write_bytes(written)
    with pytest.raises(ConfigurationError, match=re.escape(told)) as caught:
        load(tmp_path / "config.toml")
    assert caught.value.advice


def test_a_file_that_is_not_there_or_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no configuration") as caught:
        load(tmp_path / "gone.toml")
    assert "introloop init" in caught.value.advice
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path)


def test_a_home_that_is_not_there_is_told_where_a_path_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert "has no home" in only(tmp_path, SMALLEST)


def test_a_setting_of_many_lines_stands_where_it_begins() -> None:
    lines = lines_of('# head\n[a]\nb = [\n  1,\n  2,\n]\n\n# about c\nc = """x\n[d]\n"""\n[[e]]\nf.g = 1\n')
    assert (lines["a"], lines["a.b"], lines["a.b.1"], lines["a.c"]) == (2, 3, 3, 9)
    assert (lines["e.0"], lines["e.0.f.g"]) == (12, 13)
    assert "d" not in lines


def test_a_file_of_very_many_lines_is_told_by_names_alone(tmp_path: Path) -> None:
    told = only(tmp_path, SMALLEST + "[digest]\nwekday = 'monday'\n" + "\n" * 1001)
    assert told.startswith("[digest] wekday is no setting; did you mean weekday?")


# ── The file with every setting explained ───────────────────────────────────────────────────


def fields(table: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """(table, setting) for every setting there is, as the file calls them."""
    for name, field in table.model_fields.items():
        called = field.alias or name
        if inner := next((m for m in _models(field.annotation)), None):
            yield from fields(inner, f"{above}.{called}" if above else called)
        else:
            yield above, called


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^#?\[+([a-z.]+)\]+$", text, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        found[name] = found.get(name, "") + body
    return found


def test_the_explained_file_is_right_as_it_is(tmp_path: Path) -> None:
    read = settings(tmp_path, commented_example())
    assert read.smtp
    assert read.digest == Settings.model_fields["digest"].default.model_copy(update={"to": "you@example.com"})


def test_every_setting_stands_in_the_explained_file() -> None:
    sections = _sections(commented_example())
    wanted = [pair for pair in fields(Settings) if pair[1] != "clocks"]
    assert len(wanted) > 45
    missing = [
        f"[{table}] {name}"
        for table, name in wanted
        if not re.search(rf"^#?{name} = ", sections[table], re.MULTILINE)
    ]
    assert missing == []
    assert "clocks" in sections


def test_the_explained_file_is_right_with_all_its_examples_switched_on(tmp_path: Path) -> None:
    text = re.sub(r"^#(?=[a-z\[\"])", "", commented_example(), flags=re.MULTILINE)
    text = re.sub(r"^url = .*", "", text, flags=re.MULTILINE)  # stands for directory
    read = settings(tmp_path, text)
    assert read.owner.targets
    assert read.accounts[0].folders.sent == "Sent Messages"
    assert read.clocks == {"k3.made.due": CLOCKS["k3.made.due"], "k3.report.due": CLOCKS["k3.report.due"]}


# ── Places ──────────────────────────────────────────────────────────────────────────────────


def test_the_file_asked_for_comes_before_the_environment_and_that_before_custom(tmp_path: Path) -> None:
    custom = tmp_path / "xdg/introloop/config.toml"
    custom.parent.mkdir(parents=True)
    custom.touch()
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "xdg"), "INTROLOOP_CONFIG": "/named.toml"}
    assert find_config(Path("asked.toml"), environment=environment) == Path("asked.toml")
    assert find_config(environment=environment) == Path("/named.toml")
    del environment["INTROLOOP_CONFIG"]
    assert find_config(environment=environment) == custom == new_config(environment)


def test_without_any_file_every_place_looked_into_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.settings.places.SYSTEM", Path("/nowhere/introloop"))
    with pytest.raises(ConfigurationError) as caught:
        find_config(environment={"HOME": "/no/home", "XDG_CONFIG_HOME": "relative"})
    assert "/no/home/.config/introloop/config.toml and /nowhere/introloop/config.toml" in str(caught.value)
    assert "introloop init" in caught.value.advice
    assert new_config({}) == Path("/nowhere/introloop/config.toml")


def test_the_state_is_where_systemd_says_else_in_the_home() -> None:
    assert state_directory({"STATE_DIRECTORY": "/var/lib/introloop:/other", **HOME}) == Path(
        "/var/lib/introloop"
    )
    assert state_directory({"XDG_STATE_HOME": "/s", **HOME}) == Path("/s/introloop")
    assert state_directory(HOME) == Path("/home/me/.local/state/introloop")
    with pytest.raises(ConfigurationError, match="no place for the state"):
        state_directory({})


def test_the_zone_is_the_machines_where_it_has_a_name(tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo"
    (zones / "Asia").mkdir(parents=True)
    (zones / "Asia/Tokyo").touch()
    (tmp_path / "localtime").symlink_to(zones / "Asia/Tokyo")
    assert machine_zone({}, localtime=tmp_path / "localtime") == "Asia/Tokyo"
    assert machine_zone({"TZ": ":Europe/Oslo"}, localtime=tmp_path / "localtime") == "Europe/Oslo"
    assert machine_zone({"TZ": "NPT-5:45"}, localtime=tmp_path / "localtime") == "Asia/Tokyo"
    assert machine_zone({}, localtime=tmp_path / "none") == "UTC"
