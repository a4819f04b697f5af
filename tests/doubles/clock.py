"""A clock that stands still until a test moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class SetClock:
    """Shows `at`."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        """Let time pass: forward(minutes=30)."""
        self.at += timedelta(**span)
