"""The service manager hears what sd_notify(3) promises, on a real socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from worker.daemon.systemd import Systemd


@contextmanager
def manager(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        listening.settimeout(5)
        yield listening


@pytest.mark.parametrize("abstract", [False, True])
def test_every_word_arrives_as_one_datagram(tmp_path: Path, abstract: bool) -> None:
    address = f"@introloop-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with manager(address) as listening:
        said = Systemd({"NOTIFY_SOCKET": address})
        said.ready()
        said.status("2 jobs,\nREADY=0 all well")
        said.alive()
        said.stopping()
        heard = [listening.recv(4096).decode() for _ in range(4)]
    assert heard == ["READY=1", "STATUS=2 jobs, READY=0 all well", "WATCHDOG=1", "STOPPING=1"]


def test_where_nobody_listens_nothing_fails(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}):
        said = Systemd(environment)
        said.ready()
        assert said.watchdog is None


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "60000000"}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_heeded_where_it_means_this_process(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert Systemd(environment).watchdog == seconds
