"""What is kept of a status is believed while nothing it was found in has changed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from worker.kept import NAME, kept
from worker.ports import WEEKLY, Planned
from worker.wiring import App, wire
from worker.wiring.standing import standing_kept


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk's clock."""
    monkeypatch.setattr("worker.kept.SETTLED", -1.0)


@pytest.fixture
def app(state: Path) -> App:
    """The demo's, whose status nobody has asked for."""
    (state / NAME).unlink(missing_ok=True)
    return wire(state=state)


def refresh(app: App) -> None:
    """As the service does."""
    keeps = standing_kept(app)
    assert keeps
    keeps.refresh()


def is_believed(state: Path) -> bool:
    return kept(state, config=state / "mailbox.toml") is not None


def test_while_another_process_holds_the_store_open_what_it_writes_is_noticed(app: App, state: Path) -> None:
    with closing(app.store()) as store:  # which keeps what is written in its log
        refresh(app)
        assert is_believed(state)
        (folder,) = store.coverage().folders
        store.folder_read(replace(folder, complete=None, problem="it is gone"))

        assert not is_believed(state)


def test_while_a_mail_is_being_sent_nothing_is_kept(app: App, state: Path) -> None:
    """Whoever sends it may be killed: then time alone makes it one that was not sent."""
    now = datetime.now(UTC)
    with closing(app.store()) as store:
        mail = store.plan(Planned(WEEKLY, "2026-W47", "<w47@lindqvist.example>", b"To: me\n\nHi", now))
        store.highest_now(now)
        store.claim(mail, by="a process that is killed", now=now, lease=900)
    refresh(app)

    assert not is_believed(state)


def test_another_release_or_time_zone_looks_for_itself(
    app: App, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = tmp_path / "kept.py"
    release.write_text("one")
    monkeypatch.setattr("worker.kept._ALWAYS", (release,))
    refresh(wire(state=state))
    assert is_believed(state)
    release.write_text("another")

    assert not is_believed(state)
