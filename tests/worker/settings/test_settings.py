"""The owner's settings are read as they are meant."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.worker.settings.written import SMALLEST, settings


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
    owner = '''
[owner]
addresses = ["Me@Example.com"]
name = "Mara Lindqvist"
time_zone = "Europe/Stockholm"
weekend = ["friday", "saturday"]
holidays = [2026-12-24, "2026-12-31"]
searching = true
landed = 2026-11-02
targets = ["Nordvik"]
blurb = """
Mara builds timetables.
"""
[[account]]
path = "~/Maildir"
[clocks]
k3.made.due = 3
"k3.report.due" = 4
'''
    read = settings(tmp_path, owner)
    told = read.as_owner(frozenset({date(2026, 6, 6)}))
    assert told.addresses == {"me@example.com"}
    assert told.calendar.zone == ZoneInfo("Europe/Stockholm")
    assert told.calendar.weekend == {4, 5}
    assert told.calendar.holidays == {date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 6)}
    assert (told.name, told.searching, told.targets) == ("Mara Lindqvist", True, ("Nordvik",))
    assert told.landed == date(2026, 11, 2)
    assert told.blurb == "Mara builds timetables."
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
