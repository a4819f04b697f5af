"""The page of figures: on loopback, and nothing else but it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from worker.daemon.metrics import LOOPBACK, metrics
from worker.ports import ConfigurationError


def fetched(port: int, path: str = "/metrics") -> tuple[int, str, str]:
    try:
        with urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        return error.code, "", error.read().decode()


def fails() -> str:
    raise RuntimeError("canary-4711")


def test_the_page_is_drawn_anew_at_each_look() -> None:
    looks = iter(("introloop_health_level 0\n", "introloop_health_level 2\n"))
    with metrics(0, lambda: next(looks)) as port:
        assert fetched(port) == (
            200,
            "text/plain; version=0.0.4; charset=utf-8",
            "introloop_health_level 0\n",
        )
        assert fetched(port)[2] == "introloop_health_level 2\n"


@pytest.mark.parametrize(("path", "page", "status"), [("/", str, 404), ("/metrics", fails, 503)])
def test_what_it_cannot_show_is_an_error_that_says_nothing(
    path: str, page: Callable[[], str], status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with metrics(0, page) as port:
        answered, _, text = fetched(port, path)
    assert answered == status
    assert "canary-4711" not in text + "".join(capfd.readouterr())


def test_it_is_reached_from_this_machine_alone_and_gone_afterwards() -> None:
    with metrics(0, str) as port, socket.create_connection((LOOPBACK, port), timeout=5) as one:
        assert one.getpeername()[0] == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=5)


def test_a_port_that_is_taken_is_a_mistake_in_the_configuration() -> None:
    with metrics(0, str) as port, pytest.raises(ConfigurationError, match="metrics_port") as error:
        metrics(port, str).__enter__()
    assert "another port" in error.value.advice
