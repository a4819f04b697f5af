"""The file and the state are found where custom says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worker.settings.written import HOME
from worker.places import machine_zone
from worker.ports import ConfigurationError
from worker.settings import find_config, new_config, state_directory


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
    monkeypatch.setattr("worker.places.SYSTEM", Path("/nowhere/introloop"))
    with pytest.raises(ConfigurationError) as caught:
        find_config(environment={"HOME": "/no/home", "XDG_CONFIG_HOME": "relative"})
    assert "/no/home/.config/introloop/config.toml and /nowhere/introloop/config.toml" in str(caught.value)
    assert "introloop init" in caught.value.advice
    assert new_config({}) == Path("/nowhere/introloop/config.toml")
    assert new_config({"INTROLOOP_CONFIG": "/mine.toml", "HOME": "/home/me"}) == Path("/mine.toml")


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
