"""The call to a dead-man's switch: over TLS, to the address configured, and with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.certificates import authority
from tests.servers.switch import Switch, switch
from worker.daemon.ping import PingFailed, ping


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Switch]:
    """A switch whose certificate this machine trusts."""
    trusted = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.ca_file))
    with switch(trusted.server()) as made:
        yield made


def test_the_address_is_called_as_it_stands_and_nothing_is_told(listening: Switch) -> None:
    ping(f"https://127.0.0.1:{listening.port}/secret?a=b")
    ((path, said),) = listening.heard
    assert path == "/secret?a=b"
    assert said == {
        "Host": f"127.0.0.1:{listening.port}",
        "Accept-Encoding": "identity",
        "User-Agent": "introloop",
    }


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_no_yes_fails_and_leads_nowhere(listening: Switch, status: int) -> None:
    listening.status = status
    with pytest.raises(PingFailed, match=str(status)) as error:
        ping(f"https://127.0.0.1:{listening.port}/secret")
    assert len(listening.heard) == 1
    assert "secret" not in str(error.value) + error.value.advice


def test_a_certificate_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    with switch(authority(tmp_path).server()) as made:
        with pytest.raises(PingFailed, match="SSLCertVerificationError"):
            ping(f"https://127.0.0.1:{made.port}/")
        assert made.heard == []


def test_a_switch_that_is_not_there_fails() -> None:
    with pytest.raises(PingFailed, match="cannot be pinged"):
        ping("https://127.0.0.1:9/")
