"""What is said to a server to log in with a token: OAUTHBEARER (RFC 7628) and XOAUTH2, its forerunner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MECHANISMS = ("OAUTHBEARER", "XOAUTH2")  # in the order of choice: the standard before the forerunner
_GS2 = str.maketrans({"=": "=3D", ",": "=2C"})  # RFC 5801 section 4


@dataclass(frozen=True, slots=True)
class Bearer:
    """One login with a token. `answer` is asked for each challenge of the server, the empty first one too."""

    mechanism: str
    user: str
    token: str
    host: str
    port: int

    def answer(self, challenge: bytes) -> bytes:
        """What to say to a challenge. One that says something is a refusal: it is acknowledged, so that the
        server may end the exchange with its NO (RFC 7628 section 3.2.3; XOAUTH2 wants nothing said)."""
        if challenge:
            return b"\x01" if self.mechanism == "OAUTHBEARER" else b""
        return self.first().encode()

    def first(self) -> str:
        """The client's first words."""
        if self.mechanism == "OAUTHBEARER":
            head = f"n,a={self.user.translate(_GS2)},\x01host={self.host}\x01port={self.port}"
        else:
            head = f"user={self.user}"
        return f"{head}\x01auth=Bearer {self.token}\x01\x01"


def chosen(offered: Collection[str]) -> str:
    """The mechanism to use of those a server offers, "" where it offers none of ours."""
    names = {name.upper() for name in offered}
    return next((mechanism for mechanism in MECHANISMS if mechanism in names), "")
