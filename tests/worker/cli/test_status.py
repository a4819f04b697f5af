"""`introloop status` answers at once from what is kept beside the store, and never says what is not so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from tests.servers.imap import imap_server
from tests.whole_way import WholeWay, fill, introduction, whole_way
from tests.worker.cli.conftest import Introloop
from worker.kept import NAME
from worker.kept import kept as believed
from worker.ports import Coverage
from worker.store.sql import SqlStore
from worker.wiring import wire
from worker.wiring.standing import standing_kept

HEAVY = ("sqlalchemy", "pydantic", "rich", "worker.wiring", "worker.ports", "worker.settings", "rules")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk's clock, but who says so."""
    monkeypatch.setattr("worker.kept.SETTLED", -1.0)


@pytest.fixture
def state(state: Path) -> Path:
    """The demo's, read to its end just now, and nobody has asked how it is."""
    (state / NAME).unlink(missing_ok=True)
    with closing(wire(state=state).store()) as store:
        (folder,) = store.coverage().folders
        store.folder_read(replace(folder, complete=datetime.now(UTC)))
    return state


@pytest.fixture
def kept(introloop: Introloop, state: Path) -> Path:
    """What the first status kept."""
    assert introloop("status", "--state", state).code == 0
    return state / NAME


@contextmanager
def unopened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No store is opened meanwhile."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the store was opened")

    with monkeypatch.context() as patched:
        patched.setattr("worker.store.open_store", opened)
        yield


def quickly(*line: str | Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """The line in a process of its own, and what it imported of all that is heavy."""
    code = (
        "import atexit, sys; from worker.cli.app import run;"
        f"atexit.register(lambda: print('\\n' + ' '.join(m for m in {HEAVY} if m in sys.modules)));"
        "raise SystemExit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, line)], capture_output=True, text=True, timeout=60
    )
    *_, heavy = done.stdout.split("\n")[:-1]
    return done, heavy.split()


# ── At once ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_second_status_says_the_same_and_imports_nothing_heavy(
    introloop: Introloop, state: Path, form: tuple[str, ...]
) -> None:
    first = introloop("status", *form, "--state", state)
    second, heavy = quickly("status", *form, "--state", state)

    assert (second.returncode, second.stderr, heavy) == (0, "", [])
    assert second.stdout.startswith(first.out)


def test_where_the_configuration_names_the_state_it_is_found_there(
    introloop: Introloop, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{(state / "mailbox.toml").read_text()}\n[store]\ndirectory = "state"\n')
    first = introloop("status", "--config", config)
    with unopened(monkeypatch):
        assert introloop("status", "--config", config) == first
    assert first.code == 0


def test_with_nothing_new_nothing_is_written(introloop: Introloop, kept: Path) -> None:
    keeps = standing_kept(wire(state=kept.parent))
    assert keeps
    keeps.refresh()
    before = [(file, file.stat().st_mtime_ns) for file in sorted(kept.parent.iterdir())]
    keeps.refresh()
    introloop("status", "--state", kept.parent)

    assert [(file, file.stat().st_mtime_ns) for file in sorted(kept.parent.iterdir())] == before


# ── Never what is not so ────────────────────────────────────────────────────────────────────


def test_what_another_process_writes_is_told_at_once(introloop: Introloop, kept: Path) -> None:
    with closing(wire(state=kept.parent).store()) as store:
        (folder,) = store.coverage().folders
        store.folder_read(replace(folder, complete=None, problem="it is gone"))

    said = introloop("status", "--state", kept.parent)

    assert said.code == 1
    assert "INBOX: it is gone" in said.out


@pytest.mark.parametrize("days", [0, 2])
def test_whether_the_mail_is_being_read_is_judged_when_it_is_asked(
    introloop: Introloop, kept: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a datetime will do
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr("worker.cli.health.datetime", Later)
    with unopened(monkeypatch):
        said = introloop("status", "--state", kept.parent)

    assert said.code == (1 if days else 0)
    assert ("nothing was read since" in said.out) == bool(days)


@pytest.mark.parametrize(
    "change",
    [
        lambda held: {},
        lambda held: [],
        lambda held: held | {"format": 0},
        lambda held: held | {"zone": "Mars/Olympus"},
        lambda held: held | {"of": {}},
        lambda held: held | {"facts": []},
        lambda held: held | {"facts": held["facts"] | {"standing": {"coverage": {}}}},
        lambda held: held | {"facts": held["facts"] | {"zone": "Mars/Olympus"}},
    ],
)
def test_what_cannot_be_believed_is_found_anew(introloop: Introloop, kept: Path, change: Any) -> None:
    before = introloop("status", "--state", kept.parent)
    kept.write_text(json.dumps(change(json.loads(kept.read_text()))))

    assert introloop("status", "--state", kept.parent) == before
    assert json.loads(kept.read_text())["format"] == 1  # and is kept as it ought to be


@pytest.mark.parametrize("held", [b"", b"{", b"\xff\x00", b"null"])
def test_a_torn_file_is_found_anew(introloop: Introloop, kept: Path, held: bytes) -> None:
    kept.write_bytes(held)

    assert introloop("status", "--state", kept.parent).code == 0


def test_a_configuration_that_breaks_is_told_whatever_is_kept(introloop: Introloop, kept: Path) -> None:
    file = kept.with_name("mailbox.toml")
    file.write_text(f"{file.read_text()}\n[digest]\nweekday = 'someday'\n")

    said = introloop("status", "--state", kept.parent)

    assert said.code == 78
    assert "weekday" in said.err


def test_a_service_does_not_speak_of_a_configuration_that_it_has_not_read(state: Path) -> None:
    keeps = standing_kept(wire(state=state))
    file = state / "mailbox.toml"
    file.write_text(f"{file.read_text()}\n[digest]\nweekday = 'someday'\n")
    assert keeps
    keeps.refresh()

    assert not (state / NAME).exists()


def test_a_copy_speaks_of_itself_and_not_of_where_it_was_copied_from(
    introloop: Introloop, tmp_path: Path, kept: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text((kept.parent / "mailbox.toml").read_text())
    assert introloop("status", "--config", config, "--state", kept.parent).code == 0
    copy = shutil.copytree(kept.parent, tmp_path / "copy")
    with closing(wire(config=config, state=copy).store()) as store:
        (folder,) = store.coverage().folders
        store.folder_read(replace(folder, complete=None, problem="it is gone"))

    assert introloop("status", "--config", config, "--state", copy).code == 1


@pytest.mark.parametrize("shut", ["introloop.db", ""])
def test_a_disk_that_became_read_only_is_told_though_no_file_was_written(
    kept: Path, monkeypatch: pytest.MonkeyPatch, shut: str
) -> None:
    allowed = os.access

    def shut_to_us(path: Path, mode: int) -> bool:
        return allowed(path, mode) and not (path == kept.parent / shut and mode & os.W_OK)

    monkeypatch.setattr(os, "access", shut_to_us)

    assert believed(kept.parent, config=kept.with_name("mailbox.toml")) is None


def test_what_was_written_just_now_is_not_believed_yet(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.kept.SETTLED", 60.0)
    keeps = standing_kept(wire(state=state))
    assert keeps
    keeps.refresh()
    assert not (state / NAME).exists()

    monkeypatch.setattr("worker.kept.SETTLED", -1.0)
    keeps.refresh()
    assert (state / NAME).exists()


def test_what_changes_while_it_is_looked_at_is_not_kept(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = SqlStore.coverage

    def meanwhile(store: SqlStore) -> Coverage:
        os.utime(state / "introloop.db", (1, 1))
        return looks(store)

    monkeypatch.setattr(SqlStore, "coverage", meanwhile)
    keeps = standing_kept(wire(state=state))
    assert keeps
    keeps.refresh()

    assert not (state / NAME).exists()


def test_a_disk_that_is_full_keeps_nothing_and_status_says_the_same(
    introloop: Introloop, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)

    assert introloop("status", "--state", state).code == 0
    assert [file for file in state.iterdir() if NAME in file.name] == []


def test_a_database_on_a_server_is_asked_each_time(state: Path) -> None:
    wired = wire(state=state)
    server = wired.settings.store.model_copy(update={"url": "postgresql://db.example/introloop"})

    assert standing_kept(replace(wired, settings=wired.settings.model_copy(update={"store": server}))) is None


# ── Nobody's business ───────────────────────────────────────────────────────────────────────


def test_it_is_the_owners_alone_and_tells_of_no_person_and_no_subject(kept: Path) -> None:
    held = kept.read_text()
    with closing(wire(state=kept.parent).store()) as store:
        mails = list(store.readings())

    assert S_IMODE(kept.stat().st_mode) == 0o600
    assert mails
    assert "@" not in held
    assert not any(mail.header.subject in held for mail in mails if mail.header.subject)


def test_to_forget_a_person_removes_it(introloop: Introloop, kept: Path) -> None:
    assert kept.exists()
    said = introloop("forget", "dana.okoye@fennelworks.example", "--yes", "--state", kept.parent)

    assert said.code == 0, said
    assert not kept.exists()


# ── With a service at work ──────────────────────────────────────────────────────────────────


@pytest.fixture
def way(tmp_path: Path) -> Iterator[WholeWay]:
    """A mailbox with an introduction in it."""
    with imap_server() as server, whole_way(server, tmp_path) as ready:
        fill(ready.account, [introduction()])
        yield ready


def test_the_service_keeps_it_and_one_that_was_killed_is_told_as_ever(way: WholeWay) -> None:
    where = ("--config", str(way.configuration), "--state", str(way.state))
    code = "import worker.wiring.service as s; s.STATUS_EVERY = 0.2; from worker.cli.app import run; run()"
    service = subprocess.Popen([sys.executable, "-c", code, "run", *where], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and not (way.state / NAME).exists():
            time.sleep(0.1)
        at_work, heavy = quickly("status", "--json", *where)
    finally:
        service.kill()
        service.wait()
    killed, _ = quickly("status", "--json", *where)

    assert (at_work.returncode, heavy) == (0, [])
    assert json.loads(at_work.stdout.rpartition("\n")[0])["coverage"]["last_complete"]
    assert killed.stdout == at_work.stdout
    (way.state / NAME).unlink()
    assert way.said_by("status", "--json") == at_work.stdout.rstrip("\n") + "\n"
