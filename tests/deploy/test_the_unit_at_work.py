"""The unit, really run: a Debian with systemd, the service installed in it as deploy/README.md says, a real
mailbox, and a digest that arrives. `make test-systemd` prepares the Debian and runs this.

The tests share one machine and come in any order: each begins with a service that runs.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.deploy.readme import lines_to_type
from tests.servers.account import PASSWORD
from tests.servers.imap import imap_server
from tests.servers.machine import Machine, machine, why_no_machine
from tests.servers.ports import free_port
from tests.whole_way import OUTWARD, WholeWay, fill, introduction, whole_way
from tests.worker.mailbox.rigs import letter
from worker.daemon.loop import MANY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),  # a machine shared with others may take its time
    pytest.mark.skipif(bool(why_no_machine()), reason=f"the unit was not really run: {why_no_machine()}"),
]

ETC = "/etc/introloop"


@dataclass(frozen=True, slots=True)
class Installed:
    """A machine with the service installed, and the mailbox it reads."""

    machine: Machine
    way: WholeWay
    figures: int

    def introloop(self, *words: str) -> str:
        return self.machine.said("introloop", *words)

    def has_read(self) -> bool:
        """Whether the mailbox was read to its end."""
        return '"new":' in self.machine.log()

    def pid(self) -> int:
        return int(self.machine.property("MainPID"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Everything as the README says. About fifteen seconds on a quiet machine."""
    home = tmp_path_factory.mktemp("home")
    with imap_server() as server, whole_way(server, home) as way, machine() as debian:
        fill(way.account, [introduction()])
        debian.shell(lines_to_type("python3 -m venv"))
        debian.shell(lines_to_type("install -d"))
        configure(debian, way, figures=(figures := free_port()))
        debian.shell("introloop service install")
        yield Installed(debian, way, figures)


@pytest.fixture
def service(installed: Installed) -> Installed:
    """The service runs, whatever the test before did."""
    installed.machine.said("systemctl", "reset-failed")
    installed.machine.said("systemctl", "start", "introloop")
    until(lambda: installed.machine.property("ActiveState") == "active")
    return installed


def configure(debian: Machine, way: WholeWay, *, figures: int) -> None:
    """Fill in what is to be filled in: passwords by name, and the port of the figures."""
    etc = debian.files / "etc" / "introloop"
    text = way.configuration.read_text().replace("password_file", "password_credential")
    (etc / "config.toml").write_text(f"{text}\n[service]\nmetrics_port = {figures}\n")
    (etc / "authority.pem").write_bytes((way.configuration.parent / "authority.pem").read_bytes())
    for name, password in (("imap-password", PASSWORD), ("smtp-password", OUTWARD)):
        (etc / name).write_text(f"{password}\n")
        (etc / name).chmod(0o600)


def until(what: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_service_scans_the_mailbox_and_sends_one_digest(service: Installed) -> None:
    until(lambda: service.way.smtp.delivered, seconds=60)
    assert "Tomas" in service.way.digests()[0]
    service.machine.said("systemctl", "restart", "introloop")
    until(lambda: '"event": "started"' in service.machine.log())
    time.sleep(3)  # it has looked again at what is due
    assert len(service.way.smtp.delivered) == 1


def test_it_runs_as_nobody_in_particular_and_sees_neither_homes_nor_passwords_of_others(
    service: Installed,
) -> None:
    status = Path(f"/proc/{_outside(service)}/status").read_text()
    uid, bounding = re.search(r"^Uid:\s+(\d+)", status, re.M), re.search(r"^CapBnd:\s+(\w+)", status, re.M)
    assert uid
    assert 61184 <= int(uid[1]) <= 65519  # systemd's range of dynamic users
    assert bounding
    assert int(bounding[1], 16) == 0
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status
    state = service.machine.files / "var" / "lib" / "private" / "introloop"
    assert (state.stat().st_mode & 0o777, (state / "introloop.db").stat().st_mode & 0o777) == (0o700, 0o600)


def test_it_is_killed_and_comes_back_by_itself(service: Installed) -> None:
    before, restarts = service.pid(), int(service.machine.property("NRestarts"))
    service.machine.said("bash", "-c", f"kill -KILL {before}")
    until(lambda: service.machine.property("ActiveState") != "active")
    until(lambda: service.machine.property("ActiveState") == "active")
    assert service.pid() not in (0, before)
    assert int(service.machine.property("NRestarts")) == restarts + 1
    assert len(service.way.smtp.delivered) <= 1


def test_after_a_long_scan_it_begins_anew_and_systemd_sees_one_service_that_goes_on(
    service: Installed,
) -> None:
    until(service.has_read)
    before, restarts = service.pid(), service.machine.property("NRestarts")
    many = (letter(f"Tea {number} {before}") for number in range(MANY + 1))
    service.way.account.deliver(*many, arrived=datetime.now(UTC))
    until(lambda: '"started"' in service.machine.log().partition('"begins anew"')[2], seconds=120)
    assert service.introloop("service", "status", "--json")
    assert (service.pid(), service.machine.property("NRestarts")) == (before, restarts)
    assert service.machine.property("ActiveState") == "active"


def test_it_stops_within_two_seconds_and_in_peace(service: Installed) -> None:
    began = time.monotonic()
    service.machine.said("systemctl", "stop", "introloop")
    assert time.monotonic() - began < 2
    assert service.machine.property("Result") == "success"
    assert service.machine.run("introloop", "service", "status").returncode == 2


def test_a_daemon_that_gives_no_sign_of_life_is_ended_and_started_anew(service: Installed) -> None:
    unit = "/run/systemd/system/introloop.service.d"
    debian = service.machine
    debian.shell(f"mkdir -p {unit}\nprintf '[Service]\\nWatchdogSec=2\\nRestartSec=1\\n' > {unit}/x.conf")
    try:
        debian.said("systemctl", "daemon-reload")
        debian.said("systemctl", "restart", "introloop")
        time.sleep(3)  # it lives longer than the watchdog's patience
        frozen = service.pid()
        assert debian.property("NRestarts") == "0"
        debian.said("bash", "-c", f"kill -STOP {frozen}")
        until(lambda: debian.property("NRestarts") == "1" and service.pid() not in (0, frozen))
    finally:
        debian.shell(f"rm -r {unit}\nsystemctl daemon-reload")
    assert "watchdog" in debian.said("journalctl", "-u", "introloop", "--no-pager").lower()


def test_a_wrong_configuration_is_said_and_not_tried_again(service: Installed) -> None:
    file = service.machine.files / "etc" / "introloop" / "config.toml"
    right = file.read_text()
    file.write_text(right.replace("[owner]", "[owner]\nnonsense = 1"))
    try:
        assert service.machine.run("systemctl", "restart", "introloop").returncode != 0
        assert service.machine.property("ExecMainStatus") == "78"
        said = service.machine.run("introloop", "service", "status")
    finally:
        file.write_text(right)
    assert said.returncode == 2
    assert "configuration is wrong" in said.stdout
    assert "nonsense" in service.machine.log()


def test_its_state_is_told_by_systemd_by_itself_and_by_its_figures(service: Installed) -> None:
    until(service.has_read)
    assert json.loads(service.introloop("service", "status", "--json"))["level"] == "runs"
    said = json.loads(service.introloop("service", "exec", "status", "--json"))
    assert said["level"] == "well"
    assert "all well" in service.machine.said("systemctl", "status", "introloop", "--no-pager")
    with urlopen(f"http://127.0.0.1:{service.figures}/metrics") as answer:
        figures = answer.read().decode()
    assert "introloop_health_level 0" in figures


def test_its_log_has_levels_and_names_nobody(service: Installed) -> None:
    until(service.has_read)
    warned = service.machine.said("journalctl", "-u", "introloop", "-p", "warning", "-o", "cat", "--no-pager")
    assert '"level": "info"' not in warned
    said = service.machine.log()
    assert '"level": "info"' in said
    assert [word for word in ("Ines", "Tomas", "lindqvist", PASSWORD, OUTWARD) if word in said] == []


def test_a_backup_is_made_while_it_works_and_can_be_gone_back_to(service: Installed) -> None:
    until(service.has_read)
    service.machine.shell(lines_to_type("introloop service exec backup"))
    kept = "/var/lib/private/introloop"
    service.machine.shell(
        "systemctl stop introloop\nrm -f introloop.db-wal introloop.db-shm\nmv backup.db introloop.db\n"
        "systemctl start introloop",
        at=kept,
    )
    assert json.loads(service.introloop("service", "exec", "status", "--json"))["level"] == "well"


def test_upgraded_as_documented_it_goes_on_with_what_it_knew(service: Installed) -> None:
    until(service.has_read)
    before = json.loads(service.introloop("service", "exec", "status", "--json"))
    service.machine.shell(lines_to_type("/opt/introloop/bin/pip install --require-hashes"))
    assert service.machine.property("ActiveState") == "active"
    after = json.loads(service.introloop("service", "exec", "status", "--json"))
    assert (after["level"], after["last_digest"]) == ("well", before["last_digest"])


def test_a_user_has_a_service_of_their_own(service: Installed) -> None:
    debian, way = service.machine, service.way
    home = debian.files / "home" / "mara"
    debian.shell("useradd --create-home --uid 1234 mara\nloginctl enable-linger mara", at="/")
    try:
        etc = home / ".config" / "introloop"
        etc.mkdir(parents=True)
        for file in way.configuration.parent.iterdir():
            if file.is_file():
                (etc / file.name).write_bytes(file.read_bytes())
        debian.shell("chown -R mara: .config\nchmod -R go= .config", at="/home/mara")
        knows = "HOME=/home/mara XDG_RUNTIME_DIR=/run/user/1234"
        mara = f"setpriv --reuid=1234 --regid=1234 --init-groups env {knows}"
        until(lambda: debian.run("test", "-S", "/run/user/1234/systemd/private").returncode == 0)
        debian.shell(f"{mara} {lines_to_type('introloop service install --user').splitlines()[0]}", at="/")
        assert json.loads(debian.said(*mara.split(), "introloop", "service", "status", "--user", "--json"))[
            "at_boot"
        ]
        until(lambda: debian.run(*mara.split(), "introloop", "status").returncode == 0)
        debian.said(*mara.split(), "introloop", "service", "uninstall", "--user")
    finally:
        debian.shell("loginctl terminate-user mara || true\nuserdel --remove --force mara", at="/")


def test_its_walls_stand_in_this_systemd(service: Installed) -> None:
    rated = service.machine.said("systemd-analyze", "security", "--no-pager", "introloop")
    exposure = re.search(r"exposure level .*: ([\d.]+)", rated)
    assert exposure
    assert float(exposure[1]) <= 1.2


def test_removed_as_documented_it_leaves_nothing_behind(service: Installed) -> None:
    debian, all_of_it = service.machine, "opt/introloop etc/introloop usr/local/bin/introloop"
    debian.shell(f"tar cf kept.tar {all_of_it}", at="/")
    try:
        debian.shell(lines_to_type("introloop service uninstall"))
        assert debian.run("systemctl", "status", "introloop").returncode == 4  # there is no such unit
        given = "-path /proc -o -path /sys -o -path /source -o -path /wheels"
        assert debian.shell(f"find / \\( {given} \\) -prune -o -iname '*introloop*' -print") == ""
    finally:
        debian.shell("tar xf kept.tar\nrm kept.tar\nintroloop service install", at="/")


def _outside(installed: Installed) -> str:
    """The service's process as this machine counts it: the one whose last NSpid is the machine's."""
    inside = str(installed.pid())
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            counted = re.search(r"^NSpid:\s+(.*)$", status.read_text(), re.M)
        except OSError:
            continue
        if counted and counted[1].split()[1:] == [inside] and b"introloop" in _line(status.parent):
            return status.parent.name
    raise AssertionError("the service has no process")


def _line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
