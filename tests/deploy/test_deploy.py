"""What is shipped to run Introloop all the time fits together, and is closed tight."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from worker.service.unit import shipped
from worker.settings import commented_example, load

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNIT = DEPLOY / "introloop.service"


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", text(UNIT.name), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def credential() -> str:
    return load(DEPLOY / "config.toml", environment={"HOME": "/home/me"}).accounts[0].password_credential


def test_the_configuration_shipped_beside_the_unit_is_the_one_that_init_writes() -> None:
    same = text("config.toml") == commented_example()
    assert same, "cp worker/settings/config.toml deploy/config.toml"


def test_the_unit_here_is_the_one_that_the_package_installs() -> None:
    assert text(UNIT.name) == shipped(), "cp worker/service/introloop.service deploy/"


def test_the_unit_hands_over_the_password_under_the_name_that_the_configuration_says() -> None:
    assert [line.split(":")[0] for line in directives()["LoadCredential"]] == [credential()]


def test_the_unit_waits_for_the_daemons_own_words() -> None:
    found = directives()
    assert (found["Type"], found["NotifyAccess"]) == (["notify"], ["main"])
    assert int(found["WatchdogSec"][0]) >= 4  # a sign of life comes at half of it, at most each second
    assert int(found["TimeoutStopSec"][0]) > 2
    assert "78" in found["RestartPreventExitStatus"][0].split()


def test_each_setting_of_the_unit_stands_below_its_reason() -> None:
    service = text(UNIT.name).partition("[Service]")[2].partition("[Install]")[0]
    blocks = [block for block in re.split(r"\n(?=# )", service) if "=" in block]
    assert len(blocks) > 20
    assert [block for block in blocks if "# " not in block and not block.strip().startswith("[")] == []


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is missing: unit not verified"
)
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    here = tmp_path / UNIT.name
    here.write_text(
        text(UNIT.name).replace("/opt/introloop/bin/introloop", shutil.which("true") or ""), "utf-8"
    )
    verified = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT], capture_output=True, text=True
    )
    exposure = re.search(r"exposure level .*: ([\d.]+)", rated.stdout)
    assert exposure, rated.stderr
    assert float(exposure[1]) <= 1.2


def test_the_container_runs_as_one_user_without_any_privilege() -> None:
    image, compose = text("Dockerfile"), text("compose.yaml")
    user = re.search(r"^USER (\d+:\d+)$", image, re.MULTILINE)
    assert user
    assert f'user: "{user[1]}"' in compose
    assert f"chown {user[1].split(':')[0]} " in text("README.md")
    for line in ("read_only: true", "- ALL", "- no-new-privileges:true", "tmpfs:", "stop_grace_period:"):
        assert line in compose


def test_the_container_reads_the_password_under_the_name_that_the_configuration_says() -> None:
    assert re.search(rf"^secrets:\n  {credential()}:\n    file: ", text("compose.yaml"), re.MULTILINE)


def test_the_image_checks_every_package_and_takes_its_base_as_an_argument() -> None:
    image = text("Dockerfile")
    assert re.findall(r"^FROM (\S+)", image, re.MULTILINE) == ["${BASE}", "${BASE}"]
    assert "--require-hashes -r requirements.lock" in image


@pytest.mark.parametrize(("status", "healthy"), [(0, True), (1, True), (2, False), (78, False)])
def test_a_container_with_something_to_look_at_is_not_called_sick(
    tmp_path: Path, status: int, healthy: bool
) -> None:
    check = re.search(r"^HEALTHCHECK .* CMD (.+)$", text("Dockerfile"), re.MULTILINE)
    assert check
    (tmp_path / "introloop").write_text(f"#!/bin/sh\nexit {status}\n")
    (tmp_path / "introloop").chmod(0o755)
    ran = subprocess.run(["/bin/sh", "-c", check[1]], env={"PATH": str(tmp_path)})
    assert (ran.returncode == 0) is healthy


def test_state_and_configuration_lie_where_the_image_says() -> None:
    places = dict(re.findall(r"(INTROLOOP_CONFIG|STATE_DIRECTORY)=(\S+)", text("Dockerfile")))
    assert places == {
        "INTROLOOP_CONFIG": "/etc/introloop/config.toml",
        "STATE_DIRECTORY": "/var/lib/introloop",
    }
    compose = text("compose.yaml")
    assert all(f":{place}" in compose for place in places.values())
