"""Message-IDs: the message's own, of what it answers, of its thread (RFC 5322 section 3.6.4)."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from worker.mime import limits
from worker.mime.characters import from_base64
from worker.mime.fields import Fields

MISSING_DOMAIN = "missing.invalid"
THREAD_INDEX_ROOT = 22  # bytes every message of an Outlook conversation shares (MS-OXOMSG 2.2.1.3)

_BRACKETED = re.compile(r"<([^<>]{1,1000}+)>")
_SOUND = re.compile(r"[!-;=?-~]+\Z")  # printable ASCII without angle brackets
_IDENTIFYING = ("date", "from", "to", "subject")


def message_id(fields: Fields, block: bytes) -> str:
    """The Message-ID, or one made from a hash where it is missing or garbage.

    The hash is taken of Date, From, To and Subject, which every copy of a message shares, and of the
    beginning of `block` only where none of them is there: the same message gets the same identity
    whether its header was read alone or with its body, from INBOX or from Sent.
    """
    found = identifiers(fields.text("message-id"))
    if found:
        return found[0]
    values = [fields.raw(name).strip() for name in _IDENTIFYING]
    seed = b"\n".join(values) if any(values) else block[:4096].strip()
    return f"<{hashlib.sha256(seed).hexdigest()[:20]}@{MISSING_DOMAIN}>"


def identifiers(text: str) -> tuple[str, ...]:
    """The ids in a Message-ID, In-Reply-To or References field, each once; remarks are passed over."""
    if not text:
        return ()
    found = _BRACKETED.findall(text[: limits.HEADER_BLOCK])
    if not found and "@" in text and len(text.split()) == 1:  # brackets forgotten
        found = [text.strip("<> ")]
    ids = list(dict.fromkeys(filter(None, map(_identifier, found))))
    if len(ids) > limits.REFERENCES:  # the root and the nearest ancestors say the most
        ids = ids[:1] + ids[1 - limits.REFERENCES :]
    return tuple(ids)


@lru_cache(maxsize=2048)  # each mail of a thread names those before it
def _identifier(inner: str) -> str:
    """What stands between two brackets as an id; "" where it cannot be one."""
    inner = "".join(inner.split())
    return f"<{inner}>" if len(inner) <= limits.IDENTIFIER and _SOUND.match(inner) else ""


def thread_key(fields: Fields) -> str:
    """The provider's own thread: Gmail's id, or the conversation root of Outlook's Thread-Index."""
    gmail = fields.text("x-gm-thrid")
    if gmail.isascii() and gmail.isalnum():
        return f"gm:{gmail[:40]}"
    index = from_base64(fields.raw("thread-index")[:4096]) if "thread-index" in fields else b""
    return f"ms:{index[:THREAD_INDEX_ROOT].hex()}" if len(index) >= THREAD_INDEX_ROOT else ""
