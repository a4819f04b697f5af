"""A configuration as an owner writes it, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.ports import ConfigurationError
from worker.settings import Settings, load

HOME = {"HOME": "/home/me"}
SMALLEST = """
[owner]
addresses = ["Me@Example.com", "me@work.example"]

[[account]]
host = "imap.example.com"
password_file = "imap-password"
"""


def settings(tmp_path: Path, text: str, environment: dict[str, str] = HOME) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return load(file, environment=environment)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    """The lines of the one error, without its head."""
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text)
    assert caught.value.advice
    head, *told = str(caught.value).splitlines()
    assert head.startswith(str(tmp_path / "config.toml"))
    return [line.strip() for line in told]


def only(tmp_path: Path, text: str) -> str:
    (told,) = mistakes(tmp_path, text)
    return told
