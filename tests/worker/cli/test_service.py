"""`introloop service` as typed. Against a real systemd: tests/deploy/test_the_unit_at_work.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.worker.cli.conftest import Introloop

CONFIGURATION = """
[owner]
addresses = ["mara@lindqvist.example"]

[[account]]
name = "home"
host = "imap.example.com"
password_credential = "imap-password"
password_file = "imap-password"

[[account]]
name = "old"
path = "old.mbox"

[smtp]
host = "smtp.example.com"

[service]
metrics_port = 9464
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$HEARD"
case "$*" in *show*) printf 'LoadState=loaded\\nActiveState=active\\nStatusText=all well, jobs: 3\\n' ;; esac
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "imap-password").write_text("secret\n")
    (tmp_path / "imap-password").chmod(0o600)
    file = tmp_path / "config.toml"
    file.write_text(CONFIGURATION)
    return file


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a systemctl of ours is told; a user's units lie below tmp_path."""
    for name in ("systemctl", "systemd-run"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(SYSTEMCTL)
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HEARD", str(tmp_path / "heard"))
    return tmp_path / "heard"


def test_the_unit_can_be_seen_before_anything_is_changed(introloop: Introloop, config: Path) -> None:
    said = introloop("service", "install", "--print", "--config", config)
    assert said.code == 0
    assert f"LoadCredential=imap-password:{config.parent}/imap-password" in said.out
    assert said.out.count("LoadCredential=imap") == 1  # [smtp] borrows it
    assert "SocketBindAllow=ipv4:tcp:9464" in said.out


def test_a_service_of_the_system_that_could_not_work_is_not_installed(
    introloop: Introloop, config: Path, heard: Path
) -> None:
    said = introloop("service", "install", "--config", config)
    assert said.code == 78
    assert "account old: " in said.err  # its mailbox lies below /tmp
    assert not heard.exists()


def test_a_service_of_ones_own_is_installed_asked_and_removed(
    introloop: Introloop, config: Path, heard: Path, tmp_path: Path
) -> None:
    unit = tmp_path / "xdg" / "systemd" / "user" / "introloop.service"
    installed = introloop("service", "install", "--user", "--config", config)
    assert (installed.code, f"Written: {unit}" in installed.out) == (0, True)
    assert "enable-linger" in installed.out
    assert f"run --config {config}" in unit.read_text()

    assert "all well, jobs: 3" in introloop("service", "status", "--user").out
    said = introloop("service", "status", "--user", "--json")
    assert (said.code, json.loads(said.out)["active"]) == (0, "active")

    removed = introloop("service", "uninstall", "--user")
    assert (removed.code, unit.exists()) == (0, False)
    assert "~/.local/state/introloop" in removed.out
    assert all(line.startswith("--user ") for line in heard.read_text().splitlines())


def test_where_there_is_no_systemd_it_does_not_run(
    introloop: Introloop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = introloop("service", "status")
    assert (said.code, said.out) == (2, "")
    assert "not run by systemd" in said.err
    assert "introloop run" in said.err


def test_a_password_that_only_root_has_is_no_password_for_a_user(
    introloop: Introloop, config: Path, heard: Path
) -> None:
    config.write_text(CONFIGURATION.replace('password_file = "imap-password"', ""))
    said = introloop("service", "install", "--user", "--config", config)
    assert said.code == 78
    assert said.err.count("password_file") == 2  # the account and [smtp]


def test_whoever_signs_in_needs_no_password(introloop: Introloop, config: Path, heard: Path) -> None:
    signs_in = 'signin = "microsoft"\nclient_id = "00000000-0000-0000-0000-000000000000"\n'
    passwords = 'password_credential = "imap-password"\npassword_file = "imap-password"\n'
    config.write_text(CONFIGURATION.replace(passwords, signs_in))
    said = introloop("service", "install", "--user", "--config", config)
    assert (said.code, said.err) == (0, "")


def test_a_command_beside_the_service_leaves_as_it_leaves(
    introloop: Introloop, heard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.service.place.SYSTEM_UNITS", tmp_path)
    assert introloop("service", "exec", "status").code == 1  # nothing is installed
    from worker.service.unit import shipped

    (tmp_path / "introloop.service").write_text(shipped())
    assert introloop("service", "exec", "status", "--json").code == 0
    assert heard.read_text().strip().endswith("introloop status --json --config /etc/introloop/config.toml")
