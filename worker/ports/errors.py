"""The root of every error the worker raises on purpose."""

from __future__ import annotations


class IntroloopError(Exception):
    """An error that says what happened, where, and what to do next."""

    transient = False

    def __init__(self, what: str, *, advice: str = "") -> None:
        super().__init__(what)
        self.advice = advice


class ConfigurationError(IntroloopError):
    """The configuration is wrong: exit code 78 (EX_CONFIG of sysexits)."""
