"""What watches over the service from outside: its figures, and the dead-man's switch it calls."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from urllib.request import urlopen

import pytest

from tests.servers.certificates import authority
from tests.servers.ports import free_port
from tests.servers.switch import switch
from worker.cli.app import run
from worker.daemon import Job, Told
from worker.daemon.ping import PingFailed
from worker.settings.models import Service as Watched
from worker.wiring import App, StillClock, wire
from worker.wiring.service import Service

NOW = "2026-11-19T10:00"


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The demo, read to its end."""
    assert run(["demo", "--state", str(tmp_path / "demo"), "--now", NOW]) == 0
    wired = wire(state=tmp_path / "demo")
    with closing(wired.store()) as store:
        read = store.coverage().last_complete
    assert read
    return replace(wired, clock=StillClock(read + timedelta(hours=1)))


def watched(app: App, **by: object) -> App:
    settings = app.settings.model_copy(update={"service": Watched.model_validate(by)})
    return replace(app, settings=settings)


def ping_job(app: App) -> Job:
    (found,) = [job for job in Service(app).jobs() if job.name == "ping"]
    return found


def test_the_figures_name_nobody_and_are_those_of_status(app: App) -> None:
    port = free_port()
    with Service(watched(app, metrics_port=port)).metrics():
        page = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    figures = dict(re.findall(r"^(\w+) ([\d.]+)$", page, re.MULTILINE))
    assert figures["introloop_health_level"] == "0"
    assert float(figures["introloop_messages_read"]) > 10
    assert float(figures["introloop_last_complete_read_timestamp_seconds"]) > 1.7e9
    assert "introloop_last_digest_timestamp_seconds" not in figures  # none was sent
    assert page.count("# HELP") == page.count("# TYPE") == len(figures)
    assert re.findall(r"[@{]", page) == []


def test_nothing_watches_unless_it_is_set(app: App) -> None:
    assert [job.name for job in Service(app).jobs() if job.name == "ping"] == []
    with Service(app).metrics() as nothing:
        assert nothing is None


def test_the_switch_is_called_while_the_mailbox_is_being_read_and_missed_when_it_is_not(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.ca_file))
    with switch(trusted.server()) as listening:
        calling = watched(app, ping_url=f"https://127.0.0.1:{listening.port}/0f2c")
        assert ping_job(calling).run(Told(Event())) == {"pinged": 1}
        assert [path for path, _ in listening.heard] == ["/0f2c"]

        later = replace(calling, clock=StillClock(app.clock.now() + timedelta(days=2)))
        assert ping_job(later).run(Told(Event())) == {"pinged": 0}
        assert len(listening.heard) == 1

        listening.status = 404
        with pytest.raises(PingFailed):
            ping_job(calling).run(Told(Event()))
