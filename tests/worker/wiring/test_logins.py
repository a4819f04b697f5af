"""All jobs of the service that read an account share its logins, and another account has its own."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from tests.servers.scripted_imap import scripted_imap
from worker.cli.app import run
from worker.discovery import providers
from worker.ports import Batch, Bookmark, FolderCoverage, FolderRole, Throttled, Traffic
from worker.wiring import App, wire
from worker.wiring.service import Service, counting

ACCOUNT = """
[[account]]
name = "{name}"
host = "127.0.0.1"
port = {port}
user = "mara"
security = "plaintext-loopback"
password_command = ["echo", "secret"]
"""


GMAIL = """
[[account]]
name = "gmail"
host = "imap.gmail.com"
user = "mara"
password_command = ["echo", "secret"]
"""


def app(place: Path, *accounts: str) -> App:
    config = place / "config.toml"
    config.write_text('[owner]\naddresses = ["mara@lindqvist.example"]\n' + "".join(accounts))
    return wire(config=config, state=place / "state")


def test_the_jobs_of_the_service_share_the_logins_of_each_account(tmp_path: Path) -> None:
    with scripted_imap() as server:
        two = [ACCOUNT.format(name=name, port=server.port) for name in ("home", "work")]
        wired = app(tmp_path, two[0], two[1] + "logins_an_hour = 3600\n")
        counted = counting(wired, paid={})
        home, work = wired.settings.accounts
        for account in (home, work, home, work, home, work, work):
            with counted.mailbox(account):
                pass
        with pytest.raises(Throttled), counted.mailbox(home):
            pass
        assert server.count("LOGIN") == 7
        for _ in range(5):  # what the owner types is not counted
            with wired.mailbox(home):
                pass


def test_a_service_that_begins_anew_counts_its_logins_on(tmp_path: Path) -> None:
    with scripted_imap() as server:
        wired = app(tmp_path, ACCOUNT.format(name="home", port=server.port))
        (home,), paid = wired.settings.accounts, 0.0
        for _ in range(3):
            serving = counting(wired, paid={"home": paid})
            assert Service(serving).is_welcome()
            with serving.mailbox(home):
                pass
            paid = serving.logins["home"].paid_until
        anew = counting(wired, paid={"home": paid})
        with pytest.raises(Throttled), anew.mailbox(home):
            pass
        assert not Service(anew).is_welcome()
        assert server.count("LOGIN") == 3


@pytest.mark.parametrize(
    ("account", "megabytes"),
    [
        (ACCOUNT.format(name="home", port=143), 500),
        (ACCOUNT.format(name="home", port=143) + "megabytes_a_day = 2000\n", 2000),
        (GMAIL, 500),  # which allows 2,500: the owner's other programs read too
        ('[[account]]\npath = "Maildir"\n', 0),
    ],
)
def test_what_older_mail_may_cost_on_a_day_is_as_set_or_as_the_provider_allows(
    tmp_path: Path, account: str, megabytes: int
) -> None:
    (tmp_path / "Maildir").mkdir()
    wired = app(tmp_path, account)
    assert wired.mailbox(wired.settings.accounts[0]).allowance == megabytes * 1_000_000


def test_a_provider_that_allows_little_is_asked_for_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thrifty = replace(providers()[0], megabytes_a_day=100)
    monkeypatch.setattr("worker.discovery.by_host", lambda _: thrifty)
    wired = app(tmp_path, GMAIL)
    assert wired.mailbox(wired.settings.accounts[0]).allowance == 50_000_000


def test_status_says_of_an_account_that_its_older_mail_waits_until_tomorrow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wired = app(tmp_path, ACCOUNT.format(name="home", port=143) + "megabytes_a_day = 1\n")
    today = wired.moment().astimezone(UTC).date()
    with closing(wired.store()) as store:
        for name in ("home", "another that was left"):
            store.folder_read(FolderCoverage(name, "INBOX", FolderRole.INBOX, None))
            store.save(Batch(Bookmark(name, "INBOX", 7, 9, floor=5), traffic=Traffic(today, 1_000_000)))
        (said,) = wired.resting(store)
    assert said.startswith("account home: 1 MB were read today")
    capsys.readouterr()
    run(["status", "--state", str(tmp_path / "state"), "--config", str(tmp_path / "config.toml")])
    assert "\nAccount home: 1 MB were read today" in capsys.readouterr().out
