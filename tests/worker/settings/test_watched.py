"""[service]: what may watch over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worker.settings.written import settings
from worker.ports import ConfigurationError

REST = """
[owner]
addresses = ["me@example.com"]

[[account]]
path = "old.mbox"

[service]
"""


def test_nothing_watches_by_default(tmp_path: Path) -> None:
    read = settings(tmp_path, REST).service
    assert (read.metrics_port, read.ping_url) == (None, None)


@pytest.mark.parametrize("url", ["https://ping.example.com/0f2c-8d1a", "https://ping.example.com:8443/a?b=c"])
def test_an_https_address_may_be_called(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, f'{REST}ping_url = "{url}"').service.ping_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://ping.example.com/",
        "https://me:secret@ping.example.com/",
        "ping.example.com",
        "https://a b/",
        "https://",
        "https://ping.example.com/\\r\\nX: y",
        "https://ping.example.com/#x y",
    ],
)
def test_no_other_address_is(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="ping_url"):
        settings(tmp_path, f'{REST}ping_url = "{url}"')
