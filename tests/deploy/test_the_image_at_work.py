"""The image, really built and really run: read-only, without root and without any privilege, against a real
mailbox. `make test-image` prepares a base image and runs this.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.account import PASSWORD
from tests.servers.engine import Container, container, image, why_no_engine
from tests.servers.imap import imap_server
from tests.whole_way import OUTWARD, WholeWay, fill, introduction, whole_way

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),  # a machine shared with others may take its time
    pytest.mark.skipif(bool(why_no_engine()), reason=f"the image was not really run: {why_no_engine()}"),
]

DOCKERFILE = Path(__file__).resolve().parents[2] / "deploy" / "Dockerfile"
# As in deploy/compose.yaml; a test below holds the two together.
CLOSED = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--user=10001:10001")
LIMITS = ("--memory=512m", "--pids-limit=64", "--tmpfs=/tmp:size=64m,mode=1777,noexec,nosuid,nodev")


@dataclass(frozen=True, slots=True)
class Running:
    """The service in its container, and the mailbox it reads."""

    container: Container
    way: WholeWay


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The image built, and a container of it as compose runs it, with an introduction in the mailbox."""
    directory = tmp_path_factory.mktemp("given")
    with (
        image(DOCKERFILE) as name,
        imap_server() as server,
        whole_way(server, directory / "home") as way,
    ):
        fill(way.account, [introduction()])
        given = [f"--volume={file}:{place}:ro" for file, place in settings(way, directory)]
        with container(name, *CLOSED, *LIMITS, "--volume=/var/lib/introloop", *given) as made:
            yield Running(made, way)


@pytest.fixture
def running(made: Running) -> Running:
    """It runs, whatever the test before did."""
    made.container.said("start", made.container.name)
    return made


def settings(way: WholeWay, directory: Path) -> Iterator[tuple[Path, str]]:
    """The files a container is given, and where; the passwords are the container's user's alone."""
    text = way.configuration.read_text().replace("password_file", "password_credential")
    (directory / "config.toml").write_text(text)
    yield directory / "config.toml", "/etc/introloop/config.toml"
    yield way.configuration.parent / "authority.pem", "/etc/introloop/authority.pem"
    for name, password in (("imap-password", PASSWORD), ("smtp-password", OUTWARD)):
        secret = directory / name
        secret.write_text(f"{password}\n")
        secret.chmod(0o400)
        os.chown(secret, 10001, 10001)
        yield secret, f"/run/secrets/{name}"


def until(what: Callable[[], object], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_container_reads_the_mailbox_sends_the_digest_and_stops_within_two_seconds(
    running: Running,
) -> None:
    until(lambda: running.way.smtp.delivered)
    assert "Tomas" in running.way.digests()[0]
    said = json.loads(running.container.introloop("status", "--json").stdout)
    assert (said["level"], said["coverage"]["problems"]) == ("well", [])

    began = time.monotonic()
    running.container.said("stop", "--time", "10", running.container.name)
    assert time.monotonic() - began < 3  # two, and what podman takes
    assert (
        running.container.said("inspect", "-f", "{{.State.ExitCode}}", running.container.name).strip() == "0"
    )


def test_its_health_is_what_status_says(running: Running) -> None:
    until(lambda: running.container.introloop("status").returncode == 0)
    assert running.container.podman("healthcheck", "run", running.container.name).returncode == 0
    nothing_read = (
        "exec",
        "--env",
        "STATE_DIRECTORY=/tmp/none",
        running.container.name,
        "introloop",
        "status",
    )
    assert running.container.podman(*nothing_read).returncode == 2


def test_it_has_no_root_no_privilege_and_nothing_to_write_but_its_state(running: Running) -> None:
    status = running.container.said("exec", running.container.name, "cat", "/proc/1/status")
    assert "Uid:\t10001\t10001\t10001\t10001" in status
    assert "CapEff:\t0000000000000000" in status
    assert "CapBnd:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    for place, writable in (("/opt/introloop/x", False), ("/etc/x", False), ("/var/lib/introloop/x", True)):
        assert (
            running.container.podman("exec", running.container.name, "touch", place).returncode == 0
        ) is writable
    log = running.container.said("logs", running.container.name)
    assert PASSWORD not in log


def test_nothing_that_only_the_build_needed_is_in_the_image(running: Running) -> None:
    listed = running.container.said("exec", running.container.name, "ls", "/opt/introloop/bin")
    assert "introloop" in listed.split()
    assert [name for name in listed.split() if name.startswith(("pip", "hatchling"))] == []


def test_the_container_is_closed_as_compose_closes_it() -> None:
    compose = (DOCKERFILE.parent / "compose.yaml").read_text("utf-8")
    said = {"read_only: true", "- ALL", "- no-new-privileges:true", 'user: "10001:10001"'}
    said |= {"mem_limit: 512m", "pids_limit: 64", "- /tmp:size=64m,mode=1777,noexec,nosuid,nodev"}
    assert [line for line in said if line not in compose] == []
