"""Every mistake in the settings is told, with its line, and never with its value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.worker.settings.written import SMALLEST, mistakes, only, settings
from worker.ports import ConfigurationError
from worker.settings import load
from worker.settings.lines import lines_of

MANY = """serching = true
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
"""
TOLD = [
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


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    told = mistakes(tmp_path, MANY)
    assert len(told) == len(TOLD), "\n".join(told)
    for line, pattern in zip(told, TOLD, strict=True):
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
        ("[smtp]\nhost = 'x'\nsender = 'jörg@example.com'", r"\[smtp\] sender must be an address in ASCII"),
        ("[smtp]\nhost = 'x'\nsender = 'a..b@example.com'", "no mail address"),
        ("[smtp]\nhost = 'x'\nsender = 'me@example.com.'", "no mail address"),
        ("[xyzzy]\n", r"\[xyzzy\] is no setting$"),
    ],
)
def test_a_mistake_says_what_is_wrong_and_where(tmp_path: Path, added: str, told: str) -> None:
    text = added if added.endswith(SMALLEST) else SMALLEST + added
    assert re.search(told, only(tmp_path, text))


@pytest.mark.parametrize(
    ("owner", "told"),
    [
        ('name = "Mira\\u007f"', "holds a character that cannot stand there"),
        ('name = "Mira\\nLind"', "holds a character that cannot stand there"),
        (f"name = '{'Mira, ' * 20}'", "at most 64 letters"),
    ],
)
def test_what_would_keep_every_digest_from_being_sent_is_a_mistake(
    tmp_path: Path, owner: str, told: str
) -> None:
    assert told in only(tmp_path, SMALLEST.replace("[owner]", f"[owner]\n{owner}"))


def test_an_address_beyond_ascii_may_be_ours_but_gets_no_digest(tmp_path: Path) -> None:
    text = SMALLEST.replace("Me@Example.com", "jörg@exämple.de") + "[smtp]\nhost = 'x'\n"
    told = mistakes(tmp_path, text)
    assert ["[digest] to" in line or "[smtp] sender" in line for line in told] == [True, True]
    mended = text + "sender = 'me@work.example'\n[digest]\nto = 'me@work.example'"
    assert settings(tmp_path, mended).owner.addresses[0] == "jörg@exämple.de"


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
