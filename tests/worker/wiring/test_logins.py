"""All jobs of the service that read an account share its logins, and another account has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers.scripted_imap import scripted_imap
from worker.daemon import Job
from worker.ports import Throttled
from worker.wiring import App, wire
from worker.wiring.service import Service

ACCOUNT = """
[[account]]
name = "{name}"
host = "127.0.0.1"
port = {port}
user = "mara"
security = "plaintext-loopback"
password_command = ["echo", "secret"]
"""


def app(place: Path, *accounts: str) -> App:
    config = place / "config.toml"
    config.write_text('[owner]\naddresses = ["mara@lindqvist.example"]\n' + "".join(accounts))
    return wire(config=config, state=place / "state")


def test_the_jobs_of_the_service_share_the_logins_of_each_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[App] = []

    def noting(serving: Service) -> list[Job]:
        built.append(serving.app)
        return []

    with scripted_imap() as server:
        two = [ACCOUNT.format(name=name, port=server.port) for name in ("home", "work")]
        wired = app(tmp_path, two[0], two[1] + "logins_an_hour = 3600\n")
        monkeypatch.setattr(Service, "jobs", noting)
        Service(wired).daemon()
        (counted,) = built
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
