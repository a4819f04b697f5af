"""The one error of a secret that cannot be had."""

from __future__ import annotations

from worker.ports import ConfigurationError


class PasswordMissing(ConfigurationError):
    """No place that the settings name has the password, or one of them refuses it."""
