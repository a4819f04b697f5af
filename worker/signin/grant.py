"""What signing in gave us, as it is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A refresh token (RFC 6749 section 1.5) and the newest access token, good until that instant.

    `since` is the instant at which a person signed in, `ended` that at which the provider said that it is
    not valid any more.
    """

    refresh: str = field(repr=False)
    access: str = field(repr=False, default="")
    until: datetime | None = None
    ended: datetime | None = None
    since: datetime | None = None

    def text(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self), default=datetime.isoformat)

    def lasts(self, instant: datetime) -> bool:
        """Whether the access token is good until then."""
        return bool(self.access) and self.until is not None and self.until >= instant

    def dropped(self, access: str) -> Grant:
        """Without that access token, which a server refused."""
        return replace(self, access="", until=None) if self.access == access else self


def grant_of(text: str) -> Grant | None:
    """A kept grant; None where it is not one of ours."""
    try:
        said = json.loads(text)
        instants = [datetime.fromisoformat(said[k]) if said[k] else None for k in ("until", "ended", "since")]
        return Grant(str(said["refresh"]), str(said["access"]), *instants)
    except (ValueError, KeyError, TypeError):
        return None
