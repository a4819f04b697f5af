"""Installing and removing the service: what is written, and what is said to systemd.

Against a real systemd: tests/deploy/test_the_unit_at_work.py.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from worker.service import Level, Place, ServiceError, Systemctl, place
from worker.service.state import state_json, state_of
from worker.service.systemctl import user_units
from worker.service.unit import shipped


class Heard(list[str]):
    """A systemctl that writes down what it is told."""

    def __init__(self, said: str = "", *, fails: bool = False) -> None:
        super().__init__()
        self.said, self.fails = said, fails

    def __call__(self, line: Sequence[str]) -> subprocess.CompletedProcess[str]:
        self.append(" ".join(word for word in line if word != "--no-pager"))
        return subprocess.CompletedProcess(line, int(self.fails), self.said, "no such bus\n")


def at(units: Path, heard: Heard, *, user: bool = True) -> Place:
    return Place(units, Systemctl(user=user, run=heard), user)


def test_installed_it_starts_now_and_at_every_boot(tmp_path: Path) -> None:
    heard = Heard()
    steps = [*at(tmp_path / "units", heard).install("[Service]\n", start=True)]
    unit = tmp_path / "units" / "introloop.service"
    assert (unit.read_text(), unit.stat().st_mode & 0o777) == ("[Service]\n", 0o644)
    assert heard == [
        "systemctl --user daemon-reload",
        "systemctl --user enable introloop.service",
        "systemctl --user start introloop.service",
    ]
    assert len(steps) == 2


def test_installed_again_it_is_restarted(tmp_path: Path) -> None:
    heard = Heard()
    for _ in range(2):
        list(at(tmp_path, heard).install("[Service]\n", start=True))
    assert heard[-1] == "systemctl --user restart introloop.service"


def test_it_is_only_written_where_it_is_not_to_start(tmp_path: Path) -> None:
    heard = Heard()
    list(at(tmp_path, heard).install("[Service]\n", start=False))
    assert heard == ["systemctl --user daemon-reload"]


def test_removed_it_is_stopped_first(tmp_path: Path) -> None:
    heard = Heard()
    there = at(tmp_path, heard)
    list(there.install("[Service]\n", start=False))
    list(there.uninstall())
    assert heard[1:] == ["systemctl --user disable --now introloop.service", "systemctl --user daemon-reload"]
    assert not there.unit.exists()
    with pytest.raises(ServiceError, match="nothing is installed"):
        list(there.uninstall())


def test_the_services_of_the_system_are_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "is_root", lambda: False)
    with pytest.raises(ServiceError, match="belong to root") as refused:
        list(at(tmp_path, Heard(), user=False).install("", start=True))
    assert "--user" in refused.value.advice


def test_a_command_beside_the_service_has_its_walls_and_not_its_life(tmp_path: Path) -> None:
    there = at(tmp_path, Heard(), user=False)
    with pytest.raises(ServiceError, match="not installed"):
        there.beside("status")
    (tmp_path / "introloop.service").write_text(shipped())
    line = there.beside("status", "--json")
    assert line[0] == "systemd-run"
    assert line[-5:] == (
        "/opt/introloop/bin/introloop",
        "status",
        "--json",
        "--config",
        "/etc/introloop/config.toml",
    )
    for wall in (
        "DynamicUser=yes",
        "StateDirectory=introloop",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
    ):
        assert f"--property={wall}" in line
    assert [word for word in line if "Restart" in word or "Type=" in word or "WantedBy" in word] == []


def test_where_there_is_no_systemd_it_says_so() -> None:
    def missing(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
        raise FileNotFoundError(line[0])

    def slow(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired(line[0], 1)

    with pytest.raises(ServiceError, match="not run by systemd"):
        Systemctl(user=False, run=missing)("daemon-reload")
    with pytest.raises(ServiceError, match="did not end"):
        Systemctl(user=False, run=slow)("daemon-reload")
    with pytest.raises(ServiceError, match="no such bus"):
        Systemctl(user=False, run=Heard(fails=True))("daemon-reload")


@pytest.mark.parametrize(
    ("user", "stderr", "said"),
    [
        (
            False,
            "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
            "Failed to connect to bus: Host is down\n",
            "There is no service here: this machine is not run by systemd.",
        ),
        (
            True,
            "Failed to connect to user scope bus via local transport: No medium found\n",
            "systemd runs no services for your user here",
        ),
        (True, "System has not been booted with systemd as init system.\n", "not run by systemd."),
    ],
)
def test_where_systemd_does_not_run_it_says_so_in_words(user: bool, stderr: str, said: str) -> None:
    def down(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(line, 1, "", stderr)

    with pytest.raises(ServiceError) as refused:
        Systemctl(user=user, run=down).show("introloop.service", ["ActiveState"])
    assert said in str(refused.value)
    assert "systemctl" not in str(refused.value)
    assert refused.value.advice


def test_a_users_units_lie_where_systemd_looks_for_them() -> None:
    assert user_units({"HOME": "/home/mara"}) == Path("/home/mara/.config/systemd/user")
    assert user_units({"XDG_CONFIG_HOME": "/x", "HOME": "/home/mara"}) == Path("/x/systemd/user")
    assert Place.of(user=False).unit == Path("/etc/systemd/system/introloop.service")
    assert Place.of(user=True, environment={"HOME": "/h"}).unit.is_relative_to("/h")


@pytest.mark.parametrize(
    ("said", "level", "words"),
    [
        ({"LoadState": "not-found"}, Level.DOWN, "not installed"),
        ({"ActiveState": "active", "NRestarts": "2"}, Level.RUNS, "restarted 2"),
        ({"ActiveState": "activating", "Result": "signal"}, Level.STARTING, "ended with signal"),
        ({"ActiveState": "failed", "ExecMainStatus": "78"}, Level.DOWN, "introloop check"),
        ({"ActiveState": "failed", "Result": "watchdog"}, Level.DOWN, "journalctl"),
    ],
)
def test_its_state_is_told_in_words_and_as_an_exit_code(
    said: dict[str, str], level: Level, words: str, tmp_path: Path
) -> None:
    shown = "\n".join(f"{name}={value}" for name, value in ({"LoadState": "loaded"} | said).items())
    state = at(tmp_path, Heard(shown)).state()
    assert state.level is level
    assert words in state.sentence
    assert state == state_of({"LoadState": "loaded"} | said)
    assert state_json(state)["level"] == level.name.lower()
