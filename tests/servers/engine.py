"""An engine for containers, by its command: buildah builds the image, podman runs it.

`.ci/machine` prepares the base image (make test-image calls it) from the Debian that tests/servers/machine.py
boots. A container shares this machine's loopback only.
"""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.machine import PREPARE, PREPARED, ROOT, why_no_machine

BASE = "localhost/introloop-base"


def why_no_engine() -> str:
    """What is missing to build and run an image, "" where nothing is."""
    if found := why_no_machine():
        return found
    if not (PREPARED / "runs").exists():
        return f"no container runs here, or none was tried: {PREPARE}"
    missing = [program for program in ("buildah", "podman", "runc") if not shutil.which(program)]
    return f"{' and '.join(missing)} missing: {PREPARE}" if missing else ""


_STORAGE = (
    "--storage-driver=vfs",  # works on any file system; a container costs a copy of the image
    f"--root={PREPARED / 'images'}",
    f"--runroot={PREPARED / 'run'}",
)
_PODMAN = ("podman", *_STORAGE, "--runtime=runc", "--cgroup-manager=cgroupfs", "--events-backend=file")


@dataclass(frozen=True, slots=True)
class Container:
    """A container that runs, or has run."""

    name: str

    def podman(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command to podman."""
        return subprocess.run((*_PODMAN, *words), capture_output=True, text=True, timeout=120)

    def said(self, *words: str) -> str:
        """What it says to a command that must succeed."""
        done = self.podman(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def introloop(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Introloop in the container beside the service."""
        return self.podman("exec", self.name, "introloop", *words)


@contextmanager
def image(dockerfile: Path) -> Iterator[str]:
    """The image that a Dockerfile makes of this source. About twenty seconds; removed at the end."""
    name = f"localhost/introloop-{uuid.uuid4().hex[:8]}"
    how = ("--isolation=chroot", "--format=docker", "--pull=never", f"--build-arg=BASE={BASE}")
    given = f"--volume={PREPARED / 'wheels'}:/wheels:ro"
    line = ("buildah", *_STORAGE, "build", *how, given, f"--file={dockerfile}", f"--tag={name}", str(ROOT))
    built = subprocess.run(line, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-3000:]
    try:
        yield name
    finally:
        subprocess.run(("buildah", *_STORAGE, "rmi", "--force", name), capture_output=True)


@contextmanager
def container(image_name: str, *options: str) -> Iterator[Container]:
    """A container of that image at its work; removed at the end, with what it kept."""
    made = Container(f"introloop-{uuid.uuid4().hex[:8]}")
    limits = ("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024")  # podman's own may be above ours
    how = ("--detach", "--pull=never", "--network=host", f"--name={made.name}")
    try:
        made.said("run", *how, *limits, *options, image_name)
        yield made
    finally:
        made.podman("rm", "--force", "--time=2", "--volumes", made.name)
