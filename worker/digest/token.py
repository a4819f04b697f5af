"""The code in every link of a digest that answers it: it shows that whoever writes has the digest."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode

BYTES = 10  # 80 bits (RELIABILITY.md, "Commands by replying to the digest")

_LINE = re.compile(r"\[introloop ([a-z2-7]{16})\]")


def token(key: bytes, digest: str, item: int, verb: str) -> str:
    """The code for one verb on one item (0 where it is about none) of the digest of that Message-ID."""
    told = "\n".join((digest, str(item), verb)).encode()
    return b32encode(hmac.digest(key, told, "sha256")[:BYTES]).decode().lower()


def is_token(said: str, key: bytes, digest: str, item: int, verb: str) -> bool:
    """Whether that is the code; compared in constant time."""
    return hmac.compare_digest(said.encode(), token(key, digest, item, verb).encode())


def line_of(code: str) -> str:
    """The code as it stands in a mail, on a line of its own."""
    return f"[introloop {code}]"


def codes_in(text: str) -> tuple[str, ...]:
    """Every code in a text, in its order."""
    return tuple(dict.fromkeys(_LINE.findall(text.lower())))
