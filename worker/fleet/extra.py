"""What to install where the extra of fleets is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from worker.ports import ConfigurationError


@contextmanager
def needed() -> Iterator[None]:
    """Around imports of the extra: raises ConfigurationError where it is not installed."""
    try:
        yield
    except ImportError as error:
        raise ConfigurationError(
            "a fleet needs an extra that is not installed",
            advice='python3 -m pip install "introloop[fleet]"',
        ) from error
